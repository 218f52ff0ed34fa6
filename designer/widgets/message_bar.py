"""A quiet bar that says what went wrong; nothing modal, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from designer.widgets.announce import announce

if TYPE_CHECKING:
    from designer.theme import Theme


class MessageBar(QFrame):
    """Shows one sentence, with Copy Details where there are details, until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self._details = ""
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long word can't widen
        self.copy_details = QPushButton("Copy Details")
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip("Close")
        close.setAccessibleName("Close message")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(QLabel("⚠"))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.copy_details)
        row.addWidget(close)
        self.copy_details.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        close.clicked.connect(self.hide)
        self.setAutoFillBackground(True)
        self.hide()

    def show_message(self, sentence: str, details: str = "") -> None:
        """Show a sentence, and announce it to a screen reader; "" hides the bar."""
        if not sentence:
            self.hide()
            return
        self._details = details
        self.sentence.setText(sentence)
        self.copy_details.setVisible(bool(details))
        self.show()
        announce(self, sentence)

    def set_theme(self, theme: Theme) -> None:
        """Stand out, quietly."""
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.color("grid"))
        palette.setColor(palette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)
