"""Where a dragged or nudged number comes to rest: the nearest clean value, or the next one.

`Increment.PLAIN` is one snap, `Increment.COARSE` is coarser and `Increment.FINE` a tenth, as in `stepping`; but a snap
of a rate is its second digit, for a hand is finer than a key.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal

from stepdecay.numbers.increment import Increment
from stepdecay.numbers.stepping import as_decimal, decay_place, leading_place, on_double_ladder, on_grid, on_ladder

_FACTORS = {Increment.PLAIN: Decimal(1), Increment.COARSE: Decimal(10), Increment.FINE: Decimal("0.1")}
_DIGITS = 9
"""As many as a float32 needs to be told from its neighbours."""


def snapped_rate(value: float, coarse: bool = False) -> float:
    """Return the nearest rate with two digits, or the nearest of 1, 2, 5, 10 …; 0 and less become 0.

    >>> snapped_rate(0.0837), snapped_rate(0.0837, coarse=True)
    (0.084, 0.1)
    """
    if value <= 0:
        return 0.0
    rate = as_decimal(value)
    return float(_nearest_rung(rate, on_ladder) if coarse else _nearest(rate, Decimal(1).scaleb(rate.adjusted() - 1)))


def snapped_decay_rate(value: float, coarse: bool = False) -> float:
    """Return the nearest decay rate that its field steps to: finer the nearer it is to 0 or to 1.

    >>> snapped_decay_rate(0.8678), snapped_decay_rate(0.99678), snapped_decay_rate(0.99678, coarse=True)
    (0.87, 0.9968, 0.998)
    """
    if value <= 0:
        return 0.0
    rate = as_decimal(value)
    if rate == 1:  # a rung without one next to it, for the ladder narrows towards it without end
        return 1.0
    return float(_nearest_rung(rate, on_double_ladder) if coarse else _nearest(rate, decay_place(rate)))


def snapped_count(value: float, resolution: float, coarse: bool = False) -> int:
    """Return the nearest multiple of the lowest of 1, 2, 5, 10 … that is not below `resolution`, or one of those.

    >>> snapped_count(1234.5, 3.7), snapped_count(1234.5, 0.2), snapped_count(1234.5, 0.2, coarse=True)
    (1235, 1234, 1000)
    """
    if value < 1:
        return 1
    if coarse:
        return max(int(_nearest_rung(as_decimal(value), on_ladder)), 1)
    place = count_place(resolution)
    return max(round(value / place) * place, 1)


def count_place(resolution: float) -> int:
    """Return the lowest of 1, 2, 5, 10, 20 … that is not below `resolution`.

    >>> count_place(0.01), count_place(2), count_place(2.1), count_place(600)
    (1, 2, 5, 1000)
    """
    decade: int = 10 ** max(math.floor(math.log10(max(resolution, 1.0))), 0)
    return next(digit * decade for digit in (1, 2, 5, 10, 20) if digit * decade >= resolution)


def tidied(value: float, resolution: float) -> float:
    """Return a number with as few digits as it takes to be within half a `resolution`, or the nine of a float32.

    >>> tidied(0.384791635, 0.0004), tidied(0.384791635, 0)
    (0.3848, 0.384791635)
    """
    if not 0 < value < math.inf:
        return value
    number = as_decimal(value)
    lowest = number.adjusted() - _DIGITS + 1
    place = max(math.floor(math.log10(resolution)), lowest) if resolution > 0 else lowest
    return float(_nearest(number, Decimal(1).scaleb(place)))


def nudged_rate(value: float, up: bool, increment: Increment = Increment.PLAIN) -> float:
    """Return the next rate on the grid of its second digit, or on one that is ten times coarser or finer.

    >>> nudged_rate(0.1, True), nudged_rate(0.1, True, Increment.COARSE), nudged_rate(0.1, False)
    (0.11, 0.2, 0.099)
    """
    if value <= 0:
        return value
    rate = as_decimal(value)
    return _moved(rate, leading_place(rate, up).scaleb(-1) * _FACTORS[increment], up)


def nudged_decay_rate(value: float, up: bool, increment: Increment = Increment.PLAIN) -> float:
    """Return the next decay rate that its field steps to, or one on a grid that is ten times coarser or finer.

    >>> nudged_decay_rate(0.9, False), nudged_decay_rate(0.9, False, Increment.COARSE), nudged_decay_rate(0.99, True)
    (0.89, 0.8, 0.991)
    """
    if value <= 0:
        return 0.01 if up else value
    rate = as_decimal(value)
    return _moved(rate, decay_place(rate) * _FACTORS[increment], up)


def nudged_count(value: int, up: bool, resolution: float, increment: Increment = Increment.PLAIN) -> int:
    """Return the next multiple of what `snapped_count` snaps to, or of ten times or a tenth of that; at least 1.

    >>> nudged_count(10, True, 0.1), nudged_count(13, True, 3.7), nudged_count(13, True, 3.7, Increment.COARSE)
    (11, 15, 50)
    """
    place = max(int(count_place(resolution) * _FACTORS[increment]), 1)
    return (value // place + 1) * place if up else max((-(-value // place) - 1) * place, 1)


def _moved(number: Decimal, place: Decimal, up: bool) -> float:
    """Return the next multiple; where that is 0, the place's own tenth, for 0 is the end of every way up."""
    target = on_grid(number, place, up)
    while target <= 0:
        place = place.scaleb(-1)
        target = on_grid(number, place, up)
    return float(target)


def _nearest(number: Decimal, place: Decimal) -> Decimal:
    return (number / place).to_integral_value(ROUND_HALF_EVEN) * place


def _nearest_rung(number: Decimal, ladder: Callable[[Decimal, bool], Decimal]) -> Decimal:
    """Return the rung that is nearest by ratio: itself where it is on the ladder."""
    above = ladder(number, True)
    on_or_below = ladder(above, False)
    return above if above / number < number / on_or_below else on_or_below
