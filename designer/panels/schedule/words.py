"""A piece in a few words."""

from __future__ import annotations

from stepdecay.joining import Piece
from stepdecay.literals import count_text, float_literal
from stepdecay.schedules import CosineDecay, Leaf, LinearSchedule


def beginning(piece: Piece, updates: int) -> tuple[str, ...]:
    """Say where a piece begins, in words that take less and less room.

    >>> from stepdecay import CosineDecay
    >>> beginning(Piece(CosineDecay(1e-3, 900), 100, None, "schedules[1].", "boundaries[0]"), 1000)
    ('from update 101', 'from 101')
    """
    first = count_text(piece.first_step + 1)
    after = (f"from update {first}, after the run",) if piece.first_step >= updates else ()
    return (*after, f"from update {first}", f"from {first}")


def updates_in_words(piece: Piece) -> str:
    """Say from which update to which a piece is used; both count.

    >>> from stepdecay import CosineDecay
    >>> updates_in_words(Piece(CosineDecay(1e-3, 900), 100, 200, "schedules[1].", "boundaries[0]"))
    '101 – 200'
    """
    last = "" if piece.stop_step is None else f" {count_text(piece.stop_step)}"
    return f"{count_text(piece.first_step + 1)} –{last}"


def rates_in_words(leaf: Leaf) -> str:
    """Say from which rate to which a piece leads, or by which factor.

    >>> from stepdecay import CosineDecay, StepDecay
    >>> rates_in_words(CosineDecay(1e-3, 900, 1e-5)), rates_in_words(StepDecay(0.1, 0.9, 10))
    ('0.001 → 1e-5', '0.1 × 0.9')
    """
    if isinstance(leaf, LinearSchedule) and leaf.is_constant:
        return float_literal(leaf.init)
    if isinstance(leaf, CosineDecay | LinearSchedule):
        return f"{float_literal(leaf.init)} → {float_literal(leaf.end)}"
    return f"{float_literal(leaf.init)} × {float_literal(leaf.decay_rate)}"
