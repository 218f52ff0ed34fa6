"""The Schedule panel of a schedule of one piece, and arguments that the source's text computes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from designer.filing.dialogs import Closing
from designer.model.document import Design
from designer.model.source import source_of
from designer.widgets.numbers.computed_line import ComputedLine
from stepdecay import CosineDecay, ExponentialDecay, LinearSchedule, Run, StepDecay
from tests.designer.helpers.pieces import COSINE, LEFT, WARM_COSINE, Pieces, typed

SCRIPT = b"""import mlx.optimizers as optim
warmup = optim.linear_schedule(0, 1e-3, args.warmup)
lr = optim.join_schedules([warmup, optim.cosine_decay(1e-3, 900)], [args.warmup])
"""


@pytest.fixture
def pieces(window) -> Pieces:
    return Pieces(window)


@pytest.fixture
def opened(pieces) -> Pieces:
    """A script whose warm-up is computed from a name that has the value 100."""
    pieces.window.files.ask_closing = lambda *asked: Closing.DISCARD
    source, given = source_of(Path("train.py"), SCRIPT), (("args.warmup", 100),)
    schedule = source.resolved(given).schedule
    pieces.document.open(source, Design(schedule, Run(1000), given))
    QApplication.processEvents()
    return pieces


def lines(pieces: Pieces) -> list[ComputedLine]:
    return [line for line in pieces.panel.findChildren(ComputedLine) if line.isVisible()]


def test_a_step_decay_has_its_three_fields_and_nothing_else(pieces):
    assert pieces.shown() == ["init", "decay_rate", "step_size"]
    others = [*pieces.panel.findChildren(QComboBox), *pieces.panel.findChildren(QAbstractButton)]
    assert not [widget for widget in others if widget.isVisible()]


@pytest.mark.parametrize(
    ("schedule", "kind", "fields"),
    [
        (ExponentialDecay(0.1, 0.999), "exponential_decay", ["init", "decay_rate"]),
        (COSINE, "cosine_decay", ["init", "decay_steps", "end"]),
        (LinearSchedule(0.1, 0.01, 50), "linear_schedule", ["init", "end", "steps"]),
        (LinearSchedule(0.1, 0.1, 1), "constant", ["init"]),
    ],
)
def test_every_other_kind_has_its_own_fields_and_says_what_it_is(pieces, type_into, schedule, kind, fields):
    pieces.show(schedule)
    assert pieces.shown() == fields
    (combo,) = (combo for combo in pieces.panel.findChildren(QComboBox) if combo.isVisible())
    assert combo.currentText() == kind
    for path in fields:
        assert pieces.field(path).value() == getattr(schedule, path)
        assert len(pieces.field(path).toolTip()) > 20
        type_into(path, "0.25" if path in ("init", "end", "decay_rate") else "25")
        assert getattr(pieces.schedule, path) == (0.25 if path in ("init", "end", "decay_rate") else 25)


def test_a_constant_has_one_field_that_sets_both_its_ends(pieces, type_into):
    pieces.show(LinearSchedule(0.1, 0.1, 1))
    assert pieces.label("init") == "rate"
    type_into("init", "0.2")
    assert pieces.schedule == LinearSchedule(0.2, 0.2, 1)
    assert pieces.document.undo_stack.undoText() == "Change rate to 0.2"
    QTest.keyClick(pieces.field("init"), Qt.Key.Key_Up)
    QTest.keyClick(pieces.field("init"), Qt.Key.Key_Up)
    assert pieces.schedule == LinearSchedule(0.4, 0.4, 1)
    pieces.document.undo_stack.undo()
    assert pieces.schedule == LinearSchedule(0.2, 0.2, 1)


def test_a_refused_rate_of_a_constant_is_called_by_its_label(pieces, type_into):
    pieces.show(LinearSchedule(0.1, 0.1, 1))
    type_into("init", "-1")
    assert "rate must be" in pieces.sentence("init").text()


def test_a_line_that_is_stepped_through_a_constant_keeps_the_field_one_is_in(pieces):
    pieces.show(LinearSchedule(0.1, 0.3, 1))
    end = pieces.field("end")
    end.setFocus()
    for _ in range(3):
        QTest.keyClick(end, Qt.Key.Key_Down)
        QApplication.processEvents()
    assert pieces.schedule == LinearSchedule(0.1, 0.09, 1)
    assert end.hasFocus()
    pieces.document.undo_stack.undo()
    assert pieces.schedule == LinearSchedule(0.1, 0.3, 1)


def test_the_kind_is_changed_beside_the_title_by_the_keyboard_alone(pieces):
    pieces.show(COSINE)
    (combo,) = (combo for combo in pieces.panel.findChildren(QComboBox) if combo.isVisible())
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert pieces.schedule == LinearSchedule(1e-3, 1e-5, 900)
    assert pieces.shown() == ["init", "end", "steps"]
    assert combo.hasFocus()
    assert pieces.document.undo_stack.undoText() == "Change Kind to linear_schedule"


def test_undo_between_kinds_keeps_the_focus_in_the_field_of_the_same_argument(pieces, type_into):
    pieces.show(CosineDecay(0.1, 900))
    field = pieces.field("init")
    field.setFocus()
    field.selectAll()
    pieces.document.undo_stack.undo()
    assert pieces.schedule == StepDecay(0.1, 0.9, 10)
    assert pieces.field("init").hasFocus()
    assert pieces.field("init") is not field
    QTest.keyClicks(pieces.window.focusWidget(), "0.3")
    QTest.keyClick(pieces.window.focusWidget(), Qt.Key.Key_Return)
    assert pieces.schedule == StepDecay(0.3, 0.9, 10)


def test_what_is_typed_into_a_field_that_goes_away_changes_nothing_else(pieces):
    typed(pieces.field("init"), "0.7")
    pieces.show(COSINE)
    QApplication.processEvents()
    assert pieces.schedule == COSINE
    assert pieces.document.undo_stack.count() == 1


def test_an_argument_that_goes_away_with_its_field_is_lit_nowhere_any_more(pieces):
    pieces.field("decay_rate").setFocus()
    pieces.document.look(hovered="decay_rate")
    pieces.show(LinearSchedule(0.1, 0.1, 1))
    assert (pieces.document.view.focus.argument, pieces.document.view.focus.hovered) == (None, None)


def test_tab_goes_through_the_fields_that_came_later_and_on_to_the_run(pieces):
    pieces.show(COSINE)
    pieces.field("init").setFocus()
    seen = []
    for _ in range(4):
        seen.append(pieces.window.focusWidget().objectName())
        QTest.keyClick(pieces.window.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["init", "decay_steps", "end", "updates"]


def test_a_computed_argument_shows_its_value_and_its_text_and_can_not_be_edited(opened):
    field = opened.field("schedules[0].steps")
    assert field.value() == 100
    typed(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.schedule.schedules[0].steps == 100
    assert field.lineEdit().text() == "100"
    assert [line.text() for line in lines(opened)] == ["args.warmup", "args.warmup"]
    assert field.accessibleDescription() == "computed as args.warmup"
    assert not opened.field("schedules[1].end").isReadOnly()


def test_replaced_by_a_number_a_computed_argument_can_be_edited_and_undo_takes_that_back(opened, type_into):
    QTest.mouseClick(lines(opened)[0].button, LEFT)
    assert opened.document.undo_stack.undoText() == "Replace args.warmup by a Number"
    assert {path for path, _ in opened.document.design.freed} == {"schedules[0].steps"}
    assert opened.field("schedules[0].steps").hasFocus()
    QTest.keyClicks(opened.window.focusWidget(), "50")
    QTest.keyClick(opened.window.focusWidget(), Qt.Key.Key_Return)
    assert opened.schedule.schedules[0].steps == 50
    assert len(lines(opened)) == 1
    opened.document.undo_stack.undo()
    opened.document.undo_stack.undo()
    assert opened.field("schedules[0].steps").isReadOnly()
    assert len(lines(opened)) == 2


def test_a_computed_constant_is_freed_as_a_whole(pieces, type_into):
    pieces.window.files.ask_closing = lambda *asked: Closing.DISCARD
    script = b"import mlx.optimizers as optim\nlr = optim.linear_schedule(args.lr, args.lr, 1)\n"
    source, given = source_of(Path("train.py"), script), (("args.lr", 0.1),)
    pieces.document.open(source, Design(source.resolved(given).schedule, Run(1000), given))
    QApplication.processEvents()
    assert pieces.field("init").isReadOnly()
    QTest.mouseClick(lines(pieces)[0].button, LEFT)
    assert pieces.document.design.freed == {("init", "args.lr"), ("end", "args.lr")}
    type_into("init", "0.2")
    assert pieces.schedule == LinearSchedule(0.2, 0.2, 1)


def test_a_computed_length_does_not_follow_a_boundary(opened, type_into):
    QTest.mouseClick(lines(opened)[1].button, LEFT)
    type_into("boundaries[0]", "150")
    assert opened.schedule.boundaries == (150,)
    assert opened.schedule.schedules[0].steps == 100, "the file computes it"
    assert opened.schedule.schedules[1].decay_steps == 850


def test_a_new_untitled_design_has_no_computed_arguments(opened):
    opened.document.open(None, Design(WARM_COSINE, Run(1000)))
    QApplication.processEvents()
    assert not lines(opened)
    assert not opened.field("schedules[0].steps").isReadOnly()


def test_computed_code_and_its_button_are_readable_in_both_themes(opened):
    from designer.look.theme import apply_theme

    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        apply_theme(opened.window, scheme)
        QApplication.processEvents()
        palette = lines(opened)[0].button.palette()
        assert _contrast(palette.color(palette.ColorRole.ButtonText), palette.color(palette.ColorRole.Window)) >= 4.5
        palette = opened.field("schedules[0].steps").palette()
        assert _contrast(palette.color(palette.ColorRole.Text), palette.color(palette.ColorRole.Base)) >= 4.5


def _contrast(one, other) -> float:
    def luminance(color) -> float:
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
