"""Boxes with a few lines of text beside a place of the plot, always inside the view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from designer.look.theme import Theme

PADDING = 10
SAMPLE = 22
"""Pixels for a piece of a curve's line in front of a text."""

COLUMN_GAP = 18
RULE = 9
"""Pixels between two columns, and for a rule between two lines."""


@dataclass(frozen=True)
class Line:
    """One line of a bubble.

    Attributes:
        text: What it says.
        color: The text's colour.
        pen: The pen of the curve that it is about, if it is about one.
        value: What is said right of it, in a column of its own.
        is_parted: Whether a rule parts it from the line above.
    """

    text: str
    color: QColor
    pen: QPen | None = None
    value: str = ""
    is_parted: bool = False


class Bubble:
    """A box with its lines, placed beside a point: right of it and above, or where there is room."""

    def __init__(self, at: QPointF, size: QRectF, lines: Sequence[Line], font: QFont, theme: Theme) -> None:
        metrics = QFontMetricsF(font)
        indent = SAMPLE if any(line.pen is not None for line in lines) else 0
        values = max(metrics.horizontalAdvance(line.value) for line in lines)
        left_column = max(metrics.horizontalAdvance(line.text) for line in lines if line.value or not values)
        widths = [metrics.horizontalAdvance(line.text) for line in lines]
        columns = left_column + COLUMN_GAP + values if values else left_column
        width = max(*widths, columns) + indent + 2 * PADDING
        height = len(lines) * metrics.height() + sum(line.is_parted for line in lines) * RULE + 12
        left = at.x() + PADDING if at.x() + PADDING + width < size.width() else at.x() - PADDING - width
        top = at.y() - height - 12 if at.y() - height - 12 > 4 else at.y() + 14
        left, top = max(left, 2.0), max(min(top, size.height() - height - 4), 4.0)
        self.box = QRectF(left, top, width, height)
        self._values_end = left + PADDING + indent + columns
        self._lines, self._font, self._metrics, self._indent = lines, font, metrics, indent
        self._fill, self._border = theme.color("button"), theme.color("border")

    def bounds(self) -> QRectF:
        """Return where it paints."""
        return self.box.adjusted(-2, -2, 2, 2)

    def draw(self, painter: QPainter) -> None:
        """Paint the box and its lines."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # else "0.04  × 0.5" would read "0.5 × 0.04"
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._fill)
        painter.setPen(QPen(self._border, 1))
        painter.drawRoundedRect(self.box, 6, 6)
        left, right, top = self.box.left() + PADDING, self.box.right() - PADDING, self.box.top() + 6
        for line in self._lines:
            if line.is_parted:
                painter.setPen(QPen(self._border, 1))
                painter.drawLine(QPointF(left, top + RULE / 2), QPointF(right, top + RULE / 2))
                top += RULE
            baseline = top + self._metrics.ascent()
            top += self._metrics.height()
            if line.pen is not None:
                middle = baseline - self._metrics.xHeight() / 2
                painter.setPen(line.pen)
                painter.drawLine(QPointF(left, middle), QPointF(left + SAMPLE - 6, middle))
            painter.setPen(line.color)
            painter.drawText(QPointF(left + self._indent, baseline), line.text)
            if line.value:
                start = self._values_end - self._metrics.horizontalAdvance(line.value)
                painter.drawText(QPointF(start, baseline), line.value)
