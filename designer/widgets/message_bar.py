"""A quiet bar that says what went wrong; nothing modal, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from designer.widgets.announce import announce
from designer.widgets.layouts import clear

if TYPE_CHECKING:
    from designer.theme import Theme


class MessageBar(QFrame):
    """Shows one sentence, with Copy Details where there are details or a choice to make, until it is closed."""

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
        self._choices = QHBoxLayout()
        row.addWidget(self.copy_details)
        row.addLayout(self._choices)
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
        self._offer({})
        self.sentence.setText(sentence)
        self.copy_details.setVisible(bool(details))
        self.show()
        announce(self, sentence)

    def ask(self, sentence: str, choices: dict[str, Callable[[], object]]) -> None:
        """Show a sentence with buttons; all but those whose text begins with Show close the bar."""
        self.show_message(sentence)
        self._offer(choices)

    def _offer(self, choices: dict[str, Callable[[], object]]) -> None:
        clear(self._choices)
        for text, choose in choices.items():
            button = QPushButton(text)
            if not text.startswith("Show"):
                button.clicked.connect(self.hide)
            button.clicked.connect(lambda _=False, choose=choose: choose())
            self._choices.addWidget(button)

    def set_theme(self, theme: Theme) -> None:
        """Stand out, quietly."""
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.color("grid"))
        palette.setColor(palette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)
