"""The levels of the design: a table of all of them, a summary, and a row that goes to a level or an update."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.labels import heading, named_label, set_text_color
from designer.widgets.tables.go_to import GoToRow, Target
from designer.widgets.tables.level_model import LevelsModel
from designer.widgets.tables.level_table import LevelsTable
from designer.widgets.tables.proportional_bar import ProportionalBar
from designer.widgets.title_line import TitleLine
from stepdecay import levels
from stepdecay.evaluate.level_list import Levels, level_at
from stepdecay.numbers.text import WRAPS, count_text, drops_text, rate_text
from stepdecay.schedule.structure import pieces
from stepdecay.schedule.units import shown_unit

LEAST_HEIGHT = 120


class LevelsPanel(Panel):
    """Shows the levels and selects one; the plot marks it.

    Where there are none to be told apart, as of a lone ramp, it is there only for the row that goes to an update, while
    that is open: the crosshair then reads the update.

    Signals:
        update_wanted(update): A person wants to see an update on the plot, counted from 1.
    """

    update_wanted = Signal(object)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.model = LevelsModel(_levels(document.design))
        self.table = LevelsTable(self.model)
        self.bar = ProportionalBar("All levels")
        self.goto = GoToRow(self._places, self.table)
        self.goto.number.measure_by(lambda: document.design.run)
        self.title, self.summary = heading("Levels"), named_label("summary")
        self._top = TitleLine(self.title, self.summary)
        self._lay_out()
        self.table.scrolled.connect(self._show_place)
        self.table.level_selected.connect(lambda level: document.look(level=level))
        self.bar.wanted.connect(self.table.scroll_to)
        self.bar.turned.connect(self.table.turn)
        self.goto.wanted.connect(self.go_to)
        self.goto.closed.connect(self._show_needed)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.render_design(document.design, None)
        self.table.select_level(document.view.focus.level)

    def _lay_out(self) -> None:
        self.title.setBuddy(self.table)
        rows = QHBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._top)
        column.addWidget(self.goto)
        column.addLayout(rows, 1)
        column.addStretch()  # for the row to stay as high as it is where there is nothing below

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [*self.goto.stops(), self.table]

    def copies(self) -> dict[QWidget, Callable[[], str]]:
        """Return what is copied where the focus is, by the widget that has it."""
        return {self.table: self.table.selected_text}

    def commands(self) -> dict[str, Callable[[], object]]:
        """Ask for a level or an update."""
        return {"go_to": self._ask}

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the levels of a design."""
        found = _levels(new)
        level = self._document.view.focus.level
        if level is not None and (level >= len(found) or not new.has_levels):
            self._document.look(level=None)
        has_other_times = self.model.show_times(new.run, self._document.view.preferences.unit)
        only_rates = old is not None and not has_other_times and _lengths(new) == _lengths(old)
        self.table.show_levels(found, only_rates=only_rates)
        self._summarise()
        self._show_needed()
        self.goto.show_unit(shown_unit(self._document.view.preferences.unit, new.run))

    def render_view(self, new: View, old: View) -> None:
        """Show which level is selected, wherever it was selected."""
        if new.preferences.unit != old.preferences.unit:
            self.render_design(self._document.design, None)
        if new.focus.level != old.focus.level:
            self.table.select_level(new.focus.level)
            if new.focus.level is not None:
                self.table.reveal(new.focus.level)

    def set_theme(self, theme: Theme) -> None:
        """Quieten what only explains."""
        for widget in (self.summary, self.table.horizontalHeader()):
            set_text_color(widget, theme.color("muted"))
        self.goto.set_colors(theme.color("muted"), theme.color("error"))

    def go_to(self, kind: Target, number: int) -> None:
        """Select a level by its number from 0, or by an update of it counted from 1, and bring it into view."""
        if not self._document.design.has_levels:
            self._document.look(crosshair=number - 1)
            self.update_wanted.emit(number)
            return
        level = number if kind is Target.LEVEL else level_at(self._document.design.schedule, number)
        self.table.reveal(level, centred=True)
        self._document.look(level=level)

    def _ask(self) -> None:
        self.show()
        self.goto.open()

    def _show_needed(self) -> None:
        """Show the levels where there are some to be told apart; hide all of it where nothing is asked for either."""
        has_levels = self._document.design.has_levels
        for part in (self._top, self.table):
            part.setVisible(has_levels)
        policies = QSizePolicy.Policy  # as a list they take what is left, however long they are
        self.setSizePolicy(policies.Preferred, policies.Ignored if has_levels else policies.Preferred)
        self.setMinimumHeight(LEAST_HEIGHT if has_levels else 0)
        self.goto.offer_levels(has_levels)
        self._show_place()
        if not has_levels and self.goto.isHidden():
            self.hide()
        elif self.parentWidget() is not None:  # else it would be a window of its own for a moment
            self.show()

    def _summarise(self) -> None:
        count, last = len(self.model.levels), self.model.last_rate()
        has_wrapped = math.isnan(last)
        is_stairs = self._document.design.schedule.tread_argument is not None
        text = f"{count_text(count)} level{'s' if count > 1 else ''}"
        if is_stairs:
            text = drops_text(count - 1 - has_wrapped)
        self._top.set_note(f"{text}, then {WRAPS}" if has_wrapped else f"{text}, ends at {rate_text(last)}")

    def _places(self, kind: Target) -> tuple[range, int]:
        """Return the places of a kind, and the selected one or the first one in view."""
        found, level = self.model.levels, self._document.view.focus.level
        here = self.table.top() if level is None else level
        if kind is Target.LEVEL:
            return range(len(found)), here
        updates = range(1, self._document.design.run.updates + 1)
        read = (self._document.view.focus.crosshair or 0) + 1
        if not self._document.design.has_levels and read in updates:
            return updates, read
        return updates, found[here].first_update

    def _show_place(self) -> None:
        table = self.table
        page, total = table.viewport().height(), table.total_height()
        self.bar.show_place(table.offset(), page, total, table.row_height())
        self.bar.setVisible(total > page and self._document.design.has_levels)


def _levels(design: Design) -> Levels:
    return levels(design.schedule, design.run.updates)


def _lengths(design: Design) -> object:
    """Return what decides where levels begin and end."""
    starts = [
        (piece.first_step, piece.schedule.tread_argument, piece.schedule.tread_size, piece.schedule.wrap_step)
        for piece in pieces(design.schedule)
    ]
    return starts, design.run.updates
