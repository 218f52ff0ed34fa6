"""What a person designs and how they look at it: two immutable values."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from designer.model import pins as pinning
from stepdecay import Run, StepDecay
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import arguments, with_argument

if TYPE_CHECKING:
    from stepdecay import Translation
    from stepdecay.schedule.units import Unit
    from stepdecay.trainlog.comparison import Comparison
    from stepdecay.trainlog.log import TrainLog


Given = tuple[tuple[str, "float | int"], ...]
"""Values that a person gave for names in a file's text, by the name as it is written there."""

Freed = frozenset[tuple[str, str]]
"""Computed arguments of a file that are to become numbers: their paths there, and the texts that they then have."""


@dataclass(frozen=True)
class Design:
    """What is designed: a schedule and the run it is for.

    Attributes:
        schedule: The schedule.
        run: The run.
        given: What a person says that names in the source's text stand for, such as `args.lr`.
        freed: Arguments that are computed in the source's text and are to become numbers.
    """

    schedule: Schedule
    run: Run
    given: Given = ()
    freed: Freed = frozenset()

    def with_argument(self, path: str, value: Any) -> Design:
        """Return the design with one argument of its schedule, or a number of its run, replaced.

        Args:
            path: Where the argument is: `init`, `schedules[1].end`, `boundaries[0]`; `updates`, `iterations`,
                `grad_accumulation_steps` or `iterations_per_epoch`.
            value: Its new value.

        Raises:
            ScheduleError: The value breaks the argument's bound.
        """
        if path == "updates":
            return replace(self, run=self.run.with_updates(value))
        if path in _fields(self.run):
            return replace(self, run=replace(self.run, **{path: value}))
        return replace(self, schedule=with_argument(self.schedule, path, value))

    def arguments(self) -> dict[str, Any]:
        """Return all arguments by path, in the order in which they are shown."""
        return {**arguments(self.schedule), "updates": self.run.updates, **_fields(self.run)}


@dataclass(frozen=True)
class ViewState:
    """How a person looks at the design; outside the undo stack.

    Attributes:
        log_scale: Whether the y axis is logarithmic.
        x_range: The steps in view as a person zoomed or panned them; None follows the run.
        y_range: The view's y (log10 of the rate on a log axis); None follows the run.
        crosshair: The MLX step under the crosshair, or None.
        shows_crosshair: Whether there is a crosshair at all.
        level: The selected level, from 0, or None.
        piece: The selected piece of the schedule, from 0, or None.
        argument: The path of the argument that is being edited, lit in the code, or None.
        hovered: The path of the argument whose field, label or handle is under the pointer, or None.
        pins: The schedules kept for comparison, at most eight.
        pin: The selected one of them, from 0, or None.
        unpinned: Those that were removed last, to be had back.
        translations: What other frameworks' schedulers were opened or pasted, to be translated.
        preview: A schedule that a goal proposes, drawn beside the one in force, or None.
        optimizer: The optimizer class written into snippets.
        unit: What times are shown in; updates where nobody said what an epoch is.
        dtype: The dtype of the gradients that rates are cast to beside the exact ones; float32 for none.
        resume: The updates that are done before training goes on, whose remaining schedule is drawn; or None.
        finding: The code and the update of the finding that is pointed at, or None.
        preview_run: The run that a fix proposes, drawn beside the one in force, or None.
        log: What a training log says, drawn over the plan, or None.
        comparison: What came of comparing it with the plan, or None.
    """

    log_scale: bool = False
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    crosshair: int | None = None
    shows_crosshair: bool = True
    level: int | None = None
    piece: int | None = None
    argument: str | None = None
    hovered: str | None = None
    pins: pinning.Pins = ()
    pin: int | None = None
    unpinned: pinning.Pins = ()
    translations: tuple[Translation, ...] = ()
    preview: Schedule | None = None
    optimizer: str = "Adam"
    unit: Unit = "updates"
    dtype: str = "float32"
    resume: int | None = None
    finding: tuple[str, int | None] | None = None
    preview_run: Run | None = None
    log: TrainLog | None = None
    comparison: Comparison | None = None


DEFAULT_VIEW = ViewState()
DEFAULT_DESIGN = Design(StepDecay(0.1, 0.9, 10), Run(100))


def usual_run(schedule: Schedule) -> Run:
    """Return a run that shows all of a schedule."""
    from stepdecay.reshaping.natural_length import usual_updates

    return Run(usual_updates(schedule))


def with_epoch(run: Run, other: Run) -> Run:
    """Return a run with the epochs of another one, of which no file says how long they are."""
    return replace(run, iterations_per_epoch=other.iterations_per_epoch)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
