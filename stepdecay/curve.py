"""The few points that draw any span of a schedule exactly, and what the vertical axis has to hold."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stepdecay.errors import ScheduleError
from stepdecay.evaluation import rates
from stepdecay.run import LONGEST_RUN
from stepdecay.schedules import StepDecay
from stepdecay.searching import first_step


class Outline(NamedTuple):
    """A polyline in drawing order.

    Attributes:
        x: MLX steps, float64, rising; every one a whole number.
        y: Rates per update, float64; 0 or inf where MLX says so, never NaN.
    """

    x: npt.NDArray[np.float64]
    y: npt.NDArray[np.float64]


class Extent(NamedTuple):
    """The rates of a run that a view of it has to know.

    Attributes:
        first: The rate of its first update.
        last: The rate of its last update.
        lowest: The lowest rate, perhaps 0.
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


def outline(schedule: StepDecay, first: int, last: int, columns: int) -> Outline:
    """Return the points that draw steps `first` to `last` exactly on a screen `columns` pixels wide.

    Step n covers [n, n + 1). Over each column the line covers exactly the lowest to the highest rate of all steps
    whose tread touches the column; where a column holds at most one drop it is the true staircase, the drop at its own
    step. Time and memory depend on `columns` only, never on the span.

    Args:
        schedule: The schedule.
        first: The first step drawn, from 0.
        last: The step after the last one drawn, at most 2^53.
        columns: Columns of equal width that `first` to `last` is divided into, at least 1.

    Returns:
        At most 4 points per column, from x = `first` to x = `last`.

    Raises:
        ScheduleError: The span is empty or outside the bounds above, or there is no column.

    >>> from stepdecay import StepDecay
    >>> x, y = outline(StepDecay(1, 0.5, 10), 5, 25, 100)
    >>> x.tolist(), y.tolist()
    ([5.0, 10.0, 10.0, 20.0, 20.0, 25.0], [1.0, 1.0, 0.5, 0.5, 0.25, 0.25])
    """
    _check_view(first, last, columns)
    # A column's extremes lie at its first and last step, for the schedule is monotone; one column may reach from a
    # part of one step to a part of the next, so neighbouring columns can share a step.
    first_steps, last_steps = _column_steps(first, last, columns)
    starts, ends = _evaluate(schedule, first_steps, last_steps)

    # Two verticals a column, in drawing order: at its left edge, from the step before; and at its first drop, which
    # lies within the column where its first and last rate differ, and is not drawn elsewhere.
    drops = (first_steps // schedule.step_size + 1) * schedule.step_size
    before = np.concatenate((starts[:1], ends[:-1]))
    x = np.stack((first_steps, first_steps, drops, drops), axis=1).astype(np.float64)
    y = np.stack((before, starts, starts, ends), axis=1)
    wanted = np.stack((before != starts, before != starts, starts != ends, starts != ends), axis=1)
    return Outline(
        np.concatenate(([float(first)], x[wanted], [float(last)])), np.concatenate((starts[:1], y[wanted], ends[-1:]))
    )


def extent(schedule: StepDecay, updates: int) -> Extent:
    """Return the first, last and extreme rates of a run, and the extreme ones that a log axis can show.

    Raises:
        ScheduleError: `updates` is out of bounds.

    >>> from stepdecay import StepDecay
    >>> extent(StepDecay(1, 0, 10), 100)
    Extent(first=1.0, last=0.0, lowest=0.0, highest=1.0, lowest_positive=1.0, highest_finite=1.0)
    """
    _check_view(0, updates, 1)
    first, last = rates(schedule, [0, updates - 1]).tolist()
    last_shown = last if _shown(last) else _last_shown(schedule, updates - 1)
    first_shown = first if _shown(first) else last_shown
    return Extent(
        first, last, min(first, last), max(first, last), min(first_shown, last_shown), max(first_shown, last_shown)
    )


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


def _check_view(first: int, last: int, columns: int) -> None:
    if not 0 <= first < last <= LONGEST_RUN + 1:
        raise ScheduleError(f"a view must be 0 <= first < last <= 2^53 steps, got {first} to {last}")
    if columns < 1:
        raise ScheduleError.out_of_bounds("columns", "at least 1", columns)


def _column_steps(first: int, last: int, columns: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the first and the last step whose tread touches each column, in whole-number arithmetic."""
    width, rest = divmod(last - first, columns)  # i * (last - first) / columns would overflow int64
    edges = np.arange(columns + 1, dtype=np.int64)
    floors = first + edges * width + (edges * rest) // columns
    ceilings = first + edges * width - (-edges * rest) // columns
    return floors[:-1], ceilings[1:] - 1


def _evaluate(
    schedule: StepDecay, first_steps: npt.NDArray[np.int64], last_steps: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    steps = np.concatenate((first_steps, last_steps)).astype(np.uint64)
    starts, ends = np.split(rates(schedule, steps).astype(np.float64), 2)
    return starts, ends


def _shown(rate: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which rates a log axis has a place for."""
    return np.isfinite(rate) & np.greater(rate, 0)


def _last_shown(schedule: StepDecay, hidden: int) -> float:
    """Return the last rate before a monotone schedule arrives at 0 or inf, where it is at step `hidden`.

    A device that flushes the smallest float32 numbers to 0 may hide even the first: then it is `init`.
    """
    if not _shown(rates(schedule, [0]))[0]:
        return schedule.init
    first_hidden = first_step(schedule, 0, hidden, lambda values: ~_shown(values))
    return float(rates(schedule, [first_hidden - 1])[0])
