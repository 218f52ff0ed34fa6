"""The ticks of axes and what they say: times in any unit, real rates; no SI prefixes on rates, no time twice."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from stepdecay.chart.scale import Scale
from stepdecay.numbers.text import count_text

LABEL_GAP = 28
"""Pixels between two labels of times, at least."""

RATE_GAP = 44
"""Pixels from one label of a rate to the next, at least."""

HALF_LABEL = 14
"""Pixels above and below a place for 0 or inf that no other label may be in."""

Width = Callable[[str], float]
"""Returns how many pixels wide a text is."""


class TimeTicks(NamedTuple):
    """The ticks of a time axis.

    Attributes:
        spacing: From one tick to the next, in the unit.
        numbers: Which multiples of that have a tick.
        per_update: How many of the unit one update is.
    """

    spacing: Fraction
    numbers: range
    per_update: Fraction

    @property
    def places(self) -> list[float]:
        """The steps that the ticks are at."""
        return [float(number * self.spacing / self.per_update) for number in self.numbers]

    @property
    def texts(self) -> list[str]:
        """What the ticks say."""
        return [amount_text(number * self.spacing, self.spacing) for number in self.numbers]


def time_ticks(
    low: float, high: float, size: float, width: Width, per_update: Fraction = Fraction(1), *, in_parts: bool = False
) -> TimeTicks:
    """Choose ticks at round numbers of a unit, spaced so that the longest label fits.

    Args:
        low: The step at the left end of the axis.
        high: The step at its right end.
        size: The pixels between them.
        width: Measures a label.
        per_update: How many of the unit one update is.
        in_parts: Whether parts of the unit have ticks too, as those of an epoch.

    >>> time_ticks(-25, 1025, 400, lambda text: 7 * len(text)).texts
    ['0', '200', '400', '600', '800', '1k']
    """
    first, last = (Fraction(end) * per_update for end in (max(low, 0.0), high))
    if last < first or (not in_parts and math.floor(last) < math.ceil(first)):
        return TimeTicks(Fraction(1), range(0), per_update)
    per_pixel = float((last - Fraction(low) * per_update) / Fraction(size))

    def spacing_for(label: float) -> Fraction:
        return round_number(_nice(per_pixel * (label + LABEL_GAP), at_least=0 if in_parts else 1))

    spacing = spacing_for(width(count_text(10**6)) / 2)
    ends = [first // spacing * spacing, last // spacing * spacing]
    spacing = spacing_for(max(width(amount_text(end, spacing)) for end in ends))
    return TimeTicks(spacing, range(math.ceil(first / spacing), math.floor(last / spacing) + 1), per_update)


def rate_ticks(scale: Scale, low: float, high: float, size: float) -> list[float]:
    """Choose ticks at round rates, decades where a log axis shows several, and at 0 and inf where it has them.

    Args:
        scale: Where rates are.
        low: The view's y at the lower end of the axis.
        high: The view's y at its upper end.
        size: The pixels between them.

    Returns:
        The ticks' places in the view's y.

    >>> rate_ticks(Scale(False, 0.0, math.inf), -0.005, 0.105, 300)
    [0.0, 0.02, 0.04, 0.06, 0.08, 0.1]
    """
    lowest, highest = max(low, scale.floor), min(high, scale.ceiling)
    if highest <= lowest:
        return []
    most = max(2, int(size // RATE_GAP))
    limits = (scale.floor, scale.ceiling)[not scale.log :]
    ends = [y for y in limits if low <= y <= high]
    clear = (high - low) * HALF_LABEL / size
    round_places = _log_places(lowest, highest, most) if scale.log else _multiples(lowest, highest, most)
    return [y for y in round_places if all(abs(y - end) > clear for end in ends)] + ends


def rate_label(scale: Scale, y: float) -> str:
    """Write the rate at a place of the view as people do: `0.05`, but `5e-4` and `1e12`, and `inf`.

    >>> scale = Scale(True, -6.0, math.inf)
    >>> [rate_label(scale, y) for y in (-6.0, -5.0, -1.0, 6.0)]
    ['0', '1e-5', '0.1', '1e6']
    """
    if y >= scale.ceiling:
        return "inf"
    rate = scale.to_rate(y)
    if rate == 0 or 1e-3 <= abs(rate) < 1e5:
        return f"{rate:.6g}"
    mantissa, _, exponent = f"{rate:.5e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def amount_text(amount: Fraction, spacing: Fraction) -> str:
    """Write a multiple of a spacing with as many decimals as all others have; `20k` where all are whole thousands.

    >>> amount_text(Fraction(3, 2), Fraction(1, 2)), amount_text(Fraction(20000), Fraction(5000))
    ('1.5', '20k')
    """
    if spacing.denominator == 1:
        return _short_count(int(amount), int(spacing))
    decimals = len(str(spacing.denominator - 1))  # a spacing is 1, 2 or 5 of a decimal place
    whole, _, part = f"{Decimal(amount.numerator) / amount.denominator:.{decimals}f}".partition(".")
    return f"{count_text(int(whole))}.{part}"


def round_number(number: float) -> Fraction:
    """Return exactly the number that a float of one digit is meant to be."""
    return Fraction(f"{number:.0e}")


def _log_places(low: float, high: float, most: int) -> list[float]:
    decades = range(math.ceil(low), math.floor(high) + 1)
    if len(decades) > most or high - low > 3:
        stride = int(_nice(len(decades) / most, at_least=1))
        return [float(decade) for decade in decades if decade % stride == 0]
    if high - low > 0.8:
        rates = (digit * 10.0**decade for decade in range(math.floor(low), math.ceil(high) + 1) for digit in (1, 2, 5))
        return [y for y in map(math.log10, rates) if low <= y <= high]
    return [math.log10(rate) for rate in _multiples(10.0**low, 10.0**high, most) if rate > 0]


def _multiples(low: float, high: float, most: int) -> list[float]:
    """Return the round numbers between two others, at most so many."""
    spacing = _nice((high - low) / most)
    digits = max(0, -math.floor(math.log10(spacing)))
    first, last = math.ceil(low / spacing), math.floor(high / spacing)
    return [round(number * spacing, digits + 1) for number in range(first, last + 1)]


def _nice(least: float, at_least: float = 0) -> float:
    """Return the lowest of 1, 2, 5, 10 … that is not below `least`."""
    least = max(least, at_least)
    decade = 10.0 ** math.floor(math.log10(least))
    return next((digit * decade for digit in (1, 2, 5) if digit * decade >= least * (1 - 1e-12)), 10 * decade)


def _short_count(value: int, spacing: int) -> str:
    for suffix, unit in (("P", 10**15), ("T", 10**12), ("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if value >= unit and spacing * 10 >= unit and value * 10 % unit == 0 and spacing * 10 % unit == 0:
            return f"{value / unit:g}{suffix}" if value < unit * 10**4 else count_text(value)
    return count_text(value)
