"""A button that is only its words: for what is seldom wanted and must not shout."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy


class TextButton(QAbstractButton):
    """Words in a colour, underlined under the pointer and with the focus."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_color(self, color: QColor) -> None:
        """Give the words a colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.ButtonText, color)
        self.setPalette(palette)

    def sizeHint(self) -> QSize:
        """Return the room for the words and the line under them."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words."""
        painter, font = QPainter(self), self.font()
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        # The words are English, also where people write from right to left: else a `?` would come first.
        how = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextForceLeftToRight.value
        painter.drawText(self.rect(), how, self.text())
        painter.end()
