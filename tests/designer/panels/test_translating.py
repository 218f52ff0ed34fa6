"""What other frameworks call a schedule, pasted and opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.model.document import DEFAULT_DESIGN
from designer.panels.goals import GoalsPanel
from designer.panels.schedule.panel import SchedulePanel
from designer.panels.translation import TranslationPanel
from stepdecay import CosineDecay, StepDecay
from tests.designer.helpers.files import message, trigger


def test_what_torch_says_is_pasted_asked_for_and_translated(window):
    QApplication.clipboard().setText("scheduler = StepLR(optimizer, step_size=30, gamma=0.1)")
    window.plot.setFocus()
    trigger(window, "paste")
    panel = window.panel(TranslationPanel)
    assert panel.isVisible()
    assert not panel.apply_button.isEnabled()
    for name, text in (("lr", "0.1"), ("updates_per_epoch", "100")):
        field = panel.names.fields[name]
        field.setFocus()
        QTest.keyClicks(field.lineEdit(), text)
        QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    QTest.mouseClick(panel.apply_button, Qt.MouseButton.LeftButton)
    assert window.document.design.schedule == StepDecay(0.1, 0.1, 3000)
    assert not panel.isVisible()
    window.document.undo_stack.undo()
    assert window.document.design == DEFAULT_DESIGN


def test_dismissing_a_translation_leaves_everything_as_it_was(window):
    QApplication.clipboard().setText("optax.cosine_decay_schedule(0.1, 1000)")
    window.plot.setFocus()
    trigger(window, "paste")
    assert window.document.view.overlay.preview == CosineDecay(0.1, 1000)
    QTest.mouseClick(window.panel(TranslationPanel).dismiss_button, Qt.MouseButton.LeftButton)
    assert window.document.view.overlay.preview is None
    assert window.document.design == DEFAULT_DESIGN
    assert not window.panel(TranslationPanel).isVisible()


def test_a_torch_script_is_opened_as_what_it_means_here(opened, tmp_path):
    path = tmp_path / "torch_train.py"
    path.write_text("import torch\nsgd = torch.optim.SGD(p, lr=0.1)\ns = torch.optim.lr_scheduler.StepLR(sgd, 30)\n")
    window = opened(path)
    assert window.windowTitle() == "Untitled[*]"
    assert window.panel(TranslationPanel).isVisible()
    field = window.panel(TranslationPanel).names.fields["updates_per_epoch"]
    field.setFocus()
    QTest.keyClicks(field.lineEdit(), "10")
    QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)
    assert window.document.view.overlay.preview == StepDecay(0.1, 0.1, 300)
    QTest.mouseClick(window.panel(TranslationPanel).apply_button, Qt.MouseButton.LeftButton)
    assert window.document.design.schedule == StepDecay(0.1, 0.1, 300)


def paste(window, text: str) -> None:
    QApplication.clipboard().setText(text)
    window.plot.setFocus()
    trigger(window, "paste")


def test_open_goals_leave_the_preview_to_what_is_translated_and_have_it_again_afterwards(window, type_into, qtbot):
    trigger(window, "goals")
    type_into("goal_rate", "1e-4")
    wanted = window.document.view.overlay.preview
    assert wanted is not None
    paste(window, "optax.cosine_decay_schedule(0.1, 1000)")
    translated = CosineDecay(0.1, 1000)
    assert window.document.view.overlay.preview == translated
    type_into("goal_rate", "1e-5")
    following = window.panel(GoalsPanel).findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    with qtbot.waitSignal(following.timeout):
        type_into("init", "0.2")
    assert window.document.view.overlay.preview == translated
    QTest.mouseClick(window.panel(GoalsPanel).header, Qt.MouseButton.LeftButton)
    trigger(window, "inspector")
    assert window.document.view.overlay.preview == translated
    trigger(window, "inspector")
    QTest.mouseClick(window.panel(GoalsPanel).header, Qt.MouseButton.LeftButton)
    assert window.document.view.overlay.preview == translated
    QTest.mouseClick(window.panel(TranslationPanel).dismiss_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.view.overlay.preview not in (None, translated))
    assert isinstance(window.document.view.overlay.preview, StepDecay)
    assert window.document.view.overlay.preview != wanted


def test_a_text_that_is_too_long_to_be_a_schedule_is_refused_at_once(window):
    line = "scheduler = StepLR(optimizer, step_size=30, gamma=0.1)\n"
    for take in (lambda text: paste(window, text), window.paste_text):
        take(line * 100_000)
        assert message(window) == "Can't paste: the text is too long to be one schedule; open it as a file"
        assert not window.document.view.overlay.translations
        window.message_bar.show_message("")
    field = window.panel(SchedulePanel).fields["init"]
    field.setFocus()
    QApplication.clipboard().setText(line * 100_000)
    trigger(window, "paste")
    assert field.text() == "0.1"


@pytest.mark.parametrize(("length", "is_taken"), [(100_000, True), (100_001, False)])
def test_a_text_of_a_hundred_thousand_characters_is_still_read(window, length, is_taken):
    window.paste_text("step_decay(0.5, 0.5, 5)".rjust(length))
    assert (window.document.design.schedule == StepDecay(0.5, 0.5, 5)) is is_taken
    assert ("too long" in message(window)) is not is_taken


def test_a_long_script_is_still_searched_for_a_scheduler(window):
    paste(window, "x = 1\n" * 5_000 + "s = optax.cosine_decay_schedule(0.1, 1000)\n")
    assert window.document.view.overlay.preview == CosineDecay(0.1, 1000)
