"""The levels of a schedule, as records made on demand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from stepdecay.errors import ScheduleError
from stepdecay.run import Run
from stepdecay.schedules import StepDecay

BLOCK = 4096
"""How many levels one MLX call evaluates while iterating: large enough to hide the call, small enough for a cache."""


class Level(NamedTuple):
    """One tread of the staircase: a rate and the updates that use it.

    Attributes:
        first_update: The first update of the tread, counted from 1.
        last_update: Its last update; the run's last one if the run ends on this tread.
        first_rate: The rate of the first update, MLX's float32.
        last_rate: The rate of the last update; for a step decay always the first one.
    """

    first_update: int
    last_update: int
    first_rate: float
    last_rate: float


class Levels(Sequence[Level]):
    """The levels of a schedule within a run: a sequence of any length that makes only what is asked of it.

    A level of a step decay is one multiple of `step_size`, even where float32 gives its neighbour the same rate.
    A slice is such a sequence again.

    Attributes:
        numbers: The drops before each level, from 0.
    """

    def __init__(self, schedule: StepDecay, updates: int, numbers: range) -> None:
        self._schedule = schedule
        self._updates = updates
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Level: ...
    @overload
    def __getitem__(self, index: slice) -> Levels: ...
    def __getitem__(self, index: int | slice) -> Level | Levels:
        if isinstance(index, slice):
            return Levels(self._schedule, self._updates, self.numbers[index])
        try:
            number = self.numbers[index]
        except IndexError:
            raise IndexError(f"level {index} of {len(self)}") from None
        return self._make(range(number, number + 1))[0]

    def __iter__(self) -> Iterator[Level]:
        for start in range(0, len(self), BLOCK):
            yield from self._make(self.numbers[start : start + BLOCK])

    def __repr__(self) -> str:
        return f"<{len(self)} levels of {self._schedule}>"

    def _make(self, numbers: range) -> list[Level]:
        """Make the levels with these numbers, by one MLX call."""
        from stepdecay.evaluation import rates

        size = self._schedule.step_size
        first_steps = [number * size for number in numbers]
        return [
            Level(step + 1, min(step + size, self._updates), rate, rate)
            for step, rate in zip(first_steps, rates(self._schedule, first_steps).tolist(), strict=True)
        ]


def levels(schedule: StepDecay, updates: int) -> Levels:
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
    updates = Run(updates).updates
    return Levels(schedule, updates, range(-(-updates // schedule.step_size)))


def level_at(schedule: StepDecay, update: int) -> int:
    """Return the index of the level that an update, counted from 1, belongs to.

    Raises:
        ScheduleError: `update` is below 1.
    """
    if update < 1:
        raise ScheduleError.out_of_bounds("update", "at least 1", update)
    return (update - 1) // schedule.step_size
