"""A panel of a test's own: the one file of the recipe for panels."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from designer.model.document import Document
from designer.panels.panel import Panel


class NotePanel(Panel):
    """A line for a note."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.note = QLineEdit()
        QVBoxLayout(self).addWidget(self.note)

    def stops(self) -> list[QWidget]:
        return [self.note]
