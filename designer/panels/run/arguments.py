"""What the fields of the run in other units are for, and what they do to it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from designer.model.document import Document
from designer.panels.fields import ArgumentField
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.unknown_number import UNKNOWN, EpochSpin, UnknownCountSpin
from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import checked_count
from stepdecay.numbers.text import count_text
from stepdecay.schedule.run import LONGEST_RUN, Run

RUN = "updates"
"""Whose colour and shape all fields of the run have."""


def _edit_epoch(document: Document, path: str, value: int, gesture: Hashable | None) -> None:
    """Say how many iterations an epoch has, or that nobody knows."""
    if value != UNKNOWN:
        document.edit_argument("iterations_per_epoch", value, gesture)
        return
    design = document.design
    forgetful = replace(design, run=replace(design.run, iterations_per_epoch=None))
    document.edit("Clear iterations_per_epoch", forgetful, gesture)


def edit_epochs(document: Document, path: str, value: float, gesture: Hashable | None) -> None:
    """Make the run as many iterations long as the epochs have, or the nearest number of them.

    Raises:
        ScheduleError: Nobody said what an epoch is, or the run would be too long or make no update.
    """
    from fractions import Fraction

    from stepdecay.schedule.units import epochs_text

    design, epochs = document.design, Fraction(value)
    if design.run.iterations_per_epoch is None:
        raise ScheduleError("say first how many iterations an epoch has, or give the data", "iterations_per_epoch")
    iterations = max(round(epochs * design.run.iterations_per_epoch), 1)
    run = replace(design.run, iterations=checked_count("iterations", iterations, LONGEST_RUN))
    document.edit(f"Change epochs to {epochs_text(epochs)}", replace(design, run=run), gesture)


def epochs_of(run: Run) -> float:
    """Return how many epochs a run is; `UNKNOWN` where nobody said what one is."""
    return run.iterations / run.iterations_per_epoch if run.iterations_per_epoch else UNKNOWN


def in_words(run: Run) -> str:
    """Say how long a run is in the other units.

    >>> in_words(Run(100)), in_words(Run(1000, 4, 250))
    ('= 100 iterations', '= 1000 iterations, 4 epochs')
    """
    from stepdecay.schedule.units import length_text

    said = f"= {count_text(run.iterations)} iteration{'s' if run.iterations > 1 else ''}"
    if run.iterations_per_epoch is None:
        return said
    return f"{said}, {length_text(run.iterations, replace(run, grad_accumulation_steps=1), 'epochs')}"


def unused_in_words(run: Run) -> str:
    """Say which iterations make no update; empty where all do.

    >>> unused_in_words(Run(1003, 4)), unused_in_words(Run(1000, 4))
    ('3 iterations at the end make no update', '')
    """
    unused = run.unused_iterations
    if unused == 1:
        return "1 iteration at the end makes no update"
    return f"{count_text(unused)} iterations at the end make no update" if unused else ""


ITERATIONS = ArgumentField(
    RUN,
    "How many batches the run takes: mlx-lm's iters.\nIterations, from 1 to 2^53 − 1; also 10% of the run or 2ep.",
    lambda: CountSpin("iterations", maximum=LONGEST_RUN, counts="iterations"),
    label="iterations",
)
PER_EPOCH = ArgumentField(
    RUN,
    "How many iterations go once over all of the data.\n"
    "Iterations, from 1 to 2^53 − 1; empty where nobody knows. The number of iterations stays.",
    lambda: UnknownCountSpin("iterations_per_epoch", maximum=LONGEST_RUN),
    label="per epoch",
    edit=_edit_epoch,
)
EPOCHS = ArgumentField(
    RUN,
    "How often the run goes over all of the data; 0.5 is half of it.\nChanges the number of iterations.",
    lambda: EpochSpin("epochs", highest=float(LONGEST_RUN)),
    label="epochs",
    edit=edit_epochs,
)
ACCUMULATION = ArgumentField(
    RUN,
    "How many iterations make one update: mlx-lm's grad_accumulation_steps.\n"
    "From 1 on. The number of iterations stays, and that of updates follows.",
    lambda: CountSpin("grad_accumulation_steps", maximum=LONGEST_RUN, counts=None),
    label="accumulation",
)
