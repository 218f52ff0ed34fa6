"""A file whose names have no values yet: nothing acts on a design that isn't the file's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from designer.commands.actions import ACTIONS
from designer.commands.piece_commands import COMMANDS
from designer.model.document import DEFAULT_DESIGN
from designer.panels.code import CodePanel
from designer.panels.source import SourcePanel
from stepdecay import StepDecay
from tests.designer.helpers.files import ASKING, give, message, trigger

USABLE = {
    "new", "open", "open_log", "x_updates", "x_iterations",
    "close", "save", "save_as", "quit", "cut", "copy", "paste", "log_scale", "fit", "crosshair",
    "inspector", "full_screen", "minimize", "zoom", "shortcuts", "documentation", "about",
}  # fmt: skip
WAITS = "asking.py waits for values of its names; give them first"


@pytest.fixture
def asking(tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    return path


@pytest.fixture
def pending(opened, asking):
    """A window that waits for the values of two names."""
    window = opened(asking)
    window.activateWindow()
    QApplication.processEvents()
    return window


def told(window) -> None:
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")


def usable(window) -> set[str]:
    return {name for name, action in window.menus.actions.items() if action.isEnabled()}


def drop(window, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    place, keys = QPoint(50, 200), (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(place, Qt.DropAction.CopyAction, data, *keys))
    QApplication.sendEvent(window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, *keys))


def test_no_command_acts_on_a_schedule_that_is_not_the_files(pending):
    assert usable(pending) == USABLE
    assert not pending.menus.export_button.isEnabled()
    assert not pending.panel(CodePanel).copy_button.isEnabled()


def test_every_command_for_pieces_needs_a_schedule():
    needing = {spec.id for spec in ACTIONS if spec.needs_schedule}
    assert {command.id for command in COMMANDS} <= needing


def test_the_commands_can_be_used_as_soon_as_the_names_have_values_and_no_longer_when_that_is_undone(pending):
    told(pending)
    assert {"copy_code", "copy_swift", "save_image", "pin", "resume", "go_to", "split"} <= usable(pending)
    assert pending.menus.export_button.isEnabled()
    assert pending.panel(CodePanel).copy_button.isEnabled()
    trigger(pending, "undo")
    assert usable(pending) == USABLE | {"undo", "redo"}
    assert not pending.menus.export_button.isEnabled()
    assert not pending.panel(CodePanel).copy_button.isEnabled()


def test_the_commands_follow_when_such_a_file_is_opened_in_an_untouched_window(window, asking):
    assert "copy_code" in usable(window)
    window.files.ask_paths = lambda *_: [str(asking)]
    trigger(window, "open")
    assert usable(window) == USABLE


def test_the_commands_follow_when_the_file_begins_anew_without_values(pending):
    told(pending)
    pending.document.open(pending.document.source, DEFAULT_DESIGN)
    assert usable(pending) == USABLE


def test_the_veiled_plot_has_neither_keys_nor_mouse(pending, mouse_over):
    mouse_over(pending).drag(QPoint(200, 200), QPoint(260, 120))
    pending.plot.setFocus()
    assert not pending.plot.hasFocus()
    QTest.keyClick(pending.plot, Qt.Key.Key_Up)
    assert pending.document.design == DEFAULT_DESIGN
    assert not pending.document.undo_stack.count()


def test_tab_does_not_lead_under_the_veil(pending):
    pending.panel(SourcePanel).names.fields["args.lr"].setFocus()
    for _ in range(20):
        QTest.keyClick(pending.focusWidget(), Qt.Key.Key_Tab)
        assert not pending.plot.hasFocus()


def test_the_plot_answers_again_when_the_veil_is_gone(pending, mouse_over):
    told(pending)
    assert not pending.findChild(QLabel, "veil").isVisible()
    mouse = mouse_over(pending)
    mouse.drag(mouse.at(100, 3e-4), mouse.at(100, 2e-4))
    pending.plot.setFocus()
    assert pending.plot.hasFocus()


def test_a_pasted_schedule_is_refused_with_a_sentence(pending):
    QApplication.clipboard().setText("optim.step_decay(0.2, 0.5, 20)")
    trigger(pending, "paste")
    assert message(pending) == WAITS
    assert pending.document.design == DEFAULT_DESIGN
    QApplication.clipboard().setText("StepLR(optimizer, step_size=30, gamma=0.1)")
    trigger(pending, "paste")
    assert message(pending) == WAITS
    assert not pending.document.view.overlay.translations


def test_a_pasted_number_still_becomes_the_value_of_a_name(pending):
    QApplication.clipboard().setText("3e-4")
    field = pending.panel(SourcePanel).names.fields["args.lr"]
    field.setFocus()
    trigger(pending, "paste")
    QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert dict(pending.document.design.given) == {"args.lr": 3e-4}
    assert not message(pending)


def test_a_dropped_schedule_is_refused_with_a_sentence(pending):
    drop(pending, "optim.step_decay(0.2, 0.5, 20)")
    assert message(pending) == WAITS
    assert pending.document.design == DEFAULT_DESIGN
    told(pending)
    drop(pending, "optim.step_decay(0.2, 0.5, 20)")
    assert not message(pending)
    assert pending.document.design.schedule == StepDecay(0.2, 0.5, 20)


def test_undoing_a_name_empties_its_field_and_the_same_number_can_be_given_again(pending):
    field = pending.panel(SourcePanel).names.fields["num_batches"]
    give(pending, "num_batches", "100")
    pending.document.undo_stack.undo()
    assert field.text() == ""
    give(pending, "num_batches", "100")
    assert dict(pending.document.design.given) == {"num_batches": 100}


def test_what_was_refused_for_one_name_stays_when_another_one_is_given(pending):
    give(pending, "args.lr", "fast")
    give(pending, "num_batches", "100")
    field = pending.panel(SourcePanel).names.fields["args.lr"]
    assert field.isRefused()
    assert field.text() == "fast"
