"""A config of mlx-lm as the document: opened, shaped, saved; a byte that need not change doesn't."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QPushButton

from designer.panels.code import CodePanel
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, LinearSchedule, Run, StepDecay, find_schedules, rates
from stepdecay.trainers.mlx_lm import LoraSchedule, lora_schedule
from tests.designer.conftest import Mouse
from tests.designer.helpers.files import ADAPTER, CONSTANT, LORA, LORA_SCHEDULE, drop, edit, message, plain, trigger


@pytest.fixture
def constant(tmp_path):
    path = tmp_path / "constant.yaml"
    path.write_bytes(CONSTANT)
    return path


def type_in(window, name: str, text: str) -> None:
    field = window.findChild(QAbstractSpinBox, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), text)
    QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)


def saved(window) -> bytes:
    trigger(window, "save")
    assert not window.isWindowModified()
    assert not message(window)
    return window.document.source.path.read_bytes()


def draws_what_is_in(window) -> bool:
    """Whether every update of the run has the rate that the file's own schedule has, to the last bit."""
    (found,) = find_schedules(window.document.source.path)
    design, steps = window.document.design, range(window.document.design.run.updates)
    return found.run == design.run and (rates(found.schedule, steps) == rates(design.schedule, steps)).all()


def is_sayable(schedule) -> bool:
    return lora_schedule(schedule).schedule == schedule


# Opened


def test_a_config_is_drawn_as_mlx_lm_trains_with_it(opened, lora):
    window = opened(lora)
    assert window.document.design.schedule == LORA_SCHEDULE
    assert window.document.design.run == Run(1000)
    assert window.windowTitle() == "lora.yaml[*]"
    assert window.windowFilePath() == str(lora)
    assert not window.isWindowModified()


def test_the_run_of_an_adapter_counts_what_it_accumulates(opened, tmp_path):
    path = tmp_path / "adapter_config.json"
    path.write_bytes(ADAPTER)
    window = opened(path)
    assert window.document.design.schedule == LORA_SCHEDULE
    assert window.document.design.run == Run(4000, grad_accumulation_steps=4)


def test_open_offers_configs(window, lora):
    asked = []
    window.files.ask_paths = lambda *args: (asked.append(args[2]), [str(lora)])[1]
    trigger(window, "open")
    for ending in ("*.py", "*.yaml", "*.yml", "*.json"):
        assert ending in asked[0].split(";;")[0]
    assert window.document.design.schedule == LORA_SCHEDULE


def test_a_dropped_config_is_opened(window, lora):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(lora))])
    drop(window, files)
    assert window.document.design.schedule == LORA_SCHEDULE


def test_a_finder_event_opens_a_config(window, lora):
    QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(lora)))
    assert window.document.design.schedule == LORA_SCHEDULE


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("compose.yaml", b"services:\n  web:\n    image: nginx\n", "no lr_schedule and no learning_rate of mlx-lm"),
        ("package.json", b'{"name": "something"}\n', "no lr_schedule and no learning_rate of mlx-lm"),
        ("empty.yaml", b"", "empty.yaml"),
        ("broken.yaml", b"iters: [1\nlr_schedule:\n", "line"),
        ("broken.json", b'{"iters": 1,\n', "line"),
        ("twice.yaml", LORA + b"lr_schedule: {name: step_decay, arguments: [1e-5, 0.5, 10]}\n", "twice"),
        ("none.yaml", LORA.replace(b"iters: 1000", b"iters: 2\ngrad_accumulation_steps: 4"), "no update"),
    ],
)
def test_a_config_that_can_not_be_designed_is_one_sentence(window, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    window.files.ask_paths = lambda *_: [str(path)]
    trigger(window, "open")
    assert words in message(window)
    assert "\n" not in message(window)
    assert window.windowTitle() == "Untitled[*]"


def test_what_the_file_leaves_out_is_told_quietly(opened, tmp_path):
    path = tmp_path / "lora.yaml"
    path.write_bytes(LORA.replace(b"iters: 1000   # so long\r\n", b""))
    window = opened(path)
    assert window.document.design.run == Run(1000)
    assert "iters = 1000" in plain(window.panel(SourcePanel).assumed.text())
    assert "mlx-lm's default" in plain(window.panel(SourcePanel).assumed.text())
    edit(window, "iterations", 600)
    assert "iters" not in window.panel(SourcePanel).assumed.text()
    assert b"\niters: 600\n" in saved(window)


# Edited and saved


def test_a_typed_number_changes_that_number_and_not_one_other_byte(opened, lora):
    window = opened(lora)
    type_in(window, "schedules[1].decay_steps", "898")
    assert saved(window) == LORA.replace(b"[1e-5, 1000", b"[1e-5, 898")
    assert draws_what_is_in(window)


def test_the_warm_up_takes_boundary_and_peak_along_as_mlx_lm_would(opened, lora):
    window = opened(lora)
    type_in(window, "schedules[0].steps", "50")
    assert window.document.design.schedule.boundaries == (51,)
    type_in(window, "schedules[1].init", "2e-5")
    assert window.document.design.schedule.schedules[0].end == 2e-5
    assert window.document.undo_stack.count() == 2
    expected = LORA.replace(b"warmup: 100", b"warmup: 50").replace(b"[1e-5, 1000", b"[2.0e-05, 1000")
    assert saved(window) == expected
    assert draws_what_is_in(window)
    window.document.undo_stack.undo()
    window.document.undo_stack.undo()
    assert window.document.design.schedule == LORA_SCHEDULE


def test_what_a_warm_up_rises_to_is_where_the_schedule_begins(opened, lora):
    window = opened(lora)
    type_in(window, "schedules[0].end", "3e-5")
    assert window.document.design.schedule.schedules[1].init == 3e-5
    assert saved(window) == LORA.replace(b"[1e-5, 1000", b"[3.0e-05, 1000")


def test_dragging_the_boundary_keeps_mlx_lms_rule_at_every_move_and_is_one_step(opened, lora):
    window = opened(lora)
    seen = []
    window.document.changed.connect(lambda new, _: seen.append(new.schedule))
    mouse = Mouse(window.plot)
    top = window.plot.getViewBox().viewRange()[1][1]
    mouse.drag(mouse.at(101, top * 0.3), mouse.at(201, top * 0.3))
    assert len(seen) > 3
    assert all(map(is_sayable, seen))
    assert window.document.undo_stack.count() == 1
    warmup = window.document.design.schedule.schedules[0].steps
    assert abs(warmup - 200) <= 5
    assert warmup % 2 == 0  # a pixel is more than one update, and it is the warm-up that is a clean number
    expected = LORA.replace(b"warmup: 100", b"warmup: %d" % warmup)
    assert saved(window) == expected.replace(b"[1e-5, 1000", b"[1e-5, %d" % (1100 - warmup))
    assert draws_what_is_in(window)


@pytest.mark.parametrize("keys", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_a_hand_that_rests_sees_the_same_as_one_that_moves(opened, lora, keys):
    """Each move is computed from the press: a second one to the same place changes nothing."""
    window = opened(lora)
    mouse = Mouse(window.plot)
    start, end = mouse.at(100, 1e-5), mouse.at(160, 1.2e-5)
    mouse.press(start)
    mouse.pull(end, keys)
    once = window.document.design
    mouse.pull(end + QPoint(1, 0), keys)
    mouse.pull(end, keys)
    assert window.document.design == once
    assert is_sayable(once.schedule)
    mouse.release(end, keys)
    assert window.document.design == once
    assert window.document.undo_stack.count() == 1
    assert once.schedule != LORA_SCHEDULE


def test_a_nudged_handle_keeps_mlx_lms_rule(opened, lora):
    window = opened(lora)
    window.plot.setFocus()
    for _ in range(12):
        QTest.keyClick(window.plot, Qt.Key.Key_Tab)
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            QTest.keyClick(window.plot, key)
            assert is_sayable(window.document.design.schedule)
    assert window.isWindowModified()
    saved(window)
    assert draws_what_is_in(window)


def test_the_run_is_saved_where_it_differs_and_epochs_are_not(opened, lora):
    window = opened(lora)
    edit(window, "iterations_per_epoch", 250)
    assert not window.isWindowModified()
    edit(window, "iterations", 1100)
    assert window.isWindowModified()
    assert saved(window) == LORA.replace(b"iters: 1000", b"iters: 1100")
    edit(window, "grad_accumulation_steps", 2)
    assert b"grad_accumulation_steps: 2" in saved(window)
    assert draws_what_is_in(window) or window.document.design.run.iterations_per_epoch == 250


def test_the_end_of_the_run_is_dragged_and_saved(opened, lora):
    window = opened(lora)
    mouse = Mouse(window.plot)
    mouse.drag(mouse.at(1000, 3e-6), mouse.at(800, 3e-6))
    run = window.document.design.run
    assert run.iterations < 1000
    assert saved(window) == LORA.replace(b"iters: 1000", b"iters: %d" % run.iterations)


def test_json_keeps_its_bytes_too(opened, tmp_path):
    path = tmp_path / "adapter_config.json"
    path.write_bytes(ADAPTER)
    window = opened(path)
    type_in(window, "schedules[1].decay_steps", "898")
    edit(window, "grad_accumulation_steps", 2)
    edit(window, "iterations", 2000)
    expected = ADAPTER.replace(b"[1e-05, 1000", b"[1e-05, 898").replace(b"4000", b"2000")
    assert saved(window) == expected.replace(b'steps": 4', b'steps": 2')
    assert draws_what_is_in(window)


# A constant, and Add Schedule


def test_a_plain_learning_rate_is_a_constant_that_can_be_changed(opened, constant):
    window = opened(constant)
    assert window.document.design.schedule == LinearSchedule(2e-5, 2e-5, 1)
    type_in(window, "init", "3e-5")
    assert saved(window) == CONSTANT.replace(b"2e-5", b"3.0e-05")


def test_add_schedule_warms_up_and_falls_to_a_tenth_on_the_last_update(opened, constant, qtbot):
    from stepdecay.checks.all_rules import check

    window = opened(constant)
    button = window.findChild(QPushButton, "addSchedule")
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    design = window.document.design
    assert design.schedule == LoraSchedule(CosineDecay(2e-5, 568, 2e-6), 30, 2e-7).schedule
    assert rates(design.schedule, [599])[0] == rates(CosineDecay(2e-5, 1, 2e-6), [1])[0]
    assert window.document.undo_stack.undoText() == "Add Schedule"
    assert not button.isVisible()
    qtbot.waitUntil(window.panel(SourcePanel).notes.isVisible)
    assert "mlx-lm ignores it beside the lr_schedule" in plain(window.panel(SourcePanel).notes.text())
    assert saved(window).startswith(CONSTANT)
    assert draws_what_is_in(window)
    (found,) = find_schedules(constant)
    assert not [one for one in check(found.schedule, found.run, found) if one.severity != "note"]
    window.document.undo_stack.undo()
    assert window.document.design.schedule == LinearSchedule(2e-5, 2e-5, 1)


@pytest.mark.parametrize("updates", [2, 3, 4, 5, 19, 20, 100, 1500])
def test_an_added_schedule_ends_on_the_last_update_of_any_run(updates):
    from stepdecay.trainers.mlx_lm import fitted

    schedule = fitted(updates, 1e-4)
    assert is_sayable(schedule)
    assert rates(schedule, [updates - 1])[0] == rates(CosineDecay(1e-4, 1, 1e-5), [1])[0]
    assert updates < 3 or rates(schedule, [updates - 2])[0] > rates(schedule, [updates - 1])[0]


def test_add_schedule_is_for_constants_of_configs(window, opened, lora, constant):
    assert not window.menus.actions["add_schedule"].isEnabled()
    assert not opened(lora).menus.actions["add_schedule"].isEnabled()
    assert opened(constant).menus.actions["add_schedule"].isEnabled()


def test_a_preset_in_a_config_is_joined_as_mlx_lm_joins_and_still_ends_with_the_run(opened, lora):
    from stepdecay.checks.all_rules import check

    window = opened(lora)
    trigger(window, "preset_warmup_cosine")
    design = window.document.design
    assert is_sayable(design.schedule)
    assert rates(design.schedule, [999]) == rates(CosineDecay(1e-5, 1, 1e-7), [1])
    assert not [one for one in check(design.schedule, design.run) if one.severity != "note"]
    saved(window)
    assert draws_what_is_in(window)


# The code


def test_the_code_is_what_the_config_says(opened, lora):
    window = opened(lora)
    code = window.panel(CodePanel).code.toPlainText()
    assert code.splitlines()[:2] == ["lr_schedule:", "  name: cosine_decay"]
    type_in(window, "schedules[1].decay_steps", "898")
    assert "898" in window.panel(CodePanel).code.toPlainText()
    trigger(window, "add_step_decay")
    assert "optim.join_schedules" in window.panel(CodePanel).code.toPlainText()


def test_the_code_of_an_adapter_is_json(opened, tmp_path):
    import json

    path = tmp_path / "adapter_config.json"
    path.write_bytes(ADAPTER)
    code = opened(path).panel(CodePanel).code.toPlainText()
    assert json.loads("{" + code + "}")["lr_schedule"] == json.loads(ADAPTER)["lr_schedule"]


@pytest.mark.parametrize(
    ("path", "value"),
    [("schedules[1].decay_steps", "1000"), ("schedules[0].end", "1.0e-05"), ("boundaries[0]", "100")],
)
def test_the_argument_that_is_edited_is_lit_in_the_config(opened, lora, path, value):
    from stepdecay.writers.config import config_part, config_spans

    text = config_part(opened(lora).document.design.schedule)
    assert text[slice(*config_spans(LORA_SCHEDULE, text)[path])] == value


def test_copy_as_mlx_lm_config_is_the_block_or_a_sentence(window):
    window.document.edit_schedule("test", StepDecay(1e-5, 0.5, 100))
    trigger(window, "copy_mlx_lm")
    assert re.search(r"name: step_decay\n  arguments: \[1.0e-05, 0.5, 100\]", QGuiApplication.clipboard().text())
    trigger(window, "preset_multi_step")
    trigger(window, "copy_mlx_lm")
    assert "Nothing was copied" in message(window)
    assert "step_decay" in QGuiApplication.clipboard().text()
