"""What is checked: a schedule in its run, with what the rules ask of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from stepdecay.checks.explained.rules import rule
from stepdecay.checks.finding import Finding, Fix, Place, Severity
from stepdecay.errors import ScheduleError
from stepdecay.evaluate.parts import Part, parts
from stepdecay.schedule.kind import Ramp
from stepdecay.schedule.kinds import Leaf, LinearSchedule, Schedule
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece, pieces
from stepdecay.trainers.mlx_lm import joint

if TYPE_CHECKING:
    from stepdecay.sources.found import Found


class Edges(NamedTuple):
    """The rates at which a piece begins and ends, MLX's own.

    Attributes:
        first: The rate of its first step.
        last: The rate of its last step before the boundary.
        following: The rate that the next step would have.
        end: The rate when it has reached its `end`; the last one where it has none.
    """

    first: float
    last: float
    following: float
    end: float


@lru_cache(maxsize=2**14)
def edges_of(leaf: Leaf, extent: int) -> Edges:
    """Return the rates at which a piece begins and ends that is used for so many steps."""
    from stepdecay.evaluate.mlx_rates import few_rates

    return Edges(*few_rates(leaf, [0, extent - 1, extent, leaf.length or extent - 1]))


@lru_cache(maxsize=2**14)
def _rate_of(leaf: Leaf, step: int) -> float:
    from stepdecay.evaluate.mlx_rates import few_rates

    return few_rates(leaf, [step])[0]


@dataclass(frozen=True, eq=False)
class Subject:
    """A schedule and what is known of how it is used.

    Attributes:
        schedule: The schedule.
        run: How long training lasts; None where nobody said.
        source: The schedule in somebody's file; None where it is in none.
        dtype: The dtype of the gradients, which the optimizer casts the rate to.
        is_fix: Whether it is what a fix would make, and is asked only what is wrong with it then.
    """

    schedule: Schedule
    run: Run | None
    source: Found | None
    dtype: str
    is_fix: bool = False

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces that some run can reach."""
        return pieces(self.schedule)

    @cached_property
    def used(self) -> tuple[tuple[Piece, Part], ...]:
        """The pieces that the run reaches, each with its part of the run; none without a run."""
        if self.run is None:
            return ()
        return tuple(zip(self.pieces, parts(self.schedule, self.run.updates), strict=False))

    @property
    def last_piece(self) -> Piece | None:
        """The schedule's last piece, where the run reaches it."""
        return self.pieces[-1] if len(self.used) == len(self.pieces) else None

    @property
    def warmup(self) -> Piece | None:
        """The first piece, where it rises."""
        return self.pieces[0] if is_rising(self.pieces[0].schedule) else None

    def rate(self, step: int) -> float:
        """Return MLX's rate at an MLX step, from 0."""
        return self.rate_of(
            next(piece for piece in self.pieces if piece.stop_step is None or step < piece.stop_step), step
        )

    def rate_of(self, piece: Piece, step: int) -> float:
        """Return MLX's rate of a piece at an MLX step, also after its boundary."""
        return _rate_of(piece.schedule, step - piece.first_step)

    def end_of(self, piece: Piece) -> float:
        """Return the rate that a piece which goes up or down to its `end` really has there."""
        return self.rate_of(piece, piece.first_step + as_ramp(piece.schedule).length)

    def finding(
        self,
        code: str,
        message: str,
        *,
        argument: str | None = None,
        update: int | None = None,
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """Make a finding about this schedule, with its place in the file if it is in one.

        Args:
            code: The rule's.
            message: One sentence, with the numbers.
            argument: The path of the argument concerned.
            update: The update concerned, from 1.
            fix: What mends it.
            severity: How bad it is, if not as bad as its rule.
        """
        line, column = (None, None) if self.source is None else self.source.place_of(argument or "")
        return Finding(code, severity or rule(code).severity, message, Place(line, column, update, argument), fix)

    def fix(self, text: str, make: Callable[[], Schedule | None], *, is_safe: bool = False) -> Fix | None:
        """Make a fix that leaves the run as it is; None where that can't be made, or nobody wants it.

        Args:
            text: What it does.
            make: Makes the schedule, or returns None or raises a ScheduleError where there is none.
            is_safe: Whether it can be done unseen.
        """
        if self.is_fix:
            return None
        try:
            schedule = make()
        except ScheduleError:
            return None
        if schedule is None:
            return None
        if self.source is not None:
            schedule = self.source.conformed(self.schedule, schedule)
        return Fix(text, schedule, self.run, is_safe)


def is_rising(leaf: Leaf) -> bool:
    """Whether a schedule goes up to its `end`."""
    return isinstance(leaf, Ramp) and leaf.is_rising


def is_falling(leaf: Leaf) -> bool:
    """Whether a schedule goes down to its `end`."""
    return isinstance(leaf, Ramp) and leaf.is_falling


def is_ramp(leaf: Leaf) -> bool:
    """Whether a schedule goes up or down to its `end`."""
    return is_rising(leaf) or is_falling(leaf)


def is_held_twice(piece: Piece, following: Piece) -> bool:
    """Whether one piece goes on to the next a step after its `end` is reached, as mlx-lm's warm-up does."""
    leaf = piece.schedule
    return isinstance(leaf, LinearSchedule) and following.first_step - piece.first_step == joint(leaf.steps)


def as_ramp(leaf: Leaf) -> Ramp:
    """Return a schedule that goes up or down to its `end`, as one."""
    assert isinstance(leaf, Ramp)
    return leaf


def short(rate: float) -> str:
    """Write a rate with three significant digits: `3.52e-07`."""
    return f"{rate:.3g}"
