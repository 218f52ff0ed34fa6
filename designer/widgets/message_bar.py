"""A quiet bar that says what went wrong; nothing modal, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from designer.widgets.announce import announce
from designer.widgets.labels import breakable, named_label
from designer.widgets.layouts import clear

if TYPE_CHECKING:
    from designer.look.theme import Theme

Choices = dict[str, Callable[[], object]]

RELEASE_MS = 30
"""So often a held mouse button is looked for again: Qt tells nobody of a release that another program swallowed."""


@dataclass(frozen=True)
class Message:
    """What the bar says, with details to copy, or with choices for a question."""

    sentence: str
    details: str = ""
    choices: Choices = field(default_factory=dict)


class MessageBar(QFrame):
    """Shows one sentence, with Copy Details where there are details or a choice to make, until it is closed.

    A question stays until it is answered, closed or taken back: what is said meanwhile is shown over it, and then it
    comes back. Nothing comes or goes while a mouse button is held, for the plot would move under the hand.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("messageBar")
        self._said: Message | None = None
        self._question: Message | None = None
        self._shown: Message | None = None
        self._offered: Message | None = None
        self.sentence = named_label("message")
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long word can't widen
        self.copy_details = QPushButton("Copy Details")
        self._choices = QWidget()
        self._waiting = QTimer(self, interval=RELEASE_MS)
        self._lay_out()
        self.copy_details.clicked.connect(self._copy)
        self._waiting.timeout.connect(self._render)
        self.hide()

    def _lay_out(self) -> None:
        close = QToolButton()
        close.setText("✕")
        close.setAutoRaise(True)
        close.setToolTip("Close")
        close.setAccessibleName("Close message")
        close.clicked.connect(self._close)
        self._buttons = QHBoxLayout(self._choices)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(QLabel("⚠"))
        row.addWidget(self.sentence, 1)
        for widget in (self.copy_details, self._choices, close):
            row.addWidget(widget)
        self.setAutoFillBackground(True)

    def show_message(self, sentence: str, details: str = "") -> None:
        """Show a sentence, and announce it to a screen reader; "" takes back what was said, but no question."""
        self._said = Message(sentence, details) if sentence else None
        self._render()

    def ask(self, sentence: str, choices: Choices) -> None:
        """Show a sentence with buttons, in the place of all else; buttons that begin with Show don't answer it."""
        self._said, self._question = None, Message(sentence, choices=choices)
        self._render()

    def take_back(self, sentence: str) -> None:
        """Have a sentence or a question, exactly this one, neither shown nor come back any more."""
        if self._said is not None and self._said.sentence == sentence:
            self._said = None
        if self._question is not None and self._question.sentence == sentence:
            self._question = None
        self._render()

    def _render(self) -> None:
        """Show what there is to be shown, as soon as no hand is on the mouse."""
        wanted = self._said or self._question
        if wanted is self._shown:
            self._waiting.stop()
        elif QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._waiting.start()
        else:
            self._waiting.stop()
            self._show(wanted)

    def _show(self, message: Message | None) -> None:
        self._shown = message
        if message is None:
            self.hide()
            return
        self.sentence.setText(breakable(message.sentence))
        self.sentence.setAccessibleName(message.sentence)
        self.copy_details.setVisible(bool(message.details))
        self._offer(message)
        self.show()
        announce(self, message.sentence)

    def _offer(self, message: Message) -> None:
        self._choices.setVisible(bool(message.choices))
        if message is self._offered or not message.choices:
            return
        self._offered = message
        clear(self._buttons)
        for text, choose in message.choices.items():
            button = QPushButton(text)
            if not text.startswith("Show"):
                button.clicked.connect(self._close)
            button.clicked.connect(lambda _=False, choose=choose: choose())
            self._buttons.addWidget(button)
            button.show()

    def _close(self) -> None:
        """Be done with what is on show: a question is answered, or is not to be asked again."""
        if self._shown is self._said:
            self._said = None
        elif self._shown is self._question:
            self._question = None
        self._render()

    def _copy(self) -> None:
        if self._shown is not None:
            QGuiApplication.clipboard().setText(self._shown.details)

    def set_theme(self, theme: Theme) -> None:
        """Stand out, quietly."""
        palette = self.palette()
        palette.setColor(palette.ColorRole.Window, theme.color("grid"))
        palette.setColor(palette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)
