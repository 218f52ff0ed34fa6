"""A training script as the document: opened, shaped, saved, closed, there again."""

from __future__ import annotations

from pathlib import Path

import mlx.core as mx
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from designer.filing.dialogs import Closing
from designer.model.document import DEFAULT_DESIGN
from designer.panels.code import CodePanel
from stepdecay import ScheduleError, StepDecay, rates
from tests.designer.conftest import Mouse
from tests.designer.helpers.files import JOINED, SCRIPT, discard, drop, edit, message, trigger


def trained_rates(path: Path, steps: list[int]) -> list[float]:
    """What the script's own schedule gives its optimizer."""
    scope: dict[str, object] = {}
    exec(compile(path.read_bytes(), str(path), "exec"), scope)
    return np.array(scope["lr_schedule"](mx.array(steps, mx.uint64))).tolist()


def test_dragging_the_boundary_and_saving_changes_three_numbers_and_not_one_other_byte(opened, script):
    window = opened(script)
    assert window.document.design.schedule == JOINED
    mouse = Mouse(window.plot)
    top = window.plot.getViewBox().viewRange()[1][1]
    mouse.drag(mouse.at(100, top * 0.5), mouse.at(150, top * 0.5))
    boundary = window.document.design.schedule.boundaries[0]
    assert abs(boundary - 150) <= 5
    assert window.isWindowModified()
    assert script.read_bytes() == SCRIPT
    trigger(window, "save")
    expected = SCRIPT.replace(b"1e-3, 100)", b"1e-3, %d)" % boundary).replace(b"[100]", b"[%d]" % boundary)
    assert script.read_bytes() == expected.replace(b"900,", b"%d," % (1000 - boundary))
    assert not window.isWindowModified()
    steps = [0, 1, 99, 100, boundary - 1, boundary, boundary + 1, 500, 999, 1000]
    assert trained_rates(script, steps) == rates(window.document.design.schedule, steps).tolist()


def test_the_title_names_the_file_and_a_dot_says_that_it_is_not_saved(opened, script):
    window = opened(script)
    assert window.windowFilePath() == str(script)
    assert window.windowTitle() == "train.py[*]"
    edit(window, "schedules[1].end", 1e-6)
    assert window.isWindowModified()
    window.document.undo_stack.undo()
    assert not window.isWindowModified()


def test_the_run_of_an_opened_script_shows_all_of_its_schedule(opened, script):
    assert opened(script).document.design.run.updates == 1000


def test_a_script_is_never_run(opened, tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(SCRIPT + b"open('ran', 'w')\nraise SystemExit\n")
    opened(path)
    assert not (tmp_path / "ran").exists()
    assert not Path("ran").exists()


def test_saving_keeps_mode_and_link(opened, script, tmp_path):
    script.chmod(0o640)
    link = tmp_path / "link.py"
    link.symlink_to(script)
    window = opened(link)
    edit(window, "schedules[1].end", 2e-5)
    trigger(window, "save")
    assert link.is_symlink()
    assert b"end=2e-5" in script.read_bytes()
    assert script.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"print('no schedule')\n", "no schedule of mlx.optimizers"),
        (b"def broken(:\n    pass\n", "line 1"),
        (b"\x00\xff\xfe binary", "bad.py"),
        (b"import mlx.optimizers as o\nlr = o.step_decay(0.1, 0.9, 0)\n", "line 2"),
    ],
)
def test_a_file_that_can_not_be_designed_is_a_sentence_and_stays_as_it_is(window, tmp_path, content, words):
    path = tmp_path / "bad.py"
    path.write_bytes(content)
    window.files.ask_paths = lambda *_: [str(path)]
    trigger(window, "open")
    assert words in message(window)
    assert "\n" not in message(window)
    assert path.read_bytes() == content
    assert window.document.design == DEFAULT_DESIGN
    assert window.windowTitle() == "Untitled[*]"


def test_a_folder_and_a_file_that_is_gone_are_a_sentence_each(window, tmp_path):
    for path in (tmp_path, tmp_path / "gone.py"):
        window.files.ask_paths = lambda *_, path=path: [str(path)]
        trigger(window, "open")
        assert path.name in message(window)


def test_open_uses_an_untouched_window_and_shows_what_is_open_already(window, script):
    window.files.ask_paths = lambda *_: [str(script)]
    trigger(window, "open")
    assert window.document.design.schedule == JOINED
    edit(window, "schedules[1].end", 2e-5)
    before = set(QApplication.topLevelWidgets())
    trigger(window, "open")
    assert set(QApplication.topLevelWidgets()) == before
    window.files.ask_closing = discard


def test_a_dropped_file_is_opened_and_a_dropped_expression_becomes_the_schedule(window, script):
    text, files = QMimeData(), QMimeData()
    text.setText("optim.step_decay(0.2, 0.5, 20)")
    drop(window, text)
    assert window.document.design.schedule == StepDecay(0.2, 0.5, 20)
    window.document.undo_stack.undo()
    window.document.undo_stack.clear()
    files.setUrls([QUrl.fromLocalFile(str(script))])
    drop(window, files)
    assert window.document.design.schedule == JOINED


def test_nothing_under_the_window_takes_a_drop_for_itself(window):
    assert not window.plot.viewport().acceptDrops()
    assert not window.panel(CodePanel).code.acceptDrops()


def test_save_of_an_untitled_schedule_makes_a_script_that_is_then_the_document(window, tmp_path):
    asked = []
    window.files.ask_path = lambda *args: (asked.append(args), (str(tmp_path / "new"), ""))[1]
    trigger(window, "save")
    assert len(asked) == 1
    path = tmp_path / "new.py"
    assert window.windowTitle() == "new.py[*]"
    edit(window, "init", 0.25)
    trigger(window, "save")
    assert len(asked) == 1
    scope: dict[str, object] = {}
    exec(path.read_text(), scope)
    assert scope["optimizer"].learning_rate.item() == np.float32(0.25)


def test_save_as_writes_the_whole_script_elsewhere_and_leaves_the_first_one(opened, script, tmp_path):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    window.files.ask_path = lambda *_: (str(tmp_path / "copy.py"), "")
    trigger(window, "save_as")
    assert script.read_bytes() == SCRIPT
    assert (tmp_path / "copy.py").read_bytes() == SCRIPT.replace(b"1E-5", b"2e-5")
    assert window.windowTitle() == "copy.py[*]"


@pytest.mark.parametrize(
    ("answer", "closes", "saves"), [("save", True, True), ("discard", True, False), ("cancel", False, False)]
)
def test_closing_one_of_several_asks_where_work_would_be_lost(opened, script, qtbot, answer, closes, saves):
    other = create_window()
    qtbot.addWidget(other)
    other.show()
    window = opened(script)
    asked = []
    window.files.ask_closing = lambda *_: (asked.append(1), Closing(answer))[1]
    edit(window, "schedules[1].end", 2e-5)
    assert window.close() is closes
    assert asked == [1]
    assert (b"2e-5" in script.read_bytes()) is saves


def test_an_unmodified_file_is_closed_without_a_question(opened, script):
    window = opened(script)
    window.files.ask_closing = lambda *_: pytest.fail("asked")
    assert window.close()


def test_the_next_start_has_the_file_and_what_was_not_saved_of_it(opened, script, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    assert window.close()
    second = create_window()
    qtbot.addWidget(second, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
    assert second.windowTitle() == "train.py[*]"
    assert second.document.design.schedule.schedules[1].end == 2e-5
    assert second.isWindowModified()
    second.document.undo_stack.undo()
    assert second.document.design.schedule == JOINED


def test_recent_files_are_in_the_menu(opened, script, tmp_path):
    window = opened(script)
    window.keeper.keep()
    window.menus.recent.aboutToShow.emit()
    assert [entry.text() for entry in window.menus.recent.actions()] == ["train.py"]


def test_a_finder_event_opens_a_file(window, script):
    assert QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(script)))
    assert window.document.design.schedule == JOINED


def test_the_program_says_why_a_file_can_not_be_opened_at_the_start(tmp_path, own_settings):
    with pytest.raises(ScheduleError, match=r"gone\.py"):
        create_window([str(tmp_path / "gone.py")])
