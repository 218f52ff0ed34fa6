"""The line under a field whose value is computed in the source's text: that text, and how to be rid of it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStyle, QWidget

from designer.widgets.buttons.text_button import TextButton
from designer.widgets.numbers.argument_label import GLYPH_WIDTH


class ComputedLine(QWidget):
    """Says `= num_batches * 5`, with a button that asks for a number in its place.

    Signals:
        replace_wanted: A person wants a number there instead.
    """

    replace_wanted = Signal()

    def __init__(self, argument: str) -> None:
        super().__init__()
        self._argument = argument
        self._code = ElidedCode()
        self.button = TextButton("Replace")
        self.button.setAccessibleName(f"Replace what computes {argument} by a Number")
        self.button.clicked.connect(self.replace_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(GLYPH_WIDTH, 0, 0, 2)
        row.setSpacing(8)
        row.addWidget(self._code, 1)
        row.addWidget(self.button)

    def text(self) -> str:
        """Return what computes the value."""
        return self._code.text.removeprefix("= ")

    def show_text(self, text: str) -> None:
        """Show what computes the value."""
        self._code.show_text(f"= {text}")
        self.setToolTip(f"{self._argument} = {text}\nYour file computes it, so it can't be edited here.")
        self.button.setToolTip(f"Replace {text} by a Number: your file then has a number of its own there")


class ElidedCode(QWidget):
    """One line of code, cut where there is no room for it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show another line."""
        self.text = " ".join(text.split())
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the text, which may have less."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        shown = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, self.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        side = QStyle.visualAlignment(self.layoutDirection(), side)
        painter.drawText(self.rect(), side.value | Qt.TextFlag.TextForceLeftToRight.value, shown)
        painter.end()
