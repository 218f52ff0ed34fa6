"""The panels that a window has by now."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from designer.frame.panels import Frame, PanelSpec, Slot, Stage

if TYPE_CHECKING:
    from designer.frame.layout import Places
    from designer.panels.panel import Panel

    P = TypeVar("P", bound=Panel)


class PanelList:
    """Makes a window's panels, stage by stage, puts them into their places, and connects them.

    Args:
        specs: What there is to be.
        frame: The window.
        places: Where its panels are.
    """

    def __init__(self, specs: tuple[PanelSpec, ...], frame: Frame, places: Places) -> None:
        self._specs = specs
        self._frame = frame
        self._places = places
        self._made: dict[PanelSpec, Panel] = {}
        self._unwired: list[PanelSpec] = []

    def __iter__(self) -> Iterator[Panel]:
        """Go through those that there are, in the order of the registry."""
        return (self._made[spec] for spec in self._specs if spec in self._made)

    def of(self, kind: type[P]) -> P:
        """Return the panel of a type; there is one as soon as the window is complete."""
        return next(panel for panel in self if isinstance(panel, kind))

    def add(self, stage: Stage) -> list[Panel]:
        """Make those of a stage, and return them."""
        document = self._frame.document
        new = [spec for spec in self._specs if spec not in self._made and spec.stage_for(document) <= stage]
        for spec in new:
            panel = self._made[spec] = spec.made(self._frame)
            panel.rebuilt.connect(self.order_tabs)
            self._places.add(spec, panel)
        self._unwired += new
        if stage >= Stage.CONTROLS:
            self._wire()
        return [self._made[spec] for spec in new]

    def _wire(self) -> None:
        for spec in self._unwired:
            spec.wire(self._made[spec], self._frame)
        self._unwired.clear()

    def order_tabs(self) -> None:
        """Let Tab go through the panels in their order; the plot comes before what is below it."""
        order: list[QWidget] = []
        for is_below in (False, True):
            order += [self._frame.plot] if is_below else []
            for spec in self._specs:
                if spec in self._made and (spec.slot is Slot.BELOW_PLOT) is is_below:
                    order += self._made[spec].stops()
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)
