"""The levels of a schedule, as records made on demand."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from stepdecay.errors import ScheduleError
from stepdecay.evaluate.parts import Part, parts, rates_of
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import checked_updates

BLOCK = 4096
"""How many levels one MLX call evaluates while iterating: large enough to hide the call, small enough for a cache."""


class Level(NamedTuple):
    """One tread of the staircase: a rate and the updates that use it; or a whole piece that is no staircase.

    Attributes:
        first_update: The first update of the level, counted from 1.
        last_update: Its last update; the run's last one if the run ends on this level.
        first_rate: The rate of the first update, MLX's float32; NaN where whole powers have wrapped around.
        last_rate: The rate of the last update; for a step decay always the first one; NaN where the first one is.
    """

    first_update: int
    last_update: int
    first_rate: float
    last_rate: float

    @property
    def wraps(self) -> bool:
        """Whether it is no level: MLX's rates jump up and down there."""
        return math.isnan(self.first_rate)


class Levels(Sequence[Level]):
    """The levels of a schedule within a run: a sequence of any length that makes only what is asked of it.

    A level of a step decay is one multiple of `step_size`, counted from where its piece begins, even where float32
    gives its neighbour the same rate. A piece of another kind is one level from its first to its last rate. All that
    is left of a piece when its whole powers wrap around is one level more. A slice is such a sequence again.

    Attributes:
        numbers: The drops before each level, from 0.
    """

    def __init__(self, schedule: Schedule, used: list[Part], numbers: range) -> None:
        self._schedule = schedule
        self._parts = used
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Level: ...
    @overload
    def __getitem__(self, index: slice) -> Levels: ...
    def __getitem__(self, index: int | slice) -> Level | Levels:
        if isinstance(index, slice):
            return Levels(self._schedule, self._parts, self.numbers[index])
        try:
            number = self.numbers[index]
        except IndexError:
            raise IndexError(f"level {index} of {len(self)}") from None
        return self._make([number])[0]

    def __iter__(self) -> Iterator[Level]:
        for start in range(0, len(self), BLOCK):
            yield from self._make(self.numbers[start : start + BLOCK])

    def __repr__(self) -> str:
        return f"<{len(self)} levels of {self._schedule}>"

    def _make(self, numbers: Sequence[int]) -> list[Level]:
        """Make the levels with these numbers, by one MLX call for each different piece that they lie in."""
        import numpy as np

        firsts = list(itertools.accumulate(map(_count, self._parts), initial=0))
        wraps = [part.wrap for part in self._parts]
        spans, has_wrapped = [], []
        for number in numbers:
            index = bisect_right(firsts, number) - 1
            part, wrap = self._parts[index], wraps[index]
            step = part.first_step + (number - firsts[index]) * _size(part)
            has_wrapped.append(step >= wrap)
            spans.append((wrap, part.stop_step - 1) if step >= wrap else (step, min(step + _size(part), wrap) - 1))
        found = rates_of(self._parts, np.array(spans, dtype=np.int64).ravel()).reshape(-1, 2)
        found[has_wrapped] = math.nan
        return [Level(first + 1, last + 1, *ends) for (first, last), ends in zip(spans, found.tolist(), strict=True)]


def _size(part: Part) -> int:
    return part.drawn if part.schedule.tread_argument is None else part.schedule.tread_size


def _count(part: Part) -> int:
    return -(-part.drawn // _size(part)) + part.wraps


def levels(schedule: Schedule, updates: int) -> Levels:
    """Return the levels of a schedule over a run, lazily.

    Args:
        schedule: The schedule.
        updates: The length of the run, from 1 to 2^53 - 1 updates.

    Raises:
        ScheduleError: `updates` breaks its bound.

    >>> from stepdecay import StepDecay
    >>> found = levels(StepDecay(0.5, 0.5, 10), 10**13)
    >>> len(found), found[1]
    (1000000000000, Level(first_update=11, last_update=20, first_rate=0.25, last_rate=0.25))
    """
    used = parts(schedule, checked_updates(updates))
    return Levels(schedule, used, range(sum(map(_count, used))))


def level_at(schedule: Schedule, update: int) -> int:
    """Return the index of the level that an update, counted from 1, belongs to; in a run of any length.

    Raises:
        ScheduleError: `update` is below 1.
    """
    if update < 1:
        raise ScheduleError.out_of_bounds("update", "at least 1", update)
    return sum(map(_count, parts(schedule, update))) - 1
