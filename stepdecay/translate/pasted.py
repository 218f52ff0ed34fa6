"""Somebody's text, parsed and never run, and where in it something stands."""

from __future__ import annotations

import ast
import re
import warnings

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_INDENTED = "if 1:\n"


class Pasted:
    """A text as Python's parser sees it.

    Attributes:
        tree: The statements; none where the text is no Python, or is nested too deeply to parse.
    """

    def __init__(self, text: str) -> None:
        text = text.removeprefix("\ufeff")  # a byte-order mark, which is no character of the first line
        # A part copied out of a function begins with spaces, which is Python only below a line that opens a block.
        tree = _parsed(text)
        self._lines_above = 0
        if tree is None:
            tree = _parsed(_INDENTED + text)
            self._lines_above = 1
        self.tree = tree or ast.Module([], [])
        self._lines = _LINE_ENDS.split(text)

    def place(self, node: ast.expr) -> tuple[int, int]:
        """Return the line and the column at which an expression begins, both from 1, the column in characters."""
        line = node.lineno - self._lines_above
        return line, len(self._bytes(line)[: node.col_offset].decode(errors="replace")) + 1

    def source(self, node: ast.expr) -> str:
        """Return the characters of an expression."""
        first, last = node.lineno - self._lines_above, (node.end_lineno or node.lineno) - self._lines_above
        lines = [self._bytes(line) for line in range(first, last + 1)]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return b"\n".join(lines).decode(errors="replace")

    def _bytes(self, line: int) -> bytes:
        """Return a line in UTF-8, in which the parser counts its columns."""
        return self._lines[line - 1].encode(errors="replace")


def _parsed(text: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's remarks on style (`1if 2else 3`) would go to stderr
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
