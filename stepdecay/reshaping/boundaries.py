"""A boundary between two pieces, moved in time."""

from __future__ import annotations

from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.reshaping.assembly import parts_of, rebuilt
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.structure import Piece, pieces


def moved_boundary(schedule: Schedule, index: int, first_step: int, *, along: bool = False) -> Schedule:
    """Return a schedule whose piece number `index` begins at another step; the lengths beside the boundary follow.

    The piece before it still ends at the boundary where it did (or one step before it, as mlx-lm joins a warm-up). The
    piece itself still reaches its `end` at the same step as before.

    Args:
        schedule: The schedule; joins within it stay nested.
        index: The piece that begins at the boundary, at least 1.
        first_step: The MLX step at which it is to begin; the nearest one that leaves each piece a step is taken.
        along: Whether everything to the right moves along and keeps its lengths.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> moved = moved_boundary(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]), 1, 150)
    >>> moved.boundaries, moved.schedules[0].steps, moved.schedules[1].decay_steps
    ((150,), 150, 850)
    """
    all_pieces = pieces(schedule)
    old = all_pieces[index].first_step
    delta = _nearest_step(all_pieces, index, first_step, along) - old
    if not delta:
        return schedule
    parts = parts_of(schedule)
    before, before_first = parts[index - 1]
    parts[index - 1] = (_following(before, old - before_first, delta), before_first)
    if along:
        parts[index:] = [(leaf, step + delta) for leaf, step in parts[index:]]
    else:
        parts[index] = (lengthened(parts[index][0], -delta), old + delta)
    return rebuilt(schedule, parts)


def lengthened(leaf: Leaf, delta: int) -> Leaf:
    """Return a piece that reaches its `end` so many steps later, after at least one step; others as they are."""
    steps = leaf.own_length
    return leaf if steps is None else leaf.with_length(min(max(steps + delta, 1), LARGEST_COUNT))


def ends_at(leaf: Leaf, steps: int) -> bool:
    """Whether a piece of so many steps has reached its `end` just there, or one step before it, as mlx-lm joins."""
    return leaf.own_length in (steps, steps - 1)


def _following(before: Leaf, steps: int, delta: int) -> Leaf:
    return lengthened(before, delta) if ends_at(before, steps) else before


def _nearest_step(all_pieces: tuple[Piece, ...], index: int, first_step: int, along: bool) -> int:
    piece = all_pieces[index]
    highest = LARGEST_COUNT
    if along:
        highest -= all_pieces[-1].first_step - piece.first_step
    elif piece.stop_step is not None:
        highest = piece.stop_step - 1
    return min(max(first_step, all_pieces[index - 1].first_step + 1), highest)
