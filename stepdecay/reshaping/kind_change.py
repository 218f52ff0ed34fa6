"""A piece of one kind made one of another."""

from __future__ import annotations

import math

from stepdecay.numbers.clean import clean_decay_rate, clean_share
from stepdecay.numbers.snapping import snapped_rate
from stepdecay.numbers.text import as_float32
from stepdecay.reshaping.assembly import extent, with_leaf
from stepdecay.schedule.kind import CONSTANT, Ramp
from stepdecay.schedule.kinds import LEAVES, Leaf, Schedule, constant
from stepdecay.schedule.structure import Piece, pieces

_DROPS = 10
_DROP = 0.5
_FALL = 0.1
_ANY_RATE = 1e-3


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

    >>> from stepdecay import LinearSchedule
    >>> kind_changed(LinearSchedule(0.1, 1e-3, 1000), 0, "cosine_decay", 1000)
    CosineDecay(init=0.1, decay_steps=1000, end=0.001)
    >>> kind_changed(LinearSchedule(0.1, 1e-3, 1000), 0, "step_decay", 1000)
    StepDecay(init=0.1, decay_rate=0.5, step_size=100)
    """
    piece = pieces(schedule)[index]
    if piece.schedule.kind_name == name:
        return schedule
    return with_leaf(schedule, piece, _made(name, piece, updates))


def _made(name: str, piece: Piece, updates: int) -> Leaf:
    leaf = piece.schedule
    if name == CONSTANT:
        return constant(leaf.init or getattr(leaf, "end", 0.0))
    kind = LEAVES[name]
    steps = _steps(piece, updates)
    if issubclass(kind, Ramp):
        made = kind.between(leaf.init, _end(leaf, steps), steps)
        return kind.between(leaf.init, snapped_rate(leaf.init * _FALL), steps) if made.is_constant else made
    init = _init_above_zero(leaf)
    if kind.tread_argument is not None:
        return kind.falling(init, _DROP, clean_share(extent(piece, updates), _DROPS))
    fall = _end(leaf, steps) / init
    return kind.falling(init, clean_decay_rate(fall if 0 < fall < 1 else _FALL, steps))


def _steps(piece: Piece, updates: int) -> int:
    """Return after how many steps a piece ends; without an end of its own at its boundary or on the last update."""
    own = piece.schedule.own_length
    if own is not None:
        return own
    return extent(piece, updates) if piece.stop_step is not None else max(updates - piece.first_step - 1, 1)


def _end(leaf: Leaf, steps: int) -> float:
    """Return the rate that a piece comes to; a tenth of its first one where it stays or grows without bound."""
    from stepdecay.evaluate.mlx_rates import rates

    if isinstance(leaf, Ramp):
        return snapped_rate(leaf.init * _FALL) if leaf.is_constant else leaf.end
    rate = float(rates(leaf, steps))
    return snapped_rate(rate if rate < math.inf and rate != as_float32(leaf.init) else leaf.init * _FALL)


def _init_above_zero(leaf: Leaf) -> float:
    rates = (leaf.init, getattr(leaf, "end", 0.0), _ANY_RATE)
    return next(rate for rate in rates if as_float32(rate))
