"""Where what happened parts from what was planned, and what may have been the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.mlx_rates import rates
from stepdecay.numbers.text import count_text, float_literal, rate_text
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.trainlog.causes import cause_of

if TYPE_CHECKING:
    from stepdecay.trainlog.log import TrainLog


@dataclass(frozen=True)
class Parting:
    """The first row of a log whose rate is not the plan's.

    Attributes:
        row: Its number in the log.
        update: The update whose rate it reports, from 1.
        logged: The rate in the log.
        planned: The plan's rate.
        sentence: All of this for a person, with what may have been the reason.
    """

    row: int
    update: int
    logged: float
    planned: float
    sentence: str


@dataclass(frozen=True)
class Comparison:
    """A log beside a plan.

    Attributes:
        compared: How many rates were compared.
        parting: Where they part; None where they don't.
        sentence: What came of it, for a person.
    """

    compared: int
    parting: Parting | None
    sentence: str


def compared(log: TrainLog, schedule: Schedule, run: Run) -> Comparison:
    """Compare the rates of a log's last run with those that MLX gives a schedule.

    Rates that differ by no more than the digits they were written with can tell are the same.

    Args:
        log: The log.
        schedule: The plan.
        run: Its run, which says how many iterations make an update.
    """
    comparing = Comparing(log, schedule, run)
    while comparing.go_on(len(log)):
        pass
    return comparing.result()


class Comparing:
    """Compares a log with a schedule, some rows at a time, and goes on with what is appended to it.

    Args:
        log: The log.
        schedule: The plan.
        run: Its run.
    """

    def __init__(self, log: TrainLog, schedule: Schedule, run: Run) -> None:
        self._log, self._schedule, self._run = log, schedule, run
        self._next, self._count = log.last_run, 0
        self._parting: int | None = None

    def takes(self, log: TrainLog, schedule: Schedule, run: Run) -> bool:
        """Return whether another log only goes on where this one ends, and take it over if so.

        What it is compared with has to be the same.
        """
        old, done = self._log, slice(self._next)
        if (schedule, run) != (self._schedule, self._run) or len(log) < self._next:
            return False
        if (log.unit, log.first, log.last_run) != (old.unit, old.first, old.last_run):
            return False
        columns = ((log.counts, old.counts), (log.rates, old.rates), (log.margins, old.margins))
        if not all(_are_same_bits(new[done], before[done]) for new, before in columns):
            return False
        self._log = log
        return True

    def go_on(self, most: int) -> bool:
        """Compare at most so many rows; return whether there are more, as far as they matter."""
        if self._parting is None and self._next < len(self._log):
            self._look_at(slice(self._next, min(self._next + most, len(self._log))))
        return self._parting is None and self._next < len(self._log)

    def _look_at(self, rows: slice) -> None:
        part = self._log.part(rows)
        there = np.flatnonzero(~np.isnan(part.rates))
        planned = rates(self._schedule, part.steps(self._run)[there]).astype(np.float64)
        parted = np.flatnonzero(~_same(part.rates[there], planned, part.margins[there]))
        if len(parted):
            self._parting = rows.start + int(there[parted[0]])
        self._next = rows.stop
        self._count += len(there)

    def result(self) -> Comparison:
        """Return what came of it."""
        if self._parting is not None:
            return self._parted(self._parting)
        if not self._count:
            return Comparison(0, None, "the log has no learning rates to compare with the plan")
        count = f"all {count_text(self._count)} rates are" if self._count > 1 else "the one rate is"
        return Comparison(self._count, None, f"follows the plan: {count} the plan's, as far as their digits go")

    def _parted(self, row: int) -> Comparison:
        log, schedule, run = self._log, self._schedule, self._run
        rows = log.last_run + np.flatnonzero(~np.isnan(log.rates[log.last_run :]))
        step = int(log.part(slice(row, row + 1)).steps(run)[0])
        logged, planned = float(log.rates[row]), float(rates(schedule, step))
        place = _place(log, row, step, run)
        said = f"{place} on the log has {_short(logged)} where the plan says {rate_text(planned)}"
        cause = cause_of(log, rows, int(np.searchsorted(rows, row)), schedule, run)
        sentence = f"from {said}{'; ' if cause else ''}{cause}"
        return Comparison(len(rows), Parting(row, step + 1, logged, planned, sentence), sentence)


def _are_same_bits(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    """Return whether two arrays have the same numbers, NaN included; at once where they are the same memory."""
    if one.__array_interface__["data"][0] == other.__array_interface__["data"][0]:
        return True
    return bool(np.array_equal(one.view(np.int64), other.view(np.int64)))


def _same(
    logged: npt.NDArray[np.float64], planned: npt.NDArray[np.float64], margins: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        same: npt.NDArray[np.bool_] = (np.abs(logged - planned) <= margins) | (logged == planned)
    return same


def _place(log: TrainLog, row: int, step: int, run: Run) -> str:
    update = f"update {count_text(step + 1)}"
    count = count_text(int(log.counts[row]))
    if log.unit == "iterations":
        return f"iteration {count}" if run.grad_accumulation_steps == 1 else f"iteration {count} ({update})"
    return update if log.first else f"step {count} ({update})"


def _short(rate: float) -> str:
    return float_literal(float(f"{rate:.9g}"))
