"""Saved, undone, saved again: the file is what was opened, byte for byte; and redone, what was saved."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow

from designer.commands.shaping import (
    KINDS,
    add_piece,
    add_schedule,
    add_warmup,
    change_kind,
    remove_piece,
    split_piece,
    use_preset,
)
from designer.filing.designs import design_of
from designer.filing.files import Files
from designer.model.document import Document
from designer.model.source import source_of
from designer.panels.source import SourcePanel
from stepdecay import ScheduleError
from stepdecay.reshaping.presets import PRESETS
from tests.designer.helpers.files import (
    ADAPTER,
    ASKING,
    CONSTANT,
    LORA,
    SCRIPT,
    TWO,
    edit,
    file_of,
    give,
    message,
    save,
    save_as,
    trigger,
)

NAMED = b"""\
import mlx.optimizers as optim

peak, total = 1e-1, 40_00
lr = optim.cosine_decay(peak, total)
log(total)
"""
EXPRESSIONS = b"""\
import mlx.optimizers as optim
EPOCHS, PER_EPOCH = 3, 0x64
warmup = optim.linear_schedule(0, 1e-03, steps=PER_EPOCH)
lr = optim.join_schedules([warmup, optim.cosine_decay(.1e-2, (EPOCHS - 1) * PER_EPOCH , end=1E-5)], [PER_EPOCH])
"""
SPELLED = LORA.replace(b"[1e-5, 1000, 1e-7]", b"[ 1.0e-05, 1_000, 0.00000010 ]")
FILES = {
    "script.py": SCRIPT,
    "named.py": NAMED,
    "expressions.py": EXPRESSIONS,
    "asking.py": ASKING,
    "two.py": TWO,
    "lora.yaml": LORA,
    "spelled.yaml": SPELLED,
    "constant.yaml": CONSTANT,
    "adapter_config.json": ADAPTER,
    "flow.json": b'{"iters": 600, "learning_rate": 2E-5, "x":[1 ,2]}',
}
NAMES = {"args.lr": 3e-4, "num_batches": 250}


@pytest.fixture
def open_text(opened, tmp_path):
    """Opens a file with a content."""

    def open_file(name: str, content: bytes):
        path = tmp_path / name
        path.write_bytes(content)
        return opened(path)

    return open_file


def undo_all(window) -> None:
    window.document.undo_stack.setIndex(0)


def test_a_name_that_gave_way_to_a_number_is_back_after_undo_and_save(open_text):
    window = open_text("train.py", NAMED)
    edit(window, "decay_steps", 5000)
    edit(window, "init", 0.2)
    changed = save(window)
    assert b"5000" in changed
    undo_all(window)
    assert window.isWindowModified()
    assert save(window) == NAMED
    assert not window.isWindowModified()
    window.document.undo_stack.setIndex(window.document.undo_stack.count())
    assert save(window) == changed


def test_a_name_of_no_known_value_is_back_and_can_be_told_otherwise(open_text):
    window = open_text("train.py", ASKING)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    window.document.free(["init"], "args.lr")
    freed = save(window)
    assert b"cosine_decay(0.0003, " in freed
    assert not window.isWindowModified()
    trigger(window, "undo")
    assert window.isWindowModified(), "the number is to become the name again"
    assert set(window.document.computed().values()) == {"args.lr", "num_batches * 5"}
    assert save(window) == ASKING
    trigger(window, "redo")
    assert save(window) == freed
    undo_all(window)
    assert window.document.is_pending
    assert save(window) == ASKING


def test_another_value_of_a_name_is_nothing_to_save_after_a_save(open_text):
    window = open_text("train.py", ASKING)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    edit(window, "end", 1e-5)
    save(window)
    window.document.give("args.lr", 5e-4)
    assert not window.isWindowModified()
    window.document.undo_stack.undo()
    assert not window.isWindowModified()


@pytest.mark.parametrize(("name", "content"), [("c.yaml", CONSTANT), ("c.json", FILES["flow.json"])])
def test_a_schedule_added_to_a_config_and_undone_leaves_no_key(open_text, name, content):
    window = open_text(name, content)
    add_schedule(window.document)
    assert b"lr_schedule" in save(window)
    undo_all(window)
    assert save(window) == content


@pytest.mark.parametrize(("name", "content"), [("t.py", SCRIPT), ("t.py", EXPRESSIONS)])
def test_a_piece_removed_and_a_save_later_back_has_its_words_again(open_text, name, content):
    window = open_text(name, content)
    window.document.look(piece=0)
    trigger(window, "remove_piece")
    assert save(window) != content
    trigger(window, "undo")
    assert save(window) == content


def test_save_as_writes_undone_words_into_the_new_file_and_leaves_the_first_one(open_text, tmp_path):
    window = open_text("train.py", NAMED)
    edit(window, "decay_steps", 5000)
    first = save(window)
    save_as(window, tmp_path / "other.py")
    undo_all(window)
    assert save(window) == NAMED
    assert file_of(window).name == "other.py"
    assert (tmp_path / "train.py").read_bytes() == first


def test_a_save_lists_the_lines_of_the_file_as_it_is_now_and_others_can_be_chosen(open_text):
    window = open_text("train.py", SCRIPT + b"other = optim.step_decay(0.2, 0.9, 20)\n")
    trigger(window, "preset_multi_step")
    written = save(window)
    choice = window.panel(SourcePanel).choice
    lines = [choice.itemText(row).partition(":")[0] for row in range(choice.count())]
    there = source_of(file_of(window), written)
    assert lines == [f"line {one.line}" for one in there.found]
    choice.activated.emit(next(row for row, one in enumerate(there.found) if one.names == "other"))
    assert window.document.design.schedule.init == 0.2
    assert not window.isWindowModified()
    edit(window, "init", 0.3)
    assert save(window) == written.replace(b"(0.2, 0.9", b"(0.3, 0.9")


def test_what_others_wrote_after_a_save_is_what_is_written_from(open_text, qtbot):
    window = open_text("train.py", NAMED)
    edit(window, "decay_steps", 5000)
    theirs = save(window).replace(b"peak,", b"# theirs\npeak,").replace(b"0.1", b"1e-1")
    file_of(window).write_bytes(theirs)
    qtbot.waitUntil(lambda: window.document.source.saved == theirs)
    assert not message(window)
    undo_all(window)
    assert save(window) == theirs.replace(b"5000", b"4000")


def test_the_undo_stack_keeps_ten_thousand_steps():
    assert Document().undo_stack.undoLimit() == 10_000


def test_when_the_state_as_opened_can_not_be_undone_to_saving_still_starts_from_its_text(open_text, monkeypatch):
    monkeypatch.setattr("designer.model.document.MOST_UNDO_STEPS", 5)
    window = open_text("train.py", NAMED)
    document = window.document
    for steps in range(5000, 5008):
        edit(window, "decay_steps", steps)
    save(window)
    undo_all(window)
    assert document.design.schedule.decay_steps == 5002
    assert window.isWindowModified()
    edit(window, "decay_steps", 4000)
    assert window.isWindowModified()
    assert save(window) == NAMED


class Desk:
    """A document with a file, without a window that shows it, edited at random."""

    def __init__(self, window: QMainWindow) -> None:
        self.document = Document(parent=window)
        self.files = Files(self.document, window, tuple)
        self.files.asked.connect(self._answer)

    def open(self, path: Path, seed: int) -> None:
        self.random = random.Random(seed)
        source = source_of(path, path.read_bytes())
        self.document.open(source, design_of(source))
        for name in source.found[source.index].unknown:
            self.document.give(name, NAMES[name])
        self.written: dict[object, bytes] = {}
        self.saves = 0

    def _answer(self, _: str, choices: dict[str, Callable[[], object]]) -> None:
        choices.get("Save", lambda: None)()

    def act(self) -> None:
        """Do one thing that a person could; what can't be done is refused."""
        document, draw = self.document, self.random
        document.look(piece=draw.choice([None, 0, 1, 2]))
        edits: list[Callable[[], object]] = [
            self._change_number, self._change_number, self._change_number, self._free,
            lambda: add_warmup(document), lambda: add_piece(document, draw.choice(KINDS)),
            lambda: split_piece(document), lambda: remove_piece(document),
            lambda: change_kind(document, draw.choice(KINDS)), lambda: add_schedule(document),
            lambda: use_preset(document, draw.choice(PRESETS).id),
            document.undo_stack.undo, document.undo_stack.undo, document.undo_stack.redo,
        ]  # fmt: skip
        with suppress(ScheduleError):
            draw.choice(edits)()

    def _change_number(self) -> None:
        computed = self.document.computed()
        numbers = {path: value for path, value in self.document.design.arguments().items() if path not in computed}
        path = self.random.choice([path for path, value in numbers.items() if isinstance(value, int | float)])
        value, factor = numbers[path], self.random.choice([0.5, 2, 3])
        self.document.edit_argument(path, int(value * factor) if isinstance(value, int) else value * factor)

    def _free(self) -> None:
        computed = self.document.computed()
        if computed:
            path = self.random.choice(sorted(computed))
            self.document.free([path], computed[path])

    def save(self) -> None:
        """Save, where the file can say it; the design that is saved twice is the same bytes twice."""
        path, design = self.document.source.path, self.document.design
        if self.files.save():
            there = path.read_bytes()
            self.saves += 1
            assert not self.document.is_modified
            assert self.written.setdefault(design, there) == there


@pytest.mark.parametrize("name", FILES)
def test_after_whatever_edits_and_saves_undoing_all_and_saving_gives_the_bytes_back(name, tmp_path, qtbot):
    path, window = tmp_path / name, QMainWindow()
    qtbot.addWidget(window)
    desk, saves = Desk(window), 0
    for seed in range(6):
        path.write_bytes(FILES[name])
        desk.open(path, seed)
        for _ in range(12):
            desk.act()
            if desk.random.random() < 0.4:
                desk.save()
        stack, end = desk.document.undo_stack, desk.document.undo_stack.count()
        stack.setIndex(0)
        desk.files.save()
        assert path.read_bytes() == FILES[name], seed
        assert not desk.document.is_modified
        stack.setIndex(end)
        desk.save()
        saves += desk.saves
    assert saves > 10
