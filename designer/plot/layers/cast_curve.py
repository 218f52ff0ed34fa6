"""The curve as the gradients see it: the rates after MLX's cast to their dtype, over the exact ones."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPen

from designer.look.theme import Theme
from designer.plot.layers.layer import Layer
from designer.plot.stage import Stage, draw_polylines
from stepdecay.evaluate.dtypes import EXACT


def curve_pen(stage: Stage) -> QPen:
    """Return the pen of the exact curve: 2 px, and 3 under the cast one, so that it shows on both sides of it."""
    return QPen(stage.theme.color("curve"), 2.0 if stage.document.view.preferences.dtype == EXACT else 3.0)


def cast_pen(theme: Theme) -> QPen:
    """Return the pen of the rates that were cast."""
    return QPen(theme.color("cast"), 1)


class CastLayer(Layer):
    """The staircase of the cast rates: 1 px, on top of the curve, which it leaves where the dtype can't follow."""

    def draw(self) -> None:
        """Outline the schedule in the gradients' dtype, unless that is the rates' own."""
        design, dtype = self.stage.document.design, self.stage.document.view.preferences.dtype
        lines = () if dtype == EXACT else self.stage.polylines(design.schedule, dtype=dtype)
        if not lines:
            self.clear()
            return
        pen = cast_pen(self.stage.theme)

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # else it would mix with the colour below
            painter.setPen(pen)
            draw_polylines(painter, lines)

        self.show_drawing(self.stage.size(), draw)
