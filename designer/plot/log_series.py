"""The numbers of a training log as they stand on the plot: as many as its pixels can show, the extremes exact."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from designer.plot.scale import FloatArray
from stepdecay.curve import Extent
from stepdecay.run import Run
from stepdecay.schedules import SMALLEST_RATE
from stepdecay.trainlog import TrainLog


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
    steps: FloatArray = (log.steps(run) + 0.5).astype(np.float64)
    moments: FloatArray = np.maximum(log.updates(run) - 0.5, 0.0)
    is_last = np.arange(len(log)) >= log.last_run
    return LogSeries(
        _series(steps, log.rates, is_last),
        _series(steps, log.rates, ~is_last),
        _series(moments, log.losses, is_last),
        _series(moments, log.val_losses, is_last),
    )


@lru_cache(maxsize=2)
def extent_of(log: TrainLog) -> tuple[Extent, ...]:
    """Return the extreme rates of a log, for a view to hold them; nothing where it has none."""
    rates = log.rates[np.isfinite(log.rates) & (log.rates >= 0)]
    if not len(rates):
        return ()
    low, high = float(rates.min()), float(rates.max())
    positive = rates[rates >= SMALLEST_RATE]
    return (Extent(low, high, low, high, float(positive.min()) if len(positive) else math.inf, high or SMALLEST_RATE),)


def _series(x: FloatArray, y: FloatArray, chosen: npt.NDArray[np.bool_]) -> Series:
    chosen = chosen & ~np.isnan(y)
    x, y = x[chosen], y[chosen]
    if len(x) and (np.diff(x) < 0).any():
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    return Series(x, y)
