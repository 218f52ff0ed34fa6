"""Rows that ask what names in somebody's text stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from designer.widgets.labels import ElidedLabel, breakable, named_label, set_text_color
from designer.widgets.layouts import clear
from designer.widgets.numbers.argument_label import GLYPH_WIDTH
from designer.widgets.numbers.name_field import NameEntry

LABEL_WIDTH, WIDEST_BESIDE = 98, 140
"""Pixels of the column of names, at least and at most: with a wider one a field would be too narrow."""


class NameRows(QWidget):
    """A row for each name: what it is called, its value, and why a value is refused.

    Signals:
        given(name, value): A person says what a name stands for.
    """

    given = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, NameEntry] = {}
        self._error = QColor()
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(6)
        self._rows.setColumnStretch(1, 1)
        self._rows.setColumnMinimumWidth(0, LABEL_WIDTH)

    def show_names(self, names: tuple[str, ...], values: Mapping[str, float]) -> None:
        """Ask for these names, with the values that were given; what is being typed for the others stays."""
        if names != tuple(self.fields):
            clear(self._rows)
            self.fields = {}
            for name in names:
                self._add(name)
        for name, field in self.fields.items():
            field.setValue(values.get(name, math.nan))
        self.setVisible(bool(names))

    def set_error_color(self, color: QColor) -> None:
        """Colour what is wrong."""
        self._error = color
        for field in self.fields.values():
            field.setMarkColor(color)
        for sentence in self.findChildren(QLabel, "name_sentence"):
            set_text_color(sentence, color)

    def _add(self, name: str) -> None:
        label, sentence, row = ElidedLabel(name), named_label("name_sentence"), 3 * len(self.fields)
        label.setIndent(GLYPH_WIDTH)
        label.setToolTip(name)
        field = self.fields[name] = NameEntry(name, label)
        field.setMarkColor(self._error)
        field.setMinimumHeight(field.sizeHint().height())  # else a low inspector would squeeze it before it scrolls
        sentence.setWordWrap(True)
        set_text_color(sentence, self._error)
        sentence.hide()

        def refuse(text: str) -> None:
            sentence.setText(breakable(f"⚠ {text}"))
            sentence.setVisible(bool(text))

        field.refused.connect(refuse)
        field.committed.connect(lambda value, _: self.given.emit(name, value))
        is_long = label.sizeHint().width() > WIDEST_BESIDE
        self._rows.addWidget(label, row, 0, 1, 1 + is_long)  # a long name has a line of its own, above its field
        self._rows.addWidget(field, row + is_long, 1)
        self._rows.addWidget(sentence, row + 2, 0, 1, 2)
