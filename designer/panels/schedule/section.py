"""One piece of the schedule: its fields; in a join with its kind and place above, or all of it in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.model.view import View
from designer.panels.fields import ArgumentFields, show
from designer.panels.schedule.arguments import arguments_of
from stepdecay.schedule.kind import CONSTANT

if TYPE_CHECKING:
    from designer.widgets.piece_header import PieceHeader, PieceRow
    from stepdecay.schedule.structure import Piece

SPACING = 8
"""Between a piece's title and its fields, and below these."""


class Slot(NamedTuple):
    """A piece's place in the schedule, as far as it decides which arguments it has.

    Attributes:
        number: Its number, from 0.
        path: What comes before the names of its arguments; empty where nothing is joined.
        boundary: The path of the boundary at which it begins.
    """

    number: int
    path: str
    boundary: str | None


class Section(QWidget):
    """A piece of the schedule.

    Signals:
        selected(index): A person turns to this piece.
        kind_chosen(index, kind): They want it to be of another kind.
    """

    selected = Signal(int)
    kind_chosen = Signal(int, str)

    def __init__(self, document: Document, slot: Slot) -> None:
        super().__init__()
        self.slot = slot
        self.body: ArgumentFields | None = None
        self.header: PieceHeader | None = None
        self.row: PieceRow | None = None
        self._document = document
        self._theme: Theme | None = None
        self._kind = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING)

    def show_piece(self, piece: Piece, *, is_open: bool, is_selected: bool) -> None:
        """Show a piece in its slot, with its fields or in one line."""
        kind = self._kind_of(piece)
        if kind != self._kind:
            self._kind = kind
            self._drop_body()
        if is_open and self.body is None:
            self._add_body(piece)
        if self.slot.path:
            self._column.setContentsMargins(0, 0, 0, SPACING if is_open else 0)
            self._show_title(piece, is_open=is_open, is_selected=is_selected)
        if self.body is not None:
            show(self.body, is_open)

    def show_values(self, values: Mapping[str, Any], computed: Mapping[str, str]) -> None:
        """Show the arguments' values in the fields, and the source's text of those that it computes."""
        if self.body is not None:
            self.body.show_values(values, computed)

    def light(self, view: View) -> None:
        """Light what is edited or pointed at."""
        if self.body is not None:
            self.body.light(view)

    def set_theme(self, theme: Theme) -> None:
        """Colour the fields; all else wears the palette."""
        self._theme = theme
        if self.body is not None:
            self.body.set_theme(theme)

    def has(self, path: str | None) -> bool:
        """Return whether a path leads to an argument of this piece."""
        if path is None or path == "updates":
            return False
        return path == self.slot.boundary or path.rpartition(".")[0] == self.slot.path.rstrip(".")

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        title = [] if self.header is None or self.row is None else [self.row, self.header.kind]
        return [*title, *([] if self.body is None else self.body.stops())]

    def retire(self) -> None:
        """Make an end, and say nothing more."""
        self.blockSignals(True)
        self._drop_body()
        show(self, False)
        self.deleteLater()

    def _kind_of(self, piece: Piece) -> str:
        """Return what decides the fields: a line on its way through a constant keeps them while somebody is in them."""
        leaf = piece.schedule
        is_passing = self._kind == leaf.function and self.body is not None and self.body.holds_focus()
        return leaf.function if is_passing else leaf.kind_name

    def _drop_body(self) -> None:
        if self.body is not None:
            self._column.removeWidget(self.body)
            self.body.retire()
            self.body = None

    def _add_body(self, piece: Piece) -> None:
        arguments = arguments_of(piece, is_constant=self._kind == CONSTANT)
        if self.slot.path:
            of = f"{piece.schedule.kind_name}, piece {self.slot.number + 1}"
            self.body = ArgumentFields(self._document, arguments, of, {"piece": self.slot.number})
        else:
            self.body = ArgumentFields(self._document, arguments)
        if self._theme is not None:
            self.body.set_theme(self._theme)
        self._column.addWidget(self.body)

    # What only pieces of a join have

    def _show_title(self, piece: Piece, *, is_open: bool, is_selected: bool) -> None:
        from designer.panels.schedule.words import beginning, rates_in_words, times_in_words
        from stepdecay.schedule.units import shown_unit

        header, row = self._titles()
        kind, run = piece.schedule.kind_name, self._document.design.run
        unit = shown_unit(self._document.view.preferences.unit, run)
        header.show_piece(kind, beginning(piece, run, unit), is_selected=is_selected)
        header.kind.setAccessibleName(f"Kind of piece {self.slot.number + 1}")
        row.show_piece(kind, times_in_words(piece, run, unit), rates_in_words(piece.schedule), unit)
        row.setAccessibleName(f"piece {self.slot.number + 1}: {row.toolTip()}")
        show(header, is_open)
        show(row, not is_open)

    def _titles(self) -> tuple[PieceHeader, PieceRow]:
        from designer.commands.shaping import KINDS
        from designer.widgets.piece_header import PieceHeader, PieceRow

        if self.header is None or self.row is None:
            index = self.slot.number
            self.header, self.row = PieceHeader(KINDS), PieceRow()
            self.header.pressed.connect(lambda: self.selected.emit(index))
            self.header.kind.textActivated.connect(lambda kind: self.kind_chosen.emit(index, kind))
            self.row.clicked.connect(lambda: self.selected.emit(index))
            self._column.insertWidget(0, self.header)
            self._column.insertWidget(0, self.row)
        return self.header, self.row
