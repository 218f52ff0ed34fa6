"""How wide the columns of the levels are, where their texts stand, and their titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHeaderView, QWidget

from designer.widgets.tables.level_model import ARROW, RATE, alignment
from stepdecay import Level

PADDING = 4
"""Pixels on each side of a text."""

GAP = 12
"""Pixels before a rate, which stands left while the number before it stands right."""

MOST_AIR = 12
"""Pixels more between numbers where there is room."""


def column_widths(metrics: QFontMetrics, titles: Sequence[str], samples: Sequence[str], room: int) -> list[int]:
    """Return how wide the columns are for texts as long as the samples; the last one takes the rest of the room."""
    digit = max("0123456789", key=metrics.horizontalAdvance)
    widest = [
        max(metrics.horizontalAdvance(text) for text in (title, re.sub(r"\d", digit, sample)))
        for title, sample in zip(titles, samples, strict=True)
    ]
    level, first, last = (PADDING + width + PADDING for width in widest[:RATE])
    rate = GAP + widest[RATE] + PADDING
    air = max(0, min((room - level - first - last - rate) // 3, MOST_AIR))
    return [level, first + air, last + air, max(rate, room - level - first - last - 2 * air)]


def number_advance(metrics: QFontMetricsF) -> Callable[[str], float]:
    """Return what tells how wide a number is; where all digits are equally wide, without measuring each one."""
    widths = {metrics.horizontalAdvance(digit) for digit in "0123456789"}
    if len(widths) > 1:
        return metrics.horizontalAdvance
    (width,) = widths
    return lambda text: len(text) * width if text.isdigit() else metrics.horizontalAdvance(text)


def text_place(left: int, width: int, column: int) -> tuple[int, int]:
    """Return the left edge and the width of a text in a cell."""
    before = GAP if column == RATE else PADDING
    return left + before, width - before - PADDING


def widest_rate_text(low: float, high: float) -> str:
    """Return a text as long as `rate_text` makes any from one rate to another: a float32 has up to nine digits.

    >>> widest_rate_text(0.1, 0.5), widest_rate_text(1e-9, 0.5), widest_rate_text(0.1, 12345678900)
    ('0.000000000', '0.000000000000', '00000000000.0')
    """
    leading_zeros = 3 if low < 1e-3 else 2 if low < 1e-2 else 1 if low < 1e-1 else 0
    small = "0." + "0" * (leading_zeros + 9)  # `1.23456789e-10` is no longer than `0.000123456789`
    large = "0" * (16 if high >= 1e16 else len(f"{high:.0f}")) + ".0"
    return max(small, large, key=len)


def rate_sample(levels: Sequence[Level]) -> str:
    """Return a text as long as any that the levels' rates can be written as."""
    drawn = [level for level in levels if not level.wraps]
    rates = [rate for level in drawn for rate in (level.first_rate, level.last_rate)] or [1.0]
    sample = widest_rate_text(min(rates), max(rates))
    return sample if all(level.first_rate == level.last_rate for level in drawn) else ARROW.join((sample, sample))


class QuietHeader(QHeaderView):
    """A header as flat as the table under it: quiet titles, each where its column's texts stand, and a line."""

    def __init__(self, keys_go_to: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._keys_go_to = keys_go_to
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        keys_go_to.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show where the keys go."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.viewport().update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the titles; the line is the accent's colour while keys go to the table."""
        painter, palette, height = QPainter(self.viewport()), self.palette(), self.height()
        painter.fillRect(self.viewport().rect(), palette.base())
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        for column in range(self.count()):
            title = self.model().headerData(column, Qt.Orientation.Horizontal)
            left, width = text_place(self.sectionViewportPosition(column), self.sectionSize(column), column)
            painter.drawText(QRect(left, 0, width, height), alignment(column), title)
        focused = self._keys_go_to.hasFocus()
        line = palette.color(QPalette.ColorRole.Highlight if focused else QPalette.ColorRole.Mid)
        painter.fillRect(0, height - 1, self.width(), 1, line)
        painter.end()
