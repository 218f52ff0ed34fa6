"""What the table of levels looks like: true numbers, none cut off, in every font, width and direction."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView

from designer.model.document import Design
from designer.widgets.tables.level_columns import GAP, PADDING, widest_rate_text
from stepdecay import Run, StepDecay, levels
from stepdecay.numbers.text import rate_text
from tests.designer.helpers.levels import LONGEST, NO_KEYS, TRILLION, LevelsHelper, Paints

Key = Qt.Key


# Numbers.


@pytest.mark.parametrize("design", [TRILLION, LONGEST], ids=["10^12", "9e15"])
def test_the_numbers_anywhere_are_those_of_the_core(hands, design):
    hands.show(design)
    places = random.Random(7)
    count = len(levels(design.schedule, design.run.updates))
    for level in [0, count - 1, *(places.randrange(count) for _ in range(12))]:
        hands.go_to("level", str(level))
        rows = hands.rows()
        assert str(level) in [row[0] for row in rows]
        assert rows == hands.expected(int(rows[0][0]), len(rows))


def test_the_painted_rows_are_the_rows_that_are_clicked(hands):
    """A band in the selection's colour lies over the whole row, and only there."""
    hands.drag_bar(0.5)
    level = int(hands.rows()[4][0])
    hands.click(level)
    place, picture = hands.place_of(level), hands.picture()
    band = hands.table.palette().color(QPalette.ColorRole.Highlight)
    for y, expected in (
        (place.top() - 1, False), (place.top(), True), (place.bottom(), True), (place.bottom() + 1, False),
    ):  # fmt: skip
        for x in (0, picture.width() - 1):
            assert (picture.pixelColor(x, y) == band) == expected
    hands.press(Key.Key_Down)
    assert hands.picture().pixelColor(0, place.bottom() + 1) == band


def test_a_level_reads_the_same_whichever_window_of_rows_it_is_in(hands):
    """The painted digits are the model's: the same level gives the same picture, another level another one."""

    def row_picture(level):
        hands.go_to("level", str(level))
        hands.press(Key.Key_Escape)
        hands.settle()
        return hands.picture().copy(hands.place_of(level))

    first = row_picture(500_000)
    assert row_picture(9_500_000) != first
    assert row_picture(500_000) == first


# Width, fonts, directions.


@pytest.mark.parametrize("width", [240, 300, 500])
@pytest.mark.parametrize(
    "design",
    [
        Design(StepDecay(0.1, 0.9, 10), Run(100)),
        Design(StepDecay(3e-4, 0.5, 1000), Run(10**6)),
        Design(StepDecay(1e-3, 1.5, 10), Run(10**4)),
        TRILLION,
        LONGEST,
    ],
    ids=["100", "10^6", "growing", "10^12", "9e15"],
)
def test_no_number_is_cut_off(hands, design, width):
    table = hands.table
    hands.make_inspector(width)
    hands.show(design)
    metrics = table.fontMetrics()
    count = len(levels(design.schedule, design.run.updates))
    for level in (0, min(30, count - 1), min(85, count - 1), count // 2, count - 1):
        hands.go_to("level", str(level))
        QTest.keyClick(hands.field, Key.Key_Escape)
        hands.settle()
        for row in hands.rows():
            for column, text in enumerate(row):
                beside = GAP + PADDING if column == 3 else 2 * PADDING
                assert metrics.horizontalAdvance(text) <= table.columnWidth(column) - beside
        beside = sum(table.columnWidth(column) for column in range(4)) - table.viewport().width()
        assert beside <= 0 or table.horizontalScrollBar().maximum() == beside
    assert hands.rows()[-1][0] == str(count - 1), "the last row is hidden"


@given(st.lists(st.floats(0, width=32), min_size=3, max_size=3).map(sorted))
def test_no_rate_between_two_others_is_longer_than_foreseen(rates):
    low, rate, high = rates
    assert len(rate_text(rate)) <= len(widest_rate_text(low, high))


def test_the_columns_fill_the_table_and_the_usual_run_needs_no_sideways_scrolling(window):
    table = LevelsHelper(window).table
    assert sum(table.columnWidth(column) for column in range(4)) == table.viewport().width()
    assert not table.horizontalScrollBar().isVisible()


def test_a_larger_font_makes_larger_rows_at_the_same_place(hands):
    hands.drag_bar(0.5)
    top, height = hands.first(), hands.row_height()
    font = hands.table.font()
    font.setPointSize(font.pointSize() * 2)
    hands.table.setFont(font)
    hands.settle()
    assert hands.row_height() > 1.5 * height
    assert hands.top() == top
    rows = hands.rows()
    assert rows == hands.expected(top, len(rows))
    hands.drag_bar(1)
    assert hands.rows()[-1][0] == str(10**12 - 1)


def test_from_right_to_left_the_columns_turn_round_and_the_numbers_do_not(window):
    hands = LevelsHelper(window)
    hands.show(Design(StepDecay(1.3e-5, 0.9, 10), Run(100)))
    cells = [hands.table.visualRect(hands.table.model().index(3, column)) for column in range(4)]
    before = hands.picture()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    hands.settle()
    turned = [hands.table.visualRect(hands.table.model().index(3, column)) for column in range(4)]
    after = hands.picture()
    assert [cell.left() for cell in turned] == sorted((cell.left() for cell in turned), reverse=True)
    for column in range(3):
        assert after.copy(turned[column]) == before.copy(cells[column])
    inner = QRect(0, 0, min(cells[3].width(), turned[3].width()), cells[3].height())
    assert after.copy(inner.translated(turned[3].topLeft())) == before.copy(inner.translated(cells[3].topLeft()))


def test_the_header_is_as_flat_as_the_table_and_its_titles_stand_over_their_numbers(window):
    hands = LevelsHelper(window)
    header: QHeaderView = hands.table.horizontalHeader()
    picture = hands.picture(header.viewport())
    paper = hands.table.palette().color(QPalette.ColorRole.Base)
    assert picture.pixelColor(picture.width() - 1, 2) == paper == picture.pixelColor(0, header.height() - 3)

    def ink(image, area: QRect) -> list[int]:
        return [
            x for x in range(area.left(), area.right() + 1)
            if any(image.pixelColor(x, y) != paper for y in range(area.top(), area.bottom() + 1))
        ]  # fmt: skip

    rows = hands.picture()
    for column in range(4):
        left, width = hands.table.columnViewportPosition(column), hands.table.columnWidth(column)
        title = ink(picture, QRect(left, 2, width, header.height() - 4))
        numbers = ink(rows, QRect(left, 0, width, 9 * hands.row_height()))
        edge = min if column == 3 else max
        assert edge(title) == pytest.approx(edge(numbers), abs=2)


def test_a_header_is_not_a_button(hands):
    header = hands.table.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, QPoint(10, 5))
    assert hands.document.view.focus.level is None
    assert hands.selected() == []


def test_keys_in_the_table_show_by_its_line_and_a_full_selection(hands):
    hands.click(3)
    header = hands.table.horizontalHeader()
    hands.settle()
    line = hands.picture(header.viewport()).pixelColor(5, header.height() - 1)
    row = hands.picture().pixelColor(0, hands.place_of(3).center().y())
    accent = hands.table.palette().color(QPalette.ColorRole.Highlight)
    assert line == accent == row
    paints = Paints(header.viewport())
    hands.window.plot.setFocus()
    hands.settle()
    assert paints.count == 1
    assert hands.picture(header.viewport()).pixelColor(5, header.height() - 1) != accent
    assert hands.picture().pixelColor(0, hands.place_of(3).center().y()) != accent
