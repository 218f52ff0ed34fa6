"""The last line of some code, cut where there is no room for it, with a button that copies all of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from designer.widgets.buttons.text_button import TextButton
from designer.widgets.numbers.argument_label import GLYPH_WIDTH
from designer.widgets.numbers.computed_line import ElidedCode


class CodeLine(QWidget):
    """Shows what `lr_schedule` becomes; the whole code is in the tooltip.

    Args:
        name: The object name.
        what: What the code is, for a screen reader.

    Signals:
        copy_wanted: A person wants the code.
    """

    copy_wanted = Signal()

    def __init__(self, name: str, what: str) -> None:
        super().__init__()
        self.code = ""
        self.setObjectName(name)
        self._shown = ElidedCode()
        self.button = TextButton("Copy")
        self.button.setObjectName(f"{name}_copy")
        self.button.setAccessibleName(f"Copy the {what}")
        self.button.clicked.connect(self.copy_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(GLYPH_WIDTH, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._shown, 1)
        row.addWidget(self.button)

    def show_code(self, code: str) -> None:
        """Show other code; none hides the line."""
        self.code = code
        last = code.splitlines()[-1] if code else ""
        self._shown.show_text(last.partition(" = ")[2].removeprefix("lambda step: "))
        self.setToolTip(code)
        self.setVisible(bool(code))

    def set_color(self, color: QColor) -> None:
        """Colour the button's word."""
        self.button.set_color(color)
