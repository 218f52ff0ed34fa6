"""The rows of a table that compares schedules: the one in force first, then the pinned ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPen, QPixmap

from stepdecay.evaluate.run_figures import Figures
from stepdecay.numbers.text import count_text, rate_text

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
SAMPLE = QSize(26, 12)
SCALES = (1, 2, 3)

COLUMNS = ("schedule", "last rate", "drops", "mean rate", "below a tenth")
TIPS = (
    "The curve's line, and its expression or the name that was given to it",
    "The rate of the run's last update",
    "How often the rate goes on to another level within the run",
    "The mean rate over the run: the area under the curve over its length",
    "The first update whose rate is below a tenth of the first one",
)


@dataclass(frozen=True)
class Row:
    """One schedule.

    Attributes:
        name: What a person calls it; empty for its expression.
        expression: The expression that makes it.
        figures: What is compared.
        tenth: When the rate is below a tenth of the first one.
        shown: Whether its curve is drawn; None for the one in force, which always is.
    """

    name: str
    expression: str
    figures: Figures
    tenth: str
    shown: bool | None = None

    def texts(self) -> tuple[str, ...]:
        """Return what the columns say."""
        figures = self.figures
        mean = rate_text(float(f"{figures.mean_rate:.4g}"))
        return (self.name or self.expression, rate_text(figures.last_rate), count_text(figures.drops), mean, self.tenth)


class CompareModel(QAbstractTableModel):
    """Rows as Qt wants them.

    Signals:
        renamed(row, name): A person gave a row another name.
        shown(row, is_shown): A person showed or hid a row's curve.
    """

    renamed = Signal(int, str)
    shown = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._pens: list[QPen] = []
        self._icons: list[QIcon] = []

    def show_rows(self, rows: list[Row], pens: list[QPen]) -> None:
        """Show other rows; the selection stays where their number is the same."""
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
        if pens != self._pens:
            self._pens, self._icons = pens, [line_sample(pen) for pen in pens]
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of schedules."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name and what it means."""
        if orientation == Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return COLUMNS[section]
            case Qt.ItemDataRole.ToolTipRole:
                return TIPS[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a text, the sample of a curve's line, whether the curve is shown."""
        row, column = self._rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return row.texts()[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole if column == 0 and self._icons:
                return self._icons[index.row()]
            case Qt.ItemDataRole.ForegroundRole if row.shown is False:
                return QGuiApplication.palette().placeholderText()
            case Qt.ItemDataRole.ToolTipRole if column == 0:
                return row.expression
            case Qt.ItemDataRole.CheckStateRole if column == 0 and row.shown is not None:
                return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let pins be renamed, shown and hidden."""
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self._rows[index.row()].shown is not None:
            usable |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        return usable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name, or for a curve to be shown or hidden; the expression as a name is none."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.shown.emit(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole:
            name = " ".join(str(value).split())
            self.renamed.emit(index.row(), "" if name == row.expression else name)
            return True
        return False


def line_sample(pen: QPen) -> QIcon:
    """Draw a piece of a curve's line, sharp at every scale factor."""
    icon = QIcon()
    for scale in SCALES:
        pixmap = QPixmap(SAMPLE * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(pen)
        painter.drawLine(0, SAMPLE.height() // 2, SAMPLE.width(), SAMPLE.height() // 2)
        painter.end()
        icon.addPixmap(pixmap)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == 0 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
