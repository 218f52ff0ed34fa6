"""Compare: the legend of the plot, and under the curves' names what each of them comes to."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from designer.look.theme import LIGHT, Theme
from designer.model.document import Design, Document
from designer.model.pins import expression, rename_pin, show_pin
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.labels import heading, set_text_color
from designer.widgets.tables.compare_model import CompareModel, Row
from designer.widgets.tables.compare_table import CompareTable
from stepdecay import figures
from stepdecay.numbers.text import WRAPS
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.units import time_text

_figures = lru_cache(maxsize=32)(figures)
"""Those of pins are asked for with every edit, and change only with the run."""


class ComparePanel(Panel):
    """The schedule in force and the pinned ones, a row each; there only while there are pins."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._theme = LIGHT
        self.model = CompareModel()
        self.table = CompareTable(self.model)
        self._buttons = QHBoxLayout()
        self._lay_out()
        self.model.renamed.connect(self._rename)
        self.model.shown.connect(self._show)
        self.table.row_selected.connect(self._select)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self._render()

    def _lay_out(self) -> None:
        title = heading("Compare")
        title.setBuddy(self.table)
        self._buttons.addWidget(title)
        self._buttons.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 6)
        column.setSpacing(2)
        column.addLayout(self._buttons)
        column.addWidget(self.table)

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer what can be done with the selected pin: as buttons, and in the table's context menu."""
        for action in actions:
            self._buttons.addWidget(_button_for(action))
        self.table.addActions(list(actions))

    def render_design(self, new: Design, old: Design) -> None:
        """Compare with another design."""
        self._render()

    def render_view(self, new: View, old: View) -> None:
        """Show other pins, and which one is selected."""
        if (new.overlay.pins, new.preferences.unit) != (old.overlay.pins, old.preferences.unit):
            self._render()
        if (new.focus.pin, new.overlay.pins) != (old.focus.pin, old.overlay.pins):
            self.table.select_pin(new.focus.pin)

    def set_theme(self, theme: Theme) -> None:
        """Draw the lines in the theme's colours."""
        self._theme = theme
        palette = theme.palette()
        palette.setColor(palette.ColorRole.Base, theme.color("base"))
        palette.setColor(palette.ColorRole.Window, theme.color("muted"))  # check boxes have a darker frame in Fusion
        palette.setColor(palette.ColorRole.Highlight, theme.color("accent", 60))  # the lines are seen through it
        palette.setColor(palette.ColorRole.HighlightedText, theme.color("text"))
        self.table.setPalette(palette)
        set_text_color(self.table.horizontalHeader(), theme.color("muted"))
        self._render()

    def commands(self) -> dict[str, Callable[[], object]]:
        """Rename the selected pin."""
        return {"rename_pin": self.rename}

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.table]

    def rename(self) -> None:
        """Let the selected pin's name be typed."""
        pin = self._document.view.focus.pin
        if pin is not None:
            self.table.setFocus()
            self.table.edit(self.model.index(pin + 1, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a hairline between the plot and this."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))

    def _render(self) -> None:
        design, pins = self._document.design, self._document.view.overlay.pins
        self.setVisible(bool(pins))
        if not pins:
            return
        rows = [self._row("", design.schedule, None)]
        rows += [self._row(pin.name, pin.schedule, pin.shown) for pin in pins]
        pens = [QPen(self._theme.color("curve"), 2), *(self._theme.pin_pen(pin.style) for pin in pins)]
        self.model.show_rows(rows, pens)

    def _row(self, name: str, schedule: Schedule, is_shown: bool | None) -> Row:
        run, unit = self._document.design.run, self._document.view.preferences.unit
        found = _figures(schedule, run.updates)
        never = WRAPS if math.isnan(found.mean_rate) else "never"
        tenth = never if found.tenth_update is None else time_text(found.tenth_update, run, unit)
        return Row(name, expression(schedule), found, tenth, is_shown)

    def _rename(self, row: int, name: str) -> None:
        rename_pin(self._document, row - 1, name)

    def _show(self, row: int, is_shown: bool) -> None:
        show_pin(self._document, row - 1, is_shown)

    def _select(self, row: int | None) -> None:
        self._document.look(pin=row - 1 if row else None)


def _button_for(action: QAction) -> QToolButton:
    """Make a flat button; beside the pins the word Pin would be one too many."""
    button = QToolButton()
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setText(action.text().replace("&", "").replace(" Pin", ""))

    action.changed.connect(follow)
    follow()
    return button
