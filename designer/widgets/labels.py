"""Labels as this program has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

LONG_WORD, BREAK = 24, "\u200b"
NARROWEST = 40


class ElidedLabel(QLabel):
    """One line of plain text, cut in its middle where there is no room for it; a tooltip is its owner's."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Return room for some letters: a name from somebody's file doesn't make a panel wider."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), NARROWEST), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for."""
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)
            return
        from PySide6.QtGui import QPainter  # which the first paint can do without
        from PySide6.QtWidgets import QStyle

        painter, indent = QPainter(self), max(self.indent(), 0)
        room = QStyle.visualRect(self.layoutDirection(), self.rect(), self.rect().adjusted(indent, 0, 0, 0))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        side = QStyle.visualAlignment(self.layoutDirection(), side)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, side.value | Qt.TextFlag.TextForceLeftToRight.value, shown)
        painter.end()


def heading(text: str) -> QLabel:
    """Make the title of a part of the inspector."""
    label = ElidedLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def named_label(name: str) -> QLabel:
    """Make an empty label for plain text that comes later."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def say(label: QLabel, text: str) -> None:
    """Show a sentence; without one, take no room."""
    label.setText(text)
    label.setVisible(bool(text))


def fit_height(label: QLabel, width: int) -> None:
    """Give a label whose text wraps the height that its lines take at a width."""
    label.setFixedHeight(max(0, label.heightForWidth(width)))


def breakable(text: str) -> str:
    """Return a text whose long words can be wrapped, best after a dot or an underscore; Qt would cut them off.

    >>> breakable("it doesn't tell args.lr and self.config.optimizer.learning_rate").replace(BREAK, "|")
    "it doesn't tell args.lr and self.|config.|optimizer.|learning_|rate"
    """
    return re.sub(rf"\S{{{LONG_WORD},}}", _with_breaks, text)


def _with_breaks(word: re.Match[str]) -> str:
    return BREAK.join(re.findall(rf"[^._/\\]{{1,{LONG_WORD}}}[._/\\]*|[._/\\]+", word[0]))


def set_text_color(widget: QWidget, color: QColor) -> None:
    """Give a widget's text a colour of its own."""
    palette = widget.palette()
    palette.setColor(palette.ColorRole.WindowText, color)
    widget.setPalette(palette)
