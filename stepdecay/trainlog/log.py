"""What a training log says, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from stepdecay.schedule.run import LONGEST_RUN, Run
from stepdecay.trainers.mlx_lm import reported_steps

Counts = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TrainLog:
    """What a training log says, a row for each line that says something. Numbers that a line lacks are NaN.

    Attributes:
        name: The file's name.
        unit: What its rows count: iterations with mlx-lm and whatever says `iter` or `iteration`; `step`, `update` and
            `global_step` are read as updates.
        first: What the first one is called: 1, or 0 where the rows begin with that.
        counts: The iterations or updates, as logged.
        rates: The learning rates, float64.
        losses: The losses of training.
        val_losses: The losses of validation.
        margins: How far each rate may be off for the digits that it was written with.
        last_run: The row at which the counts began anew for the last time, where runs follow one another.
        unreadable: How many rows of a table could not be read: those with too many cells or too few, or with something
            else where a number should be.
    """

    name: str
    unit: Literal["iterations", "updates"]
    first: int
    counts: Counts
    rates: Numbers
    losses: Numbers
    val_losses: Numbers
    margins: Numbers
    last_run: int = 0
    unreadable: int = 0

    def __len__(self) -> int:
        return len(self.counts)

    @cached_property
    def has_rates(self) -> bool:
        """Whether there is a learning rate at all; mlx-lm prints none from 0.32 on."""
        return not bool(np.isnan(self.rates).all())

    @cached_property
    def last_done(self) -> int:
        """How many of what it counts were done at the most."""
        return int(self._done().max())

    def last_update(self, run: Run) -> int:
        """Return how many updates were made at the most."""
        return self.last_done // self._per_update(run)

    def updates(self, run: Run) -> Numbers:
        """Return how many updates were made by the time of each row, with parts of them."""
        return self._done() / self._per_update(run)

    def steps(self, run: Run) -> Counts:
        """Return the MLX step whose rate each row reports."""
        return reported_steps(self._done(), self._per_update(run))

    def part(self, rows: slice | Counts) -> TrainLog:
        """Return some of its rows, as a log of their own."""
        columns = ("counts", "rates", "losses", "val_losses", "margins")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns}, last_run=0)

    def _per_update(self, run: Run) -> int:
        return run.grad_accumulation_steps if self.unit == "iterations" else 1

    def _done(self) -> Counts:
        done: Counts = np.clip(self.counts - self.first + 1, 0, LONGEST_RUN)
        return done
