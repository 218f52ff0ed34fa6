"""Where training goes on again, and the schedule that is left for it, drawn from update 1."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.look.theme import Theme
from designer.plot.layers.layer import Draw, Layer
from designer.plot.stage import draw_polylines
from stepdecay.chart.labels import LABEL_GAP
from stepdecay.schedule.units import time_text

DASHES = (9.0, 3.0)
LABEL_TOP, LABEL_HEIGHT, LABEL_WIDTH, LABEL_ROOM = 22, 22, 300, 190
"""The label's place, below what is written along the upper edge, in pixels; with less room it is right of its line."""


def rest_pen(theme: Theme) -> QPen:
    """Return the pen of the schedule that is left: the curve's colour, 1 px, dashed."""
    pen = QPen(theme.color("curve"), 1)
    pen.setDashPattern(DASHES)
    return pen


class ResumeLayer(Layer):
    """A line at the update after which training goes on, and what is left of the curve as it will then be."""

    def draw(self) -> None:
        """Outline what is left, which are MLX's own rates of the later steps."""
        stage, design, done = self.stage, self.stage.document.design, self.stage.document.view.overlay.resume
        left = 0 if done is None else design.run.updates - done
        if done is None or left <= 0:
            self.clear()
            return
        rest, pen = stage.polylines(design.schedule, done=done, stop=left), rest_pen(stage.theme)
        draw_line = self._line(done, time_text(done, design.run, stage.document.view.preferences.unit))

        def draw(painter: QPainter) -> None:
            painter.setPen(pen)
            draw_polylines(painter, rest)
            draw_line(painter)

        self.show_drawing(stage.size(), draw)

    def _line(self, done: int, time: str) -> Draw:
        size, font = self.stage.size(), self.stage.font
        x = round(self.stage.viewport().pixel_x(done)) + 0.5
        pen = QPen(self.stage.theme.color("text"), 1, Qt.PenStyle.DashDotLine)
        fits_left = x > LABEL_ROOM
        left = x - LABEL_WIDTH - LABEL_GAP if fits_left else x + LABEL_GAP
        place = QRectF(left, LABEL_TOP, LABEL_WIDTH, LABEL_HEIGHT)
        side = Qt.AlignmentFlag.AlignRight if fits_left else Qt.AlignmentFlag.AlignLeft

        def draw(painter: QPainter) -> None:
            if 0 <= x <= size.width():
                painter.setPen(pen)
                painter.setFont(font)
                painter.drawLine(QPointF(x, 0), QPointF(x, size.height()))
                painter.drawText(place, side | Qt.AlignmentFlag.AlignAbsolute, f"resume after {time}")

        return draw
