"""What a kind of schedule says of itself, once: its arguments, its length, how it is cut, stretched and resumed.

Every kind is a ramp, from `init` to `end` over a length, or a factor, each tread `decay_rate` times the one before it.
Who treats kinds alike asks here and never by type. Rates are given, not asked for: only `evaluate` asks MLX.
"""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias, assert_never

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count, checked_rate
from stepdecay.numbers.scaling import scaled_count
from stepdecay.numbers.whole import Whole, WholeFactor, powers_before_wrap

if TYPE_CHECKING:
    import mlx.core as mx

Scheduler: TypeAlias = "Callable[[mx.array], mx.array]"
"""What MLX's functions return: the rate per update of an optimizer's step."""

CONSTANT = "constant"
"""The kind that MLX writes as `linear_schedule(v, v, 1)`."""


class Role(Enum):
    """What an argument is: how it is checked, typed, coloured and dragged."""

    RATE = "rate"
    """A learning rate, per update."""
    FACTOR = "factor"
    """What a rate is multiplied by."""
    COUNT = "count"
    """A number of updates."""
    NUMBER = "number"
    """Any other number, at least 0: the shape of a curve."""


@dataclass(frozen=True)
class Argument:
    """An argument of a kind.

    Attributes:
        name: MLX's name of it.
        role: What it is.
        meaning: What it does, for people: one sentence.
        above_zero: Whether it can't be 0.
        remark: What else to know when a number is chosen; without a full stop.
    """

    name: str
    role: Role
    meaning: str
    above_zero: bool = False
    remark: str = ""

    def checked(self, value: object) -> float | int:
        """Return a value as the number that MLX can use.

        Raises:
            ScheduleError: It breaks the argument's bound; the error's `field` is its name.
        """
        match self.role:
            case Role.RATE | Role.FACTOR | Role.NUMBER:
                return checked_rate(self.name, value, above_zero=self.above_zero)
            case Role.COUNT:
                return checked_count(self.name, value, LARGEST_COUNT)
            case _:
                assert_never(self.role)


def said(role: Role, meaning: str, *, above_zero: bool = False, remark: str = "") -> dict[str, Any]:
    """Return what a kind says of an argument, as its field's `metadata`."""
    return {"role": role, "meaning": meaning, "above_zero": above_zero, "remark": remark}


class Kind(ABC):
    """A schedule that joins no others.

    Attributes:
        function: The name of the function of `mlx.optimizers` that makes it.
        title: What people call it.
        short_name: What a piece of this kind is called in code.
        length_argument: The argument that says after how many updates it has reached its `end`; None without an `end`.
        tread_argument: The argument that says for how many updates a rate is kept; None where each has its own.
        init: The rate of the first update.
    """

    function: ClassVar[str]
    title: ClassVar[str]
    short_name: ClassVar[str]
    length_argument: ClassVar[str | None] = None
    tread_argument: ClassVar[str | None] = None
    init: float

    def __post_init__(self) -> None:
        for argument in self.arguments():
            object.__setattr__(self, argument.name, argument.checked(getattr(self, argument.name)))

    @classmethod
    @cache
    def arguments(cls) -> tuple[Argument, ...]:
        """Return its arguments, in MLX's order."""
        return tuple(Argument(one.name, **one.metadata) for one in dataclasses.fields(cls))  # type: ignore[arg-type]

    def build(self) -> Scheduler:
        """Make the closure of the installed MLX's function, ready for an optimizer."""
        import mlx.optimizers as optim

        values = [getattr(self, argument.name) for argument in self.arguments()]
        written = [value.whole if isinstance(value, Whole) else value for value in values]
        scheduler: Scheduler = getattr(optim, self.function)(*written)
        return scheduler

    @property
    def rates(self) -> dict[str, float]:
        """Its rates by the names of their arguments, in MLX's order."""
        return {one.name: getattr(self, one.name) for one in self.arguments() if one.role is Role.RATE}

    @property
    def kind_name(self) -> str:
        """The name of its function, or `constant`."""
        return CONSTANT if self.is_constant else self.function

    @property
    def is_constant(self) -> bool:
        """Whether it is the way to write a constant rate."""
        return False

    @property
    def is_level(self) -> bool:
        """Whether it is a line of one rate, whatever length it says."""
        return False

    @property
    def length(self) -> int | None:
        """The steps until it has reached its `end`; None without an `end`."""
        return None if self.length_argument is None else getattr(self, self.length_argument)

    @property
    def own_length(self) -> int | None:
        """The same; None for a constant too."""
        return None if self.is_constant else self.length

    @property
    def tread_size(self) -> int:
        """The steps that have the same rate, one after the other: 1 where the rate changes with every step."""
        return 1 if self.tread_argument is None else getattr(self, self.tread_argument)

    @property
    def wrap_step(self) -> int | None:
        """The first step whose rate is none, for a whole number's power wraps around there; None without such a step.

        From there on rates jump up and down; MLX still has one for every step.
        """
        return None

    @property
    def goes_on(self) -> bool:
        """Whether it neither comes to an end nor falls."""
        return self.is_constant

    @property
    @abstractmethod
    def natural_steps(self) -> int:
        """The steps that it looks made for."""

    @abstractmethod
    def with_length(self, steps: int) -> Self:
        """Return the one that reaches its `end` after so many steps; without an `end` it is the same.

        Raises:
            ScheduleError: `steps` breaks its bound.
        """

    @abstractmethod
    def cut(self, steps: int, rate: float) -> tuple[Self, Self]:
        """Return it up to a step before its `end`, and from there on.

        Args:
            steps: The steps before the cut, at least 1.
            rate: The rate at the cut.
        """

    @abstractmethod
    def rest(self, done: int, rate: float) -> Self:
        """Return what has the same rates from a step before its `end` on, where a tread begins.

        Args:
            done: The steps before it, at least 1.
            rate: The rate there.

        Raises:
            ScheduleError: MLX has no such schedule.
        """

    @abstractmethod
    def rescaled(self, old: int, new: int) -> Self:
        """Return what was used for `old` steps as it is when used for `new` ones: all lengths keep their shares."""

    @abstractmethod
    def fitted(self, left: int) -> Self:
        """Return the last piece of a run, of which it has so many updates, at least 2."""


class Ramp(Kind):
    """A kind that goes from `init` to `end` over a length, and keeps that.

    Attributes:
        end: The rate from step `length` on.
    """

    length_argument: ClassVar[str]
    end: float

    @classmethod
    def between(cls, init: float, end: float, steps: int) -> Self:
        """Make the one from a rate to another one; arguments of any other role have their defaults."""
        return cls(**{"init": init, "end": end, cls.length_argument: steps})

    @property
    def length(self) -> int:
        """The steps until it has reached its `end`."""
        steps: int = getattr(self, self.length_argument)
        return steps

    @property
    def is_rising(self) -> bool:
        """Whether it goes up."""
        return self.end > self.init

    @property
    def is_falling(self) -> bool:
        """Whether it goes down."""
        return self.end < self.init

    @property
    def natural_steps(self) -> int:
        """Its length."""
        return self.length

    def with_length(self, steps: int) -> Self:
        """Return the one that reaches its `end` after so many steps."""
        return replace(self, **{self.length_argument: steps})  # type: ignore[type-var]

    def cut(self, steps: int, rate: float) -> tuple[Self, Self]:
        """Keep the first half as it is; the second starts anew from the rate there, and ends where it did."""
        return self, replace(self.with_length(self.length - steps), init=rate)  # type: ignore[type-var]

    def rest(self, done: int, rate: float) -> Self:
        """Refuse: the rest of a curve is no curve of its kind, but for a straight line."""
        raise ScheduleError(f"What is left of a {self.function} is no {self.function}")

    def rescaled(self, old: int, new: int) -> Self:
        """Change the length; one that ends at its boundary, or one step before it as mlx-lm joins, still does."""
        if self.is_constant:
            return self
        beyond = old - self.length
        return self.with_length(new - beyond if beyond in (0, 1) else scaled_count(self.length, new, old))

    def fitted(self, left: int) -> Self:
        """End on the last update."""
        return self if self.goes_on else self.with_length(left - 1)


class Factor(Kind):
    """A kind whose every tread is `decay_rate` times the one before it.

    Attributes:
        decay_rate: The factor; a `WholeFactor` where a text writes it as a whole number of at least 2. Then `init` too
            may be a `Whole`.
    """

    decay_rate: float

    def __post_init__(self) -> None:
        written = {name: getattr(self, name) for name in ("init", "decay_rate")}
        super().__post_init__()
        if isinstance(written["decay_rate"], WholeFactor):
            for name, value in written.items():
                if isinstance(value, Whole):
                    object.__setattr__(self, name, value)

    @property
    def wrap_step(self) -> int | None:
        """The first step whose power, times a whole `init`, a uint64 can't hold; None without a whole factor."""
        count = powers_before_wrap(self.init, self.decay_rate)
        return None if count is None else count * self.tread_size

    @classmethod
    def falling(cls, init: float, decay_rate: float, tread: int = 1) -> Self:
        """Make the one that begins with a rate; how long a tread is goes only to kinds that say so."""
        treads = {} if cls.tread_argument is None else {cls.tread_argument: tread}
        return cls(**{"init": init, "decay_rate": decay_rate, **treads})

    def with_length(self, steps: int) -> Self:
        """Return the same: it has no `end`."""
        return self

    def cut(self, steps: int, rate: float) -> tuple[Self, Self]:
        """Keep the first half as it is; the second counts its treads from the cut."""
        return self, self.rest(steps, rate)

    def rest(self, done: int, rate: float) -> Self:
        """Go on from the rate there."""
        return replace(self, init=rate)  # type: ignore[type-var]
