"""The table that compares schedules: as high as its rows, renamed in place."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QRect, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView

from designer.widgets.numbers.step_input import is_escape
from designer.widgets.tables.compare_model import SAMPLE, CompareModel

MOST_ROWS_IN_VIEW = 5
ROW_PADDING = 6
MARGIN = 4
NARROWEST_NAME = 170


class PlainHeader(QHeaderView):
    """A header as flat as the table under it, with a line."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one title where its column's texts stand."""
        palette, model = self.palette(), self.model()
        painter.fillRect(rect, palette.base())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        alignment = model.headerData(section, self.orientation(), Qt.ItemDataRole.TextAlignmentRole)
        side = QStyle.visualAlignment(self.layoutDirection(), alignment)
        painter.drawText(rect.adjusted(MARGIN, 0, -MARGIN, 0), side, model.headerData(section, self.orientation()))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, palette.color(QPalette.ColorRole.Mid))


class CompareTable(QTableView):
    """One row per schedule.

    Signals:
        row_selected(row): A person selected a row, or None.
        removal_wanted: Delete was pressed.
    """

    row_selected = Signal(object)
    removal_wanted = Signal()

    def __init__(self, model: CompareModel) -> None:
        super().__init__()
        self.setObjectName("compare")
        self.setAccessibleName("Compared schedules")
        self.setModel(model)
        self.setIconSize(SAMPLE)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # schedules differ at their ends
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        font = QFont(self.font())
        font.setFeature(QFont.Tag("tnum"), 1)  # a Mac's own font has digits of different widths
        self.setFont(font)
        self.setHorizontalHeader(PlainHeader(Qt.Orientation.Horizontal, self))
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + ROW_PADDING)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(False)
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._fit)
        self.selectionModel().selectionChanged.connect(self._tell)
        self._fit()

    def select_pin(self, pin: int | None) -> None:
        """Select a pin's row, or no pin's; tells nobody."""
        rows = self.selectionModel().selectedRows()
        if pin is None and rows and rows[0].row() == 0:
            return  # that of the schedule in force, which is no pin
        self.selectionModel().blockSignals(True)
        try:
            self.clearSelection()
            if pin is not None:
                self.selectRow(pin + 1)
        finally:
            self.selectionModel().blockSignals(False)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove on Delete; Escape selects nothing."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit()
        elif is_escape(event) and self.selectionModel().hasSelection():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what the figures leave."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Fit the first column to the width; be as high as the rows, and where that is too wide, a scroll bar more."""
        columns = self.horizontalHeader()
        rest = self.viewport().width() - sum(columns.sectionSize(column) for column in range(1, columns.count()))
        columns.resizeSection(0, max(rest, NARROWEST_NAME))
        rows = min(self.model().rowCount(), MOST_ROWS_IN_VIEW)
        height = columns.sizeHint().height() + rows * self.verticalHeader().defaultSectionSize()
        is_wide = rest < NARROWEST_NAME
        self.setFixedHeight(height + is_wide * self.horizontalScrollBar().sizeHint().height())

    def _tell(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        rows = self.selectionModel().selectedRows()
        self.row_selected.emit(rows[0].row() if rows else None)
