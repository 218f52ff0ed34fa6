"""The label of an argument's field, with the shape that the argument's handle has in the plot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel

from designer.widgets.glyph import draw_glyph

GLYPH_WIDTH = 16
RADIUS = 4.0


class ArgumentLabel(QLabel):
    """An argument's name in its colour; lit while it is edited, dragged or pointed at."""

    def __init__(self, argument: str) -> None:
        super().__init__(argument)
        self._argument = argument
        self._is_lit = False
        self.setIndent(GLYPH_WIDTH)

    def light(self, is_lit: bool) -> None:
        """Light it, or no longer."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            font = self.font()
            font.setUnderline(is_lit)
            self.setFont(font)

    def set_color(self, color: QColor) -> None:
        """Give text and shape a colour."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)

    def color(self) -> QColor:
        """Return the argument's colour."""
        return self.palette().color(QPalette.ColorRole.WindowText)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the text beside the shape: a name is written from left to right in every language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
            self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the shape before it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at_left = self.layoutDirection() == Qt.LayoutDirection.LeftToRight
        x = GLYPH_WIDTH / 2 - 2 if at_left else self.width() - GLYPH_WIDTH / 2 + 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.color())
        draw_glyph(painter, self._argument, QPointF(x, self.height() / 2 + 0.5), RADIUS)
        painter.end()
