"""A window over the levels: all of them are there, even 10^12, and at most 10 000 are a view's rows at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from stepdecay import Level
from stepdecay.evaluate.level_list import Levels
from stepdecay.numbers.text import rate_text
from stepdecay.schedule.run import Run
from stepdecay.schedule.units import Unit, shown_unit, time_number

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

MOST_ROWS = 10_000
"""Qt's row counts, headers and scroll bars are C ints, and a table view hangs from 8e7 rows on."""

MARGIN = 1_000
"""So near to an end of the window, in rows, the window moves on."""

COLUMNS = ("level", "first", "last", "rate")
TIPS = (
    "How many drops are before it",
    "Its first update, counted from 1",
    "Its last update; the run's, if the run ends on it",
    "Its learning rate, exactly; the first and the last one of a piece whose rate changes all the time",
)
RATE = COLUMNS.index("rate")
FIRST, LAST = COLUMNS.index("first"), COLUMNS.index("last")

UNIT_TITLES: dict[Unit, str] = {"updates": "", "iterations": " it", "epochs": " ep"}
UNIT_TIPS: dict[Unit, str] = {
    "updates": "",
    "iterations": "; named is the iteration after which it is made",
    "epochs": "; named is how many epochs are over when it is made",
}
"""What titles and tips of the columns that name times say of their unit."""

ARROW = " → "
"""Between the first and the last rate of a level, where it is one piece of a join that has more than one."""


class LevelsModel(QAbstractTableModel):
    """The rows of a table of levels.

    Attributes:
        levels: All levels.
        base: The level in row 0.
    """

    def __init__(self, found: Levels) -> None:
        super().__init__()
        self.levels = found
        self.base = 0
        self._times: tuple[Unit, Run] = ("updates", Run(1))
        self._first = 0
        self._block: list[Level] = []

    def show(self, found: Levels, near: int, *, only_rates: bool = False) -> bool:
        """Show levels in a window that reaches well beyond the level `near` wherever there are levels.

        Args:
            found: The levels.
            near: One of them.
            only_rates: Whether only their rates differ from the levels before.

        Returns:
            Whether that made a difference.
        """
        rows = min(MOST_ROWS, len(found))
        base = self._base_for(near, rows, len(found) - rows)
        if found is self.levels and base == self.base:
            return False
        before = self.rowCount()
        if rows < before:
            self.beginRemoveRows(NO_PARENT, rows, before - 1)
        elif rows > before:
            self.beginInsertRows(NO_PARENT, before, rows - 1)
        if found is not self.levels:
            self._block = []
        column = RATE if only_rates and base == self.base else 0
        self.levels, self.base = found, base
        if rows < before:
            self.endRemoveRows()
        elif rows > before:
            self.endInsertRows()
        self.dataChanged.emit(self.index(0, column), self.index(rows - 1, len(COLUMNS) - 1))
        return True

    def show_times(self, run: Run, unit: Unit) -> bool:
        """Name times in a unit of a run; return whether that made a difference."""
        before, self._times = self._times, (shown_unit(unit, run), run)
        if before == self._times or before[0] == self._times[0] == "updates":
            return False
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, FIRST, LAST)
        self.dataChanged.emit(self.index(0, FIRST), self.index(self.rowCount() - 1, LAST))
        return True

    def load(self, first: int, last: int) -> None:
        """Make the levels from `first` to `last`, which a screen shows together, by one MLX call."""
        if not (self._first <= first and last < self._first + len(self._block)):
            around = (last + 1 - first) // 2  # a short scroll finds them made
            self._first = max(0, first - around)
            self._block = list(self.levels[self._first : last + 1 + around])

    def level(self, number: int) -> Level:
        """Return a level, made before if it was loaded."""
        self.load(number, number)
        return self._block[number - self._first]

    def last_rate(self) -> float:
        """Return the rate at the end of the run."""
        number = len(self.levels) - 1
        held = self._first <= number < self._first + len(self._block)
        return (self._block[number - self._first] if held else self.levels[number]).last_rate

    def texts(self, number: int) -> tuple[str, str, str, str]:
        """Return a level as the columns show it: plain digits, and the shortest text of MLX's float32."""
        level = self.level(number)
        ends = dict.fromkeys(map(rate_text, (level.first_rate, level.last_rate)))
        return (*self._numbers(number), ARROW.join(ends))

    def samples(self, first: int, last: int) -> list[str]:
        """Return texts as long as those of any of some levels, in the columns before the rate's."""
        numbers = range(first, last + 1) if self._times[0] == "epochs" else (last,)  # parts of epochs come and go
        return [max(texts, key=len) for texts in zip(*map(self._numbers, numbers), strict=True)]

    def titles(self) -> list[str]:
        """Return the columns' titles, with the unit of their times."""
        unit = UNIT_TITLES[self._times[0]]
        return [title + unit * (column in (FIRST, LAST)) for column, title in enumerate(COLUMNS)]

    def _numbers(self, number: int) -> tuple[str, str, str]:
        level, (unit, run) = self.level(number), self._times
        if unit == "updates":
            return str(number), str(level.first_update), str(level.last_update)
        ends = (time_number(update, run, unit) for update in (level.first_update, level.last_update))
        first, last = (text.replace("\u202f", "") for text in ends)  # digits of one place under each other
        return str(number), first, last

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many rows the window has."""
        return 0 if parent.isValid() else min(MOST_ROWS, len(self.levels))

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or its alignment."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.texts(self.base + index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title, what it means, or its alignment."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.titles()[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return TIPS[section] + (UNIT_TIPS[self._times[0]] if section in (FIRST, LAST) else "")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return alignment(section)
        return None

    def _base_for(self, near: int, rows: int, highest: int) -> int:
        base = min(self.base, highest)
        ends_above = base > 0 and near - base < MARGIN
        ends_below = base < highest and base + rows - near < MARGIN
        return max(0, min(near - rows // 2, highest)) if ends_above or ends_below else base


def alignment(column: int) -> Qt.AlignmentFlag:
    """Return where a column's text stands: digits of one place under each other, in every script."""
    side = Qt.AlignmentFlag.AlignLeft if column == RATE else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
