"""Search MLX's own rates for the value of an argument; the formula behind them is nowhere inverted."""

from __future__ import annotations

import math
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.first_step import first_step
from stepdecay.evaluate.mlx_rates import rates
from stepdecay.numbers.text import as_float32
from stepdecay.schedule.kinds import StepDecay
from stepdecay.schedule.run import LONGEST_RUN

ANY_FACTOR = range(0x7F7FFFFF + 1)
"""The bit patterns of float32 from 0 to its largest number: numbers and patterns have the same order."""

ANY_RATE = ANY_FACTOR[1:]
"""Those above 0."""

ANY_DECAY = range(0x00800000, 0x3F800000)
"""Those below 1, and no smaller than a device keeps that flushes the smallest ones to 0."""

LARGEST_DECAY = 0.99999994
"""The largest of these."""

NEAR = 4
"""How many patterns on either side of a crossing are tried: `pow` may be wrong in its last bit, and so not monotone."""


def single(bits: int) -> float:
    """Return the float32 with a bit pattern.

    >>> single(0x3F000000)
    0.5
    """
    return float(struct.unpack("<f", struct.pack("<I", bits))[0])


def moved(schedule: StepDecay, argument: str, value: float) -> StepDecay:
    """Return the schedule with another value of one argument."""
    change: dict[str, Any] = {argument: value}
    return replace(schedule, **change)


def rate_at(schedule: StepDecay, step: int) -> float:
    """Return MLX's rate at a step, counted from 0."""
    return float(rates(schedule, step))


def rate_after(schedule: StepDecay, drops: int) -> float:
    """Return MLX's rate after a number of drops, whatever `step_size` is."""
    return rate_at(replace(schedule, step_size=1), drops)


def distance(rate: float, target: float) -> float:
    """Return how far a rate is from a target: how many times one is the other, from 1 to inf; to a target of 0, itself.

    >>> distance(0.2, 0.1), distance(0.05, 0.1), distance(0.0, 0.1), distance(0.2, 0)
    (2.0, 2.0, inf, 0.2)
    """
    if not target:
        return rate
    return max(rate / target, target / rate) if rate else math.inf


def nearest_value(
    schedule: StepDecay, argument: str, step: int, target: float, badness: Callable[[float], Any], patterns: range
) -> float:
    """Return the value of `init` or `decay_rate` whose rate at a step is the best.

    Args:
        schedule: The schedule; the value it has is returned if it is as good.
        argument: `init` or `decay_rate`; the rate must rise with it.
        step: The MLX step, from 0.
        target: The rate near which the best one is.
        badness: What is least for the best rate.
        patterns: The float32 bit patterns to choose from.

    Returns:
        Of the values with the best rate the one with the fewest decimal digits.
    """

    @cache
    def rate_of(bits: int) -> float:
        return rate_at(moved(schedule, argument, single(bits)), step)

    edge = bisect_left(patterns, target, key=rate_of)
    near = patterns[max(edge - NEAR, 0) : edge + NEAR]
    bits = min(near, key=lambda bits: badness(rate_of(bits)))
    best = rate_of(bits)
    if rate_at(schedule, step) == best:
        value: float = getattr(schedule, argument)
        return value
    if rate_of(near[0]) == best or rate_of(near[-1]) == best:
        near = patterns[bisect_left(patterns, best, key=rate_of) : bisect_right(patterns, best, key=rate_of)]
    same = [bits for bits in (*near[:NEAR], *near[-NEAR:], bits) if rate_of(bits) == best]
    return _shortest(
        single(min(same)), single(max(same)), lambda value: rate_at(moved(schedule, argument, value), step) == best
    )


def _shortest(low: float, high: float, fits: Callable[[float], bool]) -> float:
    """Return the number with the fewest decimal digits that fits and is, as a float32, from `low` to `high`."""
    if not low:
        return 0.0
    middle = (low + high) / 2  # if any number of so many digits lies between them, then the nearest to the middle does
    for digits in range(9):
        value = float(f"{middle:.{digits}e}")
        if low <= as_float32(value) <= high and fits(value):
            return value
    return float(str(np.float32(low)))


def first_drops(schedule: StepDecay, target: float, most: int) -> int:
    """Return how many drops bring the rate from `init` to a target or beyond it.

    Args:
        schedule: The schedule; its `step_size` does not matter.
        target: The rate: below the first one, or at or above it.
        most: The most drops to try, at most 2^53 - 1.

    Returns:
        The number of drops, from 1; `most` + 1 if even `most` do not.

    >>> first_drops(StepDecay(1, 0.5, 10), 0.25, 100), first_drops(StepDecay(1, 0.5, 10), 0.25, 1)
    (2, 2)
    """
    every_drop = replace(schedule, step_size=1)
    limit = every_drop.wrap_step
    if limit is not None and most >= limit:  # from there on rates jump up and down
        drops = first_drops(schedule, target, limit - 1)
        return drops if drops < limit else most + 1
    falls = target < rate_at(schedule, 0)

    def is_reached(rates: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        return rates <= target if falls else rates >= target

    from_start, at_most = is_reached(rates(every_drop, [0, most]).astype(np.float64)).tolist()
    if from_start or not at_most:
        return 1 if from_start else most + 1
    return first_step(every_drop, 0, most, is_reached)


def drops_per_halving(schedule: StepDecay) -> float:
    """Return after how many drops the rate is half, on average over 16 halvings; inf where it never is half.

    Measured from an `init` of 1, so that it is right where float32 has no half of `init`.

    >>> drops_per_halving(StepDecay(0.1, 0.25, 10)), round(drops_per_halving(StepDecay(0.1, 0.9, 10)), 4)
    (0.5, 6.5788)
    """
    from_one = replace(schedule, init=1.0)
    if not 0 < rate_after(from_one, 1) < 1:
        return math.inf
    drops = first_drops(from_one, 2.0**-16, LONGEST_RUN)
    return drops / -math.log2(rate_after(from_one, drops))
