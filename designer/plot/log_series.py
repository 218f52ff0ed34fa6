"""The numbers of a training log as they stand on the plot: as many as its pixels can show, the extremes exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from stepdecay.chart.scale import FloatArray
from stepdecay.evaluate.curve import Extent
from stepdecay.numbers.bounds import SMALLEST_RATE
from stepdecay.schedule.run import Run
from stepdecay.trainlog.log import TrainLog


@dataclass(frozen=True, eq=False)
class Series:
    """Numbers by the steps that they belong to, in that order."""

    x: FloatArray
    y: FloatArray

    def within(self, first: float, last: float) -> Series:
        """Return those between two steps, and one more on each side, for lines that go on."""
        start = max(int(np.searchsorted(self.x, first)) - 1, 0)
        stop = int(np.searchsorted(self.x, last, "right")) + 1
        return Series(self.x[start:stop], self.y[start:stop])

    def nearest(self, x: float) -> tuple[float, float] | None:
        """Return the step and the number nearest to a step, of equals the last; None where there is none."""
        if not len(self.x):
            return None
        after = min(int(np.searchsorted(self.x, x, "right")), len(self.x) - 1)
        before = max(after - 1, 0)
        place = after if abs(self.x[after] - x) < abs(self.x[before] - x) else before
        place = int(np.searchsorted(self.x, self.x[place], "right")) - 1
        return float(self.x[place]), float(self.y[place])

    def outline(self, first: float, last: float, columns: int) -> Series:
        """Return what can be seen between two steps: all numbers, or the lowest and the highest of each column."""
        shown = self.within(first, last)
        if len(shown.x) <= 2 * columns:
            return shown
        edges = np.searchsorted(shown.x, np.linspace(first, last, columns + 1)[:-1])
        starts = np.unique(edges[edges < len(shown.x)])
        low, high = np.minimum.reduceat(shown.y, starts), np.maximum.reduceat(shown.y, starts)
        return Series(np.repeat(shown.x[starts], 2), np.column_stack([low, high]).ravel())


@dataclass(frozen=True, eq=False)
class LogSeries:
    """What of a log is drawn.

    Attributes:
        rates: The learning rates of the last run, at the middles of their steps.
        earlier: Those of the runs before it.
        losses: The losses of training, of the last run.
        val_losses: The losses of validation, of the last run.
    """

    rates: Series
    earlier: Series
    losses: Series
    val_losses: Series

    @property
    def has_losses(self) -> bool:
        """Whether there is a loss at all."""
        return bool(len(self.losses.x) or len(self.val_losses.x))


@lru_cache(maxsize=2)
def series_of(log: TrainLog, run: Run) -> LogSeries:
    """Return what of a log is drawn beside a run's schedule."""
    steps = log.steps(run).astype(np.float64)
    steps += 0.5
    moments = log.updates(run)
    moments -= 0.5
    np.maximum(moments, 0.0, out=moments)
    last, before = slice(log.last_run, None), slice(log.last_run)
    return LogSeries(
        _series(steps[last], log.rates[last]),
        _series(steps[before], log.rates[before]),
        _series(moments[last], log.losses[last]),
        _series(moments[last], log.val_losses[last]),
    )


@lru_cache(maxsize=2)
def extent_of(log: TrainLog) -> tuple[Extent, ...]:
    """Return the extreme rates of a log, for a view to hold them; nothing where it has none."""
    rates = log.rates
    low, high = float(rates.min()), float(rates.max())  # NaN where one is missing
    if not (low >= SMALLEST_RATE and high < math.inf):
        rates = rates[np.isfinite(rates) & (rates >= 0)]
        if not len(rates):
            return ()
        low, high = float(rates.min()), float(rates.max())
        rates = rates[rates >= SMALLEST_RATE]
    return (Extent(low, high, low, high, float(rates.min()) if len(rates) else math.inf, high or SMALLEST_RATE),)


def _series(x: FloatArray, y: FloatArray) -> Series:
    """Return the numbers that there are, in order; as they came where nothing is missing, for logs are long."""
    missing = np.isnan(y)
    if missing.any():
        there = np.flatnonzero(~missing)
        x, y = x[there], y[there]
    if (x[1:] < x[:-1]).any():
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    return Series(x, y)
