"""The title of a part of the inspector with a note beside it, or under it where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

from designer.widgets.placed import PlacedWidget

SPACING = 8


class TitleLine(PlacedWidget):
    """Places both itself: a layout would be made anew, up to the window's, with every new text of the note."""

    def __init__(self, title: QWidget, note: QLabel) -> None:
        super().__init__()
        self._title, self._note = title, note
        for label in (title, note):
            label.setParent(self)
        self._place()

    def set_note(self, text: str) -> None:
        """Show another note."""
        if text != self._note.text():
            self._note.setText(text)
            self._place()

    def _place(self) -> None:
        title, room = self._title.sizeHint(), self.width()
        beside = QRect(title.width() + SPACING, 0, room - title.width() - SPACING, title.height())
        fits = self._note.fontMetrics().horizontalAdvance(self._note.text()) <= beside.width()
        self._note.setWordWrap(not fits)
        sides = Qt.AlignmentFlag
        self._note.setAlignment(sides.AlignRight | sides.AlignVCenter if fits else sides.AlignLeft)
        under = QRect(0, title.height() + SPACING // 4, room, self._note.heightForWidth(room))
        self._put(self._title, QRect(0, 0, title.width(), title.height()))
        self._put(self._note, beside if fits else under)
        self.setFixedHeight(title.height() if fits else under.bottom() + 1)
