"""The lines of one block of a log, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from stepdecay.trainlog.digits import Numbers, Places, Words, decimals_of, digits_of
from stepdecay.trainlog.line import Columns, columns_of, meaning_of
from stepdecay.trainlog.names import COUNTS, Role
from stepdecay.trainlog.rows import Lines
from stepdecay.trainlog.templates import PADDING, Template, template_of, words_of

FEW, RARE = 24, 400
"""So few lines, or one of so many, are read one by one sooner than looked through for likenesses."""

LONGEST = 65_535
"""Longer lines count as so long; none of them is alike another one."""

MOST_BEFORE = 1000
"""A header is looked for below so many lines of something else."""

MOST_TEMPLATES = 64
MOST_NEW = 32
"""Templates that are kept, and those that a block may add: where lines have nothing in common, looking costs more."""

_SERIES = {"rate": "rates", "loss": "losses", "val_loss": "val_losses"}


@dataclass
class Dialect:
    """What was learnt of a log so far.

    Attributes:
        unit: What its rows count, as the first of them says.
        columns: The last header.
        templates: What its lines look like, the commonest first.
        decimals: The numbers of decimals that rates were written with, in a table.
        digits: The most digits that a rate was written with.
    """

    unit: Role | None = None
    columns: Columns | None = None
    templates: list[Template] = field(default_factory=list)
    decimals: set[int] = field(default_factory=set)
    digits: int = 0


class Block:
    """Whole lines of a log.

    Args:
        data: The lines, each ended by a line feed or a carriage return, and then `PADDING`.
        dialect: What was learnt before; learns more here.
    """

    def __init__(self, data: bytes, dialect: Dialect) -> None:
        self._data, self._dialect = data, dialect
        self._words: Words = words_of(data)
        ends = _ends(data)
        starts = np.empty_like(ends)
        starts[:1], starts[1:] = 0, ends[:-1] + 1
        lengths = ends - starts
        if not lengths.all():
            filled = lengths > 0
            starts, ends, lengths = starts[filled], ends[filled], lengths[filled]
        self._starts: Places = starts
        self._ends: Places = ends
        self._lengths = np.minimum(lengths, LONGEST).astype(np.uint16)
        self.lines = Lines(len(starts))
        self._complete: dict[Columns, npt.NDArray[np.bool_]] = {}

    def read(self) -> Lines:
        """Read all lines, and return what they say."""
        first = 0
        for line, columns in self._headers():
            self._read(np.arange(first, line))
            if columns != self._dialect.columns:
                self._dialect.columns, self._dialect.templates = columns, []
            first = line + 1
        self._read(np.arange(first, len(self._starts)))
        return self.lines

    def _headers(self) -> Iterator[tuple[int, Columns]]:
        """Find the headers: the first one only before all that could be understood without."""
        first = 0
        if self._dialect.columns is None:
            found = self._first_header() if self._dialect.unit is None else None
            if found is None:
                return
            yield found
            first = found[0] + 1
        starts = self._words[self._starts[first:]] & np.uint64(0xDF)  # without the bit that tells capitals apart
        are_names = ((starts >= ord("A")) & (starts <= ord("Z"))) | (starts == ord('"') & 0xDF)
        for line in (first + np.flatnonzero(are_names)).tolist():
            columns = columns_of(self._line(line))
            if columns is not None:
                yield line, columns

    def _first_header(self) -> tuple[int, Columns] | None:
        for line in range(min(len(self._starts), MOST_BEFORE)):
            text = self._line(line)
            columns = columns_of(text)
            if columns is not None:
                return line, columns
            if meaning_of(text, None) is not None:
                break
        return None

    def _read(self, waiting: Places) -> None:
        """Read lines below one header, the commonest kinds first."""
        counted: list[tuple[int, Template]] = []
        few = max(FEW, len(waiting) // RARE)
        waiting = self._read_as_long(waiting, counted)
        for template in self._dialect.templates:
            if not template.is_whole:
                waiting = self._read_alike(template, waiting, counted)
        for _ in range(MOST_NEW):
            if len(waiting) <= few:
                break
            learnt = self._learn(int(waiting[len(waiting) // 2]))
            if learnt is None:
                waiting = np.delete(waiting, len(waiting) // 2)
            else:
                waiting = self._read_alike(learnt, waiting, counted)
        for line in waiting.tolist():
            self._read_one(line)
        counted.sort(key=lambda pair: -pair[0])
        most = counted[:MOST_TEMPLATES]
        self._dialect.templates = [template for count, template in most if count > few or few == FEW]

    def _read_as_long(self, waiting: Places, counted: list[tuple[int, Template]]) -> Places:
        """Read the lines that are alike to their ends, which have the same length, and return the others."""
        whole: dict[int, list[Template]] = {}
        for template in self._dialect.templates:
            if template.is_whole:
                whole.setdefault(template.length, []).append(template)
        lengths = self._lengths[waiting] if whole else self._lengths
        left = [waiting[~np.isin(lengths, list(whole))]] if whole else [waiting]
        for length, templates in whole.items():
            lines = waiting[lengths == length]
            for template in templates:
                lines = self._read_alike(template, lines, counted)
            left.append(lines)
        return np.concatenate(left)

    def _learn(self, line: int) -> Template | None:
        """Return what lines like one look like; where looks don't tell, read only that one."""
        text, end = self._line(line), self._data[self._ends[line] : self._ends[line] + 1]
        meaning = meaning_of(text, self._dialect.columns)
        template = template_of(text, end, meaning)
        if template is None and meaning is not None:
            self._read_one(line)
        return template

    def _read_alike(self, template: Template, waiting: Places, counted: list[tuple[int, Template]]) -> Places:
        """Read the lines that look like a template, and return the others."""
        if not len(waiting):
            counted.append((0, template))
            return waiting
        alike = template.alike(self._words, self._starts[waiting])
        if template.meaning.is_exact and not template.is_whole:
            alike &= ~self._says_more[waiting]
        columns = self._dialect.columns
        if columns is not None and template.meaning.is_row and not template.is_whole:
            alike &= self._has_all_cells(columns)[waiting]
        found = waiting[alike]
        counted.append((len(found), template))
        self.lines.unreadable += len(found) if template.meaning.is_unreadable else 0
        if template.meaning.spans and len(found):
            starts = self._starts[found]
            self._take(template, found, lambda role: template.numbers(role, self._words, starts))
        return waiting[~alike]

    @cached_property
    def _says_more(self) -> npt.NDArray[np.bool_]:
        """The lines that may have a loss of validation after what is looked at."""
        if not any(word in self._data for word in (b"val", b"Val", b"VAL")):
            return np.zeros(len(self._starts), np.bool_)
        places = np.flatnonzero((np.frombuffer(self._data, np.uint8) & 0xDF) == ord("V"))
        places = places[places < len(self._words)]
        places = places[(self._words[places] & np.uint64(0xDFDFDF)) == int.from_bytes(b"VAL", "little")]
        says_more = np.zeros(len(self._starts) + 1, np.bool_)
        says_more[np.searchsorted(self._starts, places, "right") - 1] = True
        return says_more

    def _has_all_cells(self, columns: Columns) -> npt.NDArray[np.bool_]:
        """Return the lines with as many cells as a header, also after what is looked at; with quotes nobody knows."""
        if columns not in self._complete:
            found = self._how_many(columns.delimiter) == columns.width - 1
            if b'"' in self._data:
                found |= self._how_many(b'"') > 0
            self._complete[columns] = found
        return self._complete[columns]

    def _how_many(self, byte: bytes) -> npt.NDArray[np.int32]:
        """Return how often a byte is in each line."""
        are_it = np.frombuffer(self._data, np.uint8) == ord(byte)
        before = np.cumsum(are_it, dtype=np.int32)
        counts: npt.NDArray[np.int32] = before[self._ends] - before[self._starts] + are_it[self._starts]
        return counts

    def _read_one(self, line: int) -> None:
        text = self._line(line)
        meaning = meaning_of(text, self._dialect.columns)
        if meaning is not None:
            template = Template(text, meaning)
            self._take(template, np.array([line]), template.own_number)

    def _take(self, template: Template, found: Places, read: Callable[[Role], tuple[Numbers, Numbers | float]]) -> None:
        """Take over the numbers of lines that look like a template."""
        meaning, lines = template.meaning, self.lines
        lines.unreadable += len(found) if meaning.is_unreadable else 0
        if meaning.unit is not None:
            self._dialect.unit = self._dialect.unit or meaning.unit
            if meaning.unit != self._dialect.unit:
                return  # the same once more, in other words
        if meaning.is_head or meaning.is_continued:
            lines.is_head[found], lines.is_continued[found] = meaning.is_head, meaning.is_continued
        for role in meaning.spans:
            values, last_place = read(role)
            series = lines.counts if role in COUNTS else getattr(lines, _SERIES[role])
            series[found] = values
            if role == "rate":
                self._take_margins(template, found, last_place)

    def _take_margins(self, template: Template, found: Places, last_place: Numbers | float) -> None:
        text, dialect = template.text("rate"), self._dialect
        dialect.digits = max(dialect.digits, digits_of(text))
        if self._dialect.columns is not None:
            dialect.decimals.add(decimals_of(text))
        if not template.meaning.is_exact:
            self.lines.margins[found] = last_place

    def _line(self, line: int) -> bytes:
        return self._data[self._starts[line] : self._ends[line]]


def _ends(data: bytes) -> Places:
    """Return where lines end; a carriage return ends one too, as of a progress bar."""
    codes = np.frombuffer(data, np.uint8)[: -len(PADDING)]
    ends = codes == 10
    if b"\r" in data:
        ends |= codes == 13
    return np.flatnonzero(ends)
