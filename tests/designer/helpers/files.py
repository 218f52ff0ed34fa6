"""Training scripts, and what a person does to a window that has one open."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from designer.filing.dialogs import Closing
from designer.panels.source import SourcePanel
from designer.widgets.labels import BREAK
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule

SCRIPT = b"""\
# -*- coding: utf-8 -*-
import mlx.optimizers as optim   # the optimizers\r
\r
warmup = optim.linear_schedule(0.0, 1e-3, 100)  # from zero
cosine = optim.cosine_decay(1e-3,
                            900,  # until the end
                            end=1E-5)
lr_schedule = optim.join_schedules([warmup, cosine], [100])
optimizer = optim.Adam(learning_rate=lr_schedule)
"""
JOINED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
TWO = b"""\
from mlx.optimizers import cosine_decay, step_decay

first = step_decay(0.1, 0.9, 10)
second = cosine_decay(1e-3, 200)
third = step_decay(0.1, gamma=0.9, step_size=10)
"""
ASKING = b"""\
import mlx.optimizers as optim


def train(args, num_batches):
    return optim.cosine_decay(args.lr, num_batches * 5, 1e-6)
"""
LORA = b"""\
# The model that is trained
model: "mlx-community/Llama-3.2-1B-Instruct-4bit"
train: true
iters: 1000   # so long\r
learning_rate: 1e-5

# Schedule
lr_schedule:
  name: cosine_decay
  warmup: 100 # 0 for no warmup
  warmup_init: 1e-7 # 0 if not specified
  arguments: [1e-5, 1000, 1e-7] # passed to scheduler
"""
LORA_SCHEDULE = JoinSchedules([LinearSchedule(1e-7, 1e-5, 100), CosineDecay(1e-5, 1000, 1e-7)], [101])
ADAPTER = b"""\
{
    "adapter_path": "adapters",
    "grad_accumulation_steps": 4,
    "iters": 4000,
    "learning_rate": 1e-05,
    "lr_schedule": {
        "name": "cosine_decay",
        "warmup": 100,
        "warmup_init": 1e-07,
        "arguments": [1e-05, 1000, 1e-07]
    },
    "model": "Qwen/Qwen3-0.6b"
}
"""
"""What mlx-lm writes beside an adapter."""
CONSTANT = b"""\
model: Qwen/Qwen3-0.6b
iters: 600
learning_rate: 2e-5   # not too much
"""
LONG_NAME = "self.config.optimizer.learning_rate"
LONG = f"""\
import mlx.optimizers as optim


class Trainer:
    def schedule(self):
        return optim.step_decay({LONG_NAME}, 0.9, self.updates)
""".encode()
"""With a name as long as people have them."""
YAML, JSON, PYTHON = "mlx-lm config, YAML (*.yaml *.yml)", "mlx-lm config, JSON (*.json)", "Python (*.py)"
"""The filters of the Save dialog."""


def discard(*_: object) -> Closing:
    return Closing.DISCARD


def trigger(window, name: str) -> None:
    window.menus.actions[name].trigger()


def edit(window, path: str, value: float) -> None:
    window.document.edit_argument(path, value)


def message(window) -> str:
    return "" if window.message_bar.isHidden() else plain(window.message_bar.sentence.text())


def plain(text: str) -> str:
    """What a person reads: without the places where long words may be wrapped."""
    return text.replace(BREAK, "")


def give(window, name: str, text: str) -> None:
    field = window.panel(SourcePanel).names.fields[name]
    field.setFocus()
    QTest.keyClicks(field.lineEdit(), text)
    QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)


def press(window, text: str) -> None:
    button = next(one for one in window.message_bar.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def drop(window, data: QMimeData) -> None:
    place = window.plot.viewport().mapTo(window, QPoint(50, 50))
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, *keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, *keys))


def file_of(window):
    return window.document.source.path


def save_as(window, path, chosen_filter="") -> list[tuple]:
    """Save under another name; return what was asked."""
    asked = []
    window.files.ask_path = lambda *args: (asked.append(args), (str(path), chosen_filter))[1]
    trigger(window, "save_as")
    return asked


def save(window) -> bytes:
    """Save, whatever is said first, and return what is in the file then."""
    trigger(window, "save")
    if message(window):
        press(window, "Save")
    return file_of(window).read_bytes()
