"""Several schedules in a file, and numbers that its text doesn't tell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from designer.model.document import DEFAULT_DESIGN
from designer.panels.code import CodePanel
from designer.panels.schedule.panel import SchedulePanel
from designer.panels.source import SourcePanel
from stepdecay import CosineDecay, StepDecay
from tests.designer.helpers.files import ASKING, JOINED, SCRIPT, TWO, edit, give, message, press, trigger


def test_several_schedules_are_offered_with_their_lines_and_one_with_a_problem_says_what_is_wrong(opened, tmp_path):
    path = tmp_path / "two.py"
    path.write_bytes(TWO)
    window = opened(path)
    choice = window.panel(SourcePanel).choice
    assert choice.isVisible()
    assert [choice.itemText(row).split(":")[0] for row in range(choice.count())] == ["line 3", "line 4", "⚠ line 5"]
    assert "decay_rate" in choice.itemData(2, Qt.ItemDataRole.ToolTipRole)
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    assert message(window).startswith("two.py, line 5: ")
    assert "decay_rate is probably meant" in message(window)
    assert choice.currentIndex() == 0
    choice.activated.emit(1)
    assert window.document.design.schedule == CosineDecay(1e-3, 200)


def test_a_long_schedule_is_offered_by_the_sixty_characters_that_it_begins_with(opened, tmp_path):
    call = " = cosine_decay(1e-3, 200)"
    fits, is_cut = ("x" * (length - len(call)) + call for length in (60, 61))
    path = tmp_path / "two.py"
    path.write_text(f"from mlx.optimizers import cosine_decay\n{fits}\n{is_cut}\n")
    choice = opened(path).panel(SourcePanel).choice
    assert [choice.itemText(row) for row in (0, 1)] == [f"line 2: {fits}", f"line 3: {is_cut[:-1]}…"]


def test_changes_of_a_schedule_stay_when_another_one_of_the_file_is_chosen(opened, tmp_path):
    path = tmp_path / "two.py"
    path.write_bytes(TWO)
    window = opened(path)
    edit(window, "init", 0.2)
    window.panel(SourcePanel).choice.activated.emit(1)
    assert window.isWindowModified()
    edit(window, "decay_steps", 300)
    trigger(window, "save")
    assert path.read_bytes() == TWO.replace(b"(0.1, 0.9", b"(0.2, 0.9").replace(b"200", b"300")
    window.panel(SourcePanel).choice.activated.emit(0)
    assert window.document.design.schedule == StepDecay(0.2, 0.9, 10)


def test_a_file_with_one_schedule_needs_no_panel(opened, script):
    assert not opened(script).panel(SourcePanel).isVisible()


def test_until_its_names_are_told_a_file_has_no_curve_and_the_keys_go_to_the_first_of_them(opened, tmp_path, qtbot):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    veil = window.findChild(QLabel, "veil")
    assert veil.isVisible()
    assert veil.text().startswith("asking.py, line 5, doesn't tell args.lr and num_batches.")
    assert window.childAt(window.plot.mapTo(window, window.plot.rect().center())) is veil
    assert not window.panel(SchedulePanel).isVisible()
    assert not window.panel(CodePanel).code.toPlainText()
    qtbot.waitUntil(lambda: window.focusWidget() is window.panel(SourcePanel).names.fields["args.lr"])
    trigger(window, "save")
    assert "say first what its names stand for" in message(window)
    for name, text in (("args.lr", "3e-4"), ("num_batches", "250")):
        give(window, name, text)
    assert not veil.isVisible()
    assert window.panel(SchedulePanel).isVisible()
    assert "cosine_decay(0.0003, 1250, 1e-6)" in window.panel(CodePanel).code.toPlainText()


def test_names_that_the_text_does_not_tell_are_asked_for_and_then_the_curve_draws(opened, tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    assert list(window.panel(SourcePanel).names.fields) == ["args.lr", "num_batches"]
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    assert window.document.design.schedule == CosineDecay(3e-4, 1250, 1e-6)
    assert window.document.design.run.updates == 1250
    edit(window, "end", 1e-5)
    trigger(window, "save")
    assert path.read_bytes() == ASKING.replace(b"1e-6", b"1e-5")
    assert window.close()
    again = opened(path)
    assert again.document.design.schedule == CosineDecay(3e-4, 1250, 1e-5)


def test_a_wrong_value_for_a_name_is_refused_with_a_sentence(opened, tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    give(window, "args.lr", "fast")
    assert window.panel(SourcePanel).names.fields["args.lr"].isRefused()
    give(window, "num_batches", "2.5")
    assert window.document.design.schedule == DEFAULT_DESIGN.schedule


def test_a_name_can_be_told_otherwise_and_what_is_computed_from_it_follows_as_one_undo_step(opened, tmp_path):
    path = tmp_path / "asking.py"
    path.write_bytes(ASKING)
    window = opened(path)
    give(window, "args.lr", "3e-4")
    give(window, "num_batches", "250")
    edit(window, "end", 1e-5)
    field = window.panel(SourcePanel).names.fields["num_batches"]
    field.setFocus()
    field.selectAll()
    give(window, "num_batches", "300")
    assert window.document.design.schedule == CosineDecay(3e-4, 1500, 1e-5)
    window.document.undo_stack.undo()
    assert window.document.design.schedule == CosineDecay(3e-4, 1250, 1e-5)
    assert field.value() == 250


def test_a_name_that_is_used_elsewhere_is_said_before_saving(opened, tmp_path, qtbot):
    path = tmp_path / "used.py"
    path.write_bytes(SCRIPT.replace(b"warmup =", b"n = 100\nprint(n)\nwarmup =").replace(b"[100]", b"[n]"))
    window = opened(path)
    edit(window, "boundaries[0]", 150)
    qtbot.waitUntil(window.panel(SourcePanel).notes.isVisible)
    assert "used elsewhere too" in window.panel(SourcePanel).notes.text()
    trigger(window, "save")
    assert b"n = 100\nprint(n)" in path.read_bytes()
    assert b"[150]" in path.read_bytes()


def test_after_saving_a_join_without_its_warm_up_the_join_is_still_the_one_that_is_designed(opened, script):
    window = opened(script)
    trigger(window, "preset_multi_step")
    designed = window.document.design.schedule
    trigger(window, "save")
    assert "cosine" in message(window), "what is left without a use is said first"
    assert script.read_bytes() == SCRIPT
    press(window, "Save")
    assert not message(window)
    assert window.document.design.schedule == designed
    assert window.document.source.resolved(()).schedule == designed
    assert not window.isWindowModified()
    window.document.undo_stack.undo()
    trigger(window, "save")
    assert window.document.source.resolved(()).schedule == JOINED
