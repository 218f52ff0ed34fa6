"""The start of the first window, part after part."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer

from designer.frame.window import MainWindow

LONGEST_WAIT_MS = 1000
"""So long the rest of the window waits for its plot to be painted."""


class Starter(QObject):
    """Adds the parts of the first window one after the other, fields and plot each on the screen before the next.

    Args:
        window: The window.
        finish: Called when it is whole.
        say: Called with why MLX can't be loaded.
    """

    def __init__(self, window: MainWindow, finish: Callable[[], None], say: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window = window
        self._finish = finish
        self._say = say
        self._watched: QObject | None = None
        self._has_plot = False
        self._wait_for(window)

    def _wait_for(self, painted: QObject) -> None:
        self._watched = painted
        painted.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for a painting, and let it reach the screen."""
        if event.type() == QEvent.Type.Paint:
            self._go_on()
        return False

    def _go_on(self) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
            QTimer.singleShot(0, self._add_next)

    def _add_next(self) -> None:
        if not self._window.add_part():
            gc.freeze()
            gc.enable()
            self._finish()
        elif self._has_plot:
            QTimer.singleShot(0, self._add_next)
        else:
            self._has_plot = True
            if self._window.engine_problem:
                self._say(self._window.engine_problem)
            self._wait_for(self._window.plot.viewport())
            QTimer.singleShot(LONGEST_WAIT_MS, self._go_on)  # a hidden window is never painted
