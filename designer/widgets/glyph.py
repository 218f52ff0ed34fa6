"""The shape of an argument: the same on its handle in the plot and beside its field, so that colour is never alone."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from designer.look.marks import mark_of

_HEXAGON = ((1.1, 0.0), (0.55, 0.95), (-0.55, 0.95), (-1.1, 0.0), (-0.55, -0.95), (0.55, -0.95))


def draw_glyph(painter: QPainter, argument: str, at: QPointF, radius: float) -> None:
    """Draw an argument's shape with the painter's pen and brush.

    A circle for `init`, a diamond for `decay_rate`, a triangle for `end`, a square for the counts of a piece, two
    arrowheads for a boundary, an upright bar for `updates`, a hexagon for any other number.
    """
    half = radius * 0.86
    mark = mark_of(argument)
    match mark:
        case "init":
            painter.drawEllipse(at, radius, radius)
        case "decay_rate":
            reach = radius * 1.2
            corners = [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
            painter.drawPolygon([at + corner for corner in corners])
        case "end":
            reach = radius * 1.15
            corners = [QPointF(-reach, -0.8 * reach), QPointF(reach, -0.8 * reach), QPointF(0, reach)]
            painter.drawPolygon([at + corner for corner in corners])
        case "boundaries":
            for side in (-1, 1):
                corners = [QPointF(1.5, -radius), QPointF(1.5, radius), QPointF(1.5 + radius, 0)]
                painter.drawPolygon([at + QPointF(side * corner.x(), corner.y()) for corner in corners])
        case "step_size":
            painter.drawRoundedRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), 1, 1)
        case "number":
            corners = [QPointF(x * radius, y * radius) for x, y in _HEXAGON]
            painter.drawPolygon([at + corner for corner in corners])
        case "updates":
            painter.drawRoundedRect(QRectF(at.x() - half * 0.55, at.y() - radius, 1.1 * half, 2 * radius), 1.5, 1.5)
        case _:
            assert_never(mark)
