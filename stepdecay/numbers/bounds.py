"""What MLX can use as a rate, a factor or a count, in float32 and int64."""

from __future__ import annotations

import numbers
import operator

from stepdecay.errors import ScheduleError
from stepdecay.numbers.text import as_float32
from stepdecay.numbers.whole import Whole, WholeFactor

LARGEST_RATE = 3.4028234e38
SMALLEST_RATE = 1e-45
"""The largest and the smallest number above 0 of float32, as texts that read back to them."""

LARGEST_COUNT = 2**63 - 1
"""MLX takes a Python int as an int64; a larger one raises `std::bad_cast`."""


def checked_rate(field: str, value: object, *, above_zero: bool = False) -> float:
    """Return `value` as a float that MLX can use as a rate or a factor.

    Raises:
        ScheduleError: It is no real number, not finite in float32, below 0, or 0 where that is not allowed.
    """
    bound = "a number above 0" if above_zero else "a number, at least 0"
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise ScheduleError.out_of_bounds(field, bound, value)
    single = as_float32(value)
    if not abs(single) < float("inf"):
        raise ScheduleError.out_of_bounds(field, "finite in float32 (below 3.4028235e38)", value)
    if single < 0 or value < 0:
        raise ScheduleError.out_of_bounds(field, bound, value)
    if above_zero and not single:
        raise ScheduleError.out_of_bounds(field, f"{bound} in float32 (at least 1.4e-45)" if value else bound, value)
    return float(value) + 0.0  # -0.0 would make every second level -0.0


def checked_count(field: str, value: object, largest: int, smallest: int = 1) -> int:
    """Return `value` as an int from `smallest` to `largest`.

    Raises:
        ScheduleError: It is no int (a bool or a float is none), below `smallest` or above `largest`.
    """
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise ScheduleError.out_of_bounds(field, "a whole number", value)
    count = operator.index(value)
    if count < smallest:
        raise ScheduleError.out_of_bounds(field, f"at least {smallest}", count)
    if count > largest:
        raise ScheduleError.out_of_bounds(field, f"at most {largest}", count)
    return count


def written_factor(value: object) -> object:
    """Return a factor of a text: a whole number of at least 2 as one that is whole, anything else as it is.

    Powers of 0 and 1 are those of floats.

    Raises:
        ScheduleError: It is a whole number that MLX can't take.

    >>> written_factor(2) == 2.0, written_factor(2.0) == 2.0, written_factor(1) == 1.0
    (False, True, True)
    """
    return value if (whole := _whole("decay_rate", value)) < 2 else WholeFactor(whole)


def written_rate(value: object) -> object:
    """Return a rate of a text: a whole number above 0 as one that is whole, anything else as it is.

    Raises:
        ScheduleError: It is a whole number that MLX can't take.
    """
    return value if (whole := _whole("init", value)) < 1 else Whole(whole)


def _whole(field: str, value: object) -> int:
    """Return a whole number that MLX's arithmetic can take; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    if value > LARGEST_COUNT:
        bound = "below 2^63 where it is a whole number, which MLX takes as an int64; with a point it is a float"
        raise ScheduleError.out_of_bounds(field, bound, value)
    return value
