"""What MLX can use as a rate, a factor or a count, in float32 and int64."""

from __future__ import annotations

import numbers
import operator

from stepdecay.errors import ScheduleError
from stepdecay.numbers.text import as_float32

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
