"""What other frameworks say in one call and MLX in a join."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.schedule.structure import flattened


def product(rate: float, factor: float, times: int = 1) -> float:
    """Multiply as a person means it: decimal digits are exact, so 0.1 times 0.1 is 0.01.

    Raises:
        ScheduleError: The product is too large.

    >>> product(0.1, 0.1), 0.1 * 0.1
    (0.01, 0.010000000000000002)
    """
    try:
        return float(Fraction(repr(float(rate))) * Fraction(repr(float(factor))) ** times)
    except OverflowError:
        raise ScheduleError(f"{rate} times {factor} is too large") from None


def sequence(schedules: Sequence[Schedule], starts: Sequence[int]) -> Schedule:
    """Join schedules at the steps at which each but the first begins; one that the next follows at once is left out.

    Raises:
        ScheduleError: A step is too large for MLX.

    >>> from stepdecay.schedule.kinds import constant
    >>> sequence([constant(0.1), constant(0.2), constant(0.3)], [0, 5]).boundaries
    (5,)
    """
    begins = [0, *starts]
    kept = [
        (schedule, begin)
        for schedule, (begin, stop) in zip(schedules, pairwise([*begins, LARGEST_COUNT + 1]), strict=True)
        if begin < stop
    ]
    return flattened(JoinSchedules([schedule for schedule, _ in kept], [begin for _, begin in kept[1:]]))
