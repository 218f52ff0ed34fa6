"""The plot's axes, as pyqtgraph has them: times below, in any unit, real rates at the side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from stepdecay.chart.scale import Scale
from stepdecay.chart.ticks import amount_text, rate_label, rate_ticks, round_number, time_ticks
from stepdecay.schedule.run import Run
from stepdecay.schedule.units import Unit, shown_unit, updates_per

SIDE_WIDTH = 84
"""Pixels of an axis at the side: those below each other are equally wide, so that their views begin at one place."""

Ticks = list[tuple[float, list[float]]]


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
        width, in_parts = QFontMetricsF(self.font()).horizontalAdvance, self._unit == "epochs"
        ticks = time_ticks(minimum, maximum, size, width, self._per_update, in_parts=in_parts)
        return [(float(ticks.spacing), ticks.places)] if ticks.numbers else []

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write counts, `20k` where all ticks are whole thousands, else every digit; and epochs with their parts."""
        exact = round_number(spacing)
        # A place is a float64: the amount that is meant is the multiple of the spacing that is nearest.
        return [amount_text(round(Fraction(value) * self._per_update / exact) * exact, exact) for value in values]


class RateAxis(pg.AxisItem):  # type: ignore[misc]
    """Rates per update as a person writes them, linear or logarithmic, with places for 0 and inf."""

    def __init__(self, orientation: str, **options: object) -> None:
        super().__init__(orientation, **options)
        self.rate_scale = Scale(False, 0.0, math.inf)

    def tickValues(self, minimum: float, maximum: float, size: float) -> Ticks:
        """Return ticks at round rates, and at 0 and inf where there are places for them."""
        return [(0.0, self.places(minimum, maximum, size))]

    def places(self, minimum: float, maximum: float, size: float) -> list[float]:
        """Return the ticks' places in the view's y."""
        return rate_ticks(self.rate_scale, minimum, maximum, size)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write rates with the digits that tell neighbours apart."""
        return [rate_label(self.rate_scale, value) for value in values]
