"""The shape of an argument: the same on its handle in the plot and beside its field, so that colour is never alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter


def draw_glyph(painter: QPainter, argument: str, at: QPointF, radius: float) -> None:
    """Draw an argument's shape with the painter's pen and brush.

    A circle for `init`, a diamond for `decay_rate`, a triangle for `end`, a square for the counts of a piece, two
    arrowheads for a boundary, an upright bar for `updates`.
    """
    half = radius * 0.86
    match argument:
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
        case "step_size" | "steps" | "decay_steps":
            painter.drawRoundedRect(QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half), 1, 1)
        case _:
            painter.drawRoundedRect(QRectF(at.x() - half * 0.55, at.y() - radius, 1.1 * half, 2 * radius), 1.5, 1.5)
