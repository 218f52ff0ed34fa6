"""A scroll bar over more than a C int can count."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar

PLACES = 2**30
"""The most places the bar's slider has; where there is more to scroll, one place stands for many pixels."""

Action = QAbstractSlider.SliderAction


class ProportionalBar(QScrollBar):
    """Shows which part of a tall page is in view, and asks for another; it scrolls nothing itself.

    Signals:
        wanted(offset): A person wants that pixel of the page at the top.
        turned(event): A person turned the wheel over the bar.
    """

    wanted = Signal(object)
    turned = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._offset = self._end = self._page = 0
        self._line = 1
        self._is_showing = False
        self.setAccessibleName(name)
        self.actionTriggered.connect(self._act)
        self.valueChanged.connect(self._ask)

    def show_place(self, offset: int, page: int, total: int, line: int) -> None:
        """Show what is in view, in pixels.

        Args:
            offset: How far the page is scrolled.
            page: How much is in view.
            total: How tall all of it is; any int.
            line: How far an arrow scrolls.
        """
        self._offset, self._page, self._line = offset, page, line
        self._end = max(0, total - page)
        places = min(self._end, PLACES)
        self._is_showing = True
        self.setRange(0, places)
        self.setPageStep(max(1, places * page // max(1, self._end)))
        self.setValue(offset * places // max(1, self._end))
        self._is_showing = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is scrolled: one place of the bar may be a thousand rows."""
        self.turned.emit(event)

    def _act(self, action: int) -> None:
        """Go by real lines and pages; the answer takes the slider from where its own step would lead."""
        whole_lines = max(1, self._page // self._line) * self._line
        ways = {
            Action.SliderSingleStepAdd: self._line,
            Action.SliderSingleStepSub: -self._line,
            Action.SliderPageStepAdd: whole_lines,
            Action.SliderPageStepSub: -whole_lines,
        }
        way = ways.get(Action(action))
        if way is not None:
            self.wanted.emit(max(0, min(self._offset + way, self._end)))

    def _ask(self, place: int) -> None:
        if not self._is_showing:
            self.wanted.emit(place * self._end // max(1, self.maximum()))
