"""Labels as this program has them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QWidget


def heading(text: str) -> QLabel:
    """Make the title of a part of the inspector."""
    label = QLabel(text)
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


def set_text_color(widget: QWidget, color: QColor) -> None:
    """Give a widget's text a colour of its own."""
    palette = widget.palette()
    palette.setColor(palette.ColorRole.WindowText, color)
    widget.setPalette(palette)
