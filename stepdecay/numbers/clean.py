"""Clean numbers for what a new piece needs."""

from __future__ import annotations

from stepdecay.numbers.snapping import snapped_count, snapped_decay_rate
from stepdecay.numbers.stepping import as_decimal

_NEAREST_TO_ONE = 0.99999994
"""The largest factor below 1 that float32 tells from it."""


def clean_share(updates: int, share: int) -> int:
    """Return about a `share`th of some updates as a clean number, at least 1.

    >>> clean_share(1000, 20), clean_share(1500, 20), clean_share(12, 20)
    (50, 80, 1)
    """
    return snapped_count(updates / share, updates / share / 10)


def clean_decay_rate(fall: float, steps: int) -> float:
    """Return a clean factor below 1 that comes to about `fall` (between 0 and 1) after so many steps.

    >>> clean_decay_rate(0.1, 1000)
    0.9977
    """
    return min(snapped_decay_rate(fall ** (1 / steps)), _NEAREST_TO_ONE)


def tenths(rate: float, times: int) -> float:
    """Return a tenth of a tenth … of a rate, with the digits that the rate is written with.

    >>> tenths(3e-4, 2)
    3e-06
    """
    return float(as_decimal(float(rate)).scaleb(-times))
