"""One piece made two, with the curve as it was."""

from __future__ import annotations

import math

from stepdecay.errors import ScheduleError
from stepdecay.numbers.snapping import tidied
from stepdecay.numbers.text import as_float32, count_text, rate_text
from stepdecay.reshaping.assembly import parts_of
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.kinds import Leaf, Schedule, constant
from stepdecay.schedule.structure import Piece, joined, pieces

_EPSILON = 2.0**-23
"""How far a float32 is from its neighbours, at most, as a share of it."""


def split(schedule: Schedule, step: int, updates: int) -> Schedule:
    """Return a schedule whose piece at an MLX step is two from there on, with rates as near as MLX can say.

    Linear and exponential pieces keep their curve, as do all after their `end`; a step decay counts its drops from
    the split on, and a cosine starts anew from its rate there.

    Args:
        schedule: The schedule.
        step: The MLX step at which the second half begins; update number n uses step n - 1.
        updates: The length of the run.

    Raises:
        ScheduleError: A piece begins there already, the run is over, or no piece can begin with the rate there.

    >>> from stepdecay import LinearSchedule
    >>> split(LinearSchedule(0, 1e-3, 100), 25, 1000).schedules
    (LinearSchedule(init=0.0, end=0.00025, steps=25), LinearSchedule(init=0.00025, end=0.001, steps=75))
    """
    if not 0 <= step < updates:
        raise ScheduleError(
            f"the run of {count_text(updates)} updates has no update {count_text(step + 1)} to split at", "updates"
        )
    index, piece = next(
        (index, piece)
        for index, piece in enumerate(pieces(schedule))
        if piece.stop_step is None or step < piece.stop_step
    )
    if step == piece.first_step:
        raise ScheduleError(f"a piece begins at update {count_text(step + 1)} already; split elsewhere", "boundaries")
    parts = parts_of(schedule)
    first, second = _halves(piece.schedule, step - piece.first_step, _rate_at(piece, step))
    parts[index : index + 1] = [(first, piece.first_step), (second, step)]
    return joined(parts)


def _halves(leaf: Leaf, steps: int, rate: float) -> tuple[Leaf, Leaf]:
    is_ended = leaf.length is not None and steps >= leaf.length
    return (leaf, constant(rate)) if is_ended else leaf.cut(steps, rate)


def _rate_at(piece: Piece, step: int) -> float:
    """Return MLX's own rate: the shortest number for it, or one two float32 away that is shorter, or `end` itself.

    Only factors multiply what is off, so that a decay by factors takes the rate to the bit.
    """
    from stepdecay.evaluate.mlx_rates import rates

    leaf = piece.schedule
    rate = float(rates(leaf, step - piece.first_step))
    where = f"the rate at update {count_text(step + 1)}"
    if leaf.wrap_step is not None and step - piece.first_step >= leaf.wrap_step:
        raise ScheduleError(f"{where} is none, for whole powers wrap around before it; split it earlier", "init")
    if math.isinf(rate):
        raise ScheduleError(f"{where} is infinite, and no piece can begin with that; split it earlier", "init")
    if isinstance(leaf, Factor):
        if not rate:
            raise ScheduleError(f"{where} is 0, and no decay can begin with that; split it earlier", "init")
        return float(rate_text(rate))
    if rate == as_float32(leaf.end):
        return leaf.end
    return max(tidied(rate, 4 * rate * _EPSILON), 0.0)  # MLX may end a line to 0 a hair below it
