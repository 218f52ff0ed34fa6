"""What of a file is there again at the next start, and what is asked when others were at it meanwhile."""

from __future__ import annotations

import pytest

from designer.app import create_window
from designer.panels.source import SourcePanel
from designer.session.settings import Settings
from stepdecay import CosineDecay, Run, StepDecay
from tests.designer.helpers.files import ASKING, JOINED, SCRIPT, TWO, discard, edit, give, message, trigger


@pytest.fixture
def start(qtbot, own_settings):
    """Ends the program and starts it again; `arguments` as on the command line."""

    def start_again(before, *arguments):
        before.files.ask_closing = lambda *_: pytest.fail("the end of the program asks nothing")
        assert before.close()
        window = create_window(list(map(str, arguments)))
        qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
        window.show()
        qtbot.waitExposed(window)
        return window

    return start_again


def saved(window) -> bytes:
    trigger(window, "save")
    return window.document.source.path.read_bytes()


def test_the_schedule_that_was_chosen_is_the_one_that_is_designed_again(opened, start, tmp_path):
    path = tmp_path / "two.py"
    path.write_bytes(TWO)
    window = opened(path)
    window.panel(SourcePanel).choice.activated.emit(1)
    edit(window, "decay_steps", 300)
    trigger(window, "save")
    again = start(window)
    assert again.document.design.schedule == CosineDecay(1e-3, 300)
    assert not again.isWindowModified()
    edit(again, "decay_steps", 400)
    assert saved(again) == TWO.replace(b"200", b"400")


def test_changes_of_schedules_that_were_not_chosen_are_there_again(opened, start, tmp_path):
    path = tmp_path / "two.py"
    path.write_bytes(TWO)
    window = opened(path)
    edit(window, "init", 0.2)
    window.panel(SourcePanel).choice.activated.emit(1)
    again = start(window)
    assert again.isWindowModified()
    assert saved(again) == TWO.replace(b"(0.1, 0.9", b"(0.2, 0.9")


def test_what_others_wrote_while_the_program_was_away_stays(opened, start, script):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    trigger(window, "save")
    script.write_bytes(script.read_bytes().replace(b"900", b"800"))
    again = start(window)
    assert again.document.design.schedule.schedules[1] == CosineDecay(1e-3, 800, 2e-5)
    assert not again.isWindowModified()


def test_unsaved_changes_come_back_over_what_others_wrote_with_a_sentence(opened, start, script):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.write_bytes(SCRIPT.replace(b"900", b"800"))
    again = start(window)
    assert "was changed since" in message(again)
    assert again.document.design.schedule.schedules[1].end == 2e-5
    again.document.undo_stack.undo()
    assert again.document.design.schedule.schedules[1] == CosineDecay(1e-3, 800, 1e-5)
    assert not again.isWindowModified()


def test_a_file_that_is_named_at_the_start_has_its_unsaved_changes_and_its_run(opened, start, script):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    edit(window, "updates", 2500)
    again = start(window, script)
    assert again.document.design.schedule.schedules[1].end == 2e-5
    assert again.document.design.run.updates == 2500


def test_a_file_that_is_gone_is_said_and_its_schedule_is_not_lost(opened, start, script):
    window = opened(script)
    script.unlink()
    again = start(window)
    assert "train.py" in message(again)
    assert again.document.design.schedule == JOINED
    assert again.windowTitle() == "Untitled[*]"


def test_an_argument_that_became_a_number_stays_one(opened, start, tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    window.document.free(["init"], "args.lr")
    edit(window, "init", 0.002)
    again = start(window)
    assert "init" not in again.document.computed()
    assert saved(again) == ASKING.replace(b"args.lr", b"0.002")


def test_a_file_that_was_only_looked_at_is_there_again(opened, start, script):
    assert start(opened(script)).windowTitle() == "train.py[*]"


def test_the_ten_files_that_were_open_last_are_remembered(own_settings, tmp_path):
    paths = [tmp_path / f"train{number}.py" for number in range(11)]
    for path in paths:
        Settings().keep_file(path, (), Run(100))
    assert Settings().files() == paths[:0:-1]


def test_an_untitled_design_is_there_again_without_the_file_of_before(opened, start, script, qtbot):
    window = opened(script)
    second = start(window)
    second.document.open(None, second.document.design)
    second.document.edit_schedule("test", StepDecay(0.3, 0.5, 7))
    third = start(second)
    assert third.windowTitle() == "Untitled[*]"
    assert third.document.design.schedule == StepDecay(0.3, 0.5, 7)
