"""What stands behind the curve: round rates, the places for 0 and inf, the run's end, the selected level."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from designer.plot.axes import RateAxis
from designer.plot.layers.layer import Layer
from designer.plot.stage import Stage, draw_polylines
from stepdecay import Level, levels
from stepdecay.chart.colors import SHADE
from stepdecay.chart.labels import LABEL_GAP, TOP, end_label, end_label_span
from stepdecay.chart.scale import FloatArray

PROPOSED_DASHES = (3.0, 3.0)
"""What is drawn of a proposal: dashes and gaps, in pixels."""


class FrameLayer(Layer):
    """Lines at the rate axis' labels, and what lies after the run."""

    def __init__(self, stage: Stage, z: float, axis: RateAxis) -> None:
        super().__init__(stage, z)
        self._axis = axis

    def draw(self) -> None:
        """Place the lines."""
        viewport, scale, size = self.stage.viewport(), self.stage.scale, self.stage.size()
        grid = self._crisp(viewport.pixels_y(self._axis.places(*viewport.y, viewport.height)))
        limits = self._crisp(viewport.pixels_y([scale.floor, scale.ceiling][not scale.log :]))
        grid_lines, limit_lines = ([QLineF(0, y, size.width(), y) for y in ys.tolist()] for ys in (grid, limits))
        run_end = round(float(viewport.pixels_x(self.stage.document.design.run.updates))) + 0.5
        colors = self.stage.colors({"grid": "grid", "limit": "muted"})
        shade = self.stage.theme.color("text", round(255 * SHADE))

        def draw(painter: QPainter) -> None:
            painter.setPen(QPen(colors["grid"], 1))
            painter.drawLines(grid_lines)
            painter.setPen(QPen(colors["limit"], 1, Qt.PenStyle.DotLine))
            painter.drawLines(limit_lines)
            if run_end < size.width():
                left = max(run_end, 0.0)
                painter.fillRect(QRectF(left, 0, size.width() - left, size.height()), shade)
            if 0 <= run_end <= size.width():
                self._draw_end(painter, run_end, size.height())

        self.show_drawing(size, draw)

    def _crisp(self, pixels: FloatArray) -> FloatArray:
        """Move lines to the middle of the screen's own pixels."""
        ratio = self.stage.ratio
        return ((pixels * ratio).round() + 0.5) / ratio

    def _draw_end(self, painter: QPainter, x: float, height: float) -> None:
        painter.setPen(QPen(self.stage.theme.color("updates"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))
        painter.setFont(self.stage.font)
        text = end_label(self.stage.document.design.run, self.stage.document.view.preferences.unit)
        left, right = end_label_span(x, QFontMetricsF(self.stage.font).horizontalAdvance(text))
        side = Qt.AlignmentFlag.AlignRight if left < x else Qt.AlignmentFlag.AlignLeft
        place = QRectF(left, TOP, right - left, 20).adjusted(LABEL_GAP, 0, -LABEL_GAP, 0)
        flags = (side | Qt.AlignmentFlag.AlignAbsolute).value | Qt.TextFlag.TextDontClip.value
        painter.drawText(place, flags, text)


class ProposedEndLayer(Layer):
    """The end of a run that a fix proposes: dotted, as its curve is."""

    def draw(self) -> None:
        """Place the line."""
        run, size = self.stage.document.view.overlay.preview_run, self.stage.size()
        x = -1.0 if run is None else round(self.stage.viewport().pixel_x(run.updates)) + 0.5
        if not 0 <= x <= size.width():
            self.clear()
            return
        pen = QPen(self.stage.theme.color("text"), 1)
        pen.setDashPattern(PROPOSED_DASHES)

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            painter.drawLine(QPointF(x, 0), QPointF(x, size.height()))

        self.show_drawing(QRectF(x - 1, 0, 2, size.height()), draw)


class LevelLayer(Layer):
    """The mark of the selected level: a band along its tread, never too narrow to see."""

    def draw(self) -> None:
        """Place the band."""
        level = self.selected()
        if level is None:
            self.clear()
            return
        if level.wraps or level.first_rate != level.last_rate:
            self._mark_curve(level)
            return
        viewport, color = self.stage.viewport(), self.stage.theme.color("mark", 110)
        left, right = viewport.pixels_x([level.first_update - 1, level.last_update]).clip(-50, viewport.width + 50)
        y = float(viewport.pixels_y(self.stage.scale.to_view(level.first_rate)))
        middle, half = (left + right) / 2, max((right - left) / 2, 4.0)
        band = QRectF(middle - half, y - 5, 2 * half, 10)

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawRoundedRect(band, 4, 4)

        self.show_drawing(band.adjusted(-1, -1, 1, 1), draw)

    def _mark_curve(self, level: Level) -> None:
        """Mark the curve itself where it is no tread, and all of a stretch without one."""
        lines = self.stage.polylines(self.stage.document.design.schedule)
        if not (lines or level.wraps):
            self.clear()
            return
        viewport, height = self.stage.viewport(), self.stage.size().height()
        left, right = viewport.pixels_x([level.first_update - 1, level.last_update]).clip(0, viewport.width)
        middle, half = (left + right) / 2, max((right - left) / 2, 4.0)
        area = QRectF(middle - half, 0, 2 * half, height)
        color = self.stage.theme.color("mark", 110)
        pen = QPen(color, 10)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
            painter.setPen(pen)
            draw_polylines(painter, lines)
            if level.wraps:  # there is no curve
                painter.fillRect(area, color)

        self.show_drawing(area, draw)

    def selected(self) -> Level | None:
        """Return the selected level."""
        number, design = self.stage.document.view.focus.level, self.stage.document.design
        found = levels(design.schedule, design.run.updates)
        return None if number is None or number >= len(found) else found[number]
