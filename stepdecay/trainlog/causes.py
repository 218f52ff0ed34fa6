"""Why the rates of a log may not be the plan's: what explains all of those that are not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.mlx_rates import rates
from stepdecay.numbers.text import count_text, float_literal
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.trainers.mlx_lm import reported_steps

if TYPE_CHECKING:
    from stepdecay.trainlog.log import TrainLog

Places = npt.NDArray[np.int64]

MOST_ACCUMULATED = 64
"""Nobody's updates have more iterations."""

FARTHEST = 1_000_000
"""Shifts of so many updates are looked for."""

_MOST_ROWS = 2000
_MOST_SHIFTS = 64


def cause_of(log: TrainLog, rows: Places, parted: int, schedule: Schedule, run: Run) -> str:
    """Return in a few words what explains a log's rates, or "" where nothing simple does.

    Args:
        log: The log.
        rows: Its rows that were compared.
        parted: Which of them is the first that has another rate than the plan.
        schedule: The plan.
        run: Its run.
    """
    after = _some(rows[parted:], _MOST_ROWS)
    return (
        _constant(log, rows, after)
        or _accumulation(log, rows, schedule, run)
        or _shift(log, after, schedule, run)
        or _factor(log, after, schedule, run)
    )


def _some(rows: Places, most: int) -> Places:
    """Return so many rows at most, evenly spread, the first and the last among them."""
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(len(rows), most)).astype(np.int64))]


def _fits(log: TrainLog, rows: Places, schedule: Schedule, steps: Places) -> bool:
    planned = rates(schedule, steps).astype(np.float64)
    return bool((np.abs(log.rates[rows] - planned) <= log.margins[rows]).all())


def _constant(log: TrainLog, rows: Places, after: Places) -> str:
    lasting = log.rates[after]
    if len(after) < 2 or np.ptp(lasting) > log.margins[after].max():
        return ""
    stays = f"it stays at {float_literal(lasting[0])}"
    return f"{stays} all along, as with a plain learning_rate" if len(after) == len(rows) else f"{stays} from there on"


def _accumulation(log: TrainLog, rows: Places, schedule: Schedule, run: Run) -> str:
    """Tell whether another number of iterations makes an update."""
    if len(rows) < 2:
        return ""
    every = _some(rows, _MOST_ROWS)
    done = log.counts[every] - log.first + 1
    for number in range(1, MOST_ACCUMULATED + 1):
        if number == run.grad_accumulation_steps and log.unit == "iterations":
            continue
        if _fits(log, every, schedule, reported_steps(done, number)):
            return f"it fits grad_accumulation_steps {number}"
    return ""


def _shift(log: TrainLog, after: Places, schedule: Schedule, run: Run) -> str:
    """Tell whether the schedule was so many updates ahead or behind, as after a resume."""
    if len(after) < 2:
        return ""
    steps = log.part(after).steps(run)
    for shift in _shifts(log, after, schedule, steps):
        if shift and steps.min() + shift >= 0 and _fits(log, after, schedule, steps + shift):
            updates = f"{count_text(abs(shift))} update{'s' if abs(shift) > 1 else ''}"
            if shift > 0:
                return f"it is {updates} ahead of the plan, as in a run that went on after them"
            return f"it is {updates} behind the plan, as when a resumed run began its schedule anew"
    return ""


def _shifts(log: TrainLog, after: Places, schedule: Schedule, steps: Places) -> Iterator[int]:
    """Propose shifts that explain one row, the nearest first: that whose rate the plan has least often."""
    last = min(int(steps.max()) * 2 + 1000, FARTHEST)
    planned = _first_rates(schedule, last)
    probes = _some(after, 5)
    found = [np.flatnonzero(np.abs(planned - log.rates[row]) <= log.margins[row]) for row in probes]
    places = np.searchsorted(after, probes)
    rarest = min(range(len(found)), key=lambda number: len(found[number]))
    shifts = found[rarest] - steps[places[rarest]]
    yield from sorted(shifts.tolist(), key=abs)[:_MOST_SHIFTS]


@lru_cache(maxsize=1)
def _first_rates(schedule: Schedule, count: int) -> npt.NDArray[np.float64]:
    """Return the first rates; a long log that parted from its plan has them asked for with each line of it."""
    return rates(schedule, np.arange(count)).astype(np.float64)


def _factor(log: TrainLog, after: Places, schedule: Schedule, run: Run) -> str:
    """Tell whether all rates are the plan's times one number."""
    planned = rates(schedule, log.part(after).steps(run)).astype(np.float64)
    if len(after) < 3 or (planned <= 0).any() or (log.rates[after] <= 0).any():
        return ""
    factors, slack = log.rates[after] / planned, 2 * log.margins[after] / planned
    factor = float(np.median(factors))
    if (np.abs(factors - factor) > slack).any():
        return ""
    times = f"{factor:.3g}"
    return "" if times == "1" else f"it is {times} times the plan"
