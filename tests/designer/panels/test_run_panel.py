"""The Run panel: the run edited in whichever unit a person thinks, by keys and by mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QSplitter

from designer.model.document import Design
from designer.panels.run.panel import RunPanel
from stepdecay import JoinSchedules, LinearSchedule, Run

FIELDS = ("iterations", "iterations_per_epoch", "epochs", "grad_accumulation_steps", "examples", "batch_size")


class RunPanelHelper:
    """The Run panel of a window."""

    def __init__(self, window, type_into) -> None:
        self.window, self.document, self.type = window, window.document, type_into

    @property
    def run(self) -> Run:
        return self.document.design.run

    def show(self, run: Run) -> None:
        self.document.edit("Test", replace(self.document.design, run=run))

    def field(self, name: str) -> QAbstractSpinBox:
        return self.window.findChild(QAbstractSpinBox, name)

    def texts(self) -> dict[str, str]:
        return {name: self.field(name).text() for name in FIELDS[:4]}

    def label(self, name: str) -> str:
        label = self.window.findChild(QLabel, name)
        return label.text() if label.isVisible() else ""

    def press(self, name: str) -> None:
        button = self.window.findChild(object, name)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 8))


@pytest.fixture
def hands(window, type_into) -> RunPanelHelper:
    return RunPanelHelper(window, type_into)


@pytest.fixture
def open_hands(hands) -> RunPanelHelper:
    hands.press("run_units")
    hands.press("run_data")
    return hands


def test_a_run_whose_iterations_are_its_updates_takes_one_quiet_line(hands):
    assert hands.label("run_note") == "= 100 iterations"
    assert not any(hands.field(name).isVisible() for name in FIELDS)


def test_a_run_whose_units_come_apart_shows_them(hands):
    for run in (Run(1000, 4), Run(1000, 1, 250)):
        hands.show(run)
        assert all(hands.field(name).isVisible() for name in FIELDS[:4])
        assert hands.label("run_note") == ""
        hands.show(Run(100))
        hands.press("run_units")
        assert not hands.field("iterations").isVisible()


def test_who_folds_the_units_keeps_them_folded_and_reads_them_in_a_line(hands):
    hands.show(Run(1000, 4, 250))
    hands.press("run_units")
    hands.type("updates", "500")
    assert not hands.field("iterations").isVisible()
    assert hands.label("run_note") == "= 2000 iterations, 8 epochs"


def test_a_run_is_edited_in_iterations(open_hands):
    open_hands.show(Run(1000, 4))
    open_hands.type("iterations", "600")
    assert open_hands.run == Run(600, 4)
    assert open_hands.field("updates").value() == 150
    assert open_hands.document.undo_stack.undoText() == "Change iterations to 600"


def test_another_accumulation_keeps_the_iterations(open_hands):
    open_hands.type("iterations", "1000")
    open_hands.type("grad_accumulation_steps", "4")
    assert open_hands.run == Run(1000, 4)
    assert open_hands.field("updates").value() == 250
    assert open_hands.document.undo_stack.undoText() == "Change grad_accumulation_steps to 4"


def test_iterations_that_make_no_update_are_told(open_hands):
    open_hands.show(Run(1003, 4))
    assert open_hands.label("run_unused") == "3 iterations at the end make no update"
    open_hands.type("iterations", "1001")
    assert open_hands.label("run_unused") == "1 iteration at the end makes no update"
    open_hands.type("iterations", "1000")
    assert open_hands.label("run_unused") == ""


def test_a_run_without_an_update_is_refused_at_its_field(open_hands):
    open_hands.show(Run(1000, 4))
    for name, text in (("iterations", "3"), ("grad_accumulation_steps", "2000")):
        open_hands.type(name, text)
        assert open_hands.run == Run(1000, 4)
        assert open_hands.field(name).isRefused()
        assert "make no update with grad_accumulation_steps" in open_hands.label(f"{name}_sentence")


def test_epochs_are_not_known_until_somebody_says_what_one_is(open_hands):
    for name in ("iterations_per_epoch", "epochs"):
        assert open_hands.field(name).text() == ""
        assert open_hands.field(name).lineEdit().placeholderText() == "not known"
    open_hands.type("epochs", "3")
    assert open_hands.field("epochs").isRefused()
    assert "say first how many iterations an epoch has" in open_hands.label("epochs_sentence")
    open_hands.type("iterations_per_epoch", "50")
    assert open_hands.run == Run(100, 1, 50)
    assert open_hands.field("epochs").text() == "2"
    assert not open_hands.field("epochs").isRefused()


def test_an_emptied_epoch_is_not_known_again(open_hands):
    open_hands.show(Run(100, 1, 50))
    open_hands.field("iterations_per_epoch").setFocus()
    open_hands.field("iterations_per_epoch").selectAll()
    QTest.keyClick(open_hands.field("iterations_per_epoch").lineEdit(), Qt.Key.Key_Delete)
    QTest.keyClick(open_hands.field("iterations_per_epoch").lineEdit(), Qt.Key.Key_Return)
    assert open_hands.run == Run(100)
    assert open_hands.document.undo_stack.undoText() == "Clear iterations_per_epoch"
    assert open_hands.field("epochs").text() == ""


def test_a_run_is_edited_in_epochs_and_parts_of_them(open_hands):
    open_hands.show(Run(500, 1, 250))
    for text, iterations, shown in (("4", 1000, "4"), ("0.5", 125, "0.5"), ("1/3", 83, "0.332")):
        open_hands.type("epochs", text)
        assert open_hands.run == Run(iterations, 1, 250)
        assert open_hands.field("epochs").text() == shown
    assert open_hands.document.undo_stack.undoText() == "Change epochs to 0.3333"


def test_epochs_that_make_the_same_iterations_read_as_what_is_in_force(open_hands):
    open_hands.show(Run(83, 1, 250))
    open_hands.type("epochs", "0.3325")
    assert open_hands.run == Run(83, 1, 250)
    assert open_hands.field("epochs").text() == "0.332"


def test_epochs_are_stepped_whole_and_finely_in_tenths(open_hands):
    open_hands.show(Run(500, 1, 250))
    field = open_hands.field("epochs")
    field.setFocus()
    seen = []
    for key, keys in (
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(field, key, keys)
        seen.append(field.text())
    assert seen == ["3", "2", "1", "0.9", "1", "2", "20"]
    assert open_hands.run.iterations == 5000
    open_hands.document.undo_stack.undo()
    assert open_hands.run.iterations == 500, "steps on end are one undo step"


def test_what_is_no_number_of_epochs_is_refused(open_hands):
    open_hands.show(Run(500, 1, 250))
    for text in ("0", "-1", "abc", "1e30"):
        open_hands.type("epochs", text)
        assert open_hands.field("epochs").isRefused()
        assert open_hands.label("epochs_sentence").startswith("⚠ epochs")
        assert open_hands.run == Run(500, 1, 250)


def test_the_data_and_their_batches_tell_what_an_epoch_is(open_hands):
    open_hands.type("examples", "1002")
    assert open_hands.run == Run(100)
    open_hands.type("batch_size", "4")
    assert open_hands.run == Run(100, 1, 250)
    assert open_hands.label("run_data_sentence") == "An epoch leaves out 2 examples that fill no batch"
    open_hands.type("epochs", "3")
    assert open_hands.run == Run.of_epochs(3, 1002, 4)


def test_data_that_fill_no_batch_are_refused_and_can_be_mended(open_hands):
    open_hands.type("examples", "3")
    open_hands.type("batch_size", "4")
    assert open_hands.run == Run(100)
    assert open_hands.label("batch_size_sentence") == "⚠ 3 examples fill no batch of 4"
    open_hands.type("batch_size", "3")
    assert open_hands.run == Run(100, 1, 1)


def test_data_that_say_something_else_than_the_run_are_forgotten(open_hands):
    open_hands.type("examples", "1000")
    open_hands.type("batch_size", "4")
    open_hands.document.undo_stack.undo()
    assert [open_hands.field(name).text() for name in ("examples", "batch_size")] == ["", ""]


def test_the_length_of_the_run_is_typed_in_any_unit(open_hands):
    for name, text, iterations in (
        ("updates", "10%", 100),
        ("updates", "2ep", 500),
        ("updates", "300it", 300),
        ("iterations", "50%", 500),
        ("iterations", "3 epochs", 750),
        ("iterations", "25up", 100),
    ):
        open_hands.show(Run(1000, 4, 250))
        open_hands.type(name, text)
        assert open_hands.run == Run(iterations, 4, 250)


def test_a_length_of_the_schedule_is_typed_in_any_unit_and_kept_in_updates(hands):
    hands.show(Run(1000, 4, 250))
    for text, size in (("10%", 25), ("0.5ep", 31), ("300it", 75), ("7", 7)):
        hands.type("step_size", text)
        assert hands.document.design.schedule.step_size == size
        assert hands.field("step_size").text() == str(size)
        assert hands.document.undo_stack.undoText() == f"Change step_size to {size}"


def test_a_boundary_is_typed_in_any_unit(hands):
    join = JoinSchedules([LinearSchedule(0, 1e-3, 100), LinearSchedule(1e-3, 0, 900)], [100])
    hands.document.edit("Test", Design(join, Run(1000, 1, 500)))
    hands.type("boundaries[0]", "0.5ep")
    assert hands.document.design.schedule.boundaries == (250,)
    hands.type("schedules[1].steps", "10%")
    assert hands.document.design.schedule.schedules[1].steps == 100


def test_epochs_are_refused_in_a_sentence_while_nobody_knows_them(hands):
    hands.type("step_size", "2ep")
    assert hands.field("step_size").isRefused()
    assert hands.label("step_size_sentence") == (
        "⚠ step_size: how many iterations an epoch has is not known: say it in the Run panel"
    )


def test_a_typed_unit_is_the_start_of_a_step(hands):
    field = hands.field("step_size")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "30%")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert hands.document.design.schedule.step_size == 40


def test_tab_goes_through_all_that_shows(open_hands):
    open_hands.field("updates").setFocus()
    seen = []
    for _ in range(9):
        focus = open_hands.window.focusWidget()
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert seen == [
        "updates", "run_units", "iterations", "iterations_per_epoch", "epochs", "grad_accumulation_steps",
        "run_data", "examples", "batch_size",
    ]  # fmt: skip


def test_keys_unfold_the_units(hands):
    header = hands.window.panel(RunPanel).units.header
    header.setFocus()
    QTest.keyClick(header, Qt.Key.Key_Space)
    assert hands.field("iterations").isVisible()
    hands.field("iterations").setFocus()
    header.setChecked(False)
    assert not hands.field("iterations").isVisible()
    assert hands.window.focusWidget() is hands.window


def test_every_field_has_a_label_a_tooltip_and_a_name(open_hands):
    buddies = {label.buddy().objectName() for label in open_hands.window.findChildren(QLabel) if label.buddy()}
    assert buddies.issuperset(FIELDS)
    for name in FIELDS:
        assert len(open_hands.field(name).toolTip()) > 20
        assert open_hands.field(name).accessibleName() == name.replace("_", " ")


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_nothing_is_cut_off_in_a_narrow_inspector(open_hands, direction):
    window = open_hands.window
    window.setLayoutDirection(direction)
    window.resize(720, 520)
    window.findChild(QSplitter).setSizes([480, 240])
    open_hands.show(Run(1003, 4, 250))
    for _ in range(3):
        QApplication.processEvents()
    panel = window.panel(RunPanel)
    for name in ("updates", *FIELDS):
        field = open_hands.field(name)
        assert field.height() >= field.sizeHint().height()
        shown = field.text() or field.lineEdit().placeholderText()
        assert field.lineEdit().width() > field.fontMetrics().horizontalAdvance(shown)
    places = [panel.mapFromGlobal(open_hands.field(name).mapToGlobal(QPoint())).x() for name in ("updates", *FIELDS)]
    widths = [open_hands.field(name).width() for name in ("updates", *FIELDS)]
    assert max(widths) - min(widths) <= 4, "fields stand under each other"
    assert max(places) - min(places) <= 4
    unused = window.findChild(QLabel, "run_unused")
    assert unused.height() >= unused.heightForWidth(unused.width())


def test_a_field_that_is_folded_away_shows_when_it_is_wanted(hands):
    hands.window.go_to_field("grad_accumulation_steps")
    assert hands.field("grad_accumulation_steps").hasFocus()
    hands.window.go_to_field("batch_size")
    assert hands.field("batch_size").hasFocus()
