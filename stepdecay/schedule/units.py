"""Times in the units that people think in: updates, iterations and epochs of a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from stepdecay.errors import ScheduleError
from stepdecay.numbers.text import count_text
from stepdecay.schedule.run import Run

if TYPE_CHECKING:
    from fractions import Fraction

Unit = Literal["updates", "iterations", "epochs"]

UNITS: tuple[Unit, ...] = ("updates", "iterations", "epochs")

_SUFFIXES: dict[str, Unit | Literal["run"]] = {
    "%": "run",
    **dict.fromkeys(("ep", "epoch", "epochs"), "epochs"),
    **dict.fromkeys(("it", "iter", "iters", "iteration", "iterations"), "iterations"),
    **dict.fromkeys(("up", "upd", "update", "updates"), "updates"),
}
_MEASURED = re.compile(r"\s*(?P<number>.*?)\s*(?P<suffix>%|[a-zA-Z]+)\s*", re.DOTALL)


def updates_per(unit: Unit, run: Run) -> Fraction:
    """Return the updates that one unit is.

    Args:
        unit: The unit.
        run: The run.

    Raises:
        ScheduleError: It is the epoch, and nobody said how many iterations that is.

    >>> updates_per("epochs", Run(1000, 4, 250))
    Fraction(125, 2)
    """
    from fractions import Fraction  # with decimal numbers, which are not needed to start

    if unit == "updates":
        return Fraction(1)
    if unit == "iterations":
        return Fraction(1, run.grad_accumulation_steps)
    if run.iterations_per_epoch is None:
        raise ScheduleError(
            "how many iterations an epoch has is not known: say it in the Run panel", "iterations_per_epoch"
        )
    return Fraction(run.iterations_per_epoch, run.grad_accumulation_steps)


def shown_unit(unit: Unit, run: Run) -> Unit:
    """Return the unit that times can be shown in: updates instead of epochs as long as nobody said what one is."""
    return "updates" if unit == "epochs" and run.iterations_per_epoch is None else unit


def time_text(update: int, run: Run, unit: Unit) -> str:
    """Say when an update, counted from 1, happens.

    An iteration is the one after which the update is made; an epoch is counted in parts, and 1.0 is its end.

    >>> run = Run(1000, 4, 250)
    >>> time_text(25, run, "updates"), time_text(25, run, "iterations"), time_text(25, run, "epochs")
    ('update 25', 'iteration 100', 'epoch 0.4')
    """
    return f"{shown_unit(unit, run).removesuffix('s')} {time_number(update, run, unit)}"


def time_number(updates: int, run: Run, unit: Unit) -> str:
    """Write a number of updates in a unit, without its name: whole iterations, or epochs with four digits."""
    unit = shown_unit(unit, run)
    amount = updates / updates_per(unit, run)
    return epochs_text(amount) if unit == "epochs" else count_text(int(amount))


def times_text(update: int, run: Run, unit: Unit) -> str:
    """Say when an update happens in every unit that tells something of its own, the shown one first.

    >>> times_text(25, Run(1000, 4, 250), "iterations"), times_text(25, Run(100), "updates")
    ('iteration 100, update 25, epoch 0.4', 'update 25')
    """
    telling = {"updates": True, "iterations": run.grad_accumulation_steps > 1, "epochs": run.iterations_per_epoch}
    first = shown_unit(unit, run)
    if first == "iterations" and not telling["iterations"]:
        telling["updates"] = False
    return ", ".join(
        time_text(update, run, other) for other in sorted(UNITS, key=first.__ne__) if other == first or telling[other]
    )


def length_text(updates: int, run: Run, unit: Unit) -> str:
    """Write a number of updates in a unit, with its name.

    >>> run = Run(1000, 4, 250)
    >>> length_text(25, run, "updates"), length_text(25, run, "iterations"), length_text(125, run, "epochs")
    ('25 updates', '100 iterations', '2 epochs')
    """
    number, name = time_number(updates, run, unit), shown_unit(unit, run)
    return f"{number} {name.removesuffix('s') if number == '1' else name}"


def epochs_text(epochs: Fraction) -> str:
    """Write epochs with four significant digits, and whole ones as counts."""
    if epochs.denominator == 1 or epochs >= 10_000:
        return count_text(round(epochs))
    return f"{float(epochs):.4g}"


def read_length(text: str, field: str, run: Run | None, of: Unit = "updates") -> int:
    """Read a number of updates as a person types it: `1_000`, or with a unit: `10%` of the run, `2ep`, `300it`.

    Args:
        text: What somebody typed.
        field: The argument's name, for the sentence of an error.
        run: The run that units refer to; None where there are none.
        of: What is counted, and meant by a number without a unit, if that is not updates.

    Returns:
        The nearest whole number. No bounds are checked here, but what is above 0 is at least 1.

    Raises:
        ScheduleError: The text is no number, the unit is not known, or the run doesn't say what an epoch is.

    >>> run = Run(1000, 4, 250)
    >>> [read_length(text, "steps", run) for text in ("10%", "2ep", "300it", "1e2")]
    [25, 125, 75, 100]
    >>> read_length("2ep", "iterations", run, of="iterations")
    500
    """
    from fractions import Fraction

    from stepdecay.numbers.typed import read_count, read_number

    measured = _MEASURED.fullmatch(text)
    if run is None or measured is None or not measured["number"]:
        return read_count(text, field)
    unit = _SUFFIXES.get(measured["suffix"].lower())
    if unit is None:
        return read_count(text, field)
    amount = read_number(measured["number"], field, "write 10%, 2ep or 300it")
    try:
        whole_run = run.iterations if of == "iterations" else run.updates
        one = Fraction(whole_run, 100) if unit == "run" else updates_per(unit, run) / updates_per(of, run)
    except ScheduleError as error:
        raise ScheduleError(f"{field}: {error}", field) from None
    count = round(amount * one)
    return 1 if count == 0 and amount > 0 else count
