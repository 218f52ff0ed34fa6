"""Real events for the window's tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from tests.designer.helpers.files import LORA, SCRIPT, discard
from tests.designer.helpers.levels import TRILLION, LevelsHelper

NO_BUTTON, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Mouse:
    """Sends mouse events to a plot's viewport, as a system does, at places given in pixels of the view box."""

    def __init__(self, plot) -> None:
        self._plot = plot
        self._viewport = plot.viewport()

    def at(self, step: float, rate: float) -> QPoint:
        """Return the viewport's pixel at a step and a view y."""
        view = self._plot.getViewBox()
        return self._plot.mapFromScene(view.mapViewToScene(QPointF(step, rate)))

    def send(self, kind: QEvent.Type, place: QPoint, button=NO_BUTTON, buttons=NO_BUTTON, keys=NO_KEYS) -> None:
        local = QPointF(place)
        event = QMouseEvent(kind, local, QPointF(self._viewport.mapToGlobal(place)), button, buttons, keys)
        QApplication.sendEvent(self._viewport, event)

    def move(self, place: QPoint) -> None:
        self.send(QEvent.Type.MouseMove, place)

    def press(self, place: QPoint) -> None:
        self.move(place)
        self.send(QEvent.Type.MouseButtonPress, place, LEFT, LEFT)

    def pull(self, place: QPoint, keys=NO_KEYS) -> None:
        self.send(QEvent.Type.MouseMove, place, NO_BUTTON, LEFT, keys)

    def release(self, place: QPoint, keys=NO_KEYS) -> None:
        self.send(QEvent.Type.MouseButtonRelease, place, LEFT, NO_BUTTON, keys)

    def drag(self, start: QPoint, end: QPoint, moves: int = 8, keys=NO_KEYS) -> None:
        self.press(start)
        for part in range(1, moves + 1):
            self.pull(start + (end - start) * part / moves, keys)
        self.release(end, keys)

    def double_click(self, place: QPoint) -> None:
        self.move(place)
        for kind, buttons in (
            (QEvent.Type.MouseButtonPress, LEFT),
            (QEvent.Type.MouseButtonRelease, NO_BUTTON),
            (QEvent.Type.MouseButtonDblClick, LEFT),
            (QEvent.Type.MouseButtonRelease, NO_BUTTON),
        ):
            self.send(kind, place, LEFT, buttons)

    def wheel(self, place: QPoint, notches: int, keys=NO_KEYS) -> None:
        event = QWheelEvent(
            QPointF(place), QPointF(self._viewport.mapToGlobal(place)), QPoint(), QPoint(0, 120 * notches),
            NO_BUTTON, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self._viewport, event)


@pytest.fixture
def mouse(window) -> Mouse:
    """The mouse over the window's plot."""
    return Mouse(window.plot)


@pytest.fixture
def mouse_over(every_mouse_move_counts) -> Callable[..., Mouse]:
    """The mouse over the plot of a window."""
    return lambda window: Mouse(window.plot)


@pytest.fixture
def type_into(window) -> Callable[[str, str], None]:
    """Types text into the field of an argument and presses Return."""

    def type_text(name: str, text: str) -> None:
        from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit

        field = window.findChild(QAbstractSpinBox, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field.findChild(QLineEdit), text)
        QTest.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)

    return type_text


@pytest.fixture
def hands(window) -> LevelsHelper:
    """The levels of a window with 10^12 of them."""
    hands = LevelsHelper(window)
    hands.show(TRILLION)
    return hands


@pytest.fixture
def script(tmp_path) -> Path:
    path = tmp_path / "train.py"
    path.write_bytes(SCRIPT)
    return path


@pytest.fixture
def lora(tmp_path) -> Path:
    path = tmp_path / "lora.yaml"
    path.write_bytes(LORA)
    return path


@pytest.fixture
def opened(qtbot, own_settings):
    """Opens a window with a file, shown."""

    def open_file(path: Path):
        window = create_window([str(path)])
        qtbot.addWidget(window, before_close_func=lambda window: setattr(window.files, "ask_closing", discard))
        window.show()
        qtbot.waitExposed(window)
        return window

    return open_file
