"""A helper for the levels: what the rows on the screen say, and real wheels, clicks and drags."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QPaintEvent, QRegion, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QScrollBar,
    QSplitter,
    QStyle,
    QStyleOptionSlider,
    QTableView,
    QWidget,
)

from designer.model.document import Design
from designer.panels.findings import FindingsPanel
from stepdecay import Run, StepDecay, levels
from stepdecay.numbers.text import rate_text

TRILLION = Design(StepDecay(0.1, 0.9999, 10), Run(10**13))
"""10^12 levels."""

LONGEST = Design(StepDecay(0.5, 0.9999999, 1), Run(2**53 - 1))
"""9e15 levels, as many as there can be."""

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


class LevelsHelper:
    """The levels of a window, as a person sees and handles them."""

    def __init__(self, window) -> None:
        self.window = window
        self.document = window.document
        self.table = window.findChild(QTableView, "levels")
        self.bar = next(bar for bar in window.findChildren(QScrollBar) if bar.accessibleName() == "All levels")
        self.field = window.findChild(QWidget, "go_to")
        self.kind = window.findChild(QComboBox, "go_to_kind")
        self.sentence = window.findChild(QLabel, "go_to_sentence")
        self.make_room()

    def make_room(self) -> None:
        """Let the levels have as much room as other tests count on; in so long runs much is found, which takes it."""
        self.window.panel(FindingsPanel).parentWidget().setFixedHeight(20)
        self.window.resize(1100, 840)
        self.settle()

    def make_inspector(self, width: int) -> None:
        """Let the inspector be so wide, in pixels, in a window of 1100."""
        self.window.findChild(QSplitter).setSizes([1100 - width, width])

    # Eyes.

    def settle(self) -> None:
        """Let everything that is due be painted."""
        for _ in range(3):
            QApplication.processEvents()

    def show(self, design: Design) -> None:
        """Make a design the one in force."""
        self.document.edit("Test", design)
        self.settle()

    def row_height(self) -> int:
        return self.table.rowHeight(0)

    def rows(self) -> list[tuple[str, ...]]:
        """Return what the rows that are wholly in view say, from top to bottom."""
        model, height = self.table.model(), self.table.viewport().height()
        found = []
        row = self.table.rowAt(0)
        while 0 <= row < model.rowCount():
            place = self.table.visualRect(model.index(row, 0))
            if place.bottom() >= height:
                break
            if place.top() >= 0:
                found.append(tuple(model.index(row, column).data() for column in range(4)))
            row += 1
        return found

    def expected(self, first: int, count: int) -> list[tuple[str, ...]]:
        """Return what rows have to say, by the core."""
        design = self.document.design
        found = levels(design.schedule, design.run.updates)
        return [
            (str(number), str(level.first_update), str(level.last_update), rate_text(level.first_rate))
            for number, level in enumerate(found[first : first + count], first)
        ]

    def base(self) -> int:
        """Return the level in the first row that Qt knows of."""
        return int(self.table.model().index(0, 0).data())

    def first(self) -> int:
        """Return the first level in view, which may be cut off."""
        return self.base() + self.table.rowAt(0)

    def top(self) -> int:
        return int(self.rows()[0][0])

    def count(self) -> int:
        """Return how many levels there are."""
        design = self.document.design
        return len(levels(design.schedule, design.run.updates))

    def selected(self) -> list[str]:
        """Return the levels of the rows that are marked as selected."""
        return [index.data() for index in self.table.selectionModel().selectedRows()]

    def picture(self, widget: QWidget | None = None) -> QImage:
        """Return what the rows look like, or another widget, with one pixel per pixel on every screen."""
        shown = widget or self.table.viewport()
        image = QImage(shown.size(), QImage.Format.Format_RGB32)
        shown.render(image)
        return image

    def place_of(self, level: int) -> QRect:
        """Return where a level's row is in the view."""
        model = self.table.model()
        row = level - self.base()
        cells = [self.table.visualRect(model.index(row, column)) for column in range(4)]
        return cells[0].united(cells[3])

    # Hands.

    def press(self, key: Qt.Key, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.table, key)

    def click(self, level: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        place = self.place_of(level).intersected(self.table.viewport().rect()).center()
        QTest.mouseClick(self.table.viewport(), LEFT, keys, place)

    def wheel(self, notches: int, over: QWidget | None = None) -> None:
        """Turn the wheel towards the end, notch by notch."""
        for _ in range(abs(notches)):
            self.turn(120 if notches > 0 else -120, over)

    def turn(self, angle: int, over: QWidget | None = None) -> None:
        """Turn the wheel, or swipe, towards the end by eighths of a degree; a notch has 120."""
        widget = over or self.table.viewport()
        place = QPointF(widget.rect().center())
        event = QWheelEvent(
            place, QPointF(widget.mapToGlobal(place)), QPoint(), QPoint(0, -angle),
            Qt.MouseButton.NoButton, NO_KEYS, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def part_of_bar(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.bar.initStyleOption(option)
        return self.bar.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, part, self.bar)

    def click_bar(self, part: QStyle.SubControl) -> None:
        QTest.mouseClick(self.bar, LEFT, NO_KEYS, self.part_of_bar(part).center())

    def drag_bar(self, fraction: float) -> None:
        """Drag the bar's slider to a part of its way, past the end for the ends."""
        start = self.part_of_bar(QStyle.SubControl.SC_ScrollBarSlider)
        groove = self.part_of_bar(QStyle.SubControl.SC_ScrollBarGroove)
        beyond = 40 if fraction == 1 else -40 if fraction == 0 else 0
        end = groove.top() + fraction * (groove.height() - start.height()) + start.height() / 2 + beyond
        goal = QPoint(start.center().x(), round(end))
        QTest.mousePress(self.bar, LEFT, NO_KEYS, start.center())
        for part in (0.25, 0.5, 0.75, 1.0):
            QTest.mouseMove(self.bar, start.center() + (goal - start.center()) * part)
        QTest.mouseRelease(self.bar, LEFT, NO_KEYS, goal)

    def go_to(self, kind: str, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
        """Open Go to, choose what is meant, type, and press a key."""
        QTest.keyClick(self.window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
        self.choose(kind)
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClicks(self.field, text)
        QTest.keyClick(self.field, key)

    def choose(self, kind: str) -> None:
        self.kind.setFocus()
        QTest.keyClick(self.kind, Qt.Key.Key_Home if kind == self.kind.itemText(0) else Qt.Key.Key_End)
        assert self.kind.currentText() == kind


class Paints(QObject):
    """Counts how often widgets are painted, and which part of them."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        self.area = QRegion()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.count += 1
            self.area += event.region()
        return False
