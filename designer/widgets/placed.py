"""A widget that places its parts itself, for their heights depend on its width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStyle, QWidget


class PlacedWidget(QWidget):
    """Asks for its parts to be placed whenever there is other room for them."""

    def _place(self) -> None:
        """Give each part its place, by `_put`, and this widget its height."""
        raise NotImplementedError

    def _put(self, part: QWidget, place: QRect) -> None:
        """Give a part its place, said from left to right; it is mirrored where people write from right to left."""
        part.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Turn round, and find room for another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()
