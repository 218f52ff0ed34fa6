"""What others do to a config while it is designed here, and what is there again at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QPlainTextEdit

from designer.app import create_window
from designer.panels.code import CodePanel
from designer.panels.source import SourcePanel
from stepdecay import Run
from tests.designer.helpers.files import (
    CONSTANT,
    JOINED,
    LORA,
    LORA_SCHEDULE,
    SCRIPT,
    discard,
    edit,
    message,
    press,
    trigger,
)

LONGER = LORA.replace(b"iters: 1000", b"iters: 2000")


@pytest.fixture
def start(qtbot, own_settings):
    """Ends the program and starts it again."""

    def start_again(before):
        before.files.ask_closing = lambda *_: pytest.fail("the end of the program asks nothing")
        assert before.close()
        window = create_window([])
        qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
        window.show()
        qtbot.waitExposed(window)
        return window

    return start_again


def test_the_window_follows_the_run_and_the_schedule(opened, lora, qtbot):
    window = opened(lora)
    edit(window, "iterations_per_epoch", 250)
    lora.write_bytes(LONGER.replace(b"[1e-5, 1000", b"[1e-5, 1898"))
    qtbot.waitUntil(lambda: window.document.design.run == Run(2000, iterations_per_epoch=250))
    assert window.document.design.schedule.schedules[1].decay_steps == 1898
    assert not window.isWindowModified()
    assert not message(window)
    window.document.undo_stack.undo()
    assert window.document.design.schedule == LORA_SCHEDULE
    assert window.document.design.run == Run(1000, iterations_per_epoch=250)
    assert window.isWindowModified()


def test_a_config_that_gets_its_schedule_elsewhere_is_followed(opened, tmp_path, qtbot):
    path = tmp_path / "lora.yaml"
    path.write_bytes(CONSTANT)
    window = opened(path)
    assert window.panel(SourcePanel).add_schedule.isVisible()
    path.write_bytes(LORA)
    qtbot.waitUntil(lambda: window.document.design.schedule == LORA_SCHEDULE)
    assert not window.panel(SourcePanel).add_schedule.isVisible()
    path.write_bytes(CONSTANT)
    qtbot.waitUntil(window.panel(SourcePanel).add_schedule.isVisible)
    assert window.panel(CodePanel).code.toPlainText() == "learning_rate: 2.0e-05"


def test_a_config_that_is_half_typed_elsewhere_leaves_the_last_curve_with_a_sentence(opened, lora, qtbot):
    window = opened(lora)
    lora.write_bytes(LORA.replace(b"1e-7] #", b"1e-7 #"))
    qtbot.waitUntil(lambda: bool(message(window)))
    assert "lora.yaml" in message(window)
    assert window.document.design.schedule == LORA_SCHEDULE
    lora.write_bytes(LONGER)
    qtbot.waitUntil(lambda: window.document.design.run == Run(2000))
    assert not message(window)


@pytest.fixture
def conflict(opened, lora, qtbot):
    """A window with another schedule, and a file with another run."""
    window = opened(lora)
    edit(window, "schedules[1].decay_steps", 898)
    lora.write_bytes(LONGER)
    qtbot.waitUntil(lambda: bool(message(window)))
    assert message(window) == "lora.yaml was changed by another program, and the schedule here."
    return window


def test_keep_mine_takes_the_run_of_others_that_was_not_changed_here(conflict, lora):
    press(conflict, "Keep Mine")
    assert conflict.document.design.run == Run(2000)
    trigger(conflict, "save")
    assert lora.read_bytes() == LONGER.replace(b"[1e-5, 1000", b"[1e-5, 898")
    assert not conflict.isWindowModified()


def test_reload_takes_both_and_undo_has_mine_back(conflict):
    press(conflict, "Reload")
    assert conflict.document.design.schedule == LORA_SCHEDULE
    assert conflict.document.design.run == Run(2000)
    assert not conflict.isWindowModified()
    conflict.document.undo_stack.undo()
    assert conflict.document.design.schedule.schedules[1].decay_steps == 898
    assert conflict.document.design.run == Run(1000)


def test_the_difference_is_what_keep_mine_and_save_would_write(conflict):
    press(conflict, "Show Difference")
    dialog = next(one for one in conflict.findChildren(QDialog) if one.isVisible())
    lines = dialog.findChild(QPlainTextEdit, "difference").toPlainText().splitlines()
    dialog.close()
    changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert [line[:24] for line in changed] == ["-  arguments: [1e-5, 100", "+  arguments: [1e-5, 898"]


def test_a_run_that_was_changed_on_both_sides_is_asked_about(opened, lora, qtbot):
    window = opened(lora)
    edit(window, "iterations", 1500)
    lora.write_bytes(LONGER)
    qtbot.waitUntil(lambda: bool(message(window)))
    assert message(window) == "lora.yaml was changed by another program, and the run here."
    press(window, "Keep Mine")
    assert window.document.design.run == Run(1500)
    trigger(window, "save")
    assert lora.read_bytes() == LORA.replace(b"iters: 1000", b"iters: 1500")


# The next start


def test_what_was_not_saved_is_there_again_with_the_run(opened, start, lora):
    window = opened(lora)
    edit(window, "schedules[1].decay_steps", 898)
    edit(window, "iterations", 1500)
    edit(window, "iterations_per_epoch", 250)
    again = start(window)
    assert again.windowTitle() == "lora.yaml[*]"
    assert again.document.design == window.document.design
    assert again.isWindowModified()
    again.document.undo_stack.undo()
    assert again.document.design.schedule == LORA_SCHEDULE
    assert again.document.design.run == Run(1000, iterations_per_epoch=250)
    assert not again.isWindowModified()


def test_a_schedule_that_can_not_be_saved_is_not_lost_at_the_next_start(opened, start, lora):
    window = opened(lora)
    trigger(window, "add_step_decay")
    again = start(window)
    assert again.document.design == window.document.design
    trigger(again, "save")
    assert "3 pieces" in message(again)


def test_epochs_are_remembered_and_the_files_run_counts(opened, start, lora):
    window = opened(lora)
    edit(window, "iterations_per_epoch", 250)
    window.keeper.keep()
    lora.write_bytes(LONGER)
    again = start(window)
    assert again.document.design.run == Run(2000, iterations_per_epoch=250)
    assert not again.isWindowModified()


def test_a_run_that_others_changed_meanwhile_stays_under_unsaved_changes(opened, start, lora):
    window = opened(lora)
    edit(window, "schedules[1].decay_steps", 898)
    window.keeper.keep()
    lora.write_bytes(LONGER)
    again = start(window)
    assert "was changed since" in message(again)
    assert again.document.design.schedule.schedules[1].decay_steps == 898
    assert again.document.design.run == Run(2000)


def test_what_a_config_can_not_say_is_there_again_as_it_was(opened, tmp_path, start):
    """Undone past Save As: a boundary that mlx-lm would have one update later."""
    script, config = tmp_path / "train.py", tmp_path / "saved.yaml"
    script.write_bytes(SCRIPT)
    window = opened(script)
    window.files.ask_path = lambda *_: (str(config), "")
    trigger(window, "save_as")
    press(window, "Join as mlx-lm Does")
    assert window.document.source.path == config
    while window.document.design.schedule != JOINED:
        window.document.undo_stack.undo()
    assert window.isWindowModified()
    again = start(window)
    assert again.document.source.path == config
    assert again.document.design.schedule == JOINED
    assert again.isWindowModified()
