"""The panels that a window has by now."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from designer.frame.panels import Frame, PanelSpec, Slot, Stage

if TYPE_CHECKING:
    from designer.frame.layout import Places
    from designer.panels.panel import Panel
    from designer.widgets.numbers.number_spin import NumberSpin

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
        due = [spec for spec in self._specs if spec not in self._made and spec.stage_for(document) <= stage]
        new = [spec for spec in due if not spec.needs_rates or self._frame.has_rates()]
        for spec in due:
            if spec not in new:
                self._places.leave_out(spec)
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

    def field_of(self, path: str) -> NumberSpin | None:
        """Return the field of an argument, or of a number of the run, which shows from now on."""
        return next(filter(None, (panel.field_of(path) for panel in self)), None)

    def commands(self) -> dict[str, Callable[[], object]]:
        """Return what the commands do now that are a panel's own, by their ids."""
        return {name: answer for panel in self for name, answer in panel.commands().items()}

    def copies(self) -> dict[QWidget, Callable[[], str]]:
        """Return what is copied where the focus is, by the widget that has it."""
        return {part: copy for panel in self for part, copy in panel.copies().items()}

    def shown_notes(self) -> tuple[str, ...]:
        """Return what a person can read of what saving has to say."""
        return tuple(note for panel in self for note in panel.shown_notes())

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
