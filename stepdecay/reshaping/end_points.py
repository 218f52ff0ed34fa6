"""Where a piece starts and ends, moved; what meets there stays joined."""

from __future__ import annotations

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.reshaping.assembly import with_leaf
from stepdecay.reshaping.boundaries import ends_at, moved_boundary
from stepdecay.schedule.kind import Factor, Ramp
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import Piece, pieces, with_argument


def with_end_point(
    schedule: Schedule, index: int, *, rate: float | None = None, step: int | None = None, apart: bool = False
) -> Schedule:
    """Return a schedule whose piece number `index`, a ramp, ends at another rate or at another step.

    An end that lies on the boundary after the piece takes the boundary along, and what follows at the same rate takes
    that rate too. A constant is moved as a whole, and ends at its boundary.

    Args:
        schedule: The schedule; joins within it stay nested.
        index: The piece.
        rate: Its new `end`, per update; the nearest that MLX can use is taken. None keeps it.
        step: The MLX step at which it is to reach that; the nearest one that it can is taken. None keeps it.
        apart: Whether boundary and neighbours stay where they are.

    Raises:
        ScheduleError: The piece is of a kind without an `end`.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> warm = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100])
    >>> with_end_point(warm, 0, rate=2e-3, step=150) # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.002, steps=150),
                             CosineDecay(init=0.002, decay_steps=850, end=0.0)), boundaries=(150,))
    """
    if not isinstance(pieces(schedule)[index].schedule, Ramp):
        raise ScheduleError("a piece that decays by a factor has no end to move", "end")
    if step is not None:
        schedule = _ending_at(schedule, index, step, apart)
    return schedule if rate is None else _with_rate(schedule, index, "end", rate, apart)


def with_start_point(schedule: Schedule, index: int, rate: float, *, apart: bool = False) -> Schedule:
    """Return a schedule whose piece number `index` starts at another rate, with what ends there at the same rate.

    Args:
        schedule: The schedule; joins within it stay nested.
        index: The piece.
        rate: Its new `init`, per update; the nearest that MLX can use is taken.
        apart: Whether its neighbours stay where they are.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> warm = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100])
    >>> with_start_point(warm, 1, 2e-3).schedules[0].end, with_start_point(warm, 1, 2e-3, apart=True).schedules[0].end
    (0.002, 0.001)
    """
    return _with_rate(schedule, index, "init", rate, apart)


def _ending_at(schedule: Schedule, index: int, step: int, apart: bool) -> Schedule:
    piece = pieces(schedule)[index]
    steps, stop = piece.schedule.own_length, piece.stop_step
    if stop is not None and not apart and (steps is None or ends_at(piece.schedule, stop - piece.first_step)):
        beyond = 0 if steps is None else stop - piece.first_step - steps
        return moved_boundary(schedule, index + 1, step + beyond)
    if steps is None:
        return schedule
    length = min(max(step - piece.first_step, 1), LARGEST_COUNT)
    return with_leaf(schedule, piece, piece.schedule.with_length(length))


def _with_rate(schedule: Schedule, index: int, field: str, rate: float, apart: bool) -> Schedule:
    meeting = _meeting(pieces(schedule), index, field, apart)
    decays = any(isinstance(piece.schedule, Factor) for piece, _ in meeting)
    rate = min(max(SMALLEST_RATE if decays else 0.0, rate), LARGEST_RATE)
    for piece, name in meeting:
        schedule = with_argument(schedule, piece.path + name, rate)
    return schedule


def _meeting(all_pieces: tuple[Piece, ...], index: int, field: str, apart: bool) -> list[tuple[Piece, str]]:
    """Return the ends that move with one of them: from piece to piece, and through constants, as far as they meet."""
    ends = [(piece, name) for piece in all_pieces for name in piece.schedule.rates]
    first = last = ends.index((all_pieces[index], field))
    while first > 0 and _meet(ends[first - 1], ends[first], apart):
        first -= 1
    while last < len(ends) - 1 and _meet(ends[last], ends[last + 1], apart):
        last += 1
    return ends[first : last + 1]


def _meet(before: tuple[Piece, str], after: tuple[Piece, str], apart: bool) -> bool:
    (piece, name), (other, other_name) = before, after
    if piece is other:
        return piece.schedule.is_constant
    together: bool = getattr(piece.schedule, name) == getattr(other.schedule, other_name)
    return not apart and name == "end" and together
