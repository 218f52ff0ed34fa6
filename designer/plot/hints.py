"""What is drawn over the curves for a person at work, but not on an exported picture, which has a legend instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from designer.model.view import View
from designer.plot.layers.crosshair import CrosshairLayer
from designer.plot.layers.curves import SketchLayer
from designer.plot.layers.findings import FindingsLayer
from designer.plot.layers.handles import BubbleLayer, HandlesLayer
from designer.plot.layers.legend import KeyLayer, LegendLayer
from designer.plot.layers.marks import LevelLayer, ProposedEndLayer
from designer.plot.layers.resume import ResumeLayer
from designer.plot.layers.seam import SeamLayer
from designer.plot.stage import Stage


class Hints:
    """The layers of a plot that answer to a person.

    Attributes:
        crosshair: The reading of one update.
        bubble: Beside a hand, what it does.
        seam: The rates on both sides of a boundary.
        level: The mark of the selected level.
        findings: The signs of findings.
    """

    def __init__(self, stage: Stage) -> None:
        self.level, self.crosshair = LevelLayer(stage, 20), CrosshairLayer(stage, 40)
        self.bubble, self.seam = BubbleLayer(stage, 50), SeamLayer(stage, 48)
        self._sketch, self._handles = SketchLayer(stage, 26), HandlesLayer(stage, 28)
        self.findings = FindingsLayer(stage, 46)
        self._proposed_end = ProposedEndLayer(stage, 26)
        self._resume, self._key = ResumeLayer(stage, 25), KeyLayer(stage, 27)
        self._legend = LegendLayer(stage, 45)
        self._legend.setVisible(False)
        self._layers = (
            self.level, self._sketch, self._proposed_end, self._handles, self.crosshair, self.seam, self.findings,
            self.bubble, self._resume, self._key,
        )  # fmt: skip

    def draw(self) -> None:
        """Draw all anew."""
        for layer in self._layers:
            layer.draw()

    def draw_held(self) -> None:
        """Draw what belongs to a hand or to the keyboard's focus."""
        for layer in (self._sketch, self._handles, self.seam, self.bubble):
            layer.draw()

    def render_view(self, new: View, old: View) -> None:
        """Show what another view shows."""
        if (new.focus.argument, new.focus.hovered) != (old.focus.argument, old.focus.hovered):
            self._handles.draw()
            self.seam.draw()
        if new.shown_crosshair != old.shown_crosshair:
            self.crosshair.draw()
        if new.focus.level != old.focus.level:
            self.level.draw()
        if new.overlay.resume != old.overlay.resume:
            self._resume.draw()
            self._key.draw()
        if new.focus.finding != old.focus.finding:
            self.findings.draw()

    @contextmanager
    def exchanged_for_legend(self) -> Iterator[None]:
        """Have the legend on the picture instead of the hints."""
        self._legend.draw()
        self._legend.setVisible(True)
        for layer in self._layers:
            layer.setVisible(False)
        try:
            yield
        finally:
            self._legend.setVisible(False)
            for layer in self._layers:
                layer.setVisible(True)
