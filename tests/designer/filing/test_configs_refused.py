"""What a config of mlx-lm can't say: told at once, not saved, offered as Python; and Save As between kinds of files."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from designer.filing.dialogs import Closing
from designer.panels.code import CodePanel
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay, find_schedules
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.designer.helpers.files import (
    CONSTANT,
    JOINED,
    JSON,
    LORA,
    LORA_SCHEDULE,
    PYTHON,
    SCRIPT,
    YAML,
    edit,
    message,
    plain,
    press,
    save_as,
    trigger,
)


@pytest.fixture
def unsayable(opened, lora):
    """A window with a config, and a schedule of three pieces."""
    window = opened(lora)
    trigger(window, "add_step_decay")
    assert len(window.document.design.schedule.schedules) == 3
    return window


# What YAML can't say


def test_a_third_piece_is_told_at_once_and_not_saved(unsayable, lora, qtbot):
    qtbot.waitUntil(unsayable.panel(SourcePanel).notes.isVisible)
    assert "3 pieces" in plain(unsayable.panel(SourcePanel).notes.text())
    assert "Copy Code" in plain(unsayable.panel(SourcePanel).notes.text())
    trigger(unsayable, "save")
    assert "lora.yaml was not saved" in message(unsayable)
    assert "3 pieces" in message(unsayable)
    assert lora.read_bytes() == LORA
    assert unsayable.isWindowModified()


def test_what_can_not_be_saved_can_be_copied_as_python(unsayable):
    trigger(unsayable, "save")
    press(unsayable, "Copy Python Code")
    assert QGuiApplication.clipboard().text().startswith("optim.join_schedules(")
    assert not message(unsayable)


def test_what_can_not_be_saved_can_be_saved_as_python(unsayable, lora, tmp_path):
    schedule = unsayable.document.design.schedule
    asked = []
    unsayable.files.ask_path = lambda *args: (asked.append(args), (args[2], ""))[1]
    trigger(unsayable, "save")
    press(unsayable, "Save as Python…")
    assert asked[0][2] == str(tmp_path / "lora.py")
    assert asked[0][3].startswith("Python")
    assert lora.read_bytes() == LORA
    assert find_schedules(tmp_path / "lora.py")[0].schedule == schedule
    assert unsayable.windowTitle() == "lora.py[*]"
    assert not unsayable.isWindowModified()
    assert not message(unsayable)


def test_the_refusal_goes_when_the_schedule_can_be_said_again(unsayable, qtbot):
    trigger(unsayable, "save")
    unsayable.document.undo_stack.undo()
    assert not message(unsayable)
    qtbot.waitUntil(lambda: not unsayable.panel(SourcePanel).notes.isVisible())


def test_a_window_whose_schedule_can_not_be_saved_stays_open(window, unsayable):
    assert window.isVisible()  # while another one is open, closing asks
    unsayable.files.ask_closing = lambda *_: Closing.SAVE
    assert not unsayable.close()
    assert "was not saved" in message(unsayable)


def test_discarding_has_the_files_schedule_and_run_again(window, opened, lora):
    assert window.isVisible()  # while another one is open, closing asks
    window = opened(lora)
    edit(window, "schedules[1].end", 2e-7)
    edit(window, "iterations", 700)
    window.files.ask_closing = lambda *_: Closing.DISCARD
    assert window.close()
    assert window.document.design.schedule == LORA_SCHEDULE
    assert window.document.design.run == Run(1000)


# Save As


@pytest.mark.parametrize(("chosen", "name"), [(YAML, "new.yaml"), (JSON, "new.json"), (PYTHON, "new.py")])
def test_the_chosen_kind_of_file_gives_a_name_its_ending(window, tmp_path, chosen, name):
    edit(window, "init", 0.25)
    save_as(window, tmp_path / "new", chosen)
    assert window.windowTitle() == f"{name}[*]"
    assert not window.isWindowModified()
    (found,) = find_schedules(tmp_path / name)
    assert found.schedule == StepDecay(0.25, 0.9, 10)
    assert found.run in (None, Run(100))
    edit(window, "init", 0.5)
    trigger(window, "save")
    assert find_schedules(tmp_path / name)[0].schedule == StepDecay(0.5, 0.9, 10)


def test_a_new_config_says_the_run_and_the_schedule_and_no_more(window, tmp_path):
    edit(window, "iterations", 400)
    edit(window, "grad_accumulation_steps", 4)
    save_as(window, tmp_path / "new.yaml")
    assert (tmp_path / "new.yaml").read_text() == (
        "iters: 400\ngrad_accumulation_steps: 4\nlr_schedule:\n  name: step_decay\n  arguments: [0.1, 0.9, 10]\n"
    )


def test_a_script_saved_into_a_config_that_is_there_changes_only_its_schedule(opened, script, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(CONSTANT)
    window = opened(script)
    window.document.replace_schedule("test", LoraSchedule(CosineDecay(1e-3, 400, 1e-5), 50).schedule)
    save_as(window, path)
    assert path.read_bytes().startswith(CONSTANT)
    assert find_schedules(path)[0].schedule == window.document.design.schedule
    assert window.document.design.run == Run(600)
    assert window.windowTitle() == "mine.yaml[*]"
    assert not window.isWindowModified()
    assert "all else in it stayed" in plain(window.panel(CodePanel).notice.text())
    assert script.read_bytes() == SCRIPT


@pytest.mark.parametrize("content", [b"services:\n  web: {image: nginx}\n", b"iters: [1\n", LORA * 2])
def test_a_file_that_is_no_config_of_mlx_lm_is_never_written_over(window, tmp_path, content):
    path = tmp_path / "other.yaml"
    path.write_bytes(content)
    save_as(window, path)
    assert "other.yaml" in message(window)
    assert path.read_bytes() == content
    assert window.windowTitle() == "Untitled[*]"


def test_a_config_is_saved_whole_under_another_name(opened, lora, tmp_path):
    window = opened(lora)
    edit(window, "schedules[1].decay_steps", 898)
    asked = save_as(window, tmp_path / "copy.yml")
    assert asked[0][3].startswith("mlx-lm config, YAML")
    assert (tmp_path / "copy.yml").read_bytes() == LORA.replace(b"[1e-5, 1000", b"[1e-5, 898")
    assert lora.read_bytes() == LORA
    assert window.windowTitle() == "copy.yml[*]"


def test_a_yaml_saved_as_json_has_its_schedule_and_its_run(opened, lora, tmp_path):
    window = opened(lora)
    save_as(window, tmp_path / "lora.json")
    made = json.loads((tmp_path / "lora.json").read_text())
    assert made["iters"] == 1000
    assert made["lr_schedule"]["arguments"] == [1e-5, 1000, 1e-7]
    assert "without the rest of lora.yaml" in plain(window.panel(CodePanel).notice.text())
    assert window.document.design.schedule == LORA_SCHEDULE


def test_a_warm_up_of_a_script_can_be_joined_as_mlx_lm_does_and_saved(opened, script, tmp_path):
    window = opened(script)
    assert window.document.design.schedule == JOINED
    save_as(window, tmp_path / "lora.yaml")
    assert "warmup + 1" in message(window)
    assert not (tmp_path / "lora.yaml").exists()
    press(window, "Join as mlx-lm Does")
    expected = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 899, 1e-5)], [101])
    assert window.document.design.schedule == expected
    assert find_schedules(tmp_path / "lora.yaml")[0].schedule == expected
    assert not window.isWindowModified()
    assert not message(window)
    window.document.undo_stack.undo()
    assert window.document.design.schedule == JOINED


def test_a_schedule_that_no_config_says_is_not_saved_as_one(window, tmp_path):
    trigger(window, "preset_multi_step")
    save_as(window, tmp_path / "lora.yaml")
    assert "lora.yaml" in message(window) or "mlx-lm" in message(window)
    assert not (tmp_path / "lora.yaml").exists()
    assert not window.message_bar.findChildren(QPushButton, "Join as mlx-lm Does")
