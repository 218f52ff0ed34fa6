"""A config with a mistake in it, and what a person does with what is found wrong."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from designer.panels.findings import FindingsPanel
from designer.plot.picture import Pixel
from designer.widgets.findings.row import FindingRow

CONFIG = b"""\
# LoRA fine-tuning, written down by hand.
model: "some-org/some-model"   # where it is
train: true
iters: 1000
learning_rate: 1e-5

lr_schedule:
  name: cosine_decay
  warmup: 100        # updates, before the cosine begins
  warmup_init: 1e-7
  arguments: [1e-5, 1000, 1e-7]  # init, decay_steps, end
seed: 0
"""
"""Its decay_steps is as long as its run, and the warm-up comes before it: what half of all public configs do."""

MENDED = CONFIG.replace(b"[1e-5, 1000,", b"[1e-5, 898,")


def row(window, code: str) -> FindingRow:
    return next(row for row in window.panel(FindingsPanel).rows if row.finding.code == code)


def codes(window) -> list[str]:
    return [row.finding.code for row in window.panel(FindingsPanel).rows]


def point_at(window, widget: QWidget | None) -> None:
    """Move the pointer onto a widget, or away from all that answers to it."""
    for _ in range(5):  # parts that are new find their places, one within the other
        QApplication.processEvents()
    place = QPoint(1, 1) if widget is None else widget.mapTo(window, widget.rect().center())
    for at in (place - QPoint(1, 0), place):  # Qt ignores a move to where the pointer is already
        QTest.mouseMove(window.windowHandle(), at)


def mend(window, code: str) -> None:
    button = row(window, code).fix_button
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def signs(window) -> dict[str, Pixel]:
    """The pixels of the signs on the plot, by code."""
    window.grab()
    return {finding.code: middle for finding, middle in window.plot.hints.findings.shown()}
