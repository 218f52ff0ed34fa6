"""Where what happened parts from what was planned, and what may have been the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepdecay.evaluation import rates
from stepdecay.literals import count_text, float_literal, rate_text
from stepdecay.run import Run
from stepdecay.schedules import Schedule
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
    rows = log.last_run + np.flatnonzero(~np.isnan(log.rates[log.last_run :]))
    if not len(rows):
        return Comparison(0, None, "the log has no learning rates to compare with the plan")
    steps = log.steps(run)[rows]
    logged, planned = log.rates[rows], rates(schedule, steps).astype(np.float64)
    parted = np.flatnonzero(~_same(logged, planned, log.margins[rows]))
    if not len(parted):
        count = f"all {count_text(len(rows))} rates are" if len(rows) > 1 else "the one rate is"
        return Comparison(len(rows), None, f"follows the plan: {count} the plan's, as far as their digits go")
    first = int(parted[0])
    place = _place(log, int(rows[first]), int(steps[first]), run)
    said = f"{place} on the log has {_short(logged[first])} where the plan says {rate_text(planned[first])}"
    cause = cause_of(log, rows, parted, schedule, run)
    sentence = f"from {said}{'; ' if cause else ''}{cause}"
    parting = Parting(int(rows[first]), int(steps[first]) + 1, float(logged[first]), float(planned[first]), sentence)
    return Comparison(len(rows), parting, sentence)


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
