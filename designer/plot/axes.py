"""The plot's axes: times below, in any unit, real rates at the side; no SI prefixes on rates, no time twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from stepdecay.chart.scale import Scale
from stepdecay.numbers.text import count_text
from stepdecay.schedule.run import Run
from stepdecay.schedule.units import Unit, shown_unit, updates_per

SIDE_WIDTH = 84
"""Pixels of an axis at the side: those below each other are equally wide, so that their views begin at one place."""

Ticks = list[tuple[float, list[float]]]

LABEL_GAP = 28
"""Pixels between two labels, at least."""


class UpdateAxis(pg.AxisItem):  # type: ignore[misc]
    """Updates done, or what they are in another unit: x = n is the moment between update n and update n + 1."""

    def __init__(self, orientation: str, **options: object) -> None:
        super().__init__(orientation, **options)
        self._unit: Unit = "updates"
        self._per_update = Fraction(1)
        self.setLabel(self._unit)

    def show_unit(self, unit: Unit, run: Run) -> None:
        """Count in a unit of a run."""
        unit = shown_unit(unit, run)
        per_update = 1 / updates_per(unit, run)
        if (unit, per_update) != (self._unit, self._per_update):
            self._unit, self._per_update = unit, per_update
            self.picture = None
            self.update()
            self.setLabel(unit)

    def tickValues(self, minimum: float, maximum: float, size: float) -> Ticks:
        """Return ticks at round numbers of the unit, spaced so that the longest label fits."""
        first, last = (Fraction(end) * self._per_update for end in (max(minimum, 0.0), maximum))
        if last < first or (self._unit != "epochs" and math.floor(last) < math.ceil(first)):
            return []
        width = QFontMetricsF(self.font()).horizontalAdvance
        per_pixel = float((last - Fraction(minimum) * self._per_update) / Fraction(size))
        spacing = self._spacing(per_pixel * (width(count_text(10**6)) / 2 + LABEL_GAP))
        ends = [first // spacing * spacing, last // spacing * spacing]
        longest = max(width(_amount(end, spacing)) for end in ends)
        spacing = self._spacing(per_pixel * (longest + LABEL_GAP))
        amounts = range(math.ceil(first / spacing), math.floor(last / spacing) + 1)
        return [(float(spacing), [float(amount * spacing / self._per_update) for amount in amounts])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write counts, `20k` where all ticks are whole thousands, else every digit; and epochs with their parts."""
        exact = _round_number(spacing)
        # A place is a float64: the amount that is meant is the multiple of the spacing that is nearest.
        return [_amount(round(Fraction(value) * self._per_update / exact) * exact, exact) for value in values]

    def _spacing(self, least: float) -> Fraction:
        return _round_number(_nice(least, at_least=0 if self._unit == "epochs" else 1))


class RateAxis(pg.AxisItem):  # type: ignore[misc]
    """Rates per update as a person writes them, linear or logarithmic, with places for 0 and inf."""

    def __init__(self, orientation: str, **options: object) -> None:
        super().__init__(orientation, **options)
        self.rate_scale = Scale(False, 0.0, math.inf)

    def tickValues(self, minimum: float, maximum: float, size: float) -> Ticks:
        """Return ticks at round rates, decades where the log axis shows several, and at 0 and inf where it has them."""
        return [(0.0, self.places(minimum, maximum, size))]

    def places(self, minimum: float, maximum: float, size: float) -> list[float]:
        """Return the ticks' places in the view's y."""
        low, high = max(minimum, self.rate_scale.floor), min(maximum, self.rate_scale.ceiling)
        most = max(2, int(size // 44))
        if high <= low:
            return []
        limits = (self.rate_scale.floor, self.rate_scale.ceiling)[not self.rate_scale.log :]
        ends = [y for y in limits if minimum <= y <= maximum]
        clear = (maximum - minimum) * 14 / size  # half a label's height on each side
        round_places = self._log_places(low, high, most) if self.rate_scale.log else _multiples(low, high, most)
        places = [y for y in round_places if all(abs(y - end) > clear for end in ends)]
        return places + ends

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write rates with the digits that tell neighbours apart."""
        return [self._text(value) for value in values]

    def _text(self, y: float) -> str:
        if y >= self.rate_scale.ceiling:
            return "inf"
        rate = self.rate_scale.to_rate(y)
        return _rate_label(rate)

    def _log_places(self, low: float, high: float, most: int) -> list[float]:
        decades = range(math.ceil(low), math.floor(high) + 1)
        if len(decades) > most or high - low > 3:
            stride = int(_nice(len(decades) / most, at_least=1))
            return [float(decade) for decade in decades if decade % stride == 0]
        if high - low > 0.8:
            rates = (
                digit * 10.0**decade for decade in range(math.floor(low), math.ceil(high) + 1) for digit in (1, 2, 5)
            )
            return [y for y in map(math.log10, rates) if low <= y <= high]
        return [math.log10(rate) for rate in _multiples(10.0**low, 10.0**high, most) if rate > 0]


def _rate_label(rate: float) -> str:
    """Write a rate as people do: `0.05`, but `5e-4` and `1e12`."""
    if rate == 0 or 1e-3 <= abs(rate) < 1e5:
        return f"{rate:.6g}"
    mantissa, _, exponent = f"{rate:.5e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}"


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


def _round_number(number: float) -> Fraction:
    """Return exactly the number that a float of one digit is meant to be."""
    return Fraction(f"{number:.0e}")


def _amount(amount: Fraction, spacing: Fraction) -> str:
    """Write a multiple of a spacing with as many decimals as all others have."""
    if spacing.denominator == 1:
        return _short_count(int(amount), int(spacing))
    decimals = len(str(spacing.denominator - 1))  # a spacing is 1, 2 or 5 of a decimal place
    whole, _, part = f"{Decimal(amount.numerator) / amount.denominator:.{decimals}f}".partition(".")
    return f"{count_text(int(whole))}.{part}"


def _short_count(value: int, spacing: int) -> str:
    for suffix, unit in (("P", 10**15), ("T", 10**12), ("G", 10**9), ("M", 10**6), ("k", 10**3)):
        if value >= unit and spacing * 10 >= unit and value * 10 % unit == 0 and spacing * 10 % unit == 0:
            return f"{value / unit:g}{suffix}" if value < unit * 10**4 else count_text(value)
    return count_text(value)
