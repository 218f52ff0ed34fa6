"""What a run does, iteration by iteration, as a table: made row by row, for any length of run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stepdecay.numbers.text import WRAPS, rate_text
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.trainers.mlx_lm import reported_step
from stepdecay.writers.table import aligned_line, json_text

BLOCK = 4096
"""How many iterations one MLX call evaluates, as in `treads`."""

COLUMNS = ("line", "column", "iteration", "update", "rate")


class Shown(NamedTuple):
    """A schedule in a file and how it is used.

    Attributes:
        headings: What is said above it for reading.
        line: Where it is in the file.
        column: The same.
        schedule: The schedule.
        run: The run.
    """

    headings: list[str]
    line: int
    column: int
    schedule: Schedule
    run: Run


def iteration_lines(shown: list[Shown], form: str) -> Iterator[str]:
    """Write the iterations of schedules line by line.

    Args:
        shown: The schedules.
        form: `table`, with the headings above each; `csv` or `json`, which have the columns `line` and `column` of the
            schedule in its file, `iteration`, the number of updates made by then, and the rate that mlx-lm's trainer
            reports.

    Yields:
        Lines without their ends.
    """
    return {"table": _aligned, "csv": _csv, "json": _json}[form](shown)


def _rows(one: Shown) -> Iterator[tuple[int, int, str]]:
    """Each iteration, the updates made by then, and the rate that is reported; `wraps` where whole powers have."""
    from stepdecay.evaluate.mlx_rates import rates
    from stepdecay.evaluate.parts import parts, wrapped

    every, gaps = one.run.grad_accumulation_steps, wrapped(parts(one.schedule, one.run.updates))
    for first in range(1, one.run.iterations + 1, BLOCK):
        numbers = range(first, min(first + BLOCK, one.run.iterations + 1))
        steps = [reported_step(number, every) for number in numbers]
        for number, step, rate in zip(numbers, steps, rates(one.schedule, steps).tolist(), strict=True):
            has_wrapped = any(start <= step < stop for start, stop in gaps)
            yield number, number // every, WRAPS if has_wrapped else rate_text(rate)


def _aligned(shown: list[Shown]) -> Iterator[str]:
    for index, one in enumerate(shown):
        yield from [""] * bool(index)
        yield from one.headings
        titles = COLUMNS[2:]
        ends = (str(one.run.iterations), str(one.run.updates))
        widths = [max(map(len, pair)) for pair in zip(titles, ends, strict=False)]
        yield aligned_line(titles, widths)
        for number, update, rate in _rows(one):
            yield aligned_line((str(number), str(update), rate), widths)


def _csv(shown: list[Shown]) -> Iterator[str]:
    yield ",".join(COLUMNS)
    for one in shown:
        for number, update, rate in _rows(one):
            yield f"{one.line},{one.column},{number},{update},{rate}"


def _json(shown: list[Shown]) -> Iterator[str]:
    yield "["
    for one in shown:
        for number, update, rate in _rows(one):
            cells = zip(COLUMNS, (one.line, one.column, number, update, json_text(rate)), strict=True)
            pairs = ", ".join(f'"{name}": {cell}' for name, cell in cells)
            is_last = one is shown[-1] and number == one.run.iterations
            yield f"  {{{pairs}}}{'' if is_last else ','}"
    yield "]"
