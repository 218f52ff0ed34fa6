"""What the tests of joins on the plot share: a plot alone, with a schedule of several pieces, on both axes."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, Qt

from designer.model.document import Design, Document
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run
from stepdecay.schedule.kinds import Schedule
from tests.designer.conftest import Mouse

WARM = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])

CONTROL = Qt.KeyboardModifier.ControlModifier


class Plot:
    """A plot with its document, and a hand that knows steps and rates."""

    def __init__(self, canvas, document: Document) -> None:
        self.canvas = canvas
        self.document = document
        self.mouse = Mouse(canvas)

    @property
    def schedule(self) -> Schedule:
        return self.document.design.schedule

    def show(self, schedule: Schedule, updates: int = 1000) -> None:
        self.document.edit("show", Design(schedule, Run(updates)))
        self.document.undo_stack.clear()
        self.canvas.viewport().grab()

    def on(self, step: float, rate: float) -> QPoint:
        """The pixel of a step and a rate."""
        scale = self.canvas.getAxis("left").rate_scale
        return self.mouse.at(step, float(scale.to_view(rate)))

    def low(self, step: float) -> QPoint:
        """A pixel of a step's line at a height where there is no curve."""
        (_, _), (low, high) = self.canvas.viewRange()
        return self.mouse.at(step, low + (high - low) * 0.45)

    def drag(self, start: QPoint, end: QPoint, keys=Qt.KeyboardModifier.NoModifier) -> None:
        self.mouse.press(start)
        for part in range(1, 9):
            self.mouse.pull(start + (end - start) * part / 8, keys)
        self.mouse.release(end, keys)

    def rate_at(self, pixel: QPoint) -> float:
        """The rate at a pixel's height."""
        y = self.canvas.getViewBox().mapSceneToView(self.canvas.mapToScene(pixel)).y()
        return self.canvas.getAxis("left").rate_scale.to_rate(y)


@pytest.fixture(params=["linear", "log"])
def axis(request) -> str:
    """Every test on both axes."""
    return request.param


@pytest.fixture
def plot(qtbot, own_settings, every_mouse_move_counts, axis):
    """A plot that shows a warm-up and a cosine."""
    from PySide6.QtWidgets import QMainWindow

    from designer.plot.canvas import Canvas

    window = QMainWindow()
    qtbot.addWidget(window)
    document = Document(Design(WARM, Run(1000)))
    canvas = Canvas(document)
    canvas.complete()
    window.setCentralWidget(canvas)
    window.resize(900, 560)
    document.look(log_scale=axis == "log")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.windowHandle().isExposed())
    canvas.viewport().grab()
    yield Plot(canvas, document)
    window.close()


def close(value: float, wanted: float) -> bool:
    """Whether a rate is the wanted one to the two digits that snapping leaves it."""
    return math.isclose(value, wanted, rel_tol=0.06)
