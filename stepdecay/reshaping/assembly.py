"""The pieces of a schedule taken apart, and put together again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from stepdecay.schedule.kinds import JoinSchedules, Leaf, Schedule
from stepdecay.schedule.structure import Piece, joined, pieces, with_argument

PlacedLeaf: TypeAlias = tuple[Leaf, int]
"""A schedule and the MLX step at which it begins."""


def parts_of(schedule: Schedule) -> list[PlacedLeaf]:
    """Return the pieces of a schedule, each with the step at which it begins."""
    return [(piece.schedule, piece.first_step) for piece in pieces(schedule)]


def rebuilt(schedule: Schedule, parts: list[PlacedLeaf]) -> Schedule:
    """Put pieces together as they are nested in `schedule`; flat where that holds some that are never used.

    Raises:
        ScheduleError: The steps do not rise, or one is above 2^63 - 1.
    """
    if leaf_count(schedule) != len(parts):
        return joined(parts)  # a piece that is never used could come to light
    return _nested(schedule, iter(parts))[0]


def with_leaf(schedule: Schedule, piece: Piece, leaf: Leaf) -> Schedule:
    """Put another schedule in the place of a piece."""
    return with_argument(schedule, piece.path[:-1], leaf) if piece.path else leaf


def extent(piece: Piece, updates: int) -> int:
    """Return for how many steps a piece is used; the last one until its `end`, or else until the end of the run."""
    if piece.stop_step is not None:
        return piece.stop_step - piece.first_step
    return piece.schedule.own_length or max(updates - piece.first_step, 1)


def leaf_count(schedule: Schedule) -> int:
    """Return how many pieces a schedule is made of, with those that are never used."""
    return sum(map(leaf_count, schedule.schedules)) if isinstance(schedule, JoinSchedules) else 1


def _nested(schedule: Schedule, parts: Iterator[PlacedLeaf]) -> tuple[Schedule, int]:
    if not isinstance(schedule, JoinSchedules):
        return next(parts)
    children = [_nested(child, parts) for child in schedule.schedules]
    first = children[0][1]
    return JoinSchedules([child for child, _ in children], [step - first for _, step in children[1:]]), first
