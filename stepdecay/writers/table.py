"""The levels of a schedule as a table: for reading, CSV or JSON; made line by line, for any number of levels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stepdecay.numbers.text import WRAPS, rate_text

if TYPE_CHECKING:
    from stepdecay.evaluate.level_list import Level, Levels

FORMATS = ("table", "csv", "json")
COLUMNS = ("level", "first_update", "last_update", "first_rate", "last_rate")


def table_lines(levels: Levels, form: str) -> Iterator[str]:
    r"""Write levels line by line.

    Args:
        levels: The levels, or a slice of them; each numbered by the drops before it, from 0.
        form: One of `FORMATS`. CSV and JSON have the columns `level`, `first_update`, `last_update`, `first_rate` and
            `last_rate`, the rates with the fewest digits that read back to the same float32 (inf in JSON as 1e999,
            which JSON parsers read as inf); `wraps` where whole powers have wrapped around.

    Yields:
        Lines without their ends.

    >>> from stepdecay import StepDecay, levels
    >>> print(*table_lines(levels(StepDecay(0.1, 0.9, 10), 25), "table"), sep="\n")
    level  first update  last update  rate
        0             1           10  0.1
        1            11           20  0.089999996
        2            21           25  0.08099999
    """
    return {"table": _aligned, "csv": _csv, "json": _json}[form](levels)


def _aligned(levels: Levels) -> Iterator[str]:
    titles = ("level", "first update", "last update")
    ends = [_cells(*row) for row in (*_rows(levels[:1]), *_rows(levels[-1:]))]
    widths = [max(map(len, column)) for column in zip(titles, *ends, strict=False)]
    yield aligned_line((*titles, "rate"), widths)
    for row in _rows(levels):
        *counts, first_rate, last_rate = _cells(*row)
        rates = first_rate if first_rate == last_rate else f"{first_rate} → {last_rate}"
        yield aligned_line((*counts, rates), widths)


def aligned_line(cells: tuple[str, ...], widths: list[int]) -> str:
    """Write a row for reading: counts to the right in columns of such widths, and the rate after them."""
    *counts, rate = cells
    return "  ".join((*(f"{cell:>{width}}" for cell, width in zip(counts, widths, strict=True)), rate))


def _csv(levels: Levels) -> Iterator[str]:
    yield ",".join(COLUMNS)
    for row in _rows(levels):
        yield ",".join(_cells(*row))


def _json(levels: Levels) -> Iterator[str]:
    yield "["
    keys = [f'"{column}"' for column in COLUMNS]
    for number, level in _rows(levels):
        cells = map(json_text, _cells(number, level))
        pairs = ", ".join(f"{key}: {cell}" for key, cell in zip(keys, cells, strict=True))
        yield f"  {{{pairs}}}{',' if number != levels.numbers[-1] else ''}"
    yield "]"


def json_text(cell: str) -> str:
    """Write a cell as JSON has it: JSON knows no inf, and a word only in quotes.

    >>> json_text("0.1"), json_text("inf"), json_text("wraps")
    ('0.1', '1e999', '"wraps"')
    """
    return {"inf": "1e999", WRAPS: f'"{WRAPS}"'}.get(cell, cell)


def _rows(levels: Levels) -> Iterator[tuple[int, Level]]:
    return zip(levels.numbers, levels, strict=True)


def _cells(number: int, level: Level) -> tuple[str, ...]:
    rates = (rate_text(level.first_rate), rate_text(level.last_rate))
    return (str(number), str(level.first_update), str(level.last_update), *rates)
