"""The figures of a run by way of every update."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stepdecay import rates
from stepdecay.evaluate.run_figures import Figures
from stepdecay.schedule.kinds import Schedule
from tests.stepdecay.helpers.cases import level_of


def brute_figures(schedule: Schedule, updates: int) -> Figures:
    """The figures by way of the rate of every update."""
    steps = np.arange(updates)
    every = rates(schedule, steps).astype(np.float64)
    mean = math.fsum(every) / updates if every.max() < math.inf else math.inf
    peak = int(np.argmax(every))
    below = peak + np.flatnonzero(every[peak:] < every[peak] / 10)
    drops = np.count_nonzero(np.diff(level_of(schedule, steps), axis=0).any(axis=1))
    return Figures(float(every[-1]), drops, mean, int(below[0]) + 1 if len(below) else None)


def assert_figures(found: Figures, brute: Figures, tolerance: float) -> None:
    assert found._replace(mean_rate=brute.mean_rate) == brute
    assert found.mean_rate == pytest.approx(brute.mean_rate, rel=tolerance, abs=0)
