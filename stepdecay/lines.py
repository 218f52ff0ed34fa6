"""A file's text by its lines: where people find a character of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

Span = tuple[int, int]
"""The first character and the one after the last, counted from the start of the file's text."""

LINE_END = re.compile(r"\r\n?|\n")
"""What ends a line, to Python and to editors; a form feed or U+2028 does not."""


class LinedText:
    """A text that knows its lines.

    Attributes:
        text: The text.
    """

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *(found.end() for found in LINE_END.finditer(self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return a character's line and column, from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
