"""A piece in a few words."""

from __future__ import annotations

from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kind import Ramp
from stepdecay.schedule.kinds import Leaf
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece
from stepdecay.schedule.units import Unit, time_number, time_text


def beginning(piece: Piece, run: Run, unit: Unit) -> tuple[str, ...]:
    """Say where a piece begins, in words that take less and less room.

    >>> from stepdecay import CosineDecay
    >>> beginning(Piece(CosineDecay(1e-3, 900), 100, None, "schedules[1].", "boundaries[0]"), Run(1000), "updates")
    ('from update 101', 'from 101')
    """
    first = time_text(piece.first_step + 1, run, unit)
    after = (f"from {first}, after the run",) if piece.first_step >= run.updates else ()
    return (*after, f"from {first}", f"from {time_number(piece.first_step + 1, run, unit)}")


def times_in_words(piece: Piece, run: Run, unit: Unit) -> str:
    """Say from when to when a piece is used, without the unit; both ends count.

    >>> from stepdecay import CosineDecay
    >>> times_in_words(Piece(CosineDecay(1e-3, 900), 100, 200, "schedules[1].", "boundaries[0]"), Run(1000), "updates")
    '101 – 200'
    """
    last = "" if piece.stop_step is None else f" {time_number(piece.stop_step, run, unit)}"
    return f"{time_number(piece.first_step + 1, run, unit)} –{last}"


def rates_in_words(leaf: Leaf) -> str:
    """Say from which rate to which a piece leads, or by which factor.

    >>> from stepdecay import CosineDecay, StepDecay
    >>> rates_in_words(CosineDecay(1e-3, 900, 1e-5)), rates_in_words(StepDecay(0.1, 0.9, 10))
    ('0.001 → 1e-5', '0.1 × 0.9')
    """
    if leaf.is_constant:
        return float_literal(leaf.init)
    if isinstance(leaf, Ramp):
        return f"{float_literal(leaf.init)} → {float_literal(leaf.end)}"
    return f"{float_literal(leaf.init)} × {float_literal(leaf.decay_rate)}"
