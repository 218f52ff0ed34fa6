"""The curves: of the design, of pins, and the sketches of what was and what may be."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from designer.plot.layers.cast_curve import curve_pen
from designer.plot.layers.layer import Draw, Layer
from designer.plot.layers.marks import PROPOSED_DASHES
from designer.plot.stage import Polylines, draw_polylines


class CurveLayer(Layer):
    """The staircase of the design: antialiased, 2 px wide, or more under what gradients see of it."""

    def draw(self) -> None:
        """Outline the schedule for the view."""
        lines = self.stage.polylines(self.stage.document.design.schedule)
        if not lines:
            self.clear()
            return
        pen = curve_pen(self.stage)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)  # half the cost of round joins, and the same on right angles

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            draw_polylines(painter, lines)

        self.show_drawing(self.stage.size(), draw)


class PinsLayer(Layer):
    """Pinned schedules: 1 px, each in its own colour and dashes."""

    def draw(self) -> None:
        """Outline the pins that are shown."""
        theme, pins = self.stage.theme, self.stage.document.view.overlay.pins
        lines = [(theme.pin_pen(pin.style), self.stage.polylines(pin.schedule)) for pin in pins if pin.shown]
        self._show_lines(lines)

    def _show_lines(self, lines: list[tuple[QPen, Polylines]]) -> None:
        if lines:
            self.show_drawing(self.stage.size(), _polylines(lines))
        else:
            self.clear()


class SketchLayer(PinsLayer):
    """Where a drag began, and what a goal proposes: 1 px, faint and without dashes or dotted."""

    def draw(self) -> None:
        """Outline what there is of both."""
        lines: list[tuple[QPen, Polylines]] = []
        if self.stage.held is not None:
            before = self.stage.polylines(self.stage.held.design.schedule)
            lines.append((QPen(self.stage.theme.color("curve", 110), 1), before))
        preview = self.stage.document.view.overlay.preview
        if preview is not None:
            lines.append((_preview_pen(self.stage.theme.color("text")), self.stage.polylines(preview)))
        self._show_lines(lines)


def _preview_pen(color: QColor) -> QPen:
    pen = QPen(color, 1)
    pen.setDashPattern(PROPOSED_DASHES)
    return pen


def _polylines(lines: list[tuple[QPen, Polylines]]) -> Draw:
    def draw(painter: QPainter) -> None:
        for pen, found in lines:
            painter.setPen(pen)
            draw_polylines(painter, found)

    return draw
