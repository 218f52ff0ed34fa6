"""Somebody's text, parsed and never run, and where in it something stands."""

from __future__ import annotations

import ast

from stepdecay.lines import LINE_END
from stepdecay.pyread.text import PythonText, parsed

_INDENTED = "if 1:\n"


class Pasted(PythonText):
    """A text as a person pastes it; it has no statements where it is no Python, or is nested too deeply to parse."""

    def __init__(self, text: str) -> None:
        # A byte-order mark is no character of the first line.
        text = LINE_END.sub("\n", text.removeprefix("\ufeff"))
        # A part copied out of a function begins with spaces, which is Python only below a line that opens a block.
        self._lines_above, tree = 0, _parsed(text)
        if tree is None:
            text = _INDENTED + text
            self._lines_above, tree = 1, _parsed(text)
        super().__init__(text, tree or ast.Module([], []))

    def place(self, offset: int) -> tuple[int, int]:
        """Return a character's line and column in the text that was pasted, from 1."""
        line, column = super().place(offset)
        return line - self._lines_above, column


def _parsed(text: str) -> ast.Module | None:
    try:
        return parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
