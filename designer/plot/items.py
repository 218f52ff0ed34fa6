"""What is painted over the plot's view: the curve, the marks of the run and of a level, the crosshair.

The items are children of the view box itself, in its pixels, and paint numbers that were computed before: `paint` must
be total, for an exception in it can take the process down.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.plot.scale import FloatArray, thinned

Draw = Callable[[QPainter], None]


class Layer(QGraphicsItem):
    """A transparent sheet over the view that paints what it was last given, within a rectangle."""

    def __init__(self, parent: QGraphicsItem, z: float) -> None:
        super().__init__(parent)
        self._bounds = QRectF()
        self._draw: Draw | None = None
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_drawing(self, bounds: QRectF, draw: Draw | None, *, is_due: bool = False) -> None:
        """Paint `draw` within `bounds` from now on; when a painting of all is due anyway, don't ask for another."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._draw = draw
        if not is_due:
            self.update()

    def boundingRect(self) -> QRectF:
        """Return where this layer paints."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint, and whatever happens, return; what went wrong is reported once, after this painting."""
        if self._draw is None:
            return
        try:
            self._draw(painter)
        except Exception:
            self._draw = None
            QTimer.singleShot(0, partial(sys.excepthook, *sys.exc_info()))


def curve_drawing(x: FloatArray, y: FloatArray, color: QColor) -> Draw:
    """Draw a polyline given in pixels: 2 px wide, antialiased, without the points that nobody could see."""
    kept = thinned(x, y)
    polygon: QPolygonF = arrayToQPolygonF(x[kept], y[kept])
    pen = QPen(color, 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # half the cost of round joins, and the same to see on right angles

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawPolyline(polygon)

    return draw


def level_drawing(left: float, right: float, y: float, color: QColor) -> tuple[QRectF, Draw]:
    """Draw the mark of a selected level: a band along its tread, never too narrow to see."""
    middle, half = (left + right) / 2, max((right - left) / 2, 4.0)
    band = QRectF(middle - half, y - 5, 2 * half, 10)

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(color))
        painter.drawRoundedRect(band, 4, 4)

    return band.adjusted(-1, -1, 1, 1), draw


def frame_drawing(
    size: QRectF, *, grid: FloatArray, limits: FloatArray, run_end: float, colors: dict[str, QColor], label: QFont
) -> Draw:
    """Draw what stands behind the curve: round rates, the places for 0 and inf, the run's end."""
    grid_lines, limit_lines = ([QLineF(0, y, size.width(), y) for y in lines.tolist()] for lines in (grid, limits))

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(colors["grid"], 1))
        painter.drawLines(grid_lines)
        painter.setPen(QPen(colors["limit"], 1, Qt.PenStyle.DotLine))
        painter.drawLines(limit_lines)
        if run_end < size.width():
            left = max(run_end, 0.0)
            painter.fillRect(QRectF(left, 0, size.width() - left, size.height()), colors["shade"])
        if 0 <= run_end <= size.width():
            painter.setPen(QPen(colors["end"], 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(run_end, 0), QPointF(run_end, size.height()))
            painter.setFont(label)
            fits_left = run_end > 100
            place = QRectF(run_end - 206 if fits_left else run_end + 6, 4, 200, 20)
            side = Qt.AlignmentFlag.AlignRight if fits_left else Qt.AlignmentFlag.AlignLeft
            painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute, "end of run")

    return draw


def crosshair_drawing(
    at: QPointF, size: QRectF, texts: tuple[str, str], metrics: QFontMetricsF, colors: dict[str, QColor]
) -> tuple[QRectF, Draw]:
    """Draw the crosshair and its readout, beside the line and inside the view."""
    width = max(metrics.horizontalAdvance(text) for text in texts) + 20
    line = metrics.height()
    left = at.x() + 10 if at.x() + 10 + width < size.width() else at.x() - 10 - width
    top = at.y() - 2 * line - 24 if at.y() - 2 * line - 24 > 4 else at.y() + 14
    height = 2 * line + 12
    box = QRectF(max(left, 2.0), min(max(top, 4.0), size.height() - height - 4), width, height)
    bounds = box.united(QRectF(at.x() - 6, 0, 12, size.height())).adjusted(-2, -2, 2, 2)

    def draw(painter: QPainter) -> None:
        painter.setPen(QPen(colors["line"], 1))
        painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), size.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(colors["box"])
        painter.setPen(QPen(colors["border"], 1))
        painter.drawRoundedRect(box, 6, 6)
        if size.contains(at):
            painter.setBrush(colors["dot"])
            painter.setPen(QPen(colors["box"], 2))
            painter.drawEllipse(at, 5, 5)
        for row, (text, color) in enumerate(zip(texts, (colors["muted"], colors["text"]), strict=True)):
            painter.setPen(color)
            painter.drawText(QPointF(box.left() + 10, box.top() + 6 + row * line + metrics.ascent()), text)

    return bounds, draw


def finite(*arrays: Any) -> bool:
    """Tell whether every number can be painted."""
    return all(bool(np.isfinite(array).all()) for array in arrays)
