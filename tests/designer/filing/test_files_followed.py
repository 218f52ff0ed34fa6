"""What others do to a file while its schedule is designed here."""

from __future__ import annotations

import os

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.designer.helpers.files import JOINED, SCRIPT, edit, message, press, trigger


def test_the_curve_follows_a_file_that_is_edited_elsewhere(opened, script, qtbot):
    window = opened(script)
    script.write_bytes(SCRIPT.replace(b"900", b"800"))
    qtbot.waitUntil(lambda: window.document.design.schedule.schedules[1].decay_steps == 800)
    replacement = script.with_name("new.py")
    replacement.write_bytes(SCRIPT.replace(b"900", b"700"))
    replacement.replace(script)
    qtbot.waitUntil(lambda: window.document.design.schedule.schedules[1].decay_steps == 700)
    assert not window.isWindowModified()
    window.document.undo_stack.undo()
    assert window.document.design.schedule.schedules[1].decay_steps == 800
    assert window.isWindowModified()


def test_a_script_that_is_half_typed_elsewhere_leaves_the_last_curve_with_a_sentence(opened, script, qtbot):
    window = opened(script)
    script.write_bytes(SCRIPT.replace(b"[100])", b"[100"))
    qtbot.waitUntil(lambda: bool(message(window)))
    assert "train.py" in message(window)
    assert "line" in message(window)
    assert window.document.design.schedule == JOINED
    script.write_bytes(SCRIPT.replace(b"900", b"800"))
    qtbot.waitUntil(lambda: window.document.design.schedule.schedules[1].decay_steps == 800)
    assert not message(window)


@pytest.fixture
def conflict(opened, script, qtbot):
    """A window with an edit, and a file that another program has changed in another place."""
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.write_bytes(SCRIPT.replace(b"# from zero", b"# gently"))
    qtbot.waitUntil(lambda: bool(message(window)))
    assert "changed by another program" in message(window)
    return window


def test_a_file_changed_meanwhile_is_not_overwritten_without_a_word(conflict, script):
    trigger(conflict, "save")
    assert b"# gently" in script.read_bytes()
    assert b"2e-5" not in script.read_bytes()
    assert "changed by another program" in message(conflict)


def test_keep_mine_saves_the_schedule_into_what_others_wrote(conflict, script):
    press(conflict, "Keep Mine")
    assert not message(conflict)
    assert conflict.isWindowModified()
    trigger(conflict, "save")
    assert script.read_bytes() == SCRIPT.replace(b"# from zero", b"# gently").replace(b"1E-5", b"2e-5")


def test_reload_takes_what_others_wrote_and_undo_has_mine_back(conflict):
    press(conflict, "Reload")
    assert conflict.document.design.schedule == JOINED
    assert not conflict.isWindowModified()
    conflict.document.undo_stack.undo()
    assert conflict.document.design.schedule.schedules[1].end == 2e-5


def test_show_difference_shows_both_versions(conflict):
    press(conflict, "Show Difference")
    text = QApplication.activeModalWidget() or next(
        one for one in QApplication.topLevelWidgets() if one.findChild(QPlainTextEdit, "difference")
    )
    shown = text.findChild(QPlainTextEdit, "difference").toPlainText()
    text.close()
    assert "+                            end=2e-5)" in shown
    assert "-                            end=1E-5)" in shown
    assert message(conflict)


def test_a_file_that_is_gone_is_said_and_save_as_keeps_the_schedule(opened, script, tmp_path):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.unlink()
    trigger(window, "save")
    assert "train.py" in message(window)
    window.files.ask_path = lambda *_: (str(tmp_path / "again.py"), "")
    trigger(window, "save_as")
    assert (tmp_path / "again.py").read_bytes() == SCRIPT.replace(b"1E-5", b"2e-5")


def test_saving_after_the_folder_became_read_only_is_a_sentence_and_loses_nothing(opened, script):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.parent.chmod(0o500)
    trigger(window, "save")
    script.parent.chmod(0o700)
    assert script.name in message(window)
    assert window.isWindowModified()
