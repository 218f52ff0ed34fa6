"""What is said of a schedule over a run in four figures, at the same small cost for a run of any length."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.first_step import first_step
from stepdecay.evaluate.level_list import level_at
from stepdecay.evaluate.mlx_rates import rates
from stepdecay.evaluate.parts import parts, wrapped
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.run import checked_updates

SAMPLES = 2048
"""A piece of no more treads is summed tread by tread, by one MLX call; a longer one by a sample: a millionth off at
most in the cases measured, and a ten-thousandth where float32 has only some hundred rates left, below 1e-42."""

Numbers = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]


class Figures(NamedTuple):
    """A schedule over a run, in figures that compare it with another one.

    Where whole powers wrap around within the run, it has no mean, and no last rate if they have by its end: NaN.

    Attributes:
        last_rate: The rate of the run's last update.
        drops: How often the run goes on to another level.
        mean_rate: The mean rate of all updates: the area under the curve over its length. A ten-thousandth off at
            most.
        tenth_update: The first update, counted from 1, whose rate is below a tenth of the run's highest one and which
            comes after that; None if the run has none. A schedule that never rises is at its highest with its first
            update, and a warm-up does not count as far down before it has come up. What has wrapped does not count.
    """

    last_rate: float
    drops: int
    mean_rate: float
    tenth_update: int | None


class Sample(NamedTuple):
    """What is known of a piece within a run.

    Attributes:
        schedule: The schedule; it counts its steps from 0.
        updates: How many updates of the run it has.
        numbers: The numbers of some treads, from 0, the first and the last one among them. Only the last one may have
            another width than the others.
        values: Their rates.
    """

    schedule: Leaf
    updates: int
    numbers: Numbers
    values: Rates

    @property
    def steps(self) -> Numbers:
        """The first step of each tread."""
        return self.numbers * self.schedule.tread_size


def figures(schedule: Schedule, updates: int) -> Figures:
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
    updates = checked_updates(updates)
    used = parts(schedule, updates)
    taken = {key: _sample(*key) for key in {(part.schedule, part.drawn) for part in used}}
    samples = [taken[part.schedule, part.drawn] for part in used]
    starts = [part.first_step for part in used]
    return Figures(
        math.nan if used[-1].wraps else float(samples[-1].values[-1]),
        level_at(schedule, updates) - len(wrapped(used)),
        math.nan if wrapped(used) else _mean(samples, updates),
        _tenth_update(samples, starts),
    )


def _sample(schedule: Leaf, updates: int) -> Sample:
    """Take all treads of a piece, or those that tell most of it, by one or two MLX calls."""
    end = schedule.length
    size = schedule.tread_size
    count = -(-updates // size) if end is None else min(updates, end + 1)  # from its end on it is one tread
    numbers = _sampled(count)
    values = rates(schedule, numbers * size).astype(np.float64)
    if count > SAMPLES and np.isfinite(values).all():
        numbers = _refined(numbers, values)
        values = rates(schedule, numbers * size).astype(np.float64)
    return Sample(schedule, updates, numbers, values)


def _sampled(count: int) -> Numbers:
    """Return the numbers of all treads, or of some: the closer together, the nearer to the first one.

    A decay may have all its area in the first ten of very many treads, or in the first million. Growth, before it
    overflows, is at most a factor of e^191, so that its area is never too near to the last tread to be found. A number
    may come twice: it weighs nothing in the sum.
    """
    if count <= SAMPLES:
        return np.arange(count, dtype=np.int64)
    numbers = np.rint(float(count - 1) ** np.linspace(0, 1, SAMPLES // 2)).astype(np.int64)
    return np.concatenate(([0], numbers))


def _refined(numbers: Numbers, values: Rates) -> Numbers:
    """Return a sample with more treads, most of them where treads left out may differ most from those beside them.

    The width of a gap times the change across it bounds the error there; for a smooth curve its cube root is the
    density of samples for the least error of a trapezoidal rule. np.union1d would take ten times as long as the sort.
    """
    share = np.cbrt(np.diff(numbers) * np.abs(np.diff(values)))
    ends = np.concatenate(([0.0], np.cumsum(share)))
    more = np.interp(np.linspace(0, ends[-1], SAMPLES), ends, numbers)
    return np.sort(np.concatenate((numbers, np.rint(more).astype(np.int64))), kind="stable")


def _mean(samples: list[Sample], updates: int) -> float:
    """Return the mean over all updates of a run."""
    lowest = min(float(sample.values.min()) for sample in samples)
    highest = max(float(sample.values.max()) for sample in samples)
    if highest == math.inf:
        return highest
    mean = math.fsum(map(_area, samples)) / updates
    return min(max(mean, lowest), highest)  # rounding takes it nowhere else


def _area(sample: Sample) -> float:
    """Return the sum over all updates of a piece, by the trapezoidal rule: the plain sum if no tread is left out."""
    numbers, values = sample.numbers, sample.values
    first, last = float(values[0]), float(values[-1])
    if not math.isfinite(last):
        return last
    size = sample.schedule.tread_size
    before_last = float(np.diff(numbers) @ (values[:-1] + values[1:])) / 2 + (first - last) / 2
    in_last = sample.updates - int(numbers[-1]) * size
    return size * before_last + in_last * last


def _tenth_update(samples: list[Sample], starts: list[int]) -> int | None:
    highest = max(float(sample.values.max()) for sample in samples)
    highest_seen = False
    for sample, start in zip(samples, starts, strict=True):
        values = sample.values
        since = 0 if highest_seen else int(np.argmax(values == highest))
        highest_seen = highest_seen or float(values[since]) == highest
        below = values[since:] < highest / 10
        if highest_seen and below.any():
            return start + _first_below(sample, since + int(np.argmax(below)), highest / 10) + 1
    return None


def _first_below(sample: Sample, index: int, goal: float) -> int:
    """Return the first step of a piece below a rate; no tread of the sample before the one at an index is."""
    if not index:
        return 0
    low, high = sample.steps[index - 1 : index + 1].tolist()
    return first_step(sample.schedule, low, high, lambda values: values < goal)
