"""What a critical reader found: saves that went elsewhere or said nothing, and questions that were lost."""

from __future__ import annotations

import pytest

from designer.filing.watcher import Follower
from designer.model.document import DEFAULT_DESIGN
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, ScheduleError, StepDecay
from tests.designer.conftest import Mouse
from tests.designer.helpers import files
from tests.designer.helpers.files import ASKING, JOINED, SCRIPT, TWO, edit, file_of, give, message, press, trigger


@pytest.fixture
def two(opened, tmp_path):
    """A window with a file of two schedules, and one with a problem."""
    path = tmp_path / "two.py"
    path.write_bytes(TWO)
    return opened(path)


@pytest.fixture
def asking(opened, tmp_path):
    """A window with a file whose names have values."""
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    return window


def looks_at_the_disk(window) -> list[None]:
    """One entry for each time that a follower of the file, which is always busy and never reads, has come to look."""
    looks: list[None] = []
    Follower(window.document, window.files, window, is_busy=lambda: looks.append(None) is None)
    return looks


def save(window) -> bytes:
    """Save, whatever is said first, after which there is nothing left to save."""
    data = files.save(window)
    assert not window.isWindowModified()
    return data


def test_after_a_piece_was_removed_and_saved_the_next_save_is_of_the_same_schedule(opened, script):
    window = opened(script)
    window.document.replace_schedule("test", StepDecay(0.2, 0.5, 20))
    assert b"lr_schedule = optim.step_decay(0.2, 0.5, 20)" in save(window)
    edit(window, "init", 0.3)
    written = save(window)
    assert b"lr_schedule = optim.step_decay(0.3, 0.5, 20)" in written
    assert b"warmup = optim.linear_schedule(0.0, 1e-3, 100)" in written


def test_a_save_that_fails_says_why(opened, script, monkeypatch):
    from stepdecay.sources import edits

    def full(*_: object) -> None:
        raise ScheduleError("train.py was not saved: the disk is full")

    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    monkeypatch.setattr(edits, "save", full)
    trigger(window, "save")
    assert message(window) == "train.py was not saved: the disk is full"
    assert window.isWindowModified()


def test_a_warm_up_is_added_before_what_the_file_computes_and_leaves_it_alone(asking):
    trigger(asking, "add_warmup")
    assert set(asking.document.computed().values()) == {"args.lr", "num_batches * 5"}
    written = save(asking)
    assert b"optim.cosine_decay(args.lr, num_batches * 5, 1e-6)" in written
    assert b"optim.linear_schedule(0.0, 0.0003, " in written
    assert (
        asking.document.source.on_disk.resolved(asking.document.design.given).schedule
        == asking.document.design.schedule
    )


def test_after_a_structural_change_a_name_told_otherwise_reaches_its_own_arguments(asking):
    trigger(asking, "add_warmup")
    give_again(asking, "args.lr", "5e-3")
    pieces = asking.document.design.schedule.schedules
    assert (pieces[0].end, pieces[1].init) == (3e-4, 5e-3)


def give_again(window, name: str, text: str) -> None:
    field = window.panel(SourcePanel).names.fields[name]
    field.setFocus()
    field.selectAll()
    give(window, name, text)


def test_what_is_pasted_over_computed_arguments_is_numbers(asking):
    asking.document.replace_schedule("Paste Schedule", StepDecay(0.2, 0.5, 20))
    assert asking.document.computed() == {}
    assert b"return optim.step_decay(0.2, 0.5, 20)" in save(asking)


def test_keep_mine_keeps_the_changes_of_all_schedules(two, qtbot):
    edit(two, "init", 0.2)
    two.panel(SourcePanel).choice.activated.emit(1)
    edit(two, "decay_steps", 300)
    file_of(two).write_bytes(b"# by another program\n" + TWO)
    qtbot.waitUntil(lambda: bool(message(two)))
    press(two, "Keep Mine")
    expected = TWO.replace(b"(0.1, 0.9", b"(0.2, 0.9").replace(b"200", b"300")
    assert save(two) == b"# by another program\n" + expected


def test_a_schedule_that_is_broken_elsewhere_is_waited_for(two, qtbot):
    two.panel(SourcePanel).choice.activated.emit(1)
    file_of(two).write_bytes(TWO.replace(b"200", b"0"))
    qtbot.waitUntil(lambda: "line 4" in message(two))
    assert two.document.design.schedule == CosineDecay(1e-3, 200)
    file_of(two).write_bytes(TWO.replace(b"200", b"300"))
    qtbot.waitUntil(lambda: two.document.design.schedule == CosineDecay(1e-3, 300))
    assert not message(two)


def test_a_schedule_that_is_gone_is_said_and_no_other_one_takes_its_place(two, qtbot):
    two.panel(SourcePanel).choice.activated.emit(1)
    file_of(two).write_bytes(TWO.replace(b"second = cosine_decay(1e-3, 200)\n", b""))
    qtbot.waitUntil(lambda: "second is no longer in two.py" in message(two))
    assert two.document.design.schedule == CosineDecay(1e-3, 200)


def test_a_file_that_was_waiting_for_names_begins_anew_when_they_are_numbers(opened, tmp_path, qtbot):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    path.write_bytes(ASKING.replace(b"args.lr", b"1e-3").replace(b"num_batches * 5", b"500"))
    qtbot.waitUntil(lambda: window.document.design.schedule == CosineDecay(1e-3, 500, 1e-6))
    assert window.document.design.run.updates == 500
    assert not window.document.undo_stack.canUndo()


def test_telling_names_and_another_run_are_nothing_to_save(asking, qtbot):
    edit(asking, "updates", 500)
    assert not asking.isWindowModified()
    asking.files.ask_closing = lambda *_: pytest.fail("asked")
    file_of(asking).write_bytes(ASKING.replace(b"* 5", b"* 6"))
    qtbot.waitUntil(lambda: asking.document.design.schedule == CosineDecay(3e-4, 1500, 1e-6))
    assert asking.close()


def test_a_file_that_waits_for_names_lets_another_schedule_be_chosen(opened, tmp_path):
    path = tmp_path / "both.py"
    path.write_bytes(ASKING + b"\n\nother = optim.step_decay(0.1, 0.9, 10)\n")
    window = opened(path)
    give(window, "args.lr", "3e-4")
    window.panel(SourcePanel).choice.activated.emit(1)
    assert window.document.design.schedule == StepDecay(0.1, 0.9, 10)
    assert window.panel(SourcePanel).choice.currentIndex() == 1


def test_another_file_in_the_folder_takes_no_message_away(opened, script, qtbot):
    window = opened(script)
    window.message_bar.show_message("something else")
    looks = looks_at_the_disk(window)
    (script.parent / "other.log").write_text("step 1")
    qtbot.waitUntil(lambda: len(looks) >= 2)  # so that the window has looked, too
    assert message(window) == "something else"


def test_show_difference_while_it_can_not_be_written_is_a_sentence(opened, script, qtbot, monkeypatch):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.write_bytes(SCRIPT.replace(b"# from zero", b"# gently"))
    qtbot.waitUntil(lambda: bool(message(window)))

    def refuse(*_: object) -> bytes:
        raise ScheduleError("this can't be written")

    monkeypatch.setattr(type(window.document.source), "written", refuse)
    press(window, "Show Difference")
    assert message(window) == "this can't be written"


def test_undoing_what_stood_in_the_way_goes_on_asking_and_takes_nothing_that_can_be_redone(opened, script, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.write_bytes(SCRIPT.replace(b"900", b"800"))
    qtbot.waitUntil(lambda: bool(message(window)))
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: "what can be redone" in message(window))
    window.document.undo_stack.redo()
    assert window.document.design.schedule.schedules[1].end == 2e-5
    window.document.undo_stack.undo()
    press(window, "Reload")
    assert window.document.design.schedule.schedules[1].decay_steps == 800
    assert not message(window)


def test_a_file_that_others_change_over_what_was_undone_is_a_question(opened, script, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    window.document.undo_stack.undo()
    theirs = SCRIPT.replace(b"900", b"800")
    script.write_bytes(theirs)
    qtbot.waitUntil(lambda: "what can be redone" in message(window))
    press(window, "Keep Mine")
    window.document.undo_stack.redo()
    assert save(window) == SCRIPT.replace(b"1E-5", b"2e-5")


def test_what_others_change_around_the_schedule_is_followed_and_leaves_all_to_be_redone(opened, script, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    window.document.undo_stack.undo()
    theirs = SCRIPT.replace(b"# from zero", b"# gently")
    script.write_bytes(theirs)
    qtbot.waitUntil(lambda: window.document.source.saved == theirs)
    assert not message(window)
    window.document.undo_stack.redo()
    assert save(window) == theirs.replace(b"1E-5", b"2e-5")


def test_a_program_that_writes_just_what_is_designed_here_is_no_question(opened, script, qtbot):
    window = opened(script)
    edit(window, "schedules[1].end", 2e-5)
    script.write_bytes(SCRIPT.replace(b"1E-5", b"2e-5"))
    qtbot.waitUntil(lambda: not window.isWindowModified())
    assert not message(window)


def test_save_as_under_half_a_name_replaces_nothing(opened, script, tmp_path):
    window = opened(script)
    (tmp_path / "there.py").write_text("mine")
    window.files.ask_path = lambda *_: (str(tmp_path / "there"), "")
    trigger(window, "save_as")
    assert "there.py is there already" in message(window)
    assert (tmp_path / "there.py").read_text() == "mine"


def test_opening_a_file_ends_what_was_begun_before(window, script):
    from stepdecay import find_translations

    window.document.look(translations=tuple(find_translations("optax.cosine_decay_schedule(0.1, 1000)")))
    window.open_wanted.emit(script)
    assert window.document.design.schedule == JOINED
    assert window.document.view.overlay.translations == ()
    assert window.document.view.overlay.preview is None


def test_a_longer_schedule_that_is_reloaded_is_shown_whole(opened, script, qtbot):
    window = opened(script)
    script.write_bytes(SCRIPT.replace(b"900", b"9000"))
    qtbot.waitUntil(lambda: window.document.design.run.updates == 9100)


def test_a_drag_is_not_ended_by_what_others_write(opened, script, qtbot):
    window = opened(script)
    mouse = Mouse(window.plot)
    middle = window.plot.getViewBox().viewRange()[1][1] / 2
    mouse.press(mouse.at(100, middle))
    mouse.pull(mouse.at(130, middle))
    looks = looks_at_the_disk(window)
    script.write_bytes(SCRIPT.replace(b"# from zero", b"# gently"))
    qtbot.waitUntil(lambda: len(looks) >= 2)
    mouse.pull(mouse.at(200, middle))
    mouse.release(mouse.at(200, middle))
    assert abs(window.document.design.schedule.boundaries[0] - 200) <= 5
    qtbot.waitUntil(lambda: bool(message(window)))


def test_an_untitled_window_is_what_it_was(window):
    assert window.document.design == DEFAULT_DESIGN
    assert not window.isWindowModified()
