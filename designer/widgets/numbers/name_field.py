"""The field for what a name in somebody's text stands for: any number, and none at first."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QWidget

from designer.widgets.numbers.number_entry import NumberEntry
from stepdecay.numbers.text import float_literal


class NameEntry(NumberEntry):
    """A field for a number that nothing bounds; whole numbers are ints, as a count has to be.

    Args:
        name: The name as it is written in the text, such as `args.lr`.
        label: What stands beside the field.
        value: The number that was given before, or None.
        parent: The widget it lies in.
    """

    def __init__(self, name: str, label: QLabel, value: float | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, math.nan if value is None else value, parent)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.lineEdit().setPlaceholderText("value")
        self.setToolTip(f"What {name} stands for in the run.\nA number, such as 1e-4 or 1000.")
        label.setBuddy(self)

    def setValue(self, value: float) -> None:
        """Show a value that was not entered here, or with NaN none; no value again leaves alone what is typed."""
        if not (math.isnan(value) and math.isnan(self.value())):
            super().setValue(value)

    def _text_of(self, value: float) -> str:
        if math.isnan(value):
            return ""
        return float_literal(value) if isinstance(value, float) else str(value)

    def _read(self, text: str) -> float:
        from stepdecay.numbers.typed import read_rate

        value = read_rate(text, self.objectName())
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
