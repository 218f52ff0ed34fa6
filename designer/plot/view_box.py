"""The view box: how a wheel and a double click change what is in view."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal


class ViewBox(pg.ViewBox):  # type: ignore[misc]
    """A view box whose wheel zooms the steps about the pointer, and the rates with Shift; double click fits."""

    fit_wanted = Signal()

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom one axis: both at once would lose a flat curve out of sight."""
        if axis is None:
            axis = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        super().wheelEvent(event, axis)

    def mouseClickEvent(self, event: Any) -> None:
        """Fit on a double click."""
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.fit_wanted.emit()
