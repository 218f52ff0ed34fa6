"""Schedules that are told apart after others have been at their file, and edits that outlast it."""

from __future__ import annotations

import pytest

from designer.app import create_window
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, StepDecay
from tests.designer.helpers.files import (
    ASKING,
    SCRIPT,
    TWO,
    discard,
    edit,
    file_of,
    give,
    message,
    press,
    save,
    trigger,
)

BRANCHES = b"""\
import mlx.optimizers as optim

if fast:
    lr = optim.step_decay(0.1, 0.9, 10)
else:
    lr = optim.step_decay(0.2, 0.8, 20)
"""
SAME_LINE = b"import mlx.optimizers as o\npair = [o.step_decay(0.1, 0.9, 10), o.step_decay(0.1, 0.9, 10)]\n"


@pytest.fixture
def open_text(opened, tmp_path):
    """Opens a file with a content."""

    def open_file(content: bytes):
        path = tmp_path / "t.py"
        path.write_bytes(content)
        return opened(path)

    return open_file


def test_of_two_of_one_name_the_second_stays_the_second_when_lines_come_above(open_text, qtbot):
    window = open_text(BRANCHES)
    window.panel(SourcePanel).choice.activated.emit(1)
    moved = BRANCHES.replace(b"\nif fast", b"\n" * 20 + b"\nif fast")
    file_of(window).write_bytes(moved)
    qtbot.waitUntil(lambda: window.document.source.saved == moved)
    assert window.document.design.schedule == StepDecay(0.2, 0.8, 20)
    edit(window, "init", 0.7)
    assert save(window) == moved.replace(b"0.2, 0.8", b"0.7, 0.8")


def test_of_two_equal_ones_on_a_line_the_second_is_saved(open_text):
    window = open_text(SAME_LINE)
    window.panel(SourcePanel).choice.activated.emit(1)
    edit(window, "init", 0.7)
    assert save(window) == SAME_LINE.replace(b", o.step_decay(0.1", b", o.step_decay(0.7")
    edit(window, "init", 0.1)
    assert save(window) == SAME_LINE
    edit(window, "init", 0.3)
    assert save(window) == SAME_LINE.replace(b", o.step_decay(0.1", b", o.step_decay(0.3")


@pytest.fixture
def asking(open_text):
    """A window with a file whose names have values, and an edit."""
    window = open_text(ASKING)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    edit(window, "end", 1e-5)
    return window


def test_a_name_that_others_rename_is_a_question_where_an_edit_would_be_lost(asking, qtbot):
    file_of(asking).write_bytes(ASKING.replace(b"args.lr", b"args.rate"))
    qtbot.waitUntil(lambda: "changed by another program" in message(asking))
    assert asking.isWindowModified()
    assert asking.document.design.schedule == CosineDecay(3e-4, 1250, 1e-5)


def test_a_value_that_mlx_refuses_is_refused_at_its_name_and_no_edit_is_lost(asking):
    field = asking.panel(SourcePanel).names.fields["num_batches"]
    field.setFocus()
    field.selectAll()
    give(asking, "num_batches", "0")
    assert field.isRefused()
    assert asking.isWindowModified()
    field.selectAll()
    give(asking, "num_batches", "300")
    assert asking.document.design.schedule == CosineDecay(3e-4, 1500, 1e-5)


def test_unsaved_changes_of_all_schedules_outlast_the_program_and_what_others_wrote(open_text, qtbot):
    window = open_text(TWO)
    edit(window, "init", 0.2)
    window.panel(SourcePanel).choice.activated.emit(1)
    edit(window, "decay_steps", 300)
    assert window.close()
    file_of(window).write_bytes(b"# by others\n" + TWO)
    again = create_window()
    qtbot.addWidget(again, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
    again.show()
    assert "was changed since" in message(again)
    again.message_bar.show_message("")
    expected = TWO.replace(b"(0.1, 0.9", b"(0.2, 0.9").replace(b"200", b"300")
    assert save(again) == b"# by others\n" + expected


def test_keep_mine_leaves_what_others_wrote_of_schedules_that_were_not_touched_here(open_text, qtbot):
    more = SCRIPT + b"other = optim.step_decay(0.2, 0.9, 20)\nthird = optim.step_decay(0.3, 0.9, 30)\n"
    window = open_text(more)
    trigger(window, "preset_multi_step")
    other = next(row for row, one in enumerate(window.document.source.found) if one.names == "other")
    window.panel(SourcePanel).choice.activated.emit(other)
    file_of(window).write_bytes(more.replace(b"(0.3", b"(0.4"))
    qtbot.waitUntil(lambda: "changed by another program" in message(window))
    press(window, "Keep Mine")
    assert b"third = optim.step_decay(0.4, 0.9, 30)" in save(window)


def test_a_piece_that_came_to_stand_alone_can_be_discarded(window, open_text):
    assert window.isVisible()  # while another one is open, closing asks
    window = open_text(SCRIPT + b"other = optim.step_decay(0.2, 0.9, 20)\n")
    before = file_of(window).read_bytes()
    trigger(window, "preset_multi_step")
    for name in ("other", "cosine"):
        row = next(row for row, one in enumerate(window.document.source.found) if one.names == name)
        window.panel(SourcePanel).choice.activated.emit(row)
    window.files.ask_closing = discard
    assert window.close()
    assert file_of(window).read_bytes() == before
    assert not window.document.is_modified


def test_removing_a_piece_leaves_the_names_of_the_others_with_them(open_text):
    window = open_text(
        b"import mlx.optimizers as o\n"
        b"lr = o.join_schedules([o.cosine_decay(args.a, 900), o.cosine_decay(args.b, args.m), "
        b"o.cosine_decay(args.a, 700)], [900, 1800])\n"
    )
    for name, text in (("args.a", "0.1"), ("args.b", "0.2"), ("args.m", "800")):
        give(window, name, text)
    window.document.look(piece=1)
    trigger(window, "remove_piece")
    edit(window, "schedules[1].decay_steps", 703)
    assert set(window.document.computed().values()) == {"args.a"}
    assert b"[o.cosine_decay(args.a, 900), o.cosine_decay(args.a, 703)], [900])" in save(window)


def test_what_became_a_number_once_frees_no_other_argument_later(open_text):
    window = open_text(
        b"import mlx.optimizers as o\n"
        b"lr = o.join_schedules([o.cosine_decay(args.a, 900), o.cosine_decay(args.b, 800), "
        b"o.cosine_decay(args.c, 700)], [900, 1700])\n"
    )
    for name, text in (("args.a", "0.1"), ("args.b", "0.2"), ("args.c", "0.3")):
        give(window, name, text)
    window.document.free(["schedules[0].init"], "args.a")
    edit(window, "schedules[0].init", 0.15)
    save(window)
    window.document.look(piece=0)
    trigger(window, "remove_piece")
    written = save(window)
    assert not window.isWindowModified()
    assert b"args.b" in written
    assert set(window.document.computed().values()) == {"args.b", "args.c"}
