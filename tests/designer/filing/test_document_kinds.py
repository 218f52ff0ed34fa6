"""A third kind of document in the window: opened, shown, edited, saved, for one line in the registry."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QPushButton

from designer.panels.code import CodePanel
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, Run, StepDecay, find_schedules
from stepdecay.sources import registry
from tests.designer.helpers.files import LORA, YAML, edit, message, plain, press, save, save_as, trigger
from tests.stepdecay.helpers.tiny_kind import FILE, TINY

SCHEDULE = StepDecay(0.1, 0.9, 100)
FILTER = "TinyTrain file (*.tiny)"


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """The third kind, as a line of the registry would have it."""
    monkeypatch.setattr(registry, "KINDS", (*registry.KINDS, TINY))


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "run.tiny"
    path.write_bytes(FILE)
    return path


def test_it_is_offered_by_the_open_dialog_and_opened(window, tiny):
    asked = []
    window.files.ask_paths = lambda *args: (asked.append(args[2]), [str(tiny)])[1]
    trigger(window, "open")
    together, *each, _ = asked[0].split(";;")
    assert together == "Python, mlx-lm configs and TinyTrain files (*.py *.yaml *.yml *.json *.tiny)"
    assert each[-1] == "TinyTrain files (*.tiny)"
    assert window.document.design.schedule == SCHEDULE
    assert window.document.design.run == Run(600)
    assert window.windowTitle() == "run.tiny[*]"


def test_what_it_says_counts_more_than_its_name(opened, tmp_path):
    path = tmp_path / "lora.yaml"
    path.write_bytes(FILE)
    window = opened(path)
    assert window.document.design.schedule == SCHEDULE
    edit(window, "init", 0.2)
    assert save(window) == FILE.replace(b"0.1", b"0.2")


def test_its_own_lines_are_shown_with_the_argument_that_is_edited_lit_in_them(opened, tiny):
    window = opened(tiny)
    assert window.panel(CodePanel).code.toPlainText() == "drop 0.1 by 0.9 every 100"
    window.document.look(argument="step_size")
    lit = [
        (part.start, part.length)
        for part in window.panel(CodePanel).code.document().firstBlock().layout().formats()
        if part.format.hasProperty(QTextCharFormat.Property.BackgroundBrush)
    ]
    assert lit == [(22, 3)]


def test_an_edit_is_what_it_makes_of_it_and_only_the_number_that_differs_is_saved(opened, tiny):
    window = opened(tiny)
    edit(window, "step_size", 43)
    assert window.document.design.schedule == StepDecay(0.1, 0.9, 50)
    edit(window, "iterations", 700)
    assert save(window) == FILE.replace(b"every 100", b"every 50").replace(b"600", b"700")
    assert not window.isWindowModified()


def test_what_it_leaves_out_is_told_with_the_name_of_its_maker(opened, tiny):
    tiny.write_bytes(FILE.replace(b"steps 600\n", b""))
    window = opened(tiny)
    assert (
        plain(window.panel(SourcePanel).assumed.text()) == "steps = 100 is TinyTrain's default; it is not in the file"
    )
    edit(window, "iterations", 200)
    assert window.panel(SourcePanel).assumed.isHidden()


def test_a_file_without_what_it_looks_for_is_a_sentence(window, tiny):
    tiny.write_bytes(b"keep 3\n")
    window.files.ask_paths = lambda *_: [str(tiny)]
    trigger(window, "open")
    assert message(window) == "run.tiny has no drop of TinyTrain in it"


def test_what_it_can_not_say_is_python_in_the_window_and_offered_as_python(opened, tiny, qtbot):
    window = opened(tiny)
    window.document.replace_schedule("test", CosineDecay(0.1, 600))
    assert window.panel(CodePanel).code.toPlainText() == "lr_schedule = optim.cosine_decay(0.1, 600)"
    qtbot.waitUntil(window.panel(SourcePanel).notes.isVisible)
    assert "TinyTrain can only drop. It can't be saved so" in plain(window.panel(SourcePanel).notes.text())
    trigger(window, "save")
    assert message(window) == "run.tiny was not saved: TinyTrain can only drop"
    assert "Save as Python…" in [button.text() for button in window.message_bar.findChildren(QPushButton)]
    assert tiny.read_bytes() == FILE


def test_a_new_one_is_saved_with_its_run_and_is_the_documents_file_then(window, tmp_path):
    edit(window, "iterations", 400)
    asked = save_as(window, tmp_path / "new", FILTER)
    assert FILTER in asked[0][3].split(";;")
    assert (tmp_path / "new.tiny").read_text() == "# tinytrain\nsteps 400\ndrop 0.1 by 0.9 every 10\n"
    assert window.windowTitle() == "new.tiny[*]"
    edit(window, "init", 0.5)
    assert save(window) == b"# tinytrain\nsteps 400\ndrop 0.5 by 0.9 every 10\n"


def test_it_is_saved_whole_under_another_name_and_alone_as_another_kind(opened, tiny, tmp_path):
    window = opened(tiny)
    edit(window, "init", 0.2)
    asked = save_as(window, tmp_path / "copy.tiny")
    assert asked[0][3].startswith(FILTER)
    assert (tmp_path / "copy.tiny").read_bytes() == FILE.replace(b"0.1", b"0.2")
    save_as(window, tmp_path / "lora.yaml")
    (found,) = find_schedules(tmp_path / "lora.yaml")
    assert (found.schedule, found.run) == (window.document.design.schedule, Run(600))
    assert found.kind is window.document.source.kind is not TINY


def test_what_comes_nearest_is_offered_where_it_can_not_be_saved(window, tmp_path):
    edit(window, "step_size", 43)
    save_as(window, tmp_path / "new.tiny")
    assert message(window) == "new.tiny was not saved: TinyTrain drops after whole tens of updates, got 43"
    press(window, "Join as TinyTrain Does")
    assert find_schedules(tmp_path / "new.tiny")[0].schedule == StepDecay(0.1, 0.9, 50)
    assert window.document.undo_stack.undoText() == "Join as TinyTrain Does"


@pytest.mark.parametrize(("content", "chosen", "called"), [
    (FILE, YAML, "config of mlx-lm"), (LORA, FILTER, "file of TinyTrain"),
])  # fmt: skip
def test_a_file_of_another_kind_is_never_filled(window, tmp_path, content, chosen, called):
    path = tmp_path / ("other.yaml" if chosen == YAML else "other.tiny")
    path.write_bytes(content)
    save_as(window, path, chosen)
    assert f"is there already and is no {called}" in message(window)
    assert path.read_bytes() == content
