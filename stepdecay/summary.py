"""What is said of a schedule over a run in four figures, at the same small cost for a run of any length."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stepdecay.evaluation import rates
from stepdecay.run import Run
from stepdecay.schedules import StepDecay
from stepdecay.searching import first_step
from stepdecay.treads import level_at

SAMPLES = 2048
"""A run of no more levels is summed level by level, by one MLX call; a longer one by a sample: a millionth off at most
in the cases measured, and a ten-thousandth where float32 has only some hundred rates left, below 1e-42."""

Numbers = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]


class Figures(NamedTuple):
    """A schedule over a run, in figures that compare it with another one.

    Attributes:
        last_rate: The rate of the run's last update.
        drops: How often the run goes on to another level.
        mean_rate: The mean rate of all updates: the area under the curve over its length. A ten-thousandth off at
            most.
        tenth_update: The first update, counted from 1, whose rate is below a tenth of the first one's; None if the run
            has none.
    """

    last_rate: float
    drops: int
    mean_rate: float
    tenth_update: int | None


def figures(schedule: StepDecay, updates: int) -> Figures:
    """Return the figures of a schedule over a run.

    Args:
        schedule: The schedule.
        updates: The length of the run, from 1 to 2^53 - 1 updates.

    Raises:
        ScheduleError: `updates` breaks its bound.

    >>> from stepdecay import StepDecay
    >>> figures(StepDecay(0.5, 0.5, 10), 100)
    Figures(last_rate=0.0009765625, drops=9, mean_rate=0.09990234375, tenth_update=41)
    """
    updates = Run(updates).updates
    drops = level_at(schedule, updates)
    numbers = _sampled(drops + 1)
    values = _rates_of(schedule, numbers)
    if drops >= SAMPLES and np.isfinite(values[-1]):
        numbers = _refined(numbers, values)
        values = _rates_of(schedule, numbers)
    return Figures(
        float(values[-1]), drops, _mean(schedule, updates, numbers, values), _tenth_update(schedule, numbers, values)
    )


def _rates_of(schedule: StepDecay, numbers: Numbers) -> Rates:
    """Return the rates of the levels with these numbers, by one MLX call."""
    return rates(schedule, numbers * schedule.step_size).astype(np.float64)


def _sampled(count: int) -> Numbers:
    """Return the numbers of all levels, or of some: the closer together, the nearer to the first one.

    A decay may have all its area in the first ten of very many levels, or in the first million. Growth, before it
    overflows, is at most a factor of e^191, so that its area is never too near to the last level to be found. A number
    may come twice: it weighs nothing in the sum.
    """
    if count <= SAMPLES:
        return np.arange(count, dtype=np.int64)
    numbers = np.rint(float(count - 1) ** np.linspace(0, 1, SAMPLES // 2)).astype(np.int64)
    return np.concatenate(([0], numbers))


def _refined(numbers: Numbers, values: Rates) -> Numbers:
    """Return a sample with more levels, most of them where levels left out may differ most from those beside them.

    The width of a gap times the change across it bounds the error there; for a smooth curve its cube root is the
    density of samples for the least error of a trapezoidal rule. np.union1d would take ten times as long as the sort.
    """
    share = np.cbrt(np.diff(numbers) * np.abs(np.diff(values)))
    ends = np.concatenate(([0.0], np.cumsum(share)))
    more = np.interp(np.linspace(0, ends[-1], SAMPLES), ends, numbers)
    return np.sort(np.concatenate((numbers, np.rint(more).astype(np.int64))), kind="stable")


def _mean(schedule: StepDecay, updates: int, numbers: Numbers, values: Rates) -> float:
    """Return the mean over all updates, by the trapezoidal rule: the plain sum where no level is left out."""
    first, last = float(values[0]), float(values[-1])
    if last == float("inf"):
        return last
    size = schedule.step_size
    before_last = float(np.diff(numbers) @ (values[:-1] + values[1:])) / 2 + (first - last) / 2
    in_last = updates - int(numbers[-1]) * size
    mean = (size * before_last + in_last * last) / updates
    return min(max(mean, min(first, last)), max(first, last))  # rounding takes it nowhere else


def _tenth_update(schedule: StepDecay, numbers: Numbers, values: Rates) -> int | None:
    tenth = float(values[0]) / 10
    below = values < tenth
    if not below[-1]:
        return None
    found = int(np.argmax(below))
    low, high = (numbers[found - 1 : found + 1] * schedule.step_size).tolist()
    return first_step(schedule, low, high, lambda values: values < tenth) + 1
