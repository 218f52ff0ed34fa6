"""Go to Level or Update…: type where to, press Return, and be there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from designer.look.theme import apply_theme
from designer.model.document import Design
from designer.panels.schedule.panel import SchedulePanel
from stepdecay import Run, StepDecay
from tests.designer.helpers.levels import LONGEST, TRILLION

Key = Qt.Key


def open_row(hands) -> None:
    QTest.keyClick(hands.window, Key.Key_G, Qt.KeyboardModifier.ControlModifier)


def test_the_menu_opens_the_row_and_what_is_typed_replaces_what_is_there(hands):
    assert not hands.field.isVisible()
    action = next(action for action in hands.window.findChildren(type(hands.window.menuBar().actions()[0]))
                  if action.objectName() == "go_to")  # fmt: skip
    action.trigger()
    assert hands.field.isVisible()
    assert hands.field.hasFocus()
    QTest.keyClicks(hands.field, "25")
    QTest.keyClick(hands.field, Key.Key_Return)
    assert hands.document.view.focus.level == 2


@pytest.mark.parametrize(
    ("kind", "text", "level"),
    [
        ("update", "1", 0),
        ("update", "10", 0),
        ("update", "11", 1),
        ("update", "1e13", 10**12 - 1),
        ("update", "1_000_001", 100_000),
        ("update", "5 000 000", 499_999),
        ("update", "2**20 + 5", 104_858),
        ("level", "0", 0),
        ("level", "1.5e3", 1_500),
        ("level", "10^12 - 1", 10**12 - 1),
    ],
)
def test_return_brings_the_level_into_view_and_selects_it(hands, kind, text, level):
    hands.go_to(kind, text)
    assert hands.document.view.focus.level == level
    assert hands.selected() == [str(level)]
    assert str(level) in [row[0] for row in hands.rows()]
    assert hands.field.hasFocus()
    assert hands.rows() == hands.expected(hands.top(), len(hands.rows()))


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("update", "1e13 + 1", "⚠ the last update is 10000000000000, got 1e13 + 1"),
        ("update", "0", "⚠ the first update is 1, got 0"),
        ("level", "1e12", "⚠ the last level is 999999999999, got 1e12"),
        ("level", "-1", "⚠ the first level is 0, got -1"),
        ("level", "1e400", "⚠ the last level is 999999999999, got 1e400"),
        ("level", "9" * 50, f"⚠ the last level is 999999999999, got {'9' * 39}…"),
        ("update", "1,000", "⚠ update: '1,000' could mean two things; write 1000, 1_000 or 1e3"),
        ("level", "seven", "⚠ level: 'seven' is not a number; write 1000, 1_000 or 1e3"),
        ("level", "", "⚠ level: nothing is typed; write 1000, 1_000 or 1e3"),
    ],
)
def test_what_is_no_place_is_refused_with_a_sentence_and_goes_nowhere(hands, kind, text, sentence):
    hands.go_to("level", "7")
    top = hands.first()
    if text:
        hands.go_to(kind, text)
    else:
        hands.choose(kind)
        hands.field.setFocus()
        hands.field.selectAll()
        QTest.keyClick(hands.field, Key.Key_Delete)
        QTest.keyClick(hands.field, Key.Key_Return)
    assert hands.sentence.text() == sentence
    assert hands.field.text() == text
    assert hands.field.isRefused()
    assert (hands.document.view.focus.level, hands.first()) == (7, top)
    QTest.keyClick(hands.field, Key.Key_Return)
    assert hands.document.view.focus.level == 7, "the same again is refused again"
    QTest.keyClicks(hands.field, "3")
    assert not hands.field.isRefused()


def test_return_goes_again_to_where_it_went_before(hands):
    hands.go_to("level", "5000")
    hands.drag_bar(0.5)
    hands.field.setFocus()
    QTest.keyClick(hands.field, Key.Key_Return)
    assert "5000" in [row[0] for row in hands.rows()]


def test_a_level_in_view_is_selected_where_it_is(hands):
    hands.go_to("level", "4")
    assert hands.top() == 0
    hands.go_to("level", "400")
    middle = hands.rows()[len(hands.rows()) // 2][0]
    assert abs(int(middle) - 400) <= 1, "from afar it comes to the middle"


def test_the_row_says_what_it_asks_for(hands):
    open_row(hands)
    hands.choose("update")
    assert hands.field.accessibleName() == "Go to update"
    assert hands.sentence.text() == "1 to 10\u202f000\u202f000\u202f000\u202f000"
    hands.choose("level")
    assert hands.field.accessibleName() == "Go to level"
    assert hands.sentence.text() == "0 to 999\u202f999\u202f999\u202f999" == hands.field.accessibleDescription()
    assert hands.kind.accessibleName() == "Level or update"
    title = next(label for label in hands.window.findChildren(QLabel) if label.text() == "Go to")
    assert title.buddy() is hands.field


def test_the_field_begins_where_the_view_is_and_keeps_what_is_typed_when_the_kind_changes(hands):
    hands.go_to("level", "123")
    hands.choose("update")
    assert hands.field.text() == "1231"
    hands.field.setFocus()
    hands.field.selectAll()
    QTest.keyClicks(hands.field, "77")
    hands.choose("level")
    assert hands.field.text() == "77"
    hands.field.setFocus()
    QTest.keyClick(hands.field, Key.Key_Return)
    assert hands.document.view.focus.level == 77


def test_a_refusal_is_over_when_something_else_is_asked_for(hands):
    hands.go_to("update", "0")
    assert hands.field.isRefused()
    hands.choose("level")
    assert not hands.field.isRefused()
    assert hands.field.text() == "0"
    QTest.keyClick(hands.kind, Key.Key_Return)
    assert hands.document.view.focus.level == 0


def test_the_row_knows_the_run_of_this_moment(hands, type_into):
    hands.go_to("level", "5000")
    hands.show(Design(StepDecay(0.1, 0.9, 10), Run(100)))
    assert hands.sentence.text() == "0 to 9"
    hands.field.setFocus()
    QTest.keyClick(hands.field, Key.Key_Return)
    assert hands.document.view.focus.level in (0, None)
    hands.go_to("level", "10")
    assert hands.sentence.text() == "⚠ the last level is 9, got 10"


@pytest.mark.parametrize("origin", ["plot", "levels", "init"])
@pytest.mark.parametrize("typed", ["", "123", "nonsense"])
def test_escape_puts_the_row_away_and_gives_the_keys_back(hands, origin, typed):
    widget = {"plot": hands.window.plot, "levels": hands.table}.get(origin) or hands.window.panel(SchedulePanel).fields[
        "init"
    ]
    widget.setFocus()
    open_row(hands)
    QTest.keyClicks(hands.field, typed)
    if typed == "nonsense":
        QTest.keyClick(hands.field, Key.Key_Return)
    QTest.keyClick(hands.field, Key.Key_Escape)
    assert not hands.field.isVisible()
    assert hands.window.focusWidget() is widget
    assert hands.document.view.focus.level is None
    open_row(hands)
    assert not hands.field.isRefused()
    assert hands.field.text() == "1"


def test_return_and_escape_mean_the_same_while_the_kind_has_the_keys(hands):
    hands.go_to("level", "5000")
    hands.drag_bar(0.5)
    hands.kind.setFocus()
    QTest.keyClick(hands.kind, Key.Key_Return)
    assert "5000" in [row[0] for row in hands.rows()]
    QTest.keyClick(hands.kind, Key.Key_Escape)
    assert not hands.field.isVisible()


def test_control_g_again_asks_anew_and_escape_still_leads_back_to_where_it_began(hands):
    hands.window.plot.setFocus()
    hands.go_to("level", "5000")
    open_row(hands)
    assert hands.field.lineEdit().selectedText() == "5000"
    QTest.keyClick(hands.field, Key.Key_Escape)
    assert hands.window.plot.hasFocus()


def test_stepping_goes_along(hands):
    hands.go_to("level", "10")
    QTest.keyClick(hands.field, Key.Key_Up)
    assert hands.document.view.focus.level == 20
    QTest.keyClick(hands.field, Key.Key_Down)
    assert hands.document.view.focus.level == 10
    hands.go_to("level", "1e12 - 1")
    QTest.keyClick(hands.field, Key.Key_Up)
    assert hands.document.view.focus.level == 10**12 - 1
    assert not hands.field.isRefused()


def test_leaving_the_field_for_a_row_selects_that_row(hands):
    open_row(hands)
    QTest.keyClicks(hands.field, "5_000_000")
    hands.table.setFocus()
    hands.click(3)
    assert hands.document.view.focus.level == 3
    assert hands.top() == 0


def test_tab_goes_from_the_kind_to_the_number_to_the_table(hands):
    open_row(hands)
    QTest.keyClick(hands.field, Key.Key_Backtab)
    assert hands.kind.hasFocus()
    QTest.keyClick(hands.kind, Key.Key_Tab)
    assert hands.field.hasFocus()
    QTest.keyClick(hands.field, Key.Key_Tab)
    assert hands.table.hasFocus()


def test_a_hidden_inspector_comes_back(hands):
    hands.window.toggle_inspector()
    open_row(hands)
    assert hands.field.isVisible()
    assert hands.field.hasFocus()


@pytest.mark.parametrize("width", [240, 270, 300, 500])
@pytest.mark.parametrize("design", [TRILLION, LONGEST, Design(StepDecay(0.1, 0.9, 10), Run(100))])
def test_the_largest_number_has_room_and_nothing_overlaps(hands, design, width):
    hands.make_inspector(width)
    hands.show(design)
    hands.go_to("update", str(design.run.updates))
    hands.settle()
    assert hands.window.inspector.width() == width
    edit = hands.field.lineEdit()
    assert edit.width() >= edit.fontMetrics().horizontalAdvance(edit.text())
    parts = [child for child in hands.kind.parentWidget().children() if child.isWidgetType() and child.isVisible()]
    for part in parts:
        assert part.parentWidget().rect().contains(part.geometry())
        assert part.width() >= part.minimumSizeHint().width()
        assert not any(part.geometry().intersects(other.geometry()) for other in parts if other is not part)


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_a_refusal_is_in_the_themes_error_colour_and_the_hint_is_quiet(hands, scheme):
    apply_theme(hands.window, scheme)
    theme = hands.window.theme
    hands.go_to("level", "5")
    assert hands.sentence.palette().windowText().color() == theme.color("muted")
    hands.go_to("level", "x")
    assert hands.sentence.palette().windowText().color() == theme.color("error")
    QApplication.processEvents()
