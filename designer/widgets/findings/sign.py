"""The sign of a finding, in the panel and on the plot: its shape says how bad it is, so that colour never has to."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

RADIUS = 7.0

WORDS = {"error": "Error", "warning": "Warning", "note": "Note"}
"""What a screen reader says for a sign."""


def draw_sign(painter: QPainter, severity: str, at: QPointF, colors: tuple[QColor, QColor]) -> None:
    """Draw a sign.

    A disc with a cross for an error, a triangle with an exclamation mark for a warning, a ring with an i for a note.

    Args:
        painter: Antialiased already.
        severity: One of `stepdecay.checks.finding.SEVERITIES`.
        at: Its middle.
        colors: Of the shape, and of the ground, in which the shape is written on.
    """
    color, ground = colors
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if severity == "note":
        painter.setBrush(ground)
        painter.setPen(QPen(color, 1.4))
        painter.drawEllipse(at, RADIUS - 1.2, RADIUS - 1.2)
        _write(painter, at, color, stem=(-0.6, 3.2), dot=-2.9)
    elif severity == "warning":
        corners = [QPointF(0, -6.6), QPointF(7.0, 5.6), QPointF(-7.0, 5.6)]
        painter.setPen(QPen(color, 1.6, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolygon(QPolygonF([at + corner for corner in corners]))
        _write(painter, at, ground, stem=(-2.6, 1.6), dot=4.2)
    else:
        painter.drawEllipse(at, RADIUS, RADIUS)
        painter.setPen(QPen(ground, 1.8, c=Qt.PenCapStyle.RoundCap))
        for side in (-1, 1):
            arm = QPointF(2.6 * side, 2.6)
            painter.drawLine(QLineF(at - arm, at + arm))


def _write(painter: QPainter, at: QPointF, color: QColor, stem: tuple[float, float], dot: float) -> None:
    """Draw an `i` or an exclamation mark."""
    painter.setPen(QPen(color, 1.7, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QLineF(at + QPointF(0, stem[0]), at + QPointF(0, stem[1])))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(at + QPointF(0, dot), 1, 1)


class FindingSign(QWidget):
    """A sign beside a sentence, named for a screen reader."""

    def __init__(self, severity: str) -> None:
        super().__init__()
        self._severity = severity
        self._color = QColor()
        self.setAccessibleName(WORDS[severity])
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_color(self, color: QColor) -> None:
        """Give the sign a colour."""
        self._color = color
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for it: as high as a line of text."""
        side = round(2 * RADIUS) + 2
        return QSize(side, max(side, self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QRectF(self.rect()).center()
        draw_sign(painter, self._severity, middle, (self._color, self.palette().color(self.backgroundRole())))
        painter.end()
