"""A row that asks for a level or an update."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QBoxLayout, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.widgets.labels import named_label, set_text_color
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.step_input import is_enter, is_escape
from stepdecay import ScheduleError
from stepdecay.errors import clip
from stepdecay.numbers.increment import Increment
from stepdecay.numbers.stepping import next_count
from stepdecay.numbers.text import count_text
from stepdecay.numbers.typed import read_count
from stepdecay.schedule.units import Unit


class Target(StrEnum):
    """What a number counts: updates from 1, levels from 0."""

    UPDATE = "update"
    LEVEL = "level"


UNIT_HINTS: dict[Unit, str] = {
    "updates": "",
    "iterations": "; or an iteration, such as 300it",
    "epochs": "; or a number of epochs, such as 1.5ep",
}
"""What is said of the unit that times are shown in."""


class PlaceSpin(CountSpin):
    """A field for the number of an update or a level.

    Return goes there, even to where it led before, and stepping goes along; leaving the field goes nowhere.

    Signals:
        wanted(number): A person wants to go there.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        self._kind, self._places = Target.UPDATE, range(1, 2)
        super().__init__("go_to", minimum=0)
        self.committed.connect(self._follow)

    def ask(self, kind: Target, places: range, here: int) -> None:
        """Ask for one of the places of a kind; begin at `here`, unless something else is typed already."""
        is_typed = self.text() != str(self.value())
        self._kind, self._places = kind, places
        self.setAccessibleName(f"Go to {kind}")
        self.refuse("")
        if not is_typed:
            self.setValue(here)
        self.updateGeometry()

    def interpretText(self) -> None:
        """Keep what is typed until Return: leaving the field for a row must not scroll that row away."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Go on Return; Escape restores, and is the row's as well."""
        super().keyPressEvent(event)
        if is_enter(event):
            event.accept()
            if not self.isRefused():
                self.wanted.emit(self.value())
        elif is_escape(event):
            event.ignore()

    def sizeHint(self) -> QSize:
        """Return room for the largest number."""
        digits = "0" * max(3, len(str(self._places[-1])))
        return QAbstractSpinBox.sizeHint(self) + QSize(self.fontMetrics().horizontalAdvance(digits), 0)

    def _follow(self, number: int, gesture: object) -> None:
        if gesture is not None:
            self.wanted.emit(number)

    def _read(self, text: str) -> int:
        read = self._read_count if self._kind is Target.UPDATE else read_count
        count, first, last = read(text, self._kind), self._places[0], self._places[-1]
        if count < first:
            raise ScheduleError(f"the first {self._kind} is {first}, got {clip(text)}")
        if count > last:
            raise ScheduleError(f"the last {self._kind} is {last}, got {clip(text)}")
        return count

    def _bounds(self) -> tuple[int, int]:
        return self._places[0], self._places[-1]

    def _next(self, value: float, up: bool, increment: Increment) -> int:
        return min(max(next_count(int(value), up, increment), self._places[0]), self._places[-1])


class GoToRow(QWidget):
    """Asks for a level or an update: Return goes there, Escape puts the row away.

    Args:
        places: Says for a kind which places there are, and which one is in view.
        table: What takes the keys when nothing had them before.

    Signals:
        wanted(kind, number): A person wants to go there.
        closed: The row was put away.
    """

    wanted = Signal(object, object)
    closed = Signal()

    def __init__(self, places: Callable[[Target], tuple[range, int]], table: QWidget) -> None:
        super().__init__()
        self._places = places
        self._table = self._before = table
        self._colors = (QColor(), QColor())
        self._unit: Unit = "updates"
        self.kind = QComboBox()
        self.kind.addItems(list(Target))
        self.kind.setObjectName("go_to_kind")
        self.kind.setAccessibleName("Level or update")
        self.number = PlaceSpin()
        self.sentence = named_label("go_to_sentence")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self.refresh)
        self.number.wanted.connect(self._go)
        self.number.refused.connect(self._say)
        self.hide()

    def _lay_out(self) -> None:
        self._title = QLabel("Go to")
        self._title.setBuddy(self.number)
        self.sentence.setWordWrap(True)
        self._what = QHBoxLayout()
        self._what.addWidget(self._title)
        self._what.addWidget(self.kind, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.addLayout(self._what)
        self._row.addWidget(self.number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        column.addWidget(self.sentence)

    def open(self) -> None:
        """Show the row and let a person type."""
        focus = self.window().focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._before = focus
        self.show()
        self.refresh()
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def put_away(self) -> None:
        """Hide the row, and give the keys back."""
        (self._before if self._before.isVisible() else self._table).setFocus()
        self.hide()
        self.closed.emit()

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.kind, self.number]

    def offer_levels(self, are_offered: bool) -> None:
        """Ask for a level or an update, or for an update alone where there are no levels to be told apart."""
        if not are_offered:
            self.kind.setCurrentIndex(list(Target).index(Target.UPDATE))
        self.kind.setVisible(are_offered)
        self._title.setText("Go to" if are_offered else "Go to update")

    def show_unit(self, unit: Unit) -> None:
        """Say that an update can be named in this unit too, and ask for what there is now."""
        self._unit = unit
        self.refresh()

    def refresh(self) -> None:
        """Ask for what there is now."""
        if not self.isHidden():
            places, here = self._places(self._kind())
            self.number.ask(self._kind(), places, here)
            self._say("")
            self._fold()

    def set_colors(self, quiet: QColor, error: QColor) -> None:
        """Colour the hint, and what is wrong."""
        self._colors = (quiet, error)
        self.number.setMarkColor(error)
        set_text_color(self.sentence, error if self.number.isRefused() else quiet)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the row away on Escape; Return goes, whatever of the row has the keys."""
        if is_escape(event):
            self.put_away()
        elif is_enter(event):
            self.number.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the number under its title where both don't fit into one line."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        needed = self._what.sizeHint().width() + self._row.spacing() + self.number.sizeHint().width()
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if needed > self.width() else directions.LeftToRight)

    def _kind(self) -> Target:
        return list(Target)[self.kind.currentIndex()]

    def _go(self, number: int) -> None:
        self.wanted.emit(self._kind(), number)

    def _say(self, sentence: str) -> None:
        """Say what is wrong, or how far the places go."""
        places, _ = self._places(self._kind())
        hint = f"{count_text(places[0])} to {count_text(places[-1])}"
        if self._kind() is Target.UPDATE:
            hint += UNIT_HINTS[self._unit]
        self.sentence.setText(f"⚠ {sentence}" if sentence else hint)
        self.number.setAccessibleDescription(hint)
        set_text_color(self.sentence, self._colors[bool(sentence)])
