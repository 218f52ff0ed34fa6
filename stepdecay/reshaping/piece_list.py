"""Pieces that come, go or change places."""

from __future__ import annotations

import itertools
from decimal import Decimal

from stepdecay.errors import ScheduleError
from stepdecay.numbers.clean import clean_share
from stepdecay.numbers.stepping import on_ladder
from stepdecay.reshaping.assembly import PlacedLeaf, extent, parts_of
from stepdecay.reshaping.boundaries import lengthened
from stepdecay.schedule.kinds import Leaf, LinearSchedule, Schedule
from stepdecay.schedule.structure import Piece, joined, pieces

_WARMUP_SHARE = 20
_NEW_SHARE = 10


def added(schedule: Schedule, index: int, leaf: Leaf, updates: int) -> Schedule:
    """Return a schedule with one more piece, which becomes number `index`; all others are used as long as before.

    Args:
        schedule: The schedule.
        index: Where the piece goes, up to the number of pieces. The piece that was the last one then ends where it
            reaches its `end`, or with the run.
        leaf: The piece. Before others it is used until it reaches its `end`; for about a tenth of the run without one.
        updates: The length of the run.

    Raises:
        ScheduleError: A boundary would be above 2^63 - 1.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> added(CosineDecay(1e-3, 900), 0, LinearSchedule(0, 1e-3, 100), 1000).boundaries
    (100,)
    """
    parts = _with_extents(schedule, updates)
    parts.insert(index, (leaf, leaf.own_length or clean_share(updates, _NEW_SHARE)))
    return _in_a_row(parts)


def removed(schedule: Schedule, index: int) -> Schedule:
    """Return a schedule without piece number `index`; all others are used as long as before.

    Raises:
        ScheduleError: It is the only piece.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> removed(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]), 0)
    CosineDecay(init=0.001, decay_steps=900, end=0.0)
    """
    parts = _with_extents(schedule, 1)
    if len(parts) == 1:
        raise ScheduleError("the only piece of a schedule can't be removed; change its kind instead", "schedules")
    return _in_a_row(parts[:index] + parts[index + 1 :])


def moved(schedule: Schedule, index: int, to: int, updates: int) -> Schedule:
    """Return a schedule whose piece number `index` has become number `to`; each piece is used as long as before.

    The piece that was the last one, without a stop, is used until it reaches its `end`, or else as long as it had left
    of a run of `updates`.

    Raises:
        ScheduleError: A boundary would be above 2^63 - 1.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> moved(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]), 1, 0, 1000).boundaries
    (900,)
    """
    parts = _with_extents(schedule, updates)
    parts.insert(to, parts.pop(index))
    return _in_a_row(parts)


def with_warmup(schedule: Schedule, updates: int) -> Schedule:
    """Return a schedule that rises from 0 to its first rate over about 5 % of the run.

    The warm-up takes the place of the first updates: the first piece still reaches its `end` at the same step, and all
    boundaries stay.

    Raises:
        ScheduleError: The schedule starts at 0 already, or its first piece has a single update.

    >>> from stepdecay import CosineDecay
    >>> with_warmup(CosineDecay(1e-3, 1000), 1000) # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.001, steps=50),
                             CosineDecay(init=0.001, decay_steps=950, end=0.0)), boundaries=(50,))
    """
    first = pieces(schedule)[0]
    if not first.schedule.init:
        raise ScheduleError("the schedule starts at 0 already; a warm-up would have nothing to rise to", "schedules")
    steps = _warmup_steps(first, updates)
    rise = LinearSchedule(0.0, first.schedule.init, steps)
    return joined([(rise, 0), (lengthened(first.schedule, -steps), steps), *parts_of(schedule)[1:]])


def _warmup_steps(first: Piece, updates: int) -> int:
    """Return how long a warm-up is: shorter than the first piece, which goes on after it."""
    if first.stop_step == 1:
        raise ScheduleError("the first piece has a single update, which leaves no room for a warm-up", "boundaries[0]")
    ends = [step - 1 for step in (first.stop_step, first.schedule.own_length) if step is not None and step > 1]
    steps = clean_share(updates, _WARMUP_SHARE)
    while steps > min(ends, default=steps):
        steps = int(on_ladder(Decimal(steps), up=False))
    return steps


def _with_extents(schedule: Schedule, updates: int) -> list[PlacedLeaf]:
    return [(piece.schedule, extent(piece, updates)) for piece in pieces(schedule)]


def _in_a_row(parts: list[PlacedLeaf]) -> Schedule:
    """Join pieces, each with the steps that it is used for; the last one goes on."""
    starts = itertools.accumulate((steps for _, steps in parts[:-1]), initial=0)
    return joined([(leaf, first) for (leaf, _), first in zip(parts, starts, strict=True)])
