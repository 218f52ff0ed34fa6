"""The names of the curves: on an exported picture of all, on the screen of those that no panel names."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from designer.look.theme import Theme
from designer.model.pins import expression
from designer.plot.layers.bubble import Bubble, Line
from designer.plot.layers.cast_curve import cast_pen, curve_pen
from designer.plot.layers.layer import Layer
from designer.plot.layers.resume import LABEL_HEIGHT, LABEL_TOP, rest_pen
from designer.plot.stage import Stage
from stepdecay.evaluate.dtypes import EXACT

TOP = 28
"""Pixels below the words at the end of the run."""

LOGGED = 4
"""The width of a logged point in the legend."""

BOTTOM = 8
"""Pixels to the lower edge, where the box goes if the curve would cross it above, and between it and the curve."""


class LegendLayer(Layer):
    """A box in the upper right corner, where a decay leaves room, else below; it names what is on a picture."""

    def draw(self) -> None:
        """Name the curves, if there is more than one."""
        stage, theme, view = self.stage, self.stage.theme, self.stage.document.view
        pins = [
            (pin.name or expression(pin.schedule), theme.pin_pen(pin.style)) for pin in view.overlay.pins if pin.shown
        ]
        others = [*_cast(stage), *pins, *_logged(stage)]
        self._name(expression(stage.document.design.schedule), others)

    def _name(self, title: str, others: list[tuple[str, QPen]], top: int = TOP) -> None:
        if not others:
            self.clear()
            return
        stage, theme, size = self.stage, self.stage.theme, self.stage.size()
        metrics = QFontMetricsF(stage.font)
        lines = [
            Line(metrics.elidedText(name, Qt.TextElideMode.ElideRight, size.width() / 2), theme.color("text"), pen)
            for name, pen in [(title, curve_pen(stage)), *others]
        ]
        bubble = Bubble(QPointF(size.width(), top), size, lines, stage.font, theme)
        bubble.box.moveTop(top)
        if self._is_crossed(bubble.box):
            bubble.box.moveBottom(size.height() - BOTTOM)
        self.show_drawing(bubble.bounds(), bubble.draw)

    def _is_crossed(self, box: QRectF) -> bool:
        """Return whether the curve passes through a box, as far as both its sides and its middle tell."""
        picture = self.stage.picture()
        steps = [max(int(picture.viewport.step_at(x)), 0) for x in (box.left(), box.center().x(), box.right())]
        return any(box.top() - BOTTOM < y < box.bottom() + BOTTOM for y in picture.heights_at(steps))


class KeyLayer(LegendLayer):
    """The same on the screen, for the curves that are drawn beside the design's; the Compare panel names the pins."""

    def draw(self) -> None:
        """Name what gradients see and what is left, if either is drawn."""
        theme, view = self.stage.theme, self.stage.document.view
        others = _cast(self.stage)
        if view.overlay.resume is not None:
            others.append(("what is left, from update 1", rest_pen(theme)))
        others += _logged(self.stage) if others else []  # on the screen, the line below the plot names the log
        top = TOP if view.overlay.resume is None else LABEL_TOP + LABEL_HEIGHT
        self._name("the rates, float32" if view.preferences.dtype != EXACT else "the schedule", others, top)


def _cast(stage: Stage) -> list[tuple[str, QPen]]:
    """Name what gradients see, if that is drawn."""
    dtype = stage.document.view.preferences.dtype
    return [] if dtype == EXACT else [(f"as {dtype} gradients see it", cast_pen(stage.theme))]


def _logged(stage: Stage) -> list[tuple[str, QPen]]:
    """Name the points of a training log, if there are some."""
    log = stage.document.view.overlay.log
    return [] if log is None or not log.has_rates else [(f"logged in {log.name}", logged_pen(stage.theme))]


def logged_pen(theme: Theme) -> QPen:
    """Return a pen that draws such points as a line of them."""
    pen = QPen(theme.color("logged"), LOGGED)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.01, 1.6])
    return pen
