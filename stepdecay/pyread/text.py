"""A Python file as its tree, its words by line, and the characters that each node of the tree was written with."""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from stepdecay.errors import ScheduleError, clip
from stepdecay.lines import LINE_END, LinedText, Span
from stepdecay.pyread.encodings import decoded, encoded

_WORD = re.compile(r"\w+")
_FEW_WORDS = 100
"""As many searches of the whole text cost about as much as a list of all its words."""

_MAGIC = re.compile(r"^([ \t]*)[%!](?:[^\r\n\\]|\\(?:\r\n?|\n)?)*", re.MULTILINE)


class PythonText(LinedText):
    """A text of Python with its syntax tree.

    Attributes:
        text: The text.
        tree: Its statements.
    """

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.text = text
        self.tree = tree
        self._lines_with: dict[str, list[int]] = {}

    @cached_property
    def _is_ascii(self) -> bool:
        return self.text.isascii()

    def _line(self, index: int) -> str:
        stop = self._starts[index + 1] if index + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[index] : stop]

    def lines_with(self, word: str) -> list[int]:
        """Return the numbers of the lines, from 1 and rising, that have a word in them."""
        if word not in self._lines_with:
            is_listed = len(self._lines_with) >= _FEW_WORDS and _WORD.fullmatch(word)
            numbers = self._words.get(word, []) if is_listed else self._searched(word)
            self._lines_with[word] = sorted({*numbers, *(line for line, fold in self._folded.items() if word in fold)})
        return self._lines_with[word]

    def _searched(self, word: str) -> Iterator[int]:
        at = self.text.find(word)
        while at >= 0:
            end = at + len(word)
            if not _is_word(self.text[at - 1 : at]) and not _is_word(self.text[end : end + 1]):
                yield bisect_right(self._starts, at)
            at = self.text.find(word, end)

    @cached_property
    def _words(self) -> dict[str, list[int]]:
        """The lines of all words at once, for when more are asked for than a few."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(LINE_END.split(self.text), 1):
            for word in set(_WORD.findall(line)):
                found[word].append(number)
        return found

    @cached_property
    def _folded(self) -> dict[int, str]:
        """Lines in which Python reads a name that is not written so: `ﬁn` is `fin`."""
        import unicodedata

        if self._is_ascii or unicodedata.is_normalized("NFKC", self.text):
            return {}
        lines = ((number, self._line(number - 1)) for number in range(1, len(self._starts) + 1))
        return {number: fold for number, line in lines if (fold := unicodedata.normalize("NFKC", line)) != line}

    @cached_property
    def star_lines(self) -> list[int]:
        """The lines that may have `from somewhere import *`."""
        return [number for number in self.lines_with("import") if "*" in self._line(number - 1)]

    @cached_property
    def has_walrus(self) -> bool:
        """Whether an expression may bind a name."""
        return ":=" in self.text

    def span(self, node: ast.AST) -> Span:
        """Return the characters that a node was written with."""
        first = self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        return first, self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _offset(self, line: int, column: int) -> int:
        """Return the place of a column that `ast` counts in bytes of UTF-8."""
        if not self._is_ascii:
            column = len(self._line(line - 1).encode()[:column].decode())
        return self._starts[line - 1] + column

    def segment(self, node: ast.AST) -> str:
        """Return the text that a node was written with."""
        start, stop = self.span(node)
        return self.text[start:stop]


class SourceText(PythonText):
    """A Python file, parsed and never run; `text` is without a byte-order mark.

    Attributes:
        data: Its bytes.
        name: What it is called in sentences.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self.text, self.encoding, self._mark = decoded(data, name)
        super().__init__(self.text, self._parsed())

    def _parsed(self) -> ast.Module:
        try:
            return parsed(self.text)
        except SyntaxError as error:
            without_magics = _MAGIC.sub(_quiet, self.text)
            if without_magics == self.text:
                raise self._unreadable(error) from None
        except (RecursionError, MemoryError, ValueError) as error:
            raise self._unreadable(error) from None
        try:
            return parsed(without_magics)
        except (SyntaxError, RecursionError, MemoryError, ValueError) as error:
            raise self._unreadable(error) from None

    def _unreadable(self, error: Exception) -> ScheduleError:
        if isinstance(error, SyntaxError):
            line, column, message = error.lineno or 1, error.offset or 1, clip(str(error.msg))
        else:  # Python does not say where; the deepest nesting is where most is in one line
            longest = max(range(len(self._starts)), key=lambda index: len(self._line(index)))
            line, column, message = longest + 1, 1, "nested too deeply"
        place = f"line {max(line, 1)}, column {max(column, 1)}"
        return ScheduleError(f"{self.name} can't be read as Python: {place}: {message}")

    def byte_span(self, span: Span) -> Span:
        """Return where characters are in the file.

        Raises:
            ScheduleError: Its encoding doesn't tell.
        """
        if self._is_ascii and self.encoding == "utf-8":
            return self._mark + span[0], self._mark + span[1]
        found = encoded(self.text, *span, self.encoding, self.data[self._mark :])
        if found is None:
            raise ScheduleError(
                f"{self.name} is written in {self.encoding} in a way that can't be kept when it is changed"
            )
        return self._mark + found[0], self._mark + found[1]


def parsed(text: str) -> ast.Module:
    """Return the statements of a text, without Python's remarks on style, such as on `1if 2else 3`.

    Raises:
        SyntaxError: It is no Python.
        ValueError: It has a character that no Python has.
        RecursionError: It is nested too deeply.
        MemoryError: The same, as Python's own parser says it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they would go to stderr
        return ast.parse(text)


def _quiet(magic: re.Match[str]) -> str:
    """Put an expression in the place of a notebook's command, so that a block of nothing else stays one."""
    return f"{magic[1]}0" + "".join(LINE_END.findall(magic[0]))


def _is_word(character: str) -> bool:
    return character.isidentifier() or character.isdecimal()
