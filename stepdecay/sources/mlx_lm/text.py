"""A config's bytes as text, with where its characters are: by line and column for people, by byte for edits."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property

from stepdecay.errors import ScheduleError
from stepdecay.lines import LINE_END, LinedText, Span

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class ConfigText(LinedText):
    """A config as text.

    Args:
        data: Its bytes: UTF-8, or UTF-16 with its mark, as YAML allows.
        name: What it is called in sentences.

    Attributes:
        data: Its bytes.
        name: What it is called in sentences.
        text: Its text, without a byte-order mark.
        encoding: How its text is written in bytes.

    Raises:
        ScheduleError: It is no such text; the sentence names the line and the column.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        mark, self.encoding = next((mark for mark in _MARKS if data.startswith(mark[0])), (b"", "utf-8"))
        self._mark = len(mark)
        try:
            self.text = data[self._mark :].decode(self.encoding)
        except UnicodeDecodeError as error:
            self.text = data[self._mark : self._mark + error.start].decode(self.encoding, "replace")
            line, column = self.place(len(self.text))
            raise ScheduleError(
                f"{name} is not text in {self.encoding[:6].rstrip('-')}: line {line}, column {column} has the byte "
                f"0x{data[self._mark + error.start]:02x}"
            ) from None
        if "\0" in self.text:
            line, column = self.place(self.text.index("\0"))
            raise ScheduleError(f"{name} is not text: line {line}, column {column} has a null byte")

    @cached_property
    def line_end(self) -> str:
        """What ends its first line; a line feed where there is only one."""
        found = LINE_END.search(self.text)
        return found[0] if found else "\n"

    def line_start(self, index: int) -> int:
        """Return where the line of a character begins."""
        return self._starts[bisect_right(self._starts, index) - 1]

    def line_stop(self, index: int) -> int:
        """Return where the line of a character ends, before what ends it."""
        found = LINE_END.search(self.text, index)
        return found.start() if found else len(self.text)

    def byte_span(self, span: Span) -> Span:
        """Return where characters are among the bytes."""
        start = self._mark + len(self.text[: span[0]].encode(self.encoding))
        return start, start + len(self.text[span[0] : span[1]].encode(self.encoding))

    def unreadable(self, index: int, kind: str, reason: str) -> ScheduleError:
        """Make the error for a text that is no YAML or JSON.

        Args:
            index: The character where that shows.
            kind: What it was read as.
            reason: What is wrong there.
        """
        line, column = self.place(index)
        return ScheduleError(f"{self.name} can't be read as {kind}: line {line}, column {column}: {reason}")
