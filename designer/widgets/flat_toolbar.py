"""A toolbar with one hairline below; a Mac's own looks right as it is."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolBar


class FlatToolBar(QToolBar):
    """A toolbar that can't be moved or hidden."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContentsMargins(6, 2, 8, 2)
        self.toggleViewAction().setVisible(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the background; the Fusion style would draw two lines that are too bright in the dark."""
        if sys.platform == "darwin":
            super().paintEvent(event)
            return
        painter, palette = QPainter(self), self.palette()
        painter.fillRect(self.rect(), palette.color(palette.ColorRole.Window))
        painter.fillRect(0, self.height() - 1, self.width(), 1, palette.color(palette.ColorRole.Mid))
