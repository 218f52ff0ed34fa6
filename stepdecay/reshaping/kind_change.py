"""A piece of one kind made one of another."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

from stepdecay.numbers.clean import clean_decay_rate, clean_share
from stepdecay.numbers.snapping import snapped_rate
from stepdecay.numbers.text import as_float32
from stepdecay.reshaping.assembly import extent, own_length, with_leaf
from stepdecay.schedule.kinds import (
    CosineDecay,
    ExponentialDecay,
    Leaf,
    LinearSchedule,
    Schedule,
    StepDecay,
    function_name,
)
from stepdecay.schedule.structure import Piece, pieces

CONSTANT = "constant"
"""The kind that MLX writes as `linear_schedule(v, v, 1)`."""

_DROPS = 10
_DROP = 0.5
_FALL = 0.1
_ANY_RATE = 1e-3


def kind_name(leaf: Leaf) -> str:
    """Return the name of a piece's kind: MLX's of its function, or `constant`.

    >>> kind_name(CosineDecay(0.1, 100)), kind_name(LinearSchedule(0.1, 0.1, 1))
    ('cosine_decay', 'constant')
    """
    return CONSTANT if isinstance(leaf, LinearSchedule) and leaf.is_constant else function_name(leaf)


def kind_changed(schedule: Schedule, index: int, name: str, updates: int) -> Schedule:
    """Return a schedule whose piece number `index` is of another kind, with what the two kinds share.

    That is the first rate, and the length and the `end` where both have them; else they follow from the piece's curve
    and from how long it is used.

    Args:
        schedule: The schedule; joins within it stay nested.
        index: The piece.
        name: The new kind: MLX's name of its function, or `constant`.
        updates: The length of the run.

    Raises:
        KeyError: There is no such kind of piece.

    >>> kind_changed(LinearSchedule(0.1, 1e-3, 1000), 0, "cosine_decay", 1000)
    CosineDecay(init=0.1, decay_steps=1000, end=0.001)
    >>> kind_changed(LinearSchedule(0.1, 1e-3, 1000), 0, "step_decay", 1000)
    StepDecay(init=0.1, decay_rate=0.5, step_size=100)
    """
    make = _MAKERS[name]
    piece = pieces(schedule)[index]
    if kind_name(piece.schedule) == name:
        return schedule
    return with_leaf(schedule, piece, make(piece, updates))


def _constant(piece: Piece, updates: int) -> LinearSchedule:
    rate = piece.schedule.init or getattr(piece.schedule, "end", 0.0)
    return LinearSchedule(rate, rate, 1)


def _linear(piece: Piece, updates: int) -> LinearSchedule:
    steps = _steps(piece, updates)
    line = LinearSchedule(piece.schedule.init, _end(piece.schedule, steps), steps)
    return dataclasses.replace(line, end=snapped_rate(line.init * _FALL)) if line.is_constant else line


def _cosine(piece: Piece, updates: int) -> CosineDecay:
    steps = _steps(piece, updates)
    return CosineDecay(piece.schedule.init, steps, _end(piece.schedule, steps))


def _exponential(piece: Piece, updates: int) -> ExponentialDecay:
    steps, init = _steps(piece, updates), _init_above_zero(piece.schedule)
    fall = _end(piece.schedule, steps) / init
    return ExponentialDecay(init, clean_decay_rate(fall if 0 < fall < 1 else _FALL, steps))


def _step(piece: Piece, updates: int) -> StepDecay:
    return StepDecay(_init_above_zero(piece.schedule), _DROP, clean_share(extent(piece, updates), _DROPS))


_MAKERS: dict[str, Callable[[Piece, int], Leaf]] = {
    "step_decay": _step,
    "exponential_decay": _exponential,
    "cosine_decay": _cosine,
    "linear_schedule": _linear,
    CONSTANT: _constant,
}


def _steps(piece: Piece, updates: int) -> int:
    """Return after how many steps a piece ends; without an end of its own at its boundary or on the last update."""
    own = own_length(piece.schedule)
    if own is not None:
        return own
    return extent(piece, updates) if piece.stop_step is not None else max(updates - piece.first_step - 1, 1)


def _end(leaf: Leaf, steps: int) -> float:
    """Return the rate that a piece comes to; a tenth of its first one where it stays or grows without bound."""
    from stepdecay.evaluate.mlx_rates import rates

    if isinstance(leaf, CosineDecay | LinearSchedule):
        return leaf.end if kind_name(leaf) != CONSTANT else snapped_rate(leaf.init * _FALL)
    rate = float(rates(leaf, steps))
    return snapped_rate(rate if rate < math.inf and rate != as_float32(leaf.init) else leaf.init * _FALL)


def _init_above_zero(leaf: Leaf) -> float:
    rates = (leaf.init, getattr(leaf, "end", 0.0), _ANY_RATE)
    return next(rate for rate in rates if as_float32(rate))
