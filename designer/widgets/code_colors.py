"""The colours of our own few lines of Python, YAML or JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

if TYPE_CHECKING:
    from designer.look.theme import Theme


CALLS = {"python": r"\w+(?=\()", "yaml": r"(?<=name: )\w+", "json": r"(?<=name\": \")\w+"}
"""How the name of a scheduler stands in each language; in others only numbers are coloured."""


class CodeColors(QSyntaxHighlighter):
    """Colours calls and numbers, and lights the literal of the argument that is being edited.

    Args:
        document: The text.
        language: What it is written in.
    """

    def __init__(self, document: QTextDocument, language: str) -> None:
        super().__init__(document)
        self._tokens = _tokens(language)
        self._theme: Theme | None = None
        self._lit: tuple[int, int] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take over other colours."""
        self._theme = theme
        self.rehighlight()

    def set_language(self, language: str) -> None:
        """Colour what comes in another language."""
        self._tokens = _tokens(language)

    def light(self, literal: tuple[int, int] | None) -> None:
        """Light the number that begins and ends at these characters of the whole text, or none."""
        if literal != self._lit:
            self._lit = literal
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        if self._theme is None:
            return
        here = self.currentBlock().position()
        for token in self._tokens.finditer(text):
            style = QTextCharFormat()
            style.setForeground(self._theme.color(f"code_{token.lastgroup}"))
            if self._lit == (here + token.start(), here + token.end()):
                style.setBackground(self._theme.color("mark", 60))
            self.setFormat(token.start(), len(token[0]), style)


def _tokens(language: str) -> re.Pattern[str]:
    call = CALLS.get(language, "(?!)")  # which is nowhere
    return re.compile(rf"(?P<call>{call})|(?P<number>(?<![\w.])[\d.][\w.]*(?:(?<=e)[-+]\d+)?)")
