"""Goals: what a person wants of a run; solving one gives the value of one argument of the schedule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from stepdecay.errors import ScheduleError
from stepdecay.goals import sentences
from stepdecay.goals.aim import Aim, Side
from stepdecay.goals.answer import Answer, bring, drop, halve_by_decay_rate, halve_by_step_size
from stepdecay.numbers.bounds import checked_count, checked_rate
from stepdecay.numbers.text import as_float32
from stepdecay.schedule.kinds import StepDecay
from stepdecay.schedule.run import LONGEST_RUN, Run

__all__ = ["Answer", "Drops", "EndAt", "Goal", "HalveEvery", "Reach", "movable", "solve"]


@dataclass(frozen=True)
class EndAt:
    """The run's last update uses this rate, or one within 0.5 % of it.

    Args:
        rate: The rate per update, at least 0.

    Raises:
        ScheduleError: `rate` breaks its bound.
    """

    rate: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate("rate", self.rate))


@dataclass(frozen=True)
class Drops:
    """The run has exactly so many drops.

    Args:
        count: The drops, from 0 to 2^53 - 1.

    Raises:
        ScheduleError: `count` breaks its bound; the error's `field` is `drops`.
    """

    count: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", checked_count("drops", self.count, LONGEST_RUN, smallest=0))


@dataclass(frozen=True)
class HalveEvery:
    """The rate halves every so many updates, on average over several halvings and within 0.5 %.

    Args:
        updates: The updates of one halving, from 1 to 2^53 - 1.

    Raises:
        ScheduleError: `updates` breaks its bound.
    """

    updates: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "updates", checked_count("updates", self.updates, LONGEST_RUN))


@dataclass(frozen=True)
class Reach:
    """By an update the rate has fallen to a rate, or has risen to it if it lies above `init`.

    Args:
        rate: The rate per update, at least 0.
        update: The update, from 1 to 2^53 - 1; it may lie beyond the run.

    Raises:
        ScheduleError: `rate` or `update` breaks its bound; the error's `field` names it.
    """

    rate: float
    update: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "rate", checked_rate("rate", self.rate))
        object.__setattr__(self, "update", checked_count("update", self.update, LONGEST_RUN))


Goal: TypeAlias = EndAt | Drops | HalveEvery | Reach

_MOVABLE = {
    EndAt: ("decay_rate", "step_size", "init"),
    Drops: ("step_size",),
    HalveEvery: ("decay_rate", "step_size"),
    Reach: ("decay_rate", "step_size", "init"),
}


def movable(goal: Goal) -> tuple[str, ...]:
    """Return MLX's names of the arguments that can move for a goal, the most usual one first.

    >>> movable(EndAt(1e-4))
    ('decay_rate', 'step_size', 'init')
    """
    return _MOVABLE[type(goal)]


def solve(schedule: StepDecay, run: Run, goal: Goal, argument: str) -> Answer:
    """Find the value of one argument that reaches a goal, or the one that comes nearest.

    Rates are MLX's own, and the nearest one is the nearest by ratio. A value that is as near already stays.

    Args:
        schedule: The schedule to start from.
        run: The run.
        goal: What is wanted.
        argument: MLX's name of the argument that may move, one of `movable(goal)`.

    Raises:
        ScheduleError: The argument can't move for this goal.

    >>> from stepdecay import Run, StepDecay
    >>> solve(StepDecay(0.1, 0.9, 10), Run(1000), Drops(7), "step_size").sentence
    'step_size 125 gives 7 drops in 1000 updates; 125 to 142 do'
    >>> solve(StepDecay(0.1, 0.9, 10), Run(1000), HalveEvery(20), "decay_rate").schedule
    StepDecay(init=0.1, decay_rate=0.70710677, step_size=10)
    """
    if argument not in movable(goal):
        raise ScheduleError(f"the argument that moves must be {' or '.join(movable(goal))}, got {argument}", argument)
    match goal:
        case Drops():
            return drop(schedule, run.updates, goal.count)
        case HalveEvery():
            halve = halve_by_step_size if argument == "step_size" else halve_by_decay_rate
            return halve(schedule, goal.updates)
        case EndAt():
            return bring(schedule, Aim(as_float32(goal.rate), run.updates, is_end=True), argument)
        case Reach():
            return _reach(schedule, run, goal, argument)


def _reach(schedule: StepDecay, run: Run, goal: Reach, argument: str) -> Answer:
    rate, first = as_float32(goal.rate), as_float32(schedule.init)
    falls = rate < first
    if argument == "init":  # then the wanted rate says nothing of whether the rates fall or rise towards it
        falls = as_float32(schedule.decay_rate) <= 1
    elif rate == first:
        return Answer(schedule, sentences.already_there(rate, argument), True)
    answer = bring(schedule, Aim(rate, goal.update, side=Side.BELOW if falls else Side.ABOVE), argument)
    if goal.update <= run.updates:
        return answer
    return replace(answer, sentence=sentences.beyond_the_run(answer.sentence, run.updates))
