"""The next value of a number field: clean decimals, a step that fits the number's own size."""

from __future__ import annotations

import math
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from stepdecay.numbers.increment import Increment

_ONE = Decimal(1)
_TENTH = Decimal("0.1")
_FIVE_TENTHS = Decimal("0.5")
_NINE_TENTHS = Decimal("0.9")
_LADDER = (1, 2, 5, 10)


def next_rate(value: float, up: bool, increment: Increment = Increment.PLAIN) -> float:
    """Return the rate one step above or below; 0 goes up to 1e-6, and nothing goes down to it.

    >>> next_rate(0.1, False), next_rate(0.1, up=True), next_rate(0.25, up=True), next_rate(0.1, False, Increment.FINE)
    (0.09, 0.2, 0.3, 0.099)
    """
    if value <= 0:
        return 1e-6 if up else value
    rate = as_decimal(value)
    match increment:
        case Increment.COARSE:
            target = on_ladder(rate, up)
        case Increment.DECADE:
            target = rate.scaleb(1 if up else -1)
        case _:
            target = on_grid(rate, leading_place(rate, up).scaleb(-1 if increment is Increment.FINE else 0), up)
    return _progress(value, target, up)


def next_decay_rate(value: float, up: bool, increment: Increment = Increment.PLAIN) -> float:
    """Return the decay rate one step above or below: finer the nearer it is to 0 or to 1.

    >>> next_decay_rate(0.5, up=True), next_decay_rate(0.99, up=True), next_decay_rate(0.99, True, Increment.COARSE)
    (0.51, 0.991, 0.995)
    """
    if value <= 0:
        return (0.001 if increment is Increment.FINE else 0.01) if up else value
    rate = as_decimal(value)
    match increment:
        case Increment.COARSE:
            target = on_double_ladder(rate, up)
        case Increment.DECADE:
            target = _by_decade(rate, up)
        case _:
            target = on_grid(rate, decay_place(rate).scaleb(-1 if increment is Increment.FINE else 0), up)
    return _progress(value, target, up)


def next_count(value: int, up: bool, increment: Increment = Increment.PLAIN) -> int:
    """Return the whole number one step above or below; 0 is the lowest, and no decade goes below 1.

    >>> next_count(10, up=True), next_count(10, False), next_count(130, up=True), next_count(100, True, Increment.FINE)
    (20, 9, 200, 110)
    """
    if value <= 0:
        return 1 if up else value
    place: int = 10 ** (len(str(value)) - 1)
    if increment is Increment.DECADE:
        return value * 10 if up else max((value + 5) // 10, min(value, 1))
    if increment is Increment.COARSE:
        return int(on_ladder(Decimal(value), up))
    if value == place and not up:
        place = max(place // 10, 1)  # below 100 the leading digit's place is the tens
    if increment is Increment.FINE:
        place = max(place // 10, 1)
    return (value // place + 1) * place if up else (-(-value // place) - 1) * place


def as_decimal(value: float) -> Decimal:
    """Return the number that a float is written as."""
    return Decimal(repr(value))


def _progress(value: float, target: Decimal, up: bool) -> float:
    """Return the target as a float; where it rounds back to the value, its neighbour, so that a step is a step."""
    result = float(target)
    return result if result != value else math.nextafter(value, math.inf if up else 0.0)


def leading_place(rate: Decimal, up: bool) -> Decimal:
    """Return the place of the first digit that the step changes: below 0.1 the hundredths."""
    place = _ONE.scaleb(rate.adjusted())
    return place.scaleb(-1) if rate == place and not up else place


def decay_place(rate: Decimal) -> Decimal:
    """Return 0.01 in the middle, else the place of the second digit of the distance to 0 or 1, the smaller one."""
    if _TENTH <= rate <= _NINE_TENTHS or rate == 1:
        return _ONE.scaleb(-2)
    return _ONE.scaleb(min(rate, abs(1 - rate)).adjusted() - 1)


def on_grid(number: Decimal, place: Decimal, up: bool) -> Decimal:
    """Return the next multiple of a place above or below a number."""
    quotient = number / place
    if up:
        return (quotient.to_integral_value(ROUND_FLOOR) + 1) * place
    return (quotient.to_integral_value(ROUND_CEILING) - 1) * place


def on_ladder(number: Decimal, up: bool) -> Decimal:
    """Return the next of ..., 0.1, 0.2, 0.5, 1, 2, 5, ... above or below a number."""
    place = _ONE.scaleb(number.adjusted())
    rungs = [_FIVE_TENTHS * place, *(rung * place for rung in _LADDER)]
    return min(rung for rung in rungs if rung > number) if up else max(rung for rung in rungs if rung < number)


def on_double_ladder(rate: Decimal, up: bool) -> Decimal:
    """Return the next rung of the ladder that narrows towards 0 and, from both sides, towards 1."""
    if rate == 1:
        return Decimal("1.1") if up else _NINE_TENTHS
    if rate < _FIVE_TENTHS or (rate == _FIVE_TENTHS and not up) or rate > 2 or (rate == 2 and up):
        return on_ladder(rate, up)
    if rate < 1:
        return 1 - on_ladder(1 - rate, not up)
    return 1 + on_ladder(rate - 1, up)


def _by_decade(rate: Decimal, up: bool) -> Decimal:
    """Return a tenth of the distance to 1, or ten times it, where 1 is near; else ten times the rate, or a tenth."""
    if up and _TENTH <= rate < 1:
        return 1 - (1 - rate).scaleb(-1)
    if not up and _NINE_TENTHS < rate < 1:
        return 1 - (1 - rate).scaleb(1)
    return rate.scaleb(1 if up else -1)
