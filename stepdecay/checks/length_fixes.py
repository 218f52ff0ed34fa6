"""Fixes that change how long the pieces are."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import Any

from stepdecay.checks.subject import as_ramp, is_falling, is_ramp
from stepdecay.reshaping.assembly import parts_of, rebuilt, with_leaf
from stepdecay.reshaping.boundaries import ends_at
from stepdecay.schedule.kind import Role
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.structure import pieces


def fitted(schedule: Schedule, updates: int) -> Schedule | None:
    """Return a schedule whose last piece has its `end` on the last update of a run; None where it can't.

    >>> from stepdecay import CosineDecay
    >>> fitted(CosineDecay(2e-5, 1500, 1e-6), 375)
    CosineDecay(init=2e-05, decay_steps=374, end=1e-06)
    """
    last = pieces(schedule)[-1]
    steps = updates - 1 - last.first_step
    return with_leaf(schedule, last, last.schedule.with_length(steps)) if steps >= 1 else None


def fitted_if_falling(schedule: Schedule, updates: int) -> Schedule | None:
    """Return the same as `fitted` where the last piece falls to its `end`; else the schedule as it is."""
    return fitted(schedule, updates) if is_falling(pieces(schedule)[-1].schedule) else schedule


def scaled(schedule: Schedule, factor: Fraction) -> Schedule:
    """Return a schedule with all lengths, step sizes and boundaries times a factor, rounded.

    A piece that had its `end` at its boundary, or one step before it as mlx-lm joins a warm-up, still has.

    Raises:
        ScheduleError: A count would be above 2^63 - 1.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> scaled(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [101]), Fraction(1, 4))
    ... # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.001, steps=25),
                             CosineDecay(init=0.001, decay_steps=225, end=0.0)), boundaries=(26,))
    """
    new, start = [], 0
    for piece in pieces(schedule):
        leaf = _scaled_leaf(piece.schedule, factor)
        new.append((leaf, start))
        if piece.stop_step is not None:
            extent = piece.stop_step - piece.first_step
            if ends_at(piece.schedule, extent):
                start += as_ramp(leaf).length + extent - as_ramp(piece.schedule).length
            else:
                start = max(round(piece.stop_step * factor), start + 1)
    return rebuilt(schedule, new)


def _scaled_leaf(leaf: Leaf, factor: Fraction) -> Leaf:
    counts = {argument.name for argument in leaf.arguments() if argument.role is Role.COUNT}
    changes: dict[str, Any] = {name: max(round(getattr(leaf, name) * factor), 1) for name in counts}
    return leaf if leaf.is_constant else dataclasses.replace(leaf, **changes)


def with_warmup_of(schedule: Schedule, steps: int) -> Schedule:
    """Return a schedule whose first piece rises for so many steps; what comes after it ends where it did.

    Raises:
        ScheduleError: A count would be above 2^63 - 1.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> with_warmup_of(JoinSchedules([LinearSchedule(0, 1e-3, 500), CosineDecay(1e-3, 499)], [500]), 100)
    ... # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.001, steps=100),
                             CosineDecay(init=0.001, decay_steps=899, end=0.0)), boundaries=(100,))
    """
    parts = parts_of(schedule)
    rise, _ = parts[0]
    parts[0] = rise.with_length(steps), 0
    if len(parts) > 1:
        following, first_step = parts[1]
        new_step = steps + max(first_step - as_ramp(rise).length, 0)
        if is_ramp(following):
            following = following.with_length(as_ramp(following).length + first_step - new_step)
        parts[1] = following, new_step
    return rebuilt(schedule, parts)
