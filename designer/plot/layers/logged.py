"""What a training log says, drawn: actual rates as points over the plan, losses as lines below it."""

from __future__ import annotations

import math

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from designer.plot.layers.layer import Layer
from designer.plot.log_series import LogSeries, Series, series_of
from designer.plot.stage import Stage

DIAMOND, DOT, SPECK = 4.0, 4.0, 3.0
"""Half a diamond's width; that of a dot and of a speck, where there is less room, in pixels."""

ROOM, DOT_ROOM = 11, 5
"""Pixels between two points that are diamonds, and between dots."""

FAINT = 90
"""How opaque the points of earlier runs are, of 255."""

PARTS = "log parts from plan"


class LoggedLayer(Layer):
    """The rates of a log: diamonds, or dots where they are close together; and a line where they part from the plan."""

    def draw(self) -> None:
        """Place the points."""
        found = logged(self.stage)
        if found is None:
            self.clear()
            return
        points, earlier = (self._points(series) for series in (found.rates, found.earlier))
        room = _room(self.stage, found.rates)
        theme, size = self.stage.theme, self.stage.size()
        color, faint, ground = theme.color("logged"), theme.color("logged", FAINT), theme.color("base")

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_dots(painter, earlier, faint, SPECK)
            if room >= ROOM:
                _draw_diamonds(painter, points, color, ground)
            elif room >= DOT_ROOM:
                _draw_dots(painter, points, ground, DOT + 2)
                _draw_dots(painter, points, color, DOT)
            else:
                _draw_dots(painter, points, color, SPECK)

        self.show_drawing(size, draw)

    def _points(self, series: Series) -> QPolygonF:
        viewport = self.stage.viewport()
        shown = series.outline(*viewport.x, math.ceil(viewport.width * self.stage.ratio))
        x, y = viewport.pixels_x(shown.x), viewport.pixels_y(self.stage.scale.to_view(shown.y))
        return _polygon(x, y, self.stage.size())


class PartingLayer(Layer):
    """A line where plan and log part."""

    def draw(self) -> None:
        """Place it."""
        comparison, size = self.stage.document.view.overlay.comparison, self.stage.size()
        parting = None if comparison is None else comparison.parting
        x = -1.0 if parting is None else self.stage.viewport().pixel_x(parting.update - 0.5)
        if not 0 <= x <= size.width() or parting is None:
            self.clear()
            return
        pen, font = QPen(self.stage.theme.color("logged"), 1), self.stage.font
        pen.setDashPattern([2.0, 3.0])
        metrics, ground = QFontMetricsF(font), self.stage.theme.color("base", 225)
        width = metrics.horizontalAdvance(PARTS) + 8
        left = x + 4 if x < size.width() / 2 else x - 4 - width
        room = QRectF(left, size.height() - metrics.height() - 2, width, metrics.height())

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, size.height()))
            painter.fillRect(room, ground)
            painter.setFont(font)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, PARTS)

        self.show_drawing(size, draw)


class LossLayer(Layer):
    """The losses of a log: of training as a line, of validation as squares on one."""

    def draw(self) -> None:
        """Place both."""
        found = logged(self.stage)
        if found is None or not found.has_losses:
            self.clear()
            return
        size, theme = self.stage.size(), self.stage.theme
        train, val = self._line(found.losses), self._line(found.val_losses)
        train_pen, val_pen = QPen(theme.color("train_loss"), 1.25), QPen(theme.color("val_loss"), 1.25)
        has_room, are_squares = (_room(self.stage, series) > ROOM for series in (found.losses, found.val_losses))

        bars = _bars(train) if _room(self.stage, found.losses) < 0.5 else []

        def draw(painter: QPainter) -> None:
            if bars:
                painter.setPen(QPen(train_pen.color(), 1))
                painter.drawLines(bars)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(train_pen)
            if not bars:
                painter.drawPolyline(train)
            if has_room or train.size() == 1:
                _draw_dots(painter, train, train_pen.color(), 4)
            painter.setPen(val_pen)
            painter.drawPolyline(val)
            if are_squares:
                _draw_squares(painter, val, val_pen.color())

        self.show_drawing(size, draw)

    def _line(self, series: Series) -> QPolygonF:
        viewport = self.stage.viewport()
        shown = series.outline(*viewport.x, math.ceil(viewport.width))
        return _polygon(viewport.pixels_x(shown.x), viewport.pixels_y(shown.y), self.stage.size(), are_kept=True)


class LossNamesLayer(Layer):
    """Says which line is which, and reads the losses under the crosshair.

    Attributes:
        has_crosshair: Whether that is drawn; not on an exported picture.
    """

    def __init__(self, stage: Stage, z: float) -> None:
        super().__init__(stage, z)
        self.has_crosshair = True

    def draw(self) -> None:
        """Write the names, with numbers where there is a crosshair."""
        found, view = logged(self.stage), self.stage.document.view
        if found is None or not found.has_losses:
            self.clear()
            return
        theme, size, font = self.stage.theme, self.stage.size(), self.stage.font
        step = view.shown_crosshair if self.has_crosshair else None
        lines = [("train", found.losses, "train_loss"), ("val", found.val_losses, "val_loss")]
        names = [(f"{name}{_read(series, step)}", theme.color(color)) for name, series, color in lines if len(series.x)]
        line = None if step is None else self.stage.viewport().pixel_x(step + 0.5)
        muted, ground = theme.color("muted"), theme.color("base", 210)

        def draw(painter: QPainter) -> None:
            if line is not None and 0 <= line <= size.width():
                painter.setPen(QPen(muted, 1))
                painter.drawLine(QPointF(line, 0), QPointF(line, size.height()))
            painter.setFont(font)
            right = size.width() - 8
            for text, color in reversed(names):
                width = painter.fontMetrics().horizontalAdvance(text)
                painter.fillRect(QRectF(right - width - 4, 2, width + 8, 16), ground)
                painter.setPen(color)
                painter.drawText(QPointF(right - width, 14), text)
                right -= width + 16

        self.show_drawing(size, draw)


class LossGridLayer(Layer):
    """Lines at the labels of the losses' axis, and one above all."""

    def __init__(self, stage: Stage, z: float) -> None:
        super().__init__(stage, z)
        self.places: list[float] = []

    def draw(self) -> None:
        """Place the lines."""
        size, theme = self.stage.size(), self.stage.theme
        ys = (self.stage.viewport().pixels_y(self.places).round() + 0.5).tolist()
        lines = [QLineF(0, y, size.width(), y) for y in ys]
        grid, border = theme.color("grid"), theme.color("border")

        def draw(painter: QPainter) -> None:
            painter.setPen(QPen(grid, 1))
            painter.drawLines(lines)
            painter.setPen(QPen(border, 1))
            painter.drawLine(QPointF(0, 0.5), QPointF(size.width(), 0.5))

        self.show_drawing(size, draw)


def logged(stage: Stage) -> LogSeries | None:
    """Return what of the log is drawn; None without one."""
    log = stage.document.view.overlay.log
    return None if log is None else series_of(log, stage.document.design.run)


def _read(series: Series, step: int | None) -> str:
    """Write the loss that was logged last at a step."""
    place = -1 if step is None else int(np.searchsorted(series.x, step + 1.0)) - 1
    return "" if place < 0 else f" {series.y[place]:.4g}"


def _room(stage: Stage, series: Series) -> float:
    """Return the pixels between two points in view."""
    return stage.size().width() / max(len(series.within(*stage.viewport().x).x), 1)


def _polygon(x: np.ndarray, y: np.ndarray, size: QRectF, *, are_kept: bool = False) -> QPolygonF:
    """Return points in pixels; far ones are cut, for painting goes wrong there, or left out."""
    if not are_kept:
        inside = (x >= -DIAMOND) & (x <= size.width() + DIAMOND)
        x, y = x[inside], y[inside]
    x, y = x.clip(-1e4, 1e5), y.clip(-50, size.height() + 50)
    polygon: QPolygonF = arrayToQPolygonF(x, y) if len(x) else QPolygonF()
    return polygon


def _bars(line: QPolygonF) -> list[QLineF]:
    """Return a line that goes up and down in every column as bars, which cost a hundredth of it, without gaps."""
    points = line.toList()
    bars: list[QLineF] = []
    for high, low in zip(points[::2], points[1::2], strict=False):  # pixels grow downwards
        top, bottom = min(high.y(), low.y()), max(high.y(), low.y())
        if bars:
            top, bottom = min(top, bars[-1].y2()), max(bottom, bars[-1].y1())
        bars.append(QLineF(low.x(), top, low.x(), bottom + 1))
    return bars


def _draw_dots(painter: QPainter, points: QPolygonF, color: QColor, width: float) -> None:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPoints(points)


def _draw_diamonds(painter: QPainter, points: QPolygonF, color: QColor, ground: QColor) -> None:
    painter.setPen(QPen(ground, 1))
    painter.setBrush(color)
    shape = [
        QPointF(0, -DIAMOND - 0.5),
        QPointF(DIAMOND + 0.5, 0),
        QPointF(0, DIAMOND + 0.5),
        QPointF(-DIAMOND - 0.5, 0),
    ]
    for point in points.toList():
        painter.drawPolygon(QPolygonF([point + corner for corner in shape]))


def _draw_squares(painter: QPainter, points: QPolygonF, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for point in points.toList():
        painter.drawRect(QRectF(point.x() - 3, point.y() - 3, 6, 6))
