"""A schedule stretched, or squeezed, to a run: all pieces and boundaries together.

A schedule without an end of its own counts as made for what `spans.usual_updates` shows of it: ten drops of a step
decay, a hundredth of an exponential decay's first rate, a constant as long as the pieces before it on average.
"""

from __future__ import annotations

import math
from dataclasses import replace

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.numbers.text import as_float32, count_text, rate_text
from stepdecay.reshaping.assembly import PlacedLeaf, own_length, parts_of, rebuilt
from stepdecay.reshaping.boundaries import ends_at
from stepdecay.schedule.kinds import ExponentialDecay, Leaf, LinearSchedule, Schedule, StepDecay
from stepdecay.schedule.structure import with_length

USUAL_DROPS = 10
USUAL_FALL = 100
"""What a decay without an end is shown for: so many drops, or until its rate is that part of its first one."""

_NEXT_TO_ONE = 0.99999994, 1.0000001
"""The numbers that float32 has on both sides of 1."""


def stretched(schedule: Schedule, updates: int) -> Schedule:
    """Return a schedule whose last end falls on the last update of a run; all lengths and boundaries keep their shares.

    The last update has exactly the rate `end` of the last piece; of one without an `end`, about the rate that it looks
    made for (see above). A `step_size` is rescaled as a length is, and an exponential decay before a boundary gets the
    `decay_rate` with which it comes to the same rate there. A piece that ends at its boundary, or one step before it
    as mlx-lm joins a warm-up, still does. Counts are rounded, and at least 1. A constant that comes alone, or after a
    warm-up, fits every run.

    Args:
        schedule: The schedule; joins within it stay nested.
        updates: The length of the run.

    Returns:
        The schedule; the same one where it fits already.

    Raises:
        ScheduleError: The run has too few updates for all pieces; the error's `field` is `updates`.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
    >>> stretched(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 899)], [100]), 2000)
    ... # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.001, steps=200),
                             CosineDecay(init=0.001, decay_steps=1799, end=0.0)), boundaries=(200,))
    >>> stretched(StepDecay(0.1, 0.9, 10), 1000)
    StepDecay(init=0.1, decay_rate=0.9, step_size=100)
    """
    parts = parts_of(schedule)
    if _fits(parts, updates):
        return schedule
    starts = _new_starts(parts, updates)
    new: list[PlacedLeaf] = [
        (_rescaled(leaf, parts[index + 1][1] - start, starts[index + 1] - starts[index]), starts[index])
        for index, (leaf, start) in enumerate(parts[:-1])
    ]
    return rebuilt(schedule, [*new, (_fitted(parts[-1][0], updates - starts[-1]), starts[-1])])


def _fits(parts: list[PlacedLeaf], updates: int) -> bool:
    last, first_step = parts[-1]
    if _goes_on(last):
        return _is_warmup_alone(parts) or first_step in (_new_starts(parts, updates)[-1], sum(_least(parts)[:-1]))
    return updates - first_step > 1 and _fitted(last, updates - first_step) == last


def _goes_on(leaf: Leaf) -> bool:
    """Whether a piece neither comes to an end nor falls: a constant, or a factor of 1 and more or of 0."""
    if isinstance(leaf, ExponentialDecay):
        return not 0 < as_float32(leaf.decay_rate) < 1
    return not isinstance(leaf, StepDecay) and own_length(leaf) is None


def _is_warmup_alone(parts: list[PlacedLeaf]) -> bool:
    match parts:
        case [_]:
            return True
        case [(LinearSchedule() as rise, _), (LinearSchedule() as hold, _)]:
            return rise.init < rise.end == hold.init
    return False


def _fitted(last: Leaf, left: int) -> Leaf:
    """Return the last piece as it is when the run has so many updates left for it."""
    match last:
        case _ if _goes_on(last):
            return last
        case StepDecay():
            return replace(last, step_size=max(_scaled(left, 1, USUAL_DROPS), 1))
        case ExponentialDecay(decay_rate=rate):
            wanted = _usable(USUAL_FALL ** (-1 / (left - 1)), rate)
            return last if as_float32(wanted) == as_float32(rate) else replace(last, decay_rate=wanted)
    return with_length(last, left - 1)


def _new_starts(parts: list[PlacedLeaf], updates: int) -> list[int]:
    """Return where the pieces begin when all has been rescaled."""
    (last, first_step), before = parts[-1], len(parts) - 1
    match last:
        case _ if _goes_on(last):
            old, new = first_step * (before + 1), updates * before
        case StepDecay(step_size=size):
            old, new = first_step + USUAL_DROPS * size, updates
        case ExponentialDecay(decay_rate=rate):
            old, new = first_step + round(-math.log(USUAL_FALL) / math.log(as_float32(rate))), updates - 1
        case _:
            old, new = first_step + (own_length(last) or 0), updates - 1
    return _with_room([_scaled(start, new, max(old, 1)) for _, start in parts], _least(parts), updates)


def _least(parts: list[PlacedLeaf]) -> list[int]:
    """Return how many updates each piece has at least: two where it ends one step before its boundary."""
    stops = [start for _, start in parts[1:]]
    ended = [own_length(leaf) == stop - start - 1 for (leaf, start), stop in zip(parts, stops, strict=False)]
    return [*(2 if is_ended else 1 for is_ended in ended), 2]


def _with_room(starts: list[int], least: list[int], updates: int) -> list[int]:
    """Move starts until each piece has the updates that it has at least."""
    if sum(least) > updates:
        run = f"a run of {count_text(updates)} update{'' if updates == 1 else 's'}"
        raise ScheduleError(f"{run} is too short for these pieces: they take {count_text(sum(least))}", "updates")
    starts[-1] = max(starts[-1], sum(least[:-1]))
    stop = updates
    for index in reversed(range(len(starts))):
        starts[index] = stop = min(starts[index], stop - least[index])
    starts[0] = 0
    for index, steps in enumerate(least[:-1]):
        starts[index + 1] = max(starts[index + 1], starts[index] + steps)
    return starts


def _rescaled(leaf: Leaf, old: int, new: int) -> Leaf:
    """Return a piece that was used for `old` steps as it is when used for `new` ones."""
    match leaf:
        case StepDecay(step_size=size):
            return replace(leaf, step_size=_count(size, new, old))
        case ExponentialDecay(decay_rate=rate) if as_float32(rate) not in (0, 1) and old != new:
            return replace(leaf, decay_rate=_usable(_power(as_float32(rate), old / new), rate))
    length = own_length(leaf)
    if length is None:
        return leaf
    return with_length(leaf, new - (old - length) if ends_at(leaf, old) else _count(length, new, old))


def _power(base: float, exponent: float) -> float:
    try:
        power: float = base**exponent
    except OverflowError:
        return LARGEST_RATE
    return power


def _usable(decay_rate: float, old: float) -> float:
    """Return a factor with the fewest digits that float32 tells from 0 and from 1, on the side where it was."""
    below, above = _NEXT_TO_ONE
    low, high = (SMALLEST_RATE, below) if as_float32(old) < 1 else (above, LARGEST_RATE)
    return float(rate_text(min(max(decay_rate, low), high)))


def _count(count: int, new: int, old: int) -> int:
    return min(max(_scaled(count, new, old), 1), LARGEST_COUNT)


def _scaled(count: int, new: int, old: int) -> int:
    """Return a count times `new / old`, rounded; in whole numbers, for large ones are not exact as floats."""
    return (2 * count * new + old) // (2 * old)
