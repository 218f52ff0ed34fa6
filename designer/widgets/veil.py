"""What lies over a part of the window that has nothing to show yet, and says what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

from designer.widgets.labels import breakable

if TYPE_CHECKING:
    from designer.look.theme import Theme

MARGIN = 40


class Veil(QLabel):
    """A sentence in the middle of a part, which it covers."""

    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self.setObjectName("veil")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(MARGIN)
        self.setAutoFillBackground(True)
        part.installEventFilter(self)
        self.setGeometry(part.rect())
        self.hide()

    def show_text(self, text: str) -> None:
        """Cover the part with a sentence; "" uncovers it."""
        self.setText(breakable(text))
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Have the plot's ground and quiet words."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("base"))
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("muted"))
        self.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the part, and above what is added to it."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        elif event.type() == QEvent.Type.ChildAdded:
            self.raise_()
        return super().eventFilter(watched, event)
