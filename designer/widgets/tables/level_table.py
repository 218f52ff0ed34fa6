"""The levels as a table view whose window of rows moves along while it scrolls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractSlider, QApplication, QHeaderView, QTableView

from designer.widgets.tables.level_columns import QuietHeader, column_widths, number_advance, rate_sample, text_place
from designer.widgets.tables.level_model import COLUMNS, RATE, Index, LevelsModel
from stepdecay.evaluate.level_list import Levels

Action = QAbstractSlider.SliderAction


class LevelsTable(QTableView):
    """A table of any number of levels.

    Places are pixels from the top of level 0, as Python ints; Qt's own scroll bar, hidden, knows only the window.

    Signals:
        level_selected(level): A person selected a level, or None.
        scrolled: Something else may be in view.
    """

    level_selected = Signal(object)
    scrolled = Signal()

    def __init__(self, model: LevelsModel) -> None:
        super().__init__()
        self._model = model
        self._selected: int | None = None
        self._is_placing = False
        self._fitted: tuple[int, ...] = ()
        self.setObjectName("levels")
        self.setAccessibleName("Levels")
        self.setModel(model)
        self.setHorizontalHeader(QuietHeader(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)  # it would bring the first column back with every row that becomes current
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # a Mac's own font has digits of different widths
        self.setFont(font)
        self._fit_rows()
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.selectionModel().selectionChanged.connect(self._tell)

    # Where it is.

    def row_height(self) -> int:
        """Return the height of every row."""
        return self.verticalHeader().defaultSectionSize()

    def offset(self) -> int:
        """Return the place at the top of the view."""
        return self._model.base * self.row_height() + self.verticalScrollBar().value()

    def total_height(self) -> int:
        """Return how tall all levels are."""
        return len(self._model.levels) * self.row_height()

    def top(self) -> int:
        """Return the first level in view, which may be cut off."""
        return self.offset() // self.row_height()

    def visible_rows(self) -> int:
        """Return how many whole rows fit into the view, at least 1."""
        return max(1, self.viewport().height() // self.row_height())

    # What it shows.

    def show_levels(self, found: Levels, *, only_rates: bool = False) -> None:
        """Show other levels, from the same place on as far as there are as many; perhaps only their rates differ."""
        self._place(found, self.offset(), only_rates=only_rates)

    def scroll_to(self, offset: int) -> None:
        """Bring a place to the top, or as near to it as the ends allow."""
        self._place(self._model.levels, offset)

    def reveal(self, level: int, *, centred: bool = False) -> None:
        """Scroll until a level is wholly in view, no further than that takes or, from afar, to the middle."""
        height, page = self.row_height(), self.viewport().height()
        above = level * height
        below = above + height - page
        if not below <= self.offset() <= above:
            nearest = above if self.offset() > above else below
            self.scroll_to((above + below) // 2 if centred else nearest)
            if page != self.viewport().height():
                self.reveal(level)  # wider columns brought the scroll bar below, which may hide it

    def select_level(self, level: int | None) -> None:
        """Select a level; while it is outside the window of rows, or when there is no such level, no row is."""
        if level != self._selected:
            self._selected = level
            self._mark_selected()

    def selected_text(self) -> str:
        """Return the selected level's cells, parted by tabs; empty without one."""
        return "" if self._selected is None else "\t".join(self._model.texts(self._selected))

    def _place(self, found: Levels, offset: int, *, only_rates: bool = False) -> None:
        height = self.row_height()
        with self._placing():
            end = self._end_of(found)
            offset, at_end = max(0, min(offset, end)), offset >= end
            if self._model.show(found, offset // height, only_rates=only_rates):
                self._mark_selected()
            self._fit_columns(offset // height)
            if at_end:  # wider columns may have brought the scroll bar below
                offset = self._end_of(found)
            self.verticalScrollBar().setValue(offset - self._model.base * height)
        self.scrolled.emit()

    def _end_of(self, found: Levels) -> int:
        return max(0, len(found) * self.row_height() - self.viewport().height())

    @contextmanager
    def _placing(self) -> Iterator[None]:
        """Keep what the view does by itself on the way from being taken for what a person does."""
        was_placing, self._is_placing = self._is_placing, True
        try:
            yield
        finally:
            self._is_placing = was_placing

    def _mark_selected(self) -> None:
        row = -1 if self._selected is None else self._selected - self._model.base
        with self._placing():
            if 0 <= row < self._model.rowCount():
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)
            else:
                self.selectionModel().clear()

    def _follow(self) -> None:
        if not self._is_placing:
            self.scroll_to(self.offset())

    def _tell(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if not self._is_placing:
            rows = self.selectionModel().selectedRows()
            self._selected = self._model.base + rows[0].row() if rows else None
            self.level_selected.emit(self._selected)

    # Columns and rows.

    def _fit_rows(self) -> None:
        height = self.fontMetrics().height() + 6
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(height + 4)
        self.verticalScrollBar().setSingleStep(height)
        self._fitted = ()

    def _fit_columns(self, top: int) -> None:
        """Make the columns wide enough for what is in view from a level on, and the last one at least fill the rest."""
        # Down to the table's end, not the viewport's: a scroll bar that comes or goes would change the answer.
        bottom = min(top + self.height() // self.row_height() + 1, len(self._model.levels) - 1)
        self._model.load(top, bottom)
        shown = [self._model.level(number) for number in range(top, bottom + 1)]
        titles, samples = self._model.titles(), [*self._model.samples(top, bottom), rate_sample(shown)]
        room = self.viewport().width()
        key = (*map(len, (*titles, *samples)), room)
        if key == self._fitted:
            return
        self._fitted = key
        widths = column_widths(self.fontMetrics(), titles, samples, room)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        policies = Qt.ScrollBarPolicy  # as needed, it would come only after the rows have been placed
        policy = policies.ScrollBarAlwaysOn if sum(widths) > room else policies.ScrollBarAlwaysOff
        if policy != self.horizontalScrollBarPolicy():
            self.setHorizontalScrollBarPolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns, and let the scroll bar know how much is in view now."""
        super().resizeEvent(event)
        if not self._is_placing:
            self.scroll_to(self.offset())

    def changeEvent(self, event: QEvent) -> None:
        """Fit rows and columns to another font."""
        super().changeEvent(event)
        if self._fitted and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            top = self.top()
            self._fit_rows()
            self.scroll_to(top * self.row_height())

    # What a person does.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through all levels, from the selected one on, wherever it is; Escape selects none."""
        key = Qt.Key(event.key())
        level = self._level_after(key)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            onward = (key == Qt.Key.Key_Right) != self.isRightToLeft()
            step = Action.SliderSingleStepAdd if onward else Action.SliderSingleStepSub
            self.horizontalScrollBar().triggerAction(step)
        elif level is not None:
            self.reveal(level)
            self._choose(level)
        elif key == Qt.Key.Key_Escape and self._selected is not None:
            self._choose(None)
        else:
            super().keyPressEvent(event)

    def _level_after(self, key: Qt.Key) -> int | None:
        """Return where a key leads; without a selected level, to the first row that is wholly in view."""
        keys, page, count = Qt.Key, self.visible_rows(), len(self._model.levels)
        steps = {keys.Key_Up: -1, keys.Key_Down: 1, keys.Key_PageUp: -page, keys.Key_PageDown: page}
        if key in steps:
            below_top = -(-self.offset() // self.row_height())
            level = below_top if self._selected is None else self._selected + steps[key]
            return max(0, min(level, count - 1))
        return {keys.Key_Home: 0, keys.Key_End: count - 1}.get(key)

    def _choose(self, level: int | None) -> None:
        self.select_level(level)
        self.level_selected.emit(level)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Stay: Qt asks for the next row also when the focus comes, and knows only the window of rows."""
        return self.currentIndex()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Don't look for what is typed: Qt would make ten thousand rows, and find only those near."""

    def turn(self, event: QWheelEvent) -> None:
        """Scroll as if the wheel had been turned over the rows."""
        QApplication.sendEvent(self.verticalScrollBar(), event)

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows' texts at once; Qt's delegate asks the model eight questions for each cell."""
        height, offset, metrics = self.row_height(), self.offset(), QFontMetricsF(self.font())
        first = (offset + event.rect().top()) // height
        last = min((offset + event.rect().bottom()) // height, len(self._model.levels) - 1)
        painter = QPainter(self.viewport())
        columns = self._columns_in(event.rect())
        advance, baseline = number_advance(metrics), (height - metrics.height()) / 2 + metrics.ascent()
        plain, chosen, band = self._colors()
        for number in range(first, last + 1):
            y = number * height - offset
            if number == self._selected:
                painter.fillRect(0, y, self.viewport().width(), height, band)
            painter.setPen(chosen if number == self._selected else plain)
            texts = self._model.texts(number)
            for column, left, width in columns:
                x = left if column == RATE else left + width - advance(texts[column])
                painter.drawText(QPointF(x, y + baseline), texts[column])
        painter.end()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: N802
        """Paint what changed; where that includes rows out of view, Qt would paint everything."""
        if QAccessible.isActive():
            super().dataChanged(first, last, roles)
        self.viewport().update(self.visualRect(first).united(self.visualRect(last)))

    def _columns_in(self, area: QRect) -> list[tuple[int, int, int]]:
        """Return the columns that reach into an area, each with its texts' left edge and width."""
        places = [(n, self.columnViewportPosition(n), self.columnWidth(n)) for n in range(len(COLUMNS))]
        return [
            (column, *text_place(left, width, column))
            for column, left, width in places
            if left <= area.right() and left + width > area.left()
        ]

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        """Return the colours of text, of the selected row's text, and of the row: full where keys go, else faint."""
        palette, role = self.palette(), QPalette.ColorRole
        band = palette.color(role.Highlight)
        if self.hasFocus() and self.isActiveWindow():
            return palette.color(role.Text), palette.color(role.HighlightedText), band
        band.setAlphaF(0.3)
        return palette.color(role.Text), palette.color(role.Text), band
