"""The Schedule panel: three fields for a step decay, as many as it takes for another kind, a list for a join."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.fields import show
from designer.panels.panel import Panel
from designer.panels.schedule.section import Section, Slot
from designer.widgets.labels import heading
from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay import ScheduleError, StepDecay
from stepdecay.schedule.structure import Piece, argument_name, arguments, pieces

if TYPE_CHECKING:
    from designer.panels.schedule.tools import PieceTools
    from designer.widgets.kind_combo import KindCombo

MOST_OPEN = 3
"""With more pieces than so many, only the selected one shows its fields."""


class SchedulePanel(Panel):
    """The pieces of the schedule.

    Signals:
        refused(sentence): A command could not be done, and why; "" when the next one could.

    Attributes:
        sections: The pieces from top to bottom.
        tools: What a join's pieces are added, removed and reordered with; None as long as there was no join.
    """

    refused = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._theme: Theme | None = None
        self._pieces: tuple[Piece, ...] = ()
        self.sections: list[Section] = []
        self._kind: KindCombo | None = None
        self.tools: PieceTools | None = None
        self._is_refused = False
        self._lay_out()
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        document.source_changed.connect(self._render_source)
        self.render_design(document.design, None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._title = QHBoxLayout()
        self._title.setSpacing(2)
        self._title.addWidget(heading("Schedule"))
        self._title.addStretch(1)
        column.addLayout(self._title)
        self._list = QVBoxLayout()
        column.addLayout(self._list)

    @property
    def fields(self) -> dict[str, NumberSpin]:
        """The fields that there are, by the paths of their arguments."""
        bodies = [section.body for section in self.sections if section.body is not None]
        return {path: field for body in bodies for path, field in body.fields.items()}

    def field_of(self, path: str) -> NumberSpin | None:
        """Return an argument's field, which shows from now on; of a constant's `end` the field that sets it."""
        if path not in arguments(self._document.design.schedule):
            return None
        section = next(section for section in self.sections if section.has(path))
        if section.slot.path:
            self._select(section.slot.number)
        return self.fields.get(path) or self.fields.get(f"{section.slot.path}init")

    def begin(self) -> None:
        """Put the focus into the first number, where what is typed first replaces it."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.setFocus()
            first.selectAll()

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        title: list[QWidget] = [] if self.tools is None else self.tools.stops()
        if self._kind is not None:
            title.append(self._kind)
        return [*title, *(stop for section in self.sections for stop in section.stops())]

    def commands(self) -> dict[str, Callable[[], object]]:
        """Do what the commands for pieces do."""
        from designer.commands.piece_commands import COMMANDS

        return {command.id: partial(self.run, command.run) for command in COMMANDS}

    # The way to the screen

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the pieces: values where their slots are the same, else other fields, at once and without a flicker."""
        self._pieces = pieces(new.schedule)
        self._keeping_focus(self._show_pieces)
        self._show_values()

    def render_view(self, new: View, old: View) -> None:
        """Show the selected piece, which an argument that is edited elsewhere selects, and light what is at hand."""
        piece = self._piece_of(new.focus.argument)
        if piece is not None and new.focus.argument != old.focus.argument and piece != new.focus.piece:
            self._document.look(piece=piece)  # which brings us here again
        if (self._document.view.focus.piece, new.preferences.unit) != (old.focus.piece, old.preferences.unit):
            self._keeping_focus(self._show_pieces)
            self._show_values()
        focus, before = new.focus, old.focus
        if (focus.argument, focus.hovered, focus.piece) != (before.argument, before.hovered, before.piece):
            for section in self.sections:
                section.light(new)
        if self.tools is not None and new.focus.piece != old.focus.piece:
            self.tools.refresh()

    def _render_source(self) -> None:
        self._show_values()

    def set_theme(self, theme: Theme) -> None:
        """Colour all that the palette doesn't."""
        self._theme = theme
        for section in self.sections:
            section.set_theme(theme)

    def _show_pieces(self) -> None:
        before = [widget for section in self.sections for widget in (section, section.body)]
        self._show_sections()
        open_one = self._open_one()
        for section, piece in zip(self.sections, self._pieces, strict=True):
            index = section.slot.number
            section.show_piece(
                piece,
                is_open=open_one is None or index == open_one,
                is_selected=index == self._document.view.focus.piece,
            )
            section.light(self._document.view)
        self._show_title()
        if before != [widget for section in self.sections for widget in (section, section.body)]:
            self.rebuilt.emit()

    def _show_sections(self) -> None:
        """Keep the sections whose slots are still there."""
        slots = [Slot(index, piece.path, piece.boundary) for index, piece in enumerate(self._pieces)]
        if slots == [section.slot for section in self.sections]:
            return
        kept = {section.slot: section for section in self.sections}
        self.sections = [kept.pop(slot) if slot in kept else self._new_section(slot) for slot in slots]
        for section in kept.values():
            self._list.removeWidget(section)
            section.retire()
        for row, section in enumerate(self.sections):
            self._list.insertWidget(row, section)
            section.show()
        self._list.setSpacing(6)

    def _new_section(self, slot: Slot) -> Section:
        section = Section(self._document, slot)
        section.selected.connect(self._select)
        section.kind_chosen.connect(self._change_kind)
        if self._theme is not None:
            section.set_theme(self._theme)
        return section

    def _show_title(self) -> None:
        """Show beside the title what a join, or a lone piece of another kind than the usual, is changed by."""
        lone = self._pieces[0].schedule if not self._pieces[0].path else None
        if lone is None and self.tools is None:
            from designer.panels.schedule.tools import PieceTools

            self.tools = PieceTools(self._document, self.run)
            self._title.addWidget(self.tools)
        if lone is not None and not isinstance(lone, StepDecay):
            self._kind = self._kind or self._new_kind()
            self._kind.show_kind(lone.kind_name)
        if self._kind is not None:
            show(self._kind, lone is not None and not isinstance(lone, StepDecay))
        if self.tools is not None:
            show(self.tools, lone is None)
            self.tools.refresh()

    def _new_kind(self) -> KindCombo:
        from designer.commands.shaping import KINDS
        from designer.widgets.kind_combo import KindCombo

        combo = KindCombo(KINDS)
        combo.setAccessibleName("Kind of schedule")
        combo.setToolTip("Which of MLX's functions the schedule is")
        combo.textActivated.connect(lambda kind: self._change_kind(0, kind))
        self._title.addWidget(combo)
        return combo

    def _show_values(self) -> None:
        values, computed = self._document.design.arguments(), self._document.computed()
        for section in self.sections:
            section.show_values(values, computed)

    def _open_one(self) -> int | None:
        """Return the only piece whose fields show; None where all of them do."""
        count, piece = len(self._pieces), self._document.view.focus.piece
        if count <= MOST_OPEN:
            return None
        return piece if piece is not None and piece < count else -1

    def _piece_of(self, path: str | None) -> int | None:
        """Return the piece of a join that an argument is of."""
        there = (section.slot for section in self.sections if section.slot.path and section.has(path))
        return next((slot.number for slot in there), None)

    def _keeping_focus(self, change: Callable[[], None]) -> None:
        """Do what may take away what has the focus; that which is in its place then gets it."""
        before = self.window().focusWidget()
        path = "" if before is None else before.objectName()
        was_selected = isinstance(before, NumberSpin) and before.lineEdit().hasSelectedText()
        change()
        now = self.window().focusWidget()
        if before is None or not self.isAncestorOf(before) or (now is not None and self.isAncestorOf(now)):
            return
        heir = self._heir(before, path)
        if heir is not None:
            heir.setFocus(Qt.FocusReason.OtherFocusReason)
            if was_selected and isinstance(heir, NumberSpin):
                heir.selectAll()

    def _heir(self, before: QWidget, path: str) -> QWidget | None:
        """Return what is in a widget's place: the field of its argument, else one of that name; or a kind."""
        stops = [stop for stop in self.stops() if stop.isVisibleTo(self) and stop.isEnabled()]
        if not isinstance(before, NumberSpin):
            kinds = [stop for stop in stops if isinstance(stop, QComboBox)]
            of_selected = [kind for kind in kinds if kind.parentWidget() is self._selected_header()]
            return next(iter([*of_selected, *kinds, *stops]), None)
        fields = [stop for stop in stops if isinstance(stop, NumberSpin)]
        exact = [field for field in fields if field.objectName() == path]
        alike = [field for field in fields if argument_name(field.objectName()) == argument_name(path)]
        return next(iter([*exact, *reversed(alike)]), None)

    def _selected_header(self) -> QWidget | None:
        piece = self._document.view.focus.piece
        return self.sections[piece].header if piece is not None and piece < len(self.sections) else None

    # What a person does

    def run(self, command: Callable[[Document], None]) -> None:
        """Do what a command does, or say why it can't be done."""
        was_refused, self._is_refused = self._is_refused, False
        try:
            command(self._document)
        except ScheduleError as error:
            self._is_refused = True
            self.refused.emit(str(error)[:1].upper() + str(error)[1:])
        else:
            if was_refused:  # else what is on show is about something else
                self.refused.emit("")

    def _select(self, index: int) -> None:
        self._document.look(piece=index)

    def _change_kind(self, index: int, kind: str) -> None:
        from designer.commands.shaping import change_kind

        self.run(lambda document: change_kind(document, kind, index))
