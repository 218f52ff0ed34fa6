"""A small button with a sign on it, as under a Mac's lists."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

SIGNS = {
    "plus": (((-4.0, 0.0), (4.0, 0.0)), ((0.0, -4.0), (0.0, 4.0))),
    "minus": (((-4.0, 0.0), (4.0, 0.0)),),
    "up": (((-4.0, 2.0), (0.0, -2.0), (4.0, 2.0)),),
    "down": (((-4.0, -2.0), (0.0, 2.0), (4.0, -2.0)),),
}
"""The strokes of each sign, from its middle."""


class SignButton(QAbstractButton):
    """Shows one of `SIGNS`; its words are for a tooltip and a screen reader."""

    def __init__(self, sign: str, words: str) -> None:
        super().__init__()
        self._sign = sign
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a size that is easy to hit."""
        return QSize(26, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sign, a ground under the pointer, a frame with the focus."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            ground = palette.color(role.WindowText)
            ground.setAlpha(36 if self.isDown() else 18)
            painter.setBrush(ground if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(role.Highlight), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(role.WindowText), 1.6, c=Qt.PenCapStyle.RoundCap))
        painter.translate(self.width() / 2, self.height() / 2)
        for stroke in SIGNS[self._sign]:
            painter.drawPolyline([QPointF(x, y) for x, y in stroke])
        painter.end()
