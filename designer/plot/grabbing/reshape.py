"""What a move makes of the whole schedule: neighbours that follow, arguments that must stay; nothing of Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.plot.grabbing.grips import Grip
from designer.plot.grabbing.moves import Move
from stepdecay import ScheduleError
from stepdecay.numbers.text import float_literal
from stepdecay.reshaping.boundaries import moved_boundary
from stepdecay.reshaping.end_points import with_end_point, with_start_point
from stepdecay.schedule.kind import Ramp
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import arguments, pieces, with_argument


def reshaped(
    schedule: Schedule, grip: Grip, move: Move, *, apart: bool = False, locked: frozenset[str] = frozenset()
) -> Schedule:
    """Return a schedule in which what is held has moved, and what is joined to it has followed.

    Args:
        schedule: The schedule at the press.
        grip: What is held.
        move: What has become of it.
        apart: Whether ends that meet part, and everything right of a boundary moves along with it.
        locked: The paths of arguments that stay as they are.
    """
    return _kept(schedule, _followed(schedule, grip, move, apart, locked), locked)


def _followed(schedule: Schedule, grip: Grip, move: Move, apart: bool, locked: frozenset[str]) -> Schedule:
    rate, count, number = move.rate, move.count, grip.piece
    if grip.name == "boundaries" and count is not None:
        return moved_boundary(schedule, number, count, along=apart)
    if grip.name == "init" and rate is not None:
        return with_start_point(schedule, number, rate, apart=apart)
    piece = pieces(schedule)[number]
    if not isinstance(piece.schedule, Ramp):
        return with_argument(schedule, grip.argument, count if rate is None else rate)
    if count is not None and count != piece.schedule.length:
        step = piece.first_step + count
        stays = apart or _boundary_after(schedule, number) in locked
        schedule = with_end_point(schedule, number, step=step, apart=stays)
    return schedule if rate is None else with_end_point(schedule, number, rate=rate, apart=apart)


def _boundary_after(schedule: Schedule, number: int) -> str | None:
    found = pieces(schedule)
    return found[number + 1].boundary if number + 1 < len(found) else None


def _kept(before: Schedule, after: Schedule, locked: frozenset[str]) -> Schedule:
    """Return `after` with its locked arguments as they were; `before` where that makes no schedule."""
    old = arguments(before) if locked else {}
    if not _same_places(old, locked, after):
        return before
    try:
        for path in sorted(locked & old.keys()):
            after = with_argument(after, path, old[path])
    except ScheduleError:
        return before
    return after


def _same_places(old: Mapping[str, Any], locked: frozenset[str], after: Schedule) -> bool:
    """Return whether locked arguments still have their paths; a join that was made flat gives them others."""
    return locked.isdisjoint(old) or old.keys() == arguments(after).keys()


def change_text(before: Mapping[str, Any], after: Mapping[str, Any], grip: Grip) -> str:
    """Name an undo step by the held arguments that change.

    >>> change_text({"end": 0.1, "steps": 10}, {"end": 0.1, "steps": 20}, Grip("end", second="steps"))
    'Change steps to 20'
    """
    changed = [path for path in grip.paths if path in after and before.get(path) != after[path]] or [grip.argument]
    if grip.name == "init":
        changed = changed[:1]  # a constant's `end` is the same
    values = [f"{_shown_name(Grip(path))} to {_value_text(after.get(path))}" for path in changed]
    return f"Change {' and '.join(values)}"


def _shown_name(grip: Grip) -> str:
    return "boundary" if grip.name == "boundaries" else grip.name


def _value_text(value: object) -> str:
    return float_literal(value) if isinstance(value, float) else str(value)
