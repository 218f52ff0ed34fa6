"""A combo box that a wheel passes over."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class QuietCombo(QComboBox):
    """Chooses by the wheel only with focus: a wheel that passes over a panel scrolls the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Choose, or leave it to the panel."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
