"""The curves: of the design, of pins, and the sketches of what was and what may be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from designer.plot.layers.cast_curve import curve_pen
from designer.plot.layers.layer import Draw, Layer
from designer.plot.layers.marks import PROPOSED_DASHES


class CurveLayer(Layer):
    """The staircase of the design: antialiased, 2 px wide, or more under what gradients see of it."""

    def draw(self) -> None:
        """Outline the schedule for the view."""
        polygon = self.stage.polyline(self.stage.document.design.schedule)
        if polygon is None:
            self.clear()
            return
        pen = curve_pen(self.stage)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # half the cost of round joins, and the same on right angles

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            painter.drawPolyline(polygon)

        self.show_drawing(self.stage.size(), draw)


class PinsLayer(Layer):
    """Pinned schedules: 1 px, each in its own colour and dashes."""

    def draw(self) -> None:
        """Outline the pins that are shown."""
        theme, pins = self.stage.theme, self.stage.document.view.overlay.pins
        lines = [(theme.pin_pen(pin.style), self.stage.polyline(pin.schedule)) for pin in pins if pin.shown]
        self._show_lines(lines)

    def _show_lines(self, lines: list[tuple[QPen, QPolygonF | None]]) -> None:
        if lines:
            self.show_drawing(self.stage.size(), _polylines(lines))
        else:
            self.clear()


class SketchLayer(PinsLayer):
    """Where a drag began, and what a goal proposes: 1 px, faint and without dashes or dotted."""

    def draw(self) -> None:
        """Outline what there is of both."""
        lines: list[tuple[QPen, QPolygonF | None]] = []
        if self.stage.held is not None:
            before = self.stage.polyline(self.stage.held.design.schedule)
            lines.append((QPen(self.stage.theme.color("curve", 110), 1), before))
        preview = self.stage.document.view.overlay.preview
        if preview is not None:
            lines.append((_preview_pen(self.stage.theme.color("text")), self.stage.polyline(preview)))
        self._show_lines(lines)


def _preview_pen(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setDashPattern(PROPOSED_DASHES)
    return pen


def _polylines(lines: list[tuple[QPen, QPolygonF | None]]) -> Draw:
    def draw(painter: QPainter) -> None:
        for pen, polygon in lines:
            if polygon is not None:
                painter.setPen(pen)
                painter.drawPolyline(polygon)

    return draw
