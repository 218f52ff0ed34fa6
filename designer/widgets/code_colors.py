"""The colours of our own one line of Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

if TYPE_CHECKING:
    from designer.theme import Theme


class CodeColors(QSyntaxHighlighter):
    """Colours calls and numbers, and lights the literal of the argument that is being edited."""

    TOKENS = re.compile(r"(?P<call>\w+)(?=\()|(?P<number>(?<![\w.])[\d.][\w.]*(?:(?<=e)-\d+)?)")

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme: Theme | None = None
        self._lit: int | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take over other colours."""
        self._theme = theme
        self.rehighlight()

    def light(self, literal: int | None) -> None:
        """Light one of the numbers, counted from 0, or none."""
        if literal != self._lit:
            self._lit = literal
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        if self._theme is None:
            return
        numbers = 0
        for token in self.TOKENS.finditer(text):
            style = QTextCharFormat()
            style.setForeground(self._theme.color(f"code_{token.lastgroup}"))
            if token.lastgroup == "number":
                if numbers == self._lit:
                    style.setBackground(self._theme.color("mark", 60))
                numbers += 1
            self.setFormat(token.start(), len(token[0]), style)
