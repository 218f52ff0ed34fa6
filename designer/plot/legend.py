"""The names of the curves on an exported picture; on the screen the Compare panel is the legend."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from designer.pins import expression
from designer.plot.bubble import Bubble, Line
from designer.plot.layer import Layer

TOP = 28
"""Pixels below the words at the end of the run."""


class LegendLayer(Layer):
    """A box in the upper right corner, where a decay leaves room."""

    def draw(self) -> None:
        """Name the curves, if there is more than one."""
        stage, theme = self.stage, self.stage.theme
        pins = [pin for pin in stage.document.view.pins if pin.shown]
        if not pins:
            self.clear()
            return
        text, size = theme.color("text"), stage.size()
        room, metrics = size.width() / 2, QFontMetricsF(stage.font)

        def elided(title: str) -> str:
            return metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)

        lines = [Line(elided(expression(stage.document.design.schedule)), text, QPen(theme.color("curve"), 2))]
        lines += [Line(elided(pin.title()), text, theme.pin_pen(pin.style)) for pin in pins]
        bubble = Bubble(QPointF(size.width(), TOP), size, lines, stage.font, theme)
        bubble.box.moveTop(TOP)
        self.show_drawing(bubble.bounds(), bubble.draw)
