"""The panel of levels: always the design's own numbers, at the same place, at little cost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from designer.model.document import Design
from designer.panels.schedule.panel import SchedulePanel
from stepdecay import Run, StepDecay
from tests.designer.helpers.levels import LONGEST, TRILLION, LevelsHelper, Paints

Key = Qt.Key
SHORT = Design(StepDecay(0.1, 0.9, 10), Run(100))


@pytest.fixture
def hands(window) -> LevelsHelper:
    """The levels of a window with 10^12 of them."""
    hands = LevelsHelper(window)
    hands.show(TRILLION)
    return hands


def summary(window) -> str:
    return window.findChild(QLabel, "summary").text()


# Edits.


@pytest.mark.parametrize(
    ("name", "text"),
    [("init", "0.25"), ("decay_rate", "0.5"), ("step_size", "7"), ("step_size", "1e12"), ("updates", "1234567")],
)
@pytest.mark.parametrize("fraction", [0, 0.5, 1])
def test_an_edit_and_its_undo_show_at_once_and_completely(hands, type_into, name, text, fraction):
    hands.drag_bar(fraction)
    hands.settle()
    before, picture = hands.rows(), hands.picture()
    type_into(name, text)
    rows = hands.rows()
    assert rows == hands.expected(hands.top(), len(rows))
    fitting = hands.table.viewport().height() // hands.row_height()  # one less where the first one is cut
    assert len(rows) == hands.count() or len(rows) in (fitting - 1, fitting)
    assert (hands.picture() == picture) == (rows == before)
    hands.document.undo_stack.undo()
    assert hands.rows()[1:] == hands.expected(hands.top(), len(hands.rows()))[1:]
    if name in ("init", "decay_rate"):
        assert hands.rows() == before
        hands.window.plot.setFocus()
        hands.settle()
        assert hands.picture() == picture


def test_the_place_stays_while_the_rates_change(hands, type_into):
    hands.drag_bar(0.5)
    place = hands.place_of(hands.top()), hands.top()
    type_into("init", "0.3")
    assert (hands.place_of(hands.top()), hands.top()) == place


def test_the_place_stays_where_other_drops_leave_as_many_levels(hands, type_into):
    hands.go_to("level", "5000")
    top = hands.first()
    type_into("step_size", "20")
    assert hands.first() == top
    assert hands.selected() == ["5000"]


def test_a_run_that_ends_above_the_view_is_shown_to_its_end(hands, type_into):
    hands.drag_bar(0.5)
    type_into("updates", "100000")
    assert hands.rows()[-1][:3] == ("9999", "99991", "100000")
    type_into("updates", "35")
    assert [row[2] for row in hands.rows()] == ["10", "20", "30", "35"]
    type_into("updates", "1e13")
    assert hands.rows() == hands.expected(0, len(hands.rows()))


def test_the_last_level_ends_with_the_run(window, type_into):
    hands = LevelsHelper(window)
    type_into("updates", "95")
    assert hands.rows()[-1][:3] == ("9", "91", "95")


def test_a_selected_level_that_no_longer_exists_is_deselected(hands, type_into):
    changes = []
    hands.document.view_changed.connect(lambda new, old: changes.append((old.focus.level, new.focus.level)))
    hands.go_to("level", "5000")
    type_into("updates", "50_010")
    assert hands.selected() == ["5000"]
    type_into("updates", "50_000")
    assert hands.document.view.focus.level is None
    assert hands.selected() == []
    assert not hands.table.currentIndex().isValid()
    hands.document.undo_stack.undo()
    assert hands.document.view.focus.level is None
    assert [pair for pair in changes if pair[0] != pair[1]] == [(None, 5000), (5000, None)]


def test_a_shorter_run_leaves_no_row_beyond_its_end(hands, type_into):
    hands.go_to("level", "17_000")
    type_into("updates", "185_000")
    table = hands.table.model()
    assert hands.base() + table.rowCount() == 18_500
    assert table.index(table.rowCount() - 1, 2).data() == "185000"
    assert hands.selected() == ["17000"]


def test_edits_never_select_a_level_by_themselves(hands):
    hands.go_to("level", "9999")
    changes = []
    hands.document.view_changed.connect(lambda new, old: changes.append(new.focus.level))
    for updates in (10**5, 10**13, 99_995, 10**7):
        hands.show(Design(StepDecay(0.1, 0.9999, 10), Run(updates)))
        assert hands.selected() == ["9999"]
    assert changes == []


def test_stepping_a_field_keeps_the_table_true_all_the_way(hands):
    field = hands.window.panel(SchedulePanel).fields["step_size"]
    field.setFocus()
    for _ in range(30):
        QTest.keyClick(field, Key.Key_Up)
        assert hands.rows() == hands.expected(hands.top(), len(hands.rows()))


# The summary.


@pytest.mark.parametrize(
    ("design", "text"),
    [
        (SHORT, "9 drops, ends at 0.03874204"),
        (Design(StepDecay(0.5, 0.5, 10), Run(20)), "1 drop, ends at 0.25"),
        (Design(StepDecay(0.1, 0.9, 10), Run(10)), "0 drops, ends at 0.1"),
        (TRILLION, "999\u202f999\u202f999\u202f999 drops, ends at 0.0"),
    ],
)
def test_the_summary_counts_the_drops_and_says_where_they_lead(window, design, text):
    LevelsHelper(window).show(design)
    assert summary(window) == text


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
@pytest.mark.parametrize("width", [240, 300, 500])
@pytest.mark.parametrize("design", [SHORT, TRILLION, LONGEST], ids=["10", "10^12", "9e15"])
def test_the_summary_is_wholly_to_be_read_beside_or_under_the_title(window, design, width, direction):
    hands, note = LevelsHelper(window), window.findChild(QLabel, "summary")
    hands.make_inspector(width)
    hands.show(design)
    window.setLayoutDirection(direction)
    hands.settle()
    assert window.inspector.width() == width
    assert note.height() >= note.heightForWidth(note.width())
    assert note.wordWrap() or note.width() >= note.fontMetrics().horizontalAdvance(note.text())
    line = note.parentWidget()
    assert line.rect().contains(note.geometry())
    title = next(child for child in line.findChildren(QLabel) if child.text() == "Levels")
    assert title.width() >= title.sizeHint().width()
    assert not note.geometry().intersects(title.geometry())
    at_the_start = line.width() - title.geometry().right() - 1 if window.isRightToLeft() else title.x()
    assert at_the_start == 0


# For those who don't see it.


def test_a_screen_reader_finds_the_table_by_its_title_and_reads_its_cells(window):
    table = LevelsHelper(window).table
    title = next(label for label in window.findChildren(QLabel) if label.text() == "Levels")
    assert title.buddy() is table
    interface = QAccessible.queryAccessibleInterface(table)
    assert interface.text(QAccessible.Text.Name) == "Levels"
    children = [interface.child(number) for number in range(15)]
    names = [child.text(QAccessible.Text.Name) for child in children]
    assert names[1:5] == ["level", "first", "last", "rate"]
    cells = [name for child, name in zip(children, names, strict=True) if child.role() == QAccessible.Role.Cell]
    assert cells == ["0", "1", "10", "0.1", "1", "11", "20", "0.089999996"]


# Cost.


@pytest.fixture
def evaluations(monkeypatch) -> list[int]:
    """How many steps each evaluation of levels by MLX was for."""
    from stepdecay.evaluate import level_list as treads

    counts: list[int] = []
    rates_of = treads.rates_of

    def counting(parts, steps):
        counts.append(len(steps))
        return rates_of(parts, steps)

    monkeypatch.setattr(treads, "rates_of", counting)
    return counts


def test_a_screen_of_levels_is_one_evaluation_and_a_repaint_none(hands, evaluations):
    hands.settle()
    evaluations.clear()
    hands.drag_bar(0.5)
    assert 1 <= len(evaluations) <= 4, "the slider moved four times"
    evaluations.clear()
    hands.wheel(1)
    hands.table.viewport().update()
    hands.settle()
    assert evaluations == []


@pytest.mark.parametrize("fraction", [0, 0.5, 1])
def test_an_edit_evaluates_one_screen_and_the_end(hands, evaluations, fraction):
    hands.drag_bar(fraction)
    hands.settle()
    evaluations.clear()
    hands.show(Design(StepDecay(0.2, 0.9999, 10), TRILLION.run))
    assert len(evaluations) == (1 if fraction == 1 else 2)
    assert max(evaluations) < 100


def test_digits_typed_into_the_table_neither_select_nor_evaluate_anything(hands, evaluations):
    hands.click(4)
    hands.settle()
    evaluations.clear()
    QTest.keyClicks(hands.table, "97")
    assert hands.document.view.focus.level == 4
    assert evaluations == []


def test_an_edit_paints_the_rows_once_and_nothing_that_stays_the_same(hands):
    hands.settle()
    rows = Paints(hands.table.viewport())
    rest = Paints(hands.table.horizontalHeader().viewport(), hands.bar, hands.table.parentWidget())
    hands.show(Design(StepDecay(0.2, 0.9999, 10), TRILLION.run))
    assert rows.count == 1
    assert rest.count == 0
    rates = QRect(hands.table.columnViewportPosition(3), 0, hands.table.columnWidth(3), hands.table.viewport().height())
    assert rows.area == QRegion(rates)


@pytest.mark.parametrize(
    "design", [Design(StepDecay(0.1, 0.9999, 20), Run(10**13)), Design(StepDecay(0.1, 0.9, 10), Run(95))]
)
def test_an_edit_of_the_drops_or_the_run_paints_every_row(hands, design):
    hands.settle()
    rows = Paints(hands.table.viewport())
    hands.show(design)
    assert rows.area == QRegion(hands.table.viewport().rect())


def test_a_crosshair_on_the_move_does_not_touch_the_table(hands, mouse):
    hands.settle()
    paints = Paints(hands.table.viewport(), hands.table.horizontalHeader().viewport(), hands.bar)
    seen = []
    hands.document.view_changed.connect(lambda new, old: seen.append(new.focus.crosshair))
    centre = hands.window.plot.viewport().rect().center()
    for x in range(0, 60, 5):
        mouse.move(centre + QPoint(x, 0))
        hands.settle()
    assert len(set(seen)) > 3
    assert paints.count == 0
