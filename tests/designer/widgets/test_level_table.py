"""The table of levels: wheel, keys and clicks, through up to 9e15 of them."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.model.document import Design
from designer.panels.levels import LevelsPanel
from designer.widgets.tables.level_model import MOST_ROWS, LevelsModel
from stepdecay import Run, StepDecay, levels
from tests.designer.helpers.levels import LONGEST, NO_KEYS, TRILLION, LevelsHelper

Key = Qt.Key


# Scrolling.


@pytest.mark.parametrize("start", [0, 8_950, 500_000_000_000, 10**12 - 400])
def test_a_notch_of_the_wheel_is_the_same_number_of_rows_everywhere(hands, start):
    notch = QApplication.wheelScrollLines()
    hands.go_to("level", str(start))
    for way in (1, -1):
        first = hands.first()
        for number in range(1, 61):
            hands.wheel(way)
            assert hands.first() == max(0, first + way * number * notch)
            assert hands.table.model().rowCount() == MOST_ROWS
    assert hands.rows() == hands.expected(hands.top(), len(hands.rows()))


@pytest.mark.parametrize("way", [1, -1])
def test_rows_stay_on_the_screen_as_they_are_when_the_window_of_rows_moves_on(hands, way):
    hands.go_to("level", "8990")
    if way < 0:
        while hands.base() == 0:
            hands.wheel(1)
        hands.go_to("level", str(hands.base() + 1_020))
    hands.document.look(level=None)
    moved, base = QApplication.wheelScrollLines() * hands.row_height(), hands.base()
    while hands.base() == base:
        before = hands.picture()
        hands.wheel(way)
    kept, after = before.height() - moved, hands.picture()
    upper, lower = (after, before) if way > 0 else (before, after)
    assert upper.copy(0, 0, before.width(), kept) == lower.copy(0, moved, before.width(), kept)


def test_a_wheel_over_the_scroll_bar_scrolls_the_rows_too(hands):
    hands.wheel(2, over=hands.bar)
    assert hands.top() == 2 * QApplication.wheelScrollLines()


def test_a_trackpad_scrolls_by_less_than_a_row(hands):
    hands.turn(14)
    pixels = -hands.place_of(0).top()
    assert 0 < pixels < hands.row_height()
    after = hands.picture()
    hands.turn(-14)
    kept = after.height() - pixels
    assert after.copy(0, 0, after.width(), kept) == hands.picture().copy(0, pixels, after.width(), kept)


# Keys.


def test_page_down_and_up_go_by_a_screen_of_rows_through_all_levels(hands):
    hands.go_to("level", "8800")
    hands.table.setFocus()
    places = [8_800]
    while hands.base() == 0:
        page = hands.table.viewport().height() // hands.row_height()
        hands.press(Key.Key_PageDown)
        places.append(places[-1] + page)
        assert hands.selected() == [str(places[-1])] == [str(hands.document.view.focus.level)]
        assert hands.rows()[-1][0] == str(places[-1])
    while hands.base() > 0:
        page = hands.table.viewport().height() // hands.row_height()
        hands.press(Key.Key_PageUp)
        places.append(places[-1] - page)
        assert hands.selected() == [str(places[-1])]
        assert str(places[-1]) in [row[0] for row in hands.rows()]


@pytest.mark.parametrize("count", [9_999, 10_000, 10_001])
def test_a_window_of_rows_has_ten_thousand_at_most(hands, count):
    hands.show(Design(StepDecay(0.1, 0.99999, 10), Run(10 * count)))
    assert hands.table.model().rowCount() == min(count, 10_000)


@pytest.mark.parametrize(("near", "base"), [(9_000, 0), (9_001, 4_001)])
def test_the_window_of_rows_moves_on_less_than_a_thousand_rows_before_its_end(qapp, near, base):
    found = levels(TRILLION.schedule, TRILLION.run.updates)
    model = LevelsModel(found)
    model.show(found, near)
    assert model.base == base


@pytest.mark.parametrize(("near", "base"), [(21_000, 20_000), (20_999, 15_999)])
def test_it_moves_back_less_than_a_thousand_rows_after_its_start(qapp, near, base):
    found = levels(TRILLION.schedule, TRILLION.run.updates)
    model = LevelsModel(found)
    model.show(found, 25_000)
    assert model.base == 20_000
    model.show(found, near)
    assert model.base == base


def test_down_and_up_go_on_where_the_window_of_rows_ends(hands):
    hands.go_to("level", str(MOST_ROWS - 3))
    hands.table.setFocus()
    for level in range(MOST_ROWS - 2, MOST_ROWS + 40):
        hands.press(Key.Key_Down)
        assert hands.document.view.focus.level == level
        assert hands.selected() == [str(level)]
        assert str(level) in [row[0] for row in hands.rows()]
    for level in reversed(range(MOST_ROWS - 60, MOST_ROWS + 39)):
        hands.press(Key.Key_Up)
        assert hands.selected() == [str(level)] == [str(hands.document.view.focus.level)]


@pytest.mark.parametrize("design", [TRILLION, LONGEST], ids=["10^12", "9e15"])
def test_end_and_home_go_to_the_ends_of_all_levels(hands, design):
    hands.show(design)
    last = len(levels(design.schedule, design.run.updates)) - 1
    hands.press(Key.Key_End)
    assert hands.document.view.focus.level == last
    assert hands.rows()[-1] == hands.expected(last, 1)[0]
    assert hands.selected() == [str(last)]
    assert hands.bar.value() == hands.bar.maximum()
    hands.press(Key.Key_Down)
    assert hands.document.view.focus.level == last
    hands.press(Key.Key_Up)
    assert hands.document.view.focus.level == last - 1
    hands.press(Key.Key_Home)
    assert (hands.document.view.focus.level, hands.top(), hands.selected()) == (0, 0, ["0"])
    assert hands.bar.value() == 0


@pytest.mark.parametrize("key", [Key.Key_Home, Key.Key_End])
def test_home_and_end_reach_the_ends_of_a_short_run_before_anything_is_selected(hands, key):
    hands.show(Design(StepDecay(0.1, 0.9, 10), Run(50)))
    hands.press(key)
    assert hands.document.view.focus.level == (0 if key == Key.Key_Home else 4)


def test_the_first_key_selects_the_first_row_that_is_wholly_in_view(hands):
    hands.wheel(5)
    hands.turn(14)
    hands.press(Key.Key_Down)
    assert hands.document.view.focus.level == 5 * QApplication.wheelScrollLines() + 1


def test_a_key_goes_on_from_a_selected_level_that_was_scrolled_away(hands):
    hands.click(4)
    hands.drag_bar(0.5)
    hands.press(Key.Key_Down)
    assert hands.document.view.focus.level == 5
    assert "5" in [row[0] for row in hands.rows()]


def test_escape_selects_nothing_even_when_the_selected_row_is_far_away(hands):
    hands.click(4)
    hands.drag_bar(0.5)
    hands.press(Key.Key_Escape)
    assert hands.document.view.focus.level is None
    hands.drag_bar(0)
    assert hands.selected() == []


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_left_and_right_show_what_is_beside_the_view(hands, direction):
    hands.window.setLayoutDirection(direction)
    hands.show(LONGEST)
    hands.press(Key.Key_End)
    onward, back = Key.Key_Right, Key.Key_Left
    if hands.table.isRightToLeft():
        onward, back = back, onward
    bar = hands.table.horizontalScrollBar()
    assert bar.isVisible()
    hands.press(onward, 3)
    assert bar.value() > 0
    hands.press(back, 3)
    assert bar.value() == 0
    assert hands.document.view.focus.level == 2**53 - 2


def test_the_rates_stay_in_view_while_keys_clicks_and_the_wheel_go_through_the_rows(hands):
    hands.show(LONGEST)
    hands.go_to("level", "8990")
    hands.drag_bar(0.5)
    bar = hands.table.horizontalScrollBar()
    bar.setValue(bar.maximum())
    hands.table.setFocus()
    sideways = bar.value()
    assert sideways > 0
    hands.click(int(hands.rows()[3][0]))
    for _ in range(20):
        hands.press(Key.Key_Down)
    hands.wheel(400)
    assert bar.value() == sideways


@pytest.mark.parametrize("selected", [None, 4])
def test_the_table_stays_where_it_is_when_it_gets_the_keys(hands, selected):
    hands.document.look(level=selected)
    hands.drag_bar(0.5)
    first = hands.first()
    hands.window.plot.setFocus()
    hands.table.setFocus(Qt.FocusReason.TabFocusReason)
    assert hands.first() == first
    assert hands.document.view.focus.level == selected


# Selecting.


def test_a_click_selects_the_level_in_that_row_wherever_the_window_of_rows_is(hands):
    for fraction in (0.3, 0.7):
        hands.drag_bar(fraction)
        level = int(hands.rows()[3][0])
        hands.click(level)
        assert hands.document.view.focus.level == level
        assert hands.selected() == [str(level)]


def test_a_selected_level_is_selected_again_after_a_journey(hands):
    hands.click(5)
    hands.drag_bar(1)
    assert hands.selected() == []
    assert hands.document.view.focus.level == 5
    hands.drag_bar(0)
    assert hands.selected() == ["5"]
    assert hands.table.currentIndex().row() == 5


def test_the_current_row_and_the_selection_move_with_the_window_of_rows(hands):
    hands.go_to("level", "8990")
    while hands.base() == 0:
        hands.wheel(1)
    assert hands.selected() == ["8990"]
    assert hands.table.currentIndex().data() == "8990"


def test_scrolling_with_a_selected_row_never_jumps_back_to_it(hands):
    hands.go_to("level", "8990")
    tops = []
    for _ in range(300):
        hands.wheel(1)
        tops.append(hands.first())
    assert [after - before for before, after in itertools.pairwise(tops)] == [3] * 299


def test_control_and_click_take_the_selection_back(hands):
    hands.click(5)
    hands.click(5, Qt.KeyboardModifier.ControlModifier)
    assert hands.document.view.focus.level is None
    assert hands.selected() == []


def test_dragging_over_rows_selects_the_one_under_the_pointer(hands):
    viewport = hands.table.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NO_KEYS, hands.place_of(2).center())
    for level in (3, 4, 5):
        QTest.mouseMove(viewport, hands.place_of(level).center())
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NO_KEYS, hands.place_of(5).center())
    assert hands.document.view.focus.level == 5


def test_a_click_on_a_row_that_is_cut_off_shows_all_of_it(hands):
    hands.turn(14)
    first = hands.first()
    hands.click(first)
    assert hands.document.view.focus.level == first
    assert hands.top() == first


def test_a_level_selected_elsewhere_comes_into_view(hands):
    hands.document.look(level=123_456_789_012)
    assert "123456789012" in [row[0] for row in hands.rows()]
    assert hands.selected() == ["123456789012"]


def test_selecting_a_row_marks_its_tread(window):
    hands, viewport = LevelsHelper(window), window.plot.viewport()
    window.panel(LevelsPanel).table.setFocus()  # else the handle of the field that has it is lit
    hands.settle()
    before = viewport.grab().toImage()
    hands.click(3)
    hands.settle()
    assert viewport.grab().toImage() != before
    hands.press(Key.Key_Escape)
    hands.settle()
    assert viewport.grab().toImage() == before
