"""What a person designs: an immutable value."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

from stepdecay import Run, StepDecay
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.schedule.structure import arguments, with_argument

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

    @property
    def has_levels(self) -> bool:
        """Whether it has levels to be told apart: a staircase, or pieces; a lone ramp is one level over the run."""
        return isinstance(self.schedule, JoinSchedules) or self.schedule.tread_argument is not None

    @property
    def has_goals(self) -> bool:
        """Whether goals can be solved for its arguments."""
        return isinstance(self.schedule, StepDecay)

    def arguments(self) -> dict[str, Any]:
        """Return all arguments by path, in the order in which they are shown."""
        return {**arguments(self.schedule), "updates": self.run.updates, **_fields(self.run)}


DEFAULT_DESIGN = Design(StepDecay(0.1, 0.9, 10), Run(100))


def usual_run(schedule: Schedule) -> Run:
    """Return a run that shows all of a schedule."""
    from stepdecay.evaluate.natural_length import usual_updates

    return Run(usual_updates(schedule))


def with_epoch(run: Run, other: Run) -> Run:
    """Return a run with the epochs of another one, of which no file says how long they are."""
    return replace(run, iterations_per_epoch=other.iterations_per_epoch)


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
