"""What a person designs and how they look at it: two immutable values."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from designer.model import pins as pinning
from designer.model.source import Freed, Given
from stepdecay import Run, StepDecay
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.schedule.structure import arguments, with_argument

if TYPE_CHECKING:
    from designer.model.source import Source
    from stepdecay import Translation
    from stepdecay.schedule.units import Unit
    from stepdecay.trainlog.comparison import Comparison
    from stepdecay.trainlog.log import TrainLog


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

    @property
    def has_levels(self) -> bool:
        """Whether it has levels to be told apart: a staircase, or pieces; a lone ramp is one level over the run."""
        return isinstance(self.schedule, StepDecay | JoinSchedules)

    @property
    def has_goals(self) -> bool:
        """Whether goals can be solved for its arguments."""
        return isinstance(self.schedule, StepDecay)

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


def design_of(source: Source, default: Design = DEFAULT_DESIGN, given: Given = ()) -> Design:
    """Return the design that a source says, for its own run, or else for one that shows all of it.

    While values of names are missing there is none: then it is the default one with what is given.
    """
    found = source.resolved(given)
    if found.schedule is None:
        return replace(default, given=given, freed=frozenset())
    return Design(found.schedule, found.run or usual_run(found.schedule), given)


def reread(source: Source, design: Design) -> Design:
    """Return the design that a source says, for the run that it was looked at where the file says none.

    Args:
        source: The source.
        design: The design before, of an earlier version of the file.
    """
    fresh = design_of(source, design, design.given)
    return replace(fresh, run=with_epoch(fresh.run, design.run) if source.says_run else design.run)


def usual_run(schedule: Schedule) -> Run:
    """Return a run that shows all of a schedule."""
    from stepdecay.reshaping.natural_length import usual_updates

    return Run(usual_updates(schedule))


def with_epoch(run: Run, other: Run) -> Run:
    """Return a run with the epochs of another one, of which no file says how long they are."""
    return replace(run, iterations_per_epoch=other.iterations_per_epoch)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
