"""What every kind of schedule has in common: monotone pieces, each asked of MLX for its own steps only.

A piece whose whole powers wrap around (see `stepdecay.numbers.whole`) is monotone up to there, and then is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.structure import pieces

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Part(NamedTuple):
    """A piece of a schedule as far as a run goes; its rate never turns back before the step `wrap`.

    MLX's cosine, the one doubtful case, was tried at every float32 angle (mlx 0.32.4, CPU).

    Attributes:
        schedule: The schedule; it counts its steps from `first_step`.
        first_step: The first MLX step of the piece.
        stop_step: The step after the last one of the piece within the run.
    """

    schedule: Leaf
    first_step: int
    stop_step: int

    @property
    def updates(self) -> int:
        """How many steps the part has."""
        return self.stop_step - self.first_step

    @property
    def wrap(self) -> int:
        """The first step of the part at which whole powers have wrapped around; `stop_step` without such a step."""
        steps = self.schedule.wrap_step
        return self.stop_step if steps is None else min(self.first_step + steps, self.stop_step)

    @property
    def drawn(self) -> int:
        """How many steps the part has before that one: at least 1."""
        return self.wrap - self.first_step

    @property
    def wraps(self) -> bool:
        """Whether it has such a step."""
        return self.schedule.wrap_step is not None and self.wrap < self.stop_step


def parts(schedule: Schedule, stop: int) -> list[Part]:
    """Return the pieces of a schedule that the steps before `stop` use; the last one clipped to them.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> [part[1:] for part in parts(JoinSchedules([LinearSchedule(0, 1, 10), CosineDecay(1, 90)], [10]), 50)]
    [(0, 10), (10, 50)]
    """
    return [
        Part(leaf, first, stop if end is None else min(end, stop))
        for leaf, first, end, *_ in pieces(schedule)
        if first < stop
    ]


def rates_of(parts: Sequence[Part], steps: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return the rates of steps that lie in some parts of a schedule: the bits of its `rates`.

    MLX's join would evaluate every piece at every step; this asks each piece for its own, and equal pieces together.

    Args:
        parts: All parts up to the last of the steps.
        steps: MLX steps, in any order.
    """
    import numpy as np

    from stepdecay.evaluate.mlx_rates import rates

    if len(parts) == 1:
        return rates(parts[0].schedule, steps - parts[0].first_step).astype(np.float64)
    first_steps = np.array([part.first_step for part in parts], dtype=np.int64)
    owners = np.searchsorted(first_steps, steps, side="right") - 1
    numbers: dict[Leaf, int] = {}
    kinds = np.array([numbers.setdefault(part.schedule, len(numbers)) for part in parts])[owners]
    order = np.argsort(kinds, kind="stable")
    groups = np.split(order, np.searchsorted(kinds[order], np.arange(1, len(numbers))))
    found = np.empty(len(steps))
    for schedule, group in zip(numbers, groups, strict=True):
        if len(group):
            found[group] = rates(schedule, (steps - first_steps[owners])[group])
    return found


def ends_of(parts: Iterable[Part]) -> npt.NDArray[np.int64]:
    """Return the first step of each part and the last one before it wraps, in a row: where its extreme rates are."""
    import numpy as np

    return np.array([(part.first_step, part.wrap - 1) for part in parts], dtype=np.int64)


def wrapped(parts: Iterable[Part]) -> list[tuple[int, int]]:
    """Return the stretches in which whole powers have wrapped around: the first step of each and the one after it.

    >>> from stepdecay import parse_schedule
    >>> wrapped(parts(parse_schedule("step_decay(0.1, 2, 10)"), 1000))
    [(640, 1000)]
    """
    return [(part.wrap, part.stop_step) for part in parts if part.wraps]
