"""The schedules, as values: frozen, checked when made, with MLX's argument names in MLX's order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count, checked_rate

if TYPE_CHECKING:
    import mlx.core as mx

Scheduler: TypeAlias = "Callable[[mx.array], mx.array]"
"""What MLX's functions return: the rate per update of an optimizer's step."""


@dataclass(frozen=True)
class StepDecay:
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

    init: float
    decay_rate: float
    step_size: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "init", checked_rate("init", self.init, above_zero=True))
        object.__setattr__(self, "decay_rate", checked_rate("decay_rate", self.decay_rate))
        object.__setattr__(self, "step_size", checked_count("step_size", self.step_size, LARGEST_COUNT))

    def build(self) -> Scheduler:
        """Make the closure of the installed `mlx.optimizers.step_decay`, ready for an optimizer."""
        import mlx.optimizers as optim

        scheduler: Scheduler = optim.step_decay(self.init, self.decay_rate, self.step_size)
        return scheduler


@dataclass(frozen=True)
class ExponentialDecay:
    """`mlx.optimizers.exponential_decay`: step n (from 0) uses `init * decay_rate ** n`.

    Args:
        init: The rate of the first update; finite and above 0 in float32.
        decay_rate: The factor from each update to the next; finite in float32 and at least 0.

    Raises:
        ScheduleError: An argument breaks its bound; the error's `field` names it.

    >>> ExponentialDecay(0.1, 0.999)
    ExponentialDecay(init=0.1, decay_rate=0.999)
    """

    init: float
    decay_rate: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "init", checked_rate("init", self.init, above_zero=True))
        object.__setattr__(self, "decay_rate", checked_rate("decay_rate", self.decay_rate))

    def build(self) -> Scheduler:
        """Make the closure of the installed `mlx.optimizers.exponential_decay`, ready for an optimizer."""
        import mlx.optimizers as optim

        scheduler: Scheduler = optim.exponential_decay(self.init, self.decay_rate)
        return scheduler


@dataclass(frozen=True)
class CosineDecay:
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

    init: float
    decay_steps: int
    end: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "init", checked_rate("init", self.init))
        object.__setattr__(self, "decay_steps", checked_count("decay_steps", self.decay_steps, LARGEST_COUNT))
        object.__setattr__(self, "end", checked_rate("end", self.end))

    def build(self) -> Scheduler:
        """Make the closure of the installed `mlx.optimizers.cosine_decay`, ready for an optimizer."""
        import mlx.optimizers as optim

        scheduler: Scheduler = optim.cosine_decay(self.init, self.decay_steps, self.end)
        return scheduler


@dataclass(frozen=True)
class LinearSchedule:
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

    init: float
    end: float
    steps: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "init", checked_rate("init", self.init))
        object.__setattr__(self, "end", checked_rate("end", self.end))
        object.__setattr__(self, "steps", checked_count("steps", self.steps, LARGEST_COUNT))

    @property
    def is_constant(self) -> bool:
        """Whether it is the way to write a constant rate: `linear_schedule(v, v, 1)`."""
        return self.init == self.end and self.steps == 1

    def build(self) -> Scheduler:
        """Make the closure of the installed `mlx.optimizers.linear_schedule`, ready for an optimizer."""
        import mlx.optimizers as optim

        scheduler: Scheduler = optim.linear_schedule(self.init, self.end, self.steps)
        return scheduler


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

    schedules: tuple[Schedule, ...]
    boundaries: tuple[int, ...]

    def __init__(self, schedules: Sequence[Schedule], boundaries: Sequence[int]) -> None:
        object.__setattr__(self, "schedules", tuple(schedules))
        object.__setattr__(self, "boundaries", tuple(boundaries))
        self._check()

    def _check(self) -> None:
        if not self.schedules:
            raise ScheduleError("a join needs at least one schedule", "schedules")
        if not all(isinstance(schedule, Schedule) for schedule in self.schedules):
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

Schedule: TypeAlias = StepDecay | ExponentialDecay | CosineDecay | LinearSchedule | JoinSchedules

KINDS: dict[str, type[Schedule]] = {
    "step_decay": StepDecay,
    "exponential_decay": ExponentialDecay,
    "cosine_decay": CosineDecay,
    "linear_schedule": LinearSchedule,
    "join_schedules": JoinSchedules,
}
"""The schedules by the names of MLX's functions."""


def function_name(schedule: Schedule) -> str:
    """Return the name of the function of `mlx.optimizers` that makes a schedule.

    >>> function_name(CosineDecay(0.1, 1000))
    'cosine_decay'
    """
    return next(name for name, kind in KINDS.items() if type(schedule) is kind)
