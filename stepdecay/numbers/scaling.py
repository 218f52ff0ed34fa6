"""Counts and factors stretched in proportion."""

from __future__ import annotations

from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.numbers.text import as_float32, rate_text

_NEXT_TO_ONE = 0.99999994, 1.0000001
"""The numbers that float32 has on both sides of 1."""


def share(count: int, new: int, old: int) -> int:
    """Return a count times `new / old`, rounded; in whole numbers, for large ones are not exact as floats.

    >>> share(10, 3, 4), share(10**18 + 1, 2, 2)
    (8, 1000000000000000001)
    """
    return (2 * count * new + old) // (2 * old)


def scaled_count(count: int, new: int, old: int) -> int:
    """Return the same as a count that MLX can use, at least 1.

    >>> scaled_count(10, 1, 100), scaled_count(10, 3, 4)
    (1, 8)
    """
    return min(max(share(count, new, old), 1), LARGEST_COUNT)


def power(base: float, exponent: float) -> float:
    """Return a power, at most the largest rate."""
    try:
        found: float = base**exponent
    except OverflowError:
        return LARGEST_RATE
    return found


def usable_factor(factor: float, old: float) -> float:
    """Return a factor with the fewest digits that float32 tells from 0 and from 1, on the side of 1 where it was."""
    below, above = _NEXT_TO_ONE
    low, high = (SMALLEST_RATE, below) if as_float32(old) < 1 else (above, LARGEST_RATE)
    return float(rate_text(min(max(factor, low), high)))
