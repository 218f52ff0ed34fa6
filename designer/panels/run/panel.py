"""The Run panel's part that is there from the beginning: the number of updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.fields import ArgumentField, ArgumentFields
from designer.panels.panel import Panel
from designer.widgets.labels import heading
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay.schedule.run import LONGEST_RUN

if TYPE_CHECKING:
    from designer.panels.run.units import RunUnits

UPDATES = ArgumentField(
    "updates",
    "How many times the run calls optimizer.update.\n"
    "Updates, from 1 to 2^53 − 1; also 10% of what it is now, 2ep or 300it.",
    lambda: CountSpin("updates", maximum=LONGEST_RUN),
)
UNITS_HEIGHT = 24
"""Kept free for the line that says what the updates are in other units."""


class RunPanel(Panel):
    """The fields of the design's run.

    Attributes:
        units: The run in other units; None until it is complete.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._theme: Theme | None = None
        self._updates = ArgumentFields(document, {UPDATES.name: UPDATES})
        self.units: RunUnits | None = None
        self._kept = QWidget()
        self._kept.setFixedHeight(UNITS_HEIGHT)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(heading("Run"), alignment=Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._updates)
        self._column.addWidget(self._kept)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.render_design(document.design, None)

    def complete(self) -> None:
        """Add the run in other units, which the first paint can do without."""
        from designer.panels.run.units import RunUnits

        self.units = RunUnits(self._document)
        if self._theme is not None:
            self.units.set_theme(self._theme)
        self._column.replaceWidget(self._kept, self.units)
        self._kept.deleteLater()

    @property
    def fields(self) -> dict[str, NumberSpin]:
        """The fields by the names of what they are for."""
        return self._updates.fields | ({} if self.units is None else self.units.fields)

    def field_of(self, name: str) -> NumberSpin | None:
        """Return the field of a number of the run, if it is one, which shows from now on."""
        if self.units is not None and name in self.units.fields:
            self.units.reveal(name)
        return self.fields.get(name)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [*self._updates.stops(), *([] if self.units is None else self.units.stops())]

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the run."""
        self._updates.show_values({UPDATES.name: new.run.updates}, {})

    def render_view(self, new: View, old: View) -> None:
        """Light what is edited or pointed at."""
        self._updates.light(new)

    def set_theme(self, theme: Theme) -> None:
        """Colour the fields."""
        self._theme = theme
        self._updates.set_theme(theme)
        if self.units is not None:
            self.units.set_theme(theme)
