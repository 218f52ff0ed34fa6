"""The crosshair: one update, its exact rate, and beside it those of the pins."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from designer.plot.layers.bubble import Bubble, Line
from designer.plot.layers.cast_curve import cast_pen, curve_pen
from designer.plot.layers.layer import Layer
from designer.plot.layers.legend import logged_pen
from stepdecay import rates
from stepdecay.evaluate.dtypes import EXACT
from stepdecay.evaluate.mlx_rates import cast
from stepdecay.numbers.text import float_literal, rate_text
from stepdecay.schedule.units import time_text, times_text


class CrosshairLayer(Layer):
    """A line at the update under the pointer, a dot on the curve, and a bubble that reads both."""

    def step(self) -> int | None:
        """Return the MLX step that is read, if one is."""
        return self.stage.document.view.shown_crosshair

    def text(self) -> str:
        """Return the exact rate that is read; empty without a crosshair."""
        step = self.step()
        return "" if step is None else rate_text(float(rates(self.stage.document.design.schedule, step)))

    def draw(self) -> None:
        """Read the rates and place all."""
        step = self.step()
        if step is None:
            self.clear()
            return
        viewport, size = self.stage.viewport(), self.stage.size()
        rate = float(rates(self.stage.document.design.schedule, step))
        at = QPointF(float(viewport.pixels_x(step + 0.5)), float(viewport.pixels_y(self.stage.scale.to_view(rate))))
        bubble = Bubble(at, size, self.lines(step, rate), self.stage.font, self.stage.theme)
        colors = self.stage.colors({"line": "muted", "box": "button", "dot": "curve"})

        def draw(painter: QPainter) -> None:
            painter.setPen(QPen(colors["line"], 1))
            painter.drawLine(QPointF(at.x(), 0), QPointF(at.x(), size.height()))
            bubble.draw(painter)
            if size.contains(at):
                painter.setBrush(colors["dot"])
                painter.setPen(QPen(colors["box"], 2))
                painter.drawEllipse(at, 5, 5)

        line = QRectF(at.x() - 6, 0, 12, size.height())
        self.show_drawing(bubble.bounds().united(line.adjusted(-2, -2, 2, 2)), draw)

    def lines(self, step: int, rate: float) -> list[Line]:
        """Write the update, its rate, and for each pin its rate and how many times the current one that is."""
        theme, view = self.stage.theme, self.stage.document.view
        run = self.stage.document.design.run
        after = ", after the run" if step >= run.updates else ""
        pins = [pin for pin in view.overlay.pins if pin.shown]
        dtype, unit = view.preferences.dtype, view.preferences.unit
        is_cast = dtype != EXACT
        logged = self._logged(step)
        pen = curve_pen(self.stage) if pins or is_cast or logged else None
        lines = [Line(f"{times_text(step + 1, run, unit)}{after}", theme.color("muted"))]
        lines.append(Line(rate_text(rate), theme.color("text"), pen))
        if is_cast:
            seen = rate_text(float(cast(rate, dtype)))
            lines.append(Line(f"{seen} in {dtype}", theme.color("text"), cast_pen(theme)))
        lines += logged
        for pin in pins:
            other = float(rates(pin.schedule, step))
            lines.append(
                Line(f"{rate_text(other)}{ratio_text(other, rate)}", theme.color("text"), theme.pin_pen(pin.style))
            )
        return lines

    def _logged(self, step: int) -> list[Line]:
        """Write the rate that was logged nearest to an update, and when that was if it is another one."""
        view, run, theme = self.stage.document.view, self.stage.document.design.run, self.stage.theme
        if view.overlay.log is None:
            return []
        from designer.plot.log_series import series_of

        found = series_of(view.overlay.log, run).rates.nearest(step + 0.5)
        if found is None:
            return []
        at, rate = int(found[0]), float_literal(float(f"{found[1]:.9g}"))
        when = "" if at == step else f" at {time_text(at + 1, run, view.preferences.unit)}"
        return [Line(f"{rate} logged{when}", theme.color("text"), logged_pen(theme))]


def ratio_text(rate: float, current: float) -> str:
    """Write how many times the current rate another one is; nothing where that is no number.

    >>> ratio_text(0.05, 0.1), ratio_text(0.1, 0.1), ratio_text(0.1, 0.0)
    ('  × 0.5', '  × 1', '')
    """
    ratio = rate / current if current else float("nan")
    return f"  × {ratio:.3g}" if 0 <= ratio < float("inf") else ""
