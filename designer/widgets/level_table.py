"""The levels as a table: all of them, even 10^12, of which at most 10 000 rows are in the view's model at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollBar, QTableView

from stepdecay import Level
from stepdecay.literals import rate_text
from stepdecay.treads import Levels

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()

MOST_ROWS = 10_000
"""Qt's row counts, headers and scroll bars are C ints, and a table view hangs from 8e7 rows on."""

REBASE_WITHIN = 1_000
"""So near to an end of the window, in rows, the window moves on."""

BLOCK = 64
"""Rows that are made together: one MLX call for what a screen shows."""

COLUMNS = ("level", "first", "last", "rate")
TIPS = (
    "The number of drops before it, from 0",
    "Its first update, counted from 1",
    "Its last update, or the run's",
    "Its learning rate, exactly",
)


class LevelsModel(QAbstractTableModel):
    """A window of at most `MOST_ROWS` rows over a lazy sequence of levels; `base` is the level in row 0."""

    def __init__(self, found: Levels) -> None:
        super().__init__()
        self.levels = found
        self.base = 0
        self._block: tuple[int, list[Level]] = (0, [])

    def replace(self, found: Levels) -> None:
        """Show other levels, from where the window is if they reach that far."""
        rows, count = self.rowCount(), min(MOST_ROWS, len(found))
        base = min(self.base, len(found) - count)
        if count < rows:
            self.beginRemoveRows(QModelIndex(), count, rows - 1)
        elif count > rows:
            self.beginInsertRows(QModelIndex(), rows, count - 1)
        self.levels, self.base, self._block = found, base, (0, [])
        if count < rows:
            self.endRemoveRows()
        elif count > rows:
            self.endInsertRows()
        self._all_changed()

    def rebase(self, base: int) -> None:
        """Move the window so that it begins at level `base`, as far as there are levels."""
        self.base = max(0, min(base, len(self.levels) - self.rowCount()))
        self._all_changed()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many rows the window has."""
        return 0 if parent.isValid() else min(MOST_ROWS, len(self.levels))

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, or its alignment."""
        if role == Qt.ItemDataRole.DisplayRole:
            number = self.base + index.row()
            level = self._level(number)
            cells = (number, level.first_update, level.last_update, rate_text(level.first_rate))
            return str(cells[index.column()])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if index.column() == 3 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title, what it means, or its alignment."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.data(self.index(0, section), role)
        return {Qt.ItemDataRole.DisplayRole: COLUMNS, Qt.ItemDataRole.ToolTipRole: TIPS}.get(
            Qt.ItemDataRole(role), (None,) * len(COLUMNS)
        )[section]

    def _level(self, number: int) -> Level:
        start, block = self._block
        if not start <= number < start + len(block):
            start = number - number % BLOCK
            block = list(self.levels[start : start + BLOCK])
            self._block = (start, block)
        return block[number - start]

    def _all_changed(self) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(COLUMNS) - 1))


class LevelsTable(QTableView):
    """A table view whose window moves along while it scrolls, and whose scroll bar is proportional to all levels."""

    level_selected = Signal(object)
    scrolled = Signal()

    def __init__(self, model: LevelsModel) -> None:
        super().__init__()
        self._model = model
        self._moving = False
        self.setObjectName("levels")
        self.setAccessibleName("Levels")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.selectionModel().currentRowChanged.connect(self._select)

    def top(self) -> int:
        """Return the level in the topmost visible row."""
        return self._model.base + self.verticalScrollBar().value()

    def visible_rows(self) -> int:
        """Return how many rows fit on the screen, at least 1."""
        return max(1, self.viewport().height() // self.verticalHeader().defaultSectionSize())

    def scroll_to(self, top: int) -> None:
        """Bring a level to the top, or as near to it as the last page allows."""
        top = max(0, min(top, len(self._model.levels) - self.visible_rows()))
        self._moving = True
        if not self._holds(top):
            self._rebase(top - MOST_ROWS // 2)
        self.updateGeometries()
        self.verticalScrollBar().setValue(top - self._model.base)
        self._moving = False
        self.scrolled.emit()

    def _holds(self, top: int) -> bool:
        """Tell whether the window reaches far enough around a level, or as far as there are levels."""
        above, below = top - self._model.base, self._model.base + self._model.rowCount() - top
        return (above >= REBASE_WITHIN or self._model.base == 0) and (
            below >= REBASE_WITHIN or top + below == len(self._model.levels)
        )

    def show_level(self, level: int | None) -> None:
        """Select a level where the window holds it, and nothing where it doesn't."""
        row = -1 if level is None else level - self._model.base
        self._moving = True
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._moving = False

    def fit_columns(self) -> None:
        """Make the columns wide enough for the largest numbers there are."""
        found = self._model.levels
        last = found[-1]
        largest = (len(found) - 1, last.first_update, last.last_update)
        for column, (title, number) in enumerate(zip(COLUMNS, largest, strict=False)):
            text = max(title, str(number), key=len)
            self.setColumnWidth(column, self.fontMetrics().horizontalAdvance(text) + 20)

    def _rebase(self, base: int) -> None:
        """Move the window, and keep the current level current."""
        current = self.currentIndex()
        level = self._model.base + current.row() if current.isValid() else None
        self._model.rebase(base)
        moving, self._moving = self._moving, True
        self.show_level(level)
        self._moving = moving

    def _follow(self) -> None:
        if not self._moving:
            self.scroll_to(self.top())

    def _select(self, current: QModelIndex, previous: QModelIndex) -> None:
        if not self._moving and current.isValid():
            self.level_selected.emit(self._model.base + current.row())


class ProportionalBar(QScrollBar):
    """A scroll bar over any number of rows: a C int of places, mapped to rows by whole-number arithmetic."""

    PLACES = 2**30

    def __init__(self, go: Callable[[int], None]) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._rows = 0
        self._go = go
        self.setAccessibleName("All levels")
        self.sliderMoved.connect(lambda place: go(self._row(place)))
        self.actionTriggered.connect(self._act)

    def show_rows(self, top: int, visible: int, total: int) -> None:
        """Show which rows are visible of how many."""
        self._rows = max(0, total - visible)
        self._visible = visible
        self._top = top
        places = min(self._rows, self.PLACES)
        self.setRange(0, places)
        self.setPageStep(max(1, places * visible // max(1, total)) if places else 1)
        self.setValue(top * places // self._rows if self._rows else 0)

    def _row(self, place: int) -> int:
        return place * self._rows // max(1, self.maximum())

    def _act(self, action: int) -> None:
        """Step by real rows: one place may be a thousand of them."""
        steps = {
            self.SliderAction.SliderSingleStepAdd: 1,
            self.SliderAction.SliderSingleStepSub: -1,
            self.SliderAction.SliderPageStepAdd: self._visible,
            self.SliderAction.SliderPageStepSub: -self._visible,
        }.get(self.SliderAction(action))
        if steps is not None:
            self.setSliderPosition(self.value())  # the place that Qt would step to is not where the rows are
            self._go(self._top + steps)
        elif action != self.SliderAction.SliderMove.value:
            self._go(self._row(self.sliderPosition()))
