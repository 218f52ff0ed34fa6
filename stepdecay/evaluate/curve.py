"""The few points that draw any span of a schedule exactly, and what the vertical axis has to hold."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stepdecay.errors import ScheduleError
from stepdecay.evaluate.first_step import first_step
from stepdecay.evaluate.mlx_rates import cast, rates
from stepdecay.evaluate.parts import Part, ends_of, parts, rates_of, wrapped
from stepdecay.numbers.text import as_float32
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.run import LONGEST_RUN

NEVER = LONGEST_RUN + 1
"""A step after all steps that are ever drawn; twice as much still fits int64."""

Steps = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]


class Outline(NamedTuple):
    """A polyline in drawing order.

    Attributes:
        x: MLX steps, float64, rising; every one a whole number.
        y: Rates per update, float64; 0 or inf where MLX says so. NaN at both ends of a stretch that has no line, for
            a whole number's powers have wrapped around there; nowhere else.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]


class Extent(NamedTuple):
    """The rates of a run that a view of it has to know.

    Attributes:
        first: The rate of its first update.
        last: The rate of its last update; NaN where whole powers have wrapped around by then.
        lowest: The lowest rate, perhaps 0; here and below those that have no line don't count.
        highest: The highest rate, perhaps inf.
        lowest_positive: The lowest rate above 0.
        highest_finite: The highest rate below inf.
    """

    first: float
    last: float
    lowest: float
    highest: float
    lowest_positive: float
    highest_finite: float


class Ranges(NamedTuple):
    """What each column has to show.

    Attributes:
        starts: The rate of its first step.
        ends: The rate of its last step.
        lowest: The lowest rate of its steps.
        highest: The highest one.
        changes: The first step after its first one that may have another rate than the step before it; exact for the
            drops of a step decay, for boundaries and for single steps.
    """

    starts: Rates
    ends: Rates
    lowest: Rates
    highest: Rates
    changes: Steps


def outline(schedule: Schedule, first: int, last: int, columns: int) -> Outline:
    """Return the points that draw steps `first` to `last` exactly on a screen `columns` pixels wide.

    Step n covers [n, n + 1). Over each column the line covers exactly the lowest to the highest rate of all steps
    whose tread touches the column. Where a step is wider than a column, and where all that a column holds is one drop
    of a step decay or one boundary, it is the true staircase, each change at its own step. Time and memory depend on
    `columns` and the number of pieces only, never on the span.

    Args:
        schedule: The schedule.
        first: The first step drawn, from 0.
        last: The step after the last one drawn, at most 2^53.
        columns: Columns of equal width that `first` to `last` is divided into, at least 1.

    Returns:
        At most 4 points per column, from x = `first` to x = `last`. A stretch without a line costs a column and two
        points more.

    Raises:
        ScheduleError: The span is empty or outside the bounds above, or there is no column.

    >>> from stepdecay import StepDecay
    >>> x, y = outline(StepDecay(1, 0.5, 10), 5, 25, 100)
    >>> x.tolist(), y.tolist()
    ([5.0, 10.0, 10.0, 20.0, 20.0, 25.0], [1.0, 1.0, 0.5, 0.5, 0.25, 0.25])
    """
    _check_view(first, last, columns)
    used = parts(schedule, last)
    gaps = [(max(start, first), stop) for start, stop in wrapped(used) if stop > first]
    if not gaps:
        return _line(used, first, last, columns)
    found: list[Outline] = []
    for begin, (start, stop) in zip((first, *(stop for _, stop in gaps)), [*gaps, (last, last)], strict=True):
        if begin < start:
            before = [part for part in used if part.first_step < start]
            found.append(_line(before, begin, start, -(-columns * (start - begin) // (last - first))))
        if start < stop:
            found.append(Outline(np.array([start, stop], dtype=np.float64), np.full(2, np.nan)))
    return Outline(*(np.concatenate(axis) for axis in zip(*found, strict=True)))


def _line(used: list[Part], first: int, last: int, columns: int) -> Outline:
    """Return the line over a span in which no powers have wrapped around."""
    first_steps, last_steps = _column_steps(first, last, columns)
    starts, ends, lowest, highest, changes = _ranges(used, first_steps, last_steps)

    # Two verticals a column, in drawing order: at its left edge, from the step before; and at its first change, through
    # all its rates. Where neighbouring columns share a step, the line has its rate between them; elsewhere it may leave
    # a column, and enter the next one, at an extreme: so that 4 points are enough where the rate turns back.
    rises = starts == lowest
    one, other = np.where(rises, lowest, highest), np.where(rises, highest, lowest)
    shared = first_steps[1:] == last_steps[:-1]
    enters = np.concatenate((one[:1], np.where(shared, starts[1:], one[1:])))
    leaves = np.concatenate((np.where(shared, ends[:-1], other[:-1]), other[-1:]))
    before = np.concatenate((enters[:1], leaves[:-1]))
    edge = before != enters
    x = np.stack((first_steps, first_steps, changes, changes, changes, changes), axis=1).astype(np.float64)
    y = np.stack((before, enters, enters, one, other, leaves), axis=1)
    wanted = np.stack((edge, edge, one != other, enters != one, one != other, other != leaves), axis=1)
    return Outline(
        np.concatenate(([float(first)], x[wanted], [float(last)])), np.concatenate((enters[:1], y[wanted], leaves[-1:]))
    )


def extent(schedule: Schedule, updates: int) -> Extent:
    """Return the first, last and extreme rates of a run, and the extreme ones that a log axis can show.

    Raises:
        ScheduleError: `updates` is out of bounds.

    >>> from stepdecay import StepDecay
    >>> extent(StepDecay(1, 0, 10), 100)
    Extent(first=1.0, last=0.0, lowest=0.0, highest=1.0, lowest_positive=1.0, highest_finite=1.0)
    """
    _check_view(0, updates, 1)
    used = parts(schedule, updates)
    values = rates_of(used, ends_of(used).ravel())
    ends = values.reshape(-1, 2).tolist()
    different = {(part.schedule, part.drawn, start, end) for part, (start, end) in zip(used, ends, strict=True)}
    shown = [rate for part in different for rate in _shown_ends(*part)] or _hoped_for(used)
    first, last = values[[0, -1]].tolist()
    last = math.nan if used[-1].wraps else last
    return Extent(first, last, float(values.min()), float(values.max()), min(shown), max(shown))


def united(first: Extent, *others: Extent) -> Extent:
    """Return the first of several extents, widened to hold the rates of all.

    >>> united(Extent(1, 0.5, 0.5, 1, 0.5, 1), Extent(2, 0, 0, 2, 0.1, 2))
    Extent(first=1, last=0.5, lowest=0, highest=2, lowest_positive=0.1, highest_finite=2)
    """
    every = (first, *others)
    return first._replace(
        lowest=min(one.lowest for one in every),
        highest=max(one.highest for one in every),
        lowest_positive=min(one.lowest_positive for one in every),
        highest_finite=max(one.highest_finite for one in every),
    )


def cast_outline(line: Outline, dtype: str) -> Outline:
    """Return the points that draw the same steps as gradients of a dtype see their rates: as exactly as before.

    A cast keeps the order of rates, so that a column's extremes stay its extremes.

    Args:
        line: An outline.
        dtype: The name of one of `mlx.core`'s dtypes, of `stepdecay.evaluate.dtypes.DTYPES`.

    Raises:
        ScheduleError: There is no such dtype.
    """
    return line._replace(y=cast(line.y, dtype).astype(np.float64))


def cast_extent(bounds: Extent, dtype: str) -> Extent:
    """Return the rates that a view has to know as gradients of a dtype see them.

    Those that become 0 or inf, which a log axis has no place for, stay what they are where it needs one that it has.
    """
    seen = Extent(*cast(bounds, dtype).tolist())
    names = ("lowest_positive", "highest_finite")
    return seen._replace(**{name: getattr(bounds, name) for name in names if not _is_shown(getattr(seen, name))})


def _check_view(first: int, last: int, columns: int) -> None:
    if not 0 <= first < last <= LONGEST_RUN + 1:
        raise ScheduleError(f"a view must be 0 <= first < last <= 2^53 steps, got {first} to {last}")
    if columns < 1:
        raise ScheduleError.out_of_bounds("columns", "at least 1", columns)


def _column_steps(first: int, last: int, columns: int) -> tuple[Steps, Steps]:
    """Return the first and the last step whose tread touches each column, in whole-number arithmetic."""
    width, rest = divmod(last - first, columns)  # i * (last - first) / columns would overflow int64
    edges = np.arange(columns + 1, dtype=np.int64)
    floors = first + edges * width + (edges * rest) // columns
    ceilings = first + edges * width - (-edges * rest) // columns
    return floors[:-1], ceilings[1:] - 1


def _ranges(used: list[Part], first_steps: Steps, last_steps: Steps) -> Ranges:
    """Return what each column has to show; the columns are given by the first and the last step that touch them.

    From boundary to boundary a column's rates are monotone: its extremes are at the ends of these sections.
    """
    boundaries = np.array([part.first_step for part in used], dtype=np.int64)
    column = np.searchsorted(last_steps, boundaries)
    inside = boundaries > first_steps[column]
    boundaries, column = boundaries[inside], column[inside]

    begins, stops = np.insert(first_steps, column + 1, boundaries), np.insert(last_steps, column, boundaries - 1)
    at_begin, at_stop = np.split(rates_of(used, np.concatenate((begins, stops))), 2)
    heads = np.arange(len(first_steps)) + np.searchsorted(column, np.arange(len(first_steps)))
    jumps = np.concatenate(([False], at_begin[1:] != at_stop[:-1]))
    jumps[heads] = False  # what changes from column to column is drawn at the edge
    changes = np.where(at_begin != at_stop, _next_changes(used, begins), NEVER)
    return Ranges(
        at_begin[heads],
        at_stop[np.append(heads[1:], len(begins)) - 1],
        np.minimum.reduceat(np.minimum(at_begin, at_stop), heads),
        np.maximum.reduceat(np.maximum(at_begin, at_stop), heads),
        np.minimum.reduceat(np.where(jumps, begins, changes), heads),
    )


def _next_changes(used: list[Part], steps: Steps) -> Steps:
    """Return the first step after each step at which its part may have another rate."""
    first_steps = np.array([part.first_step for part in used], dtype=np.int64)
    sizes = np.array([min(part.schedule.tread_size, NEVER) for part in used], dtype=np.int64)
    owners = np.searchsorted(first_steps, steps, side="right") - 1
    starts, sizes = first_steps[owners], sizes[owners]
    return starts + ((steps - starts) // sizes + 1) * sizes


def _is_shown(rate: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which rates a log axis has a place for."""
    return np.isfinite(rate) & np.greater(rate, 0)


def _shown_ends(schedule: Leaf, updates: int, start: float, end: float) -> list[float]:
    """Return the first and the last rate of a part that a log axis has a place for, as for all between; or none.

    Args:
        schedule: The schedule.
        updates: How many updates it is used for.
        start: Its first rate.
        end: The rate of the last of these updates.
    """

    def has_begun(found: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        return np.greater(found, 0) if start <= 0 else np.less(found, np.inf)

    first_shown, last_shown = 0, updates - 1
    if not _is_shown(start):
        if not has_begun(end):
            return []
        first_shown = first_step(schedule, 0, last_shown, has_begun)
        start = float(rates(schedule, first_shown))
    if not _is_shown(end):
        last_shown = first_step(schedule, first_shown, last_shown, lambda found: ~_is_shown(found)) - 1
        end = float(rates(schedule, last_shown))
    return [rate for rate in (start, end) if _is_shown(rate)]


def _hoped_for(used: list[Part]) -> list[float]:
    """Return what a log axis is laid out for where no rate of a run has a place on it.

    A run may end before its warm-up has left 0, and a device may flush the smallest float32 numbers to 0.
    """
    named = [rate for part in used for rate in part.schedule.rates.values()]
    return [rate for rate in named if as_float32(rate) > 0] or [1.0]
