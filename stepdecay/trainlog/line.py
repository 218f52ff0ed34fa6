"""What one line of a training log means.

The formats are those of mlx-lm to 0.31 (`Iter 10: Train loss 2.345, Learning Rate 1.585e-06, …`) and from 0.32 on (rows
of a table, without the rate), of mlx-lm-lora (`Iter 10: loss 2.345, lr 1.585e-06, …`, and its blocks of lines), JSON
lines, and tables with a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from stepdecay.trainlog.names import COUNTS, NUMBER, Role, role_of

Spans = dict[Role, tuple[int, int]]
"""The first byte of each number in a line, and the byte after its last."""

_CODE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_ITER = re.compile(rb"(?i)\b(iter(?:ation)?|step|update)\s+(\d+)\s*:")
_FIELD = re.compile(
    rb"(?i)\b(?:(val(?:idation)?)\s+|train\s+)?(loss|learning[ _]rate|lr)\b\s*[:=]?\s*(" + NUMBER + rb")(?![\w.])"
)
_CONTINUED = re.compile(rb"\s*(Loss|Learning Rate):\s*(" + NUMBER + rb")\s*")
_TRAIN_ROW = re.compile(rb"\s*(\d+)\s+(" + NUMBER + rb")\s+\xe2\x96[\xbc\xb2](?=\s)")
_VAL_ROW = re.compile(rb"\s*(\d+)\s+val\s+(" + NUMBER + rb")\s+[\d.]+s\s*")
_PAIR = re.compile(rb"""["']([^"'\\]{1,80})["']\s*:\s*["']?(""" + NUMBER + rb""")(?=["'\s,}\]])""")
_QUOTED = re.compile(rb' *"(?:[^"]|"")*"?')
_HEADER = re.compile(rb"(?i)(?=[^\d]*\b_?(?:iter(?:ation)?s?|(?:global_|optimizer_)?step|update)s?\b)[^\n{]*[,;\t]")


class Columns(NamedTuple):
    """The header of a table.

    Attributes:
        delimiter: What parts its columns.
        width: How many there are.
        places: The columns that say something, by what that is.
    """

    delimiter: bytes
    width: int
    places: tuple[tuple[Role, int], ...]


@dataclass
class LineMeaning:
    """What is in a line.

    Attributes:
        spans: Where its numbers are.
        is_head: Whether the lines below belong to it, as in mlx-lm-lora's blocks.
        is_continued: Whether it belongs to such a head above.
        is_exact: Whether its numbers are written with all their digits, as JSON has them.
        is_whole: Whether what comes after its numbers might change its meaning.
        is_row: Whether it is a row of a table, with as many cells as its header.
        is_unreadable: Whether it is one that can't be read.
    """

    spans: Spans = field(default_factory=dict)
    is_head: bool = False
    is_continued: bool = False
    is_exact: bool = False
    is_whole: bool = False
    is_row: bool = False
    is_unreadable: bool = False

    @property
    def unit(self) -> Role | None:
        """What the line counts."""
        return next((role for role in COUNTS if role in self.spans), None)


def meaning_of(line: bytes, columns: Columns | None) -> LineMeaning | None:
    """Return what a line says, or None where it says nothing.

    Args:
        line: A line, without what ends it; it may have colour codes.
        columns: The header above it, if there is one.
    """
    if b"\x1b" not in line:
        return _meaning(line, columns)
    places: list[int] = []
    last = 0
    for code in _CODE.finditer(line):
        places += range(last, code.start())
        last = code.end()
    places += range(last, len(line))
    found = _meaning(bytes(line[place] for place in places), columns)
    if found is not None:
        found.spans = {role: (places[start], places[stop - 1] + 1) for role, (start, stop) in found.spans.items()}
    return found


def columns_of(line: bytes) -> Columns | None:
    """Return the columns that a line is the header of, or None where it is none.

    >>> columns_of(b"step,lr,loss").places
    (('updates', 0), ('rate', 1), ('loss', 2))
    """
    if not _HEADER.match(line):
        return None
    for delimiter in (b"\t", b";", b","):
        names = [name.strip(b" \"'\xef\xbb\xbf") for name in _cells(line, delimiter)]
        roles = [role_of(name) for name in names]
        places = {role: roles.index(role) for role in dict.fromkeys(roles) if role is not None}
        if any(role in places for role in COUNTS) and len(places) > 1:
            if "iterations" in places:
                places.pop("updates", None)
            return Columns(delimiter, len(names), tuple(places.items()))
    return None


def _meaning(line: bytes, columns: Columns | None) -> LineMeaning | None:
    if columns is not None and columns.delimiter in line:
        found = _table_row(line, columns)
        if found is not None:
            return found
        return _other(line) or LineMeaning(is_whole=True, is_unreadable=True)
    return _other(line)


def _other(line: bytes) -> LineMeaning | None:
    """Return what a line says that is no row of a table."""
    if b"{" in line and (found := _json(line)) is not None:
        return found
    start = _ITER.search(line)
    if start is not None:
        return _iteration(line, start)
    if row := _TRAIN_ROW.match(line):
        return LineMeaning({"iterations": row.span(1), "loss": row.span(2)})
    if row := _VAL_ROW.fullmatch(line):
        return LineMeaning({"iterations": row.span(1), "val_loss": row.span(2)}, is_whole=True)
    if row := _CONTINUED.fullmatch(line):
        return LineMeaning({"loss" if row[1] == b"Loss" else "rate": row.span(2)}, is_continued=True, is_whole=True)
    return None


def _iteration(line: bytes, start: re.Match[bytes]) -> LineMeaning | None:
    count: Role = "iterations" if start[1][:1] in b"iI" else "updates"
    spans: Spans = {count: start.span(2)}
    for found in _FIELD.finditer(line, start.end()):
        is_loss = found[2].lower() == b"loss"
        role: Role = "rate" if not is_loss else "val_loss" if found[1] else "loss"
        spans.setdefault(role, found.span(3))
        if "rate" in spans and "loss" in spans:
            break  # what comes after is no business of ours, and so lines that begin alike are read alike
    if len(spans) == 1:
        return None if line[start.end() :].strip() else LineMeaning(spans, is_head=True, is_whole=True)
    return LineMeaning(spans, is_whole="rate" not in spans or "loss" not in spans)


def _json(line: bytes) -> LineMeaning | None:
    text = line.strip()
    if text[:1] != b"{" or text[-1:] != b"}":
        return None
    spans: Spans = {}
    for role, span in _pairs(line):
        spans.setdefault(role, span)
    if "iterations" in spans:
        spans.pop("updates", None)
    if not any(role in spans for role in COUNTS) or len(spans) == 1:
        return None
    return LineMeaning(spans, is_exact=True, is_whole="rate" not in spans or "loss" not in spans)


def _pairs(line: bytes) -> Iterator[tuple[Role, tuple[int, int]]]:
    for found in _PAIR.finditer(line):
        role = role_of(found[1])
        if role is not None:
            yield role, found.span(2)


def _table_row(line: bytes, columns: Columns) -> LineMeaning | None:
    """Return what a row says, perhaps nothing; None where it can't be read."""
    cells = _cells(line, columns.delimiter)
    if len(cells) != columns.width:
        return None
    starts = [0]
    for cell in cells:
        starts.append(starts[-1] + len(cell) + 1)
    spans: Spans = {}
    for role, place in columns.places:
        cell = cells[place]
        text = cell.strip(b" \"'")
        if re.fullmatch(NUMBER, text):
            start = starts[place] + cell.index(text)
            spans[role] = (start, start + len(text))
        elif text:
            return None
    if not any(role in spans for role in COUNTS) or len(spans) == 1:
        return LineMeaning(is_whole=True)
    return LineMeaning(spans, is_whole=len(spans) < len(columns.places), is_row=True)


def _cells(line: bytes, delimiter: bytes) -> list[bytes]:
    """Split a row as it is written: a delimiter within quotes parts nothing.

    >>> _cells(b'1,2.5,"a,b ""c"", d",e', b",")
    [b'1', b'2.5', b'"a,b ""c"", d"', b'e']
    """
    if b'"' not in line:
        return line.split(delimiter)
    cells: list[bytes] = []
    at = 0
    while at <= len(line):
        start = at
        found = _QUOTED.match(line, at)
        stop = line.find(delimiter, at if found is None else found.end())
        at = len(line) if stop < 0 else stop
        cells.append(line[start:at])
        at += 1
    return cells
