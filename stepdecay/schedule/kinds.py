"""The schedules, as values: frozen, checked when made, with MLX's argument names in MLX's order."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self, TypeAlias

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count, written_factor, written_rate
from stepdecay.numbers.scaling import power, scaled_count, share, usable_factor
from stepdecay.numbers.text import as_float32
from stepdecay.numbers.whole import WholeFactor
from stepdecay.schedule.kind import Factor, Kind, Ramp, Role, Scheduler, said

USUAL_DROPS = 10
USUAL_FALL = 100
"""What a decay without an end is made for: so many drops, or until its rate is that part of its first one."""

_FIRST_RATE = "The learning rate of the first update."
_END = "The learning rate that is reached in the end, and kept."
_LENGTH = "How many updates it takes to reach end."


@dataclass(frozen=True)
class StepDecay(Factor):
    """`mlx.optimizers.step_decay`: step n (from 0) uses `init * decay_rate ** (n // step_size)`.

    Args:
        init: The rate of the first `step_size` updates; finite and above 0 in float32, as MLX computes it.
        decay_rate: The factor of each drop; finite in float32 and at least 0.
        step_size: The updates between two drops; an int from 1 to 2^63 - 1.

    Raises:
        ScheduleError: An argument breaks its bound; the error's `field` names it.

    >>> StepDecay(0.1, 0.9, 10)
    StepDecay(init=0.1, decay_rate=0.9, step_size=10)
    """

    function: ClassVar[str] = "step_decay"
    title: ClassVar[str] = "Step decay"
    short_name: ClassVar[str] = "decay"
    tread_argument: ClassVar[str] = "step_size"

    init: float = field(metadata=said(Role.RATE, "The learning rate of the first step_size updates.", above_zero=True))
    decay_rate: float = field(metadata=said(Role.FACTOR, "The factor that each drop multiplies the rate by."))
    step_size: int = field(
        metadata=said(Role.COUNT, "How many updates each level lasts.", remark="accumulated iterations are one update")
    )

    @property
    def natural_steps(self) -> int:
        """Ten treads."""
        return USUAL_DROPS * self.step_size

    def rescaled(self, old: int, new: int) -> Self:
        """Change the treads' size."""
        return replace(self, step_size=scaled_count(self.step_size, new, old))

    def fitted(self, left: int) -> Self:
        """Show ten treads."""
        return replace(self, step_size=max(share(left, 1, USUAL_DROPS), 1))


@dataclass(frozen=True)
class ExponentialDecay(Factor):
    """`mlx.optimizers.exponential_decay`: step n (from 0) uses `init * decay_rate ** n`.

    Args:
        init: The rate of the first update; finite and above 0 in float32.
        decay_rate: The factor from each update to the next; finite in float32 and at least 0.

    Raises:
        ScheduleError: An argument breaks its bound; the error's `field` names it.

    >>> ExponentialDecay(0.1, 0.999)
    ExponentialDecay(init=0.1, decay_rate=0.999)
    """

    function: ClassVar[str] = "exponential_decay"
    title: ClassVar[str] = "Exponential decay"
    short_name: ClassVar[str] = "decay"

    init: float = field(metadata=said(Role.RATE, _FIRST_RATE, above_zero=True))
    decay_rate: float = field(metadata=said(Role.FACTOR, "The factor from each update to the next."))

    @property
    def goes_on(self) -> bool:
        """Whether the factor is 1 and more, or 0."""
        return not 0 < as_float32(self.decay_rate) < 1

    @property
    def natural_steps(self) -> int:
        """The steps until a hundredth of the first rate, of a factor between 0 and 1."""
        return round(-math.log(USUAL_FALL) / math.log(as_float32(self.decay_rate)))

    def rescaled(self, old: int, new: int) -> Self:
        """Change the factor so that it comes to the same rate at its boundary."""
        rate = as_float32(self.decay_rate)
        if rate in (0, 1) or old == new:
            return self
        return replace(self, decay_rate=usable_factor(power(rate, old / new), self.decay_rate))

    def fitted(self, left: int) -> Self:
        """Come to a hundredth of the first rate on the last update."""
        if self.goes_on:
            return self
        wanted = usable_factor(USUAL_FALL ** (-1 / (left - 1)), self.decay_rate)
        return self if as_float32(wanted) == as_float32(self.decay_rate) else replace(self, decay_rate=wanted)


@dataclass(frozen=True)
class CosineDecay(Ramp):
    """`mlx.optimizers.cosine_decay`: half a cosine from `init` to `end`, then constant; it rises where `end` is above.

    Args:
        init: The rate of the first update; finite in float32 and at least 0.
        decay_steps: The updates until `end` is reached; an int from 1 to 2^63 - 1.
        end: The rate from step `decay_steps` on; finite in float32 and at least 0.

    Raises:
        ScheduleError: An argument breaks its bound; the error's `field` names it.

    >>> CosineDecay(0.1, 1000)
    CosineDecay(init=0.1, decay_steps=1000, end=0.0)
    """

    function: ClassVar[str] = "cosine_decay"
    title: ClassVar[str] = "Cosine decay"
    short_name: ClassVar[str] = "cosine"
    length_argument: ClassVar[str] = "decay_steps"

    init: float = field(metadata=said(Role.RATE, _FIRST_RATE))
    decay_steps: int = field(metadata=said(Role.COUNT, _LENGTH))
    end: float = field(default=0.0, metadata=said(Role.RATE, _END))


@dataclass(frozen=True)
class LinearSchedule(Ramp):
    """`mlx.optimizers.linear_schedule`: a straight line from `init` to `end`, then constant.

    MLX has no constant schedule; `LinearSchedule(v, v, 1)` is how one is written.

    Args:
        init: The rate of the first update; finite in float32 and at least 0.
        end: The rate from step `steps` on; finite in float32 and at least 0.
        steps: The updates until `end` is reached; an int from 1 to 2^63 - 1.

    Raises:
        ScheduleError: An argument breaks its bound; the error's `field` names it.

    >>> LinearSchedule(0, 1e-3, 100)
    LinearSchedule(init=0.0, end=0.001, steps=100)
    """

    function: ClassVar[str] = "linear_schedule"
    title: ClassVar[str] = "Linear schedule"
    short_name: ClassVar[str] = "linear"
    length_argument: ClassVar[str] = "steps"

    init: float = field(metadata=said(Role.RATE, _FIRST_RATE))
    end: float = field(metadata=said(Role.RATE, _END))
    steps: int = field(metadata=said(Role.COUNT, _LENGTH))

    @property
    def is_constant(self) -> bool:
        """Whether it is the way to write a constant rate: `linear_schedule(v, v, 1)`."""
        return self.init == self.end and self.steps == 1

    @property
    def is_level(self) -> bool:
        """Whether it is a line of one rate, whatever length it says."""
        return self.init == self.end

    def cut(self, steps: int, rate: float) -> tuple[Self, Self]:
        """Cut the line in two."""
        return replace(self, end=rate, steps=steps), self.rest(steps, rate)

    def rest(self, done: int, rate: float) -> Self:
        """Go on along the line."""
        return replace(self, init=rate, steps=self.steps - done)


@dataclass(frozen=True)
class JoinSchedules:
    """`mlx.optimizers.join_schedules`: one schedule after the other, each counting its own steps from 0.

    Args:
        schedules: The schedules, at least one; joins may be among them.
        boundaries: The step at which each schedule but the first begins: ints from 1 to 2^63 - 1, each above the one
            before it. In a join within a join they count from where that one begins.

    Raises:
        ScheduleError: There are not as many boundaries as it takes, or they do not rise; `field` is `boundaries`, or
            names one of them: `boundaries[0]`.

    >>> JoinSchedules([LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90)], [10]).boundaries
    (10,)
    """

    function: ClassVar[str] = "join_schedules"
    tread_argument: ClassVar[str | None] = None
    tread_size: ClassVar[int] = 1
    is_constant: ClassVar[bool] = False
    length: ClassVar[int | None] = None

    schedules: tuple[Schedule, ...]
    boundaries: tuple[int, ...]

    def __init__(self, schedules: Sequence[Schedule], boundaries: Sequence[int]) -> None:
        object.__setattr__(self, "schedules", tuple(schedules))
        object.__setattr__(self, "boundaries", tuple(boundaries))
        self._check()

    def _check(self) -> None:
        if not self.schedules:
            raise ScheduleError("a join needs at least one schedule", "schedules")
        if not all(isinstance(schedule, Kind | JoinSchedules) for schedule in self.schedules):
            raise ScheduleError("a join takes only schedules", "schedules")
        if len(self.boundaries) != len(self.schedules) - 1:
            raise ScheduleError(
                f"boundaries must be one fewer than the {len(self.schedules)} schedules, got {len(self.boundaries)}",
                "boundaries",
            )
        names = [f"boundaries[{index}]" for index in range(len(self.boundaries))]
        counts = [
            checked_count(name, boundary, LARGEST_COUNT) for name, boundary in zip(names, self.boundaries, strict=True)
        ]
        for name, (before, after) in zip(names[1:], itertools.pairwise(counts), strict=True):
            if after <= before:
                raise ScheduleError(f"{name} must be above the boundary before it, {before}, got {after}", name)
        object.__setattr__(self, "boundaries", tuple(counts))

    def build(self) -> Scheduler:
        """Make the closure of the installed `mlx.optimizers.join_schedules`, ready for an optimizer."""
        import mlx.optimizers as optim

        parts = [schedule.build() for schedule in self.schedules]
        scheduler: Scheduler = optim.join_schedules(parts, list(self.boundaries))
        return scheduler


Leaf: TypeAlias = StepDecay | ExponentialDecay | CosineDecay | LinearSchedule
"""A schedule that joins no others."""

Schedule: TypeAlias = Leaf | JoinSchedules

LEAVES: dict[str, type[Leaf]] = {
    kind.function: kind for kind in (StepDecay, ExponentialDecay, CosineDecay, LinearSchedule)
}
"""The schedules that join no others, by the names of MLX's functions."""

KINDS: dict[str, type[Schedule]] = {**LEAVES, JoinSchedules.function: JoinSchedules}
"""All schedules by the names of MLX's functions."""

ROLES: dict[str, Role] = {argument.name: argument.role for kind in LEAVES.values() for argument in kind.arguments()} | {
    "boundaries": Role.COUNT
}
"""What the arguments are, by MLX's names; a name means the same in every kind."""


def of_text(name: str, values: Mapping[str, Any]) -> Schedule:
    """Make the schedule of a function of MLX from the values that a text has for its arguments.

    A `decay_rate` that is a whole number of at least 2 there stays one, for MLX's powers of it wrap around; a schedule
    that is made by calling its class has only floats.

    Raises:
        ScheduleError: MLX or this program refuses a value.

    >>> of_text("exponential_decay", {"init": 0.1, "decay_rate": 2}), ExponentialDecay(0.1, 2)
    (ExponentialDecay(init=0.1, decay_rate=2), ExponentialDecay(init=0.1, decay_rate=2.0))
    """
    written = dict(values)
    factor = written_factor(values.get("decay_rate"))
    if isinstance(factor, WholeFactor):
        written |= {"decay_rate": factor, "init": written_rate(values["init"])}
    return KINDS[name](**written)


def constant(rate: float) -> LinearSchedule:
    """Return the way to write a constant rate.

    >>> constant(0.1)
    LinearSchedule(init=0.1, end=0.1, steps=1)
    """
    return LinearSchedule(rate, rate, 1)
