"""A push button whose words are cut where there is no room for them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton


class ElidedButton(QPushButton):
    """Says all of its words in a tooltip where it shows only some."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._words = words
        self.setAccessibleName(words)

    def fitted(self, room: int) -> QSize:
        """Show as much of the words as fits into a width, and return the size that this takes."""
        self.setText(self._words)
        hint = self.sizeHint()
        if hint.width() > room:
            around = hint.width() - self.fontMetrics().horizontalAdvance(self._words)
            self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room - around))
        self.setToolTip("" if self.text() == self._words else self._words)
        return QSize(min(hint.width(), room), hint.height())
