"""The sentence of a finding: to read, to copy, and to click on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from designer.widgets.labels import BREAK, breakable


class FindingSentence(QLabel):
    """Wraps or is cut, and can be selected with the mouse; a click that selects nothing asks where it is.

    Signals:
        clicked: A person wants to see where it is.
    """

    clicked = Signal()

    def __init__(self, sentence: str) -> None:
        super().__init__(breakable(sentence))
        self._sentence = sentence
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(sentence)
        copy = QAction("Copy", self)
        copy.triggered.connect(lambda: QApplication.clipboard().setText(self.text_to_copy()))
        self.addAction(copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def show_within(self, room: int, *, is_cut: bool) -> int:
        """Show it in a width, all of it or as much as one line takes; return the height that it needs."""
        text = breakable(self._sentence)
        if is_cut:
            text = self.fontMetrics().elidedText(self._sentence, Qt.TextElideMode.ElideRight, room)
        self.setWordWrap(not is_cut)
        if text != self.text():
            self.setText(text)
        self.setToolTip(self._sentence if is_cut and text != self._sentence else "")
        return self.fontMetrics().height() if is_cut else max(self.heightForWidth(room), 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask where it is, unless a part of it was selected."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.clicked.emit()

    def text_to_copy(self) -> str:
        """Return what of it is selected, or all of it; without the places where it may be wrapped."""
        return self.selectedText().replace(BREAK, "") or self._sentence
