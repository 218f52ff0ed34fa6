"""Factors that are written as whole numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from stepdecay.checks.finding import Finding
from stepdecay.checks.subject import Subject
from stepdecay.numbers.text import count_text, float_literal
from stepdecay.numbers.whole import powers_before_zero
from stepdecay.reshaping.assembly import with_leaf
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.structure import Piece


def wrapping(subject: Subject) -> Iterator[Finding]:
    """LR303: MLX's powers of a whole factor wrap around; a warning where the run gets so far."""
    for piece in subject.pieces:
        leaf, steps = piece.schedule, piece.schedule.wrap_step
        if not isinstance(leaf, Factor) or steps is None:
            continue
        wrap = piece.first_step + steps
        run_end = None if subject.run is None else subject.run.updates
        ends = [step for step in (piece.stop_step, run_end) if step is not None]
        is_reached = run_end is not None and wrap < min(ends)
        single = float(leaf.decay_rate)
        fixed = dataclasses.replace(leaf, decay_rate=single)
        yield subject.finding(
            "LR303",
            f"decay_rate = {leaf.decay_rate!r} is a whole number, whose powers MLX takes modulo 2^64: "
            f"{_reached(piece, leaf, wrap, min(ends)) if is_reached else _not_reached(wrap, ends)}",
            argument=f"{piece.path}decay_rate",
            update=wrap + 1 if is_reached else None,
            fix=subject.fix(
                f"Write decay_rate as {float_literal(single)}",
                lambda piece=piece, fixed=fixed: with_leaf(subject.schedule, piece, fixed),  # type: ignore[misc]
                is_safe=True,
            ),
            severity="warning" if is_reached else None,
        )


def _reached(piece: Piece, leaf: Factor, wrap: int, stop: int) -> str:
    """Say what becomes of the rate, and for how many updates."""
    count, zero = stop - wrap, powers_before_zero(leaf.init, leaf.decay_rate)
    what = f"from update {count_text(wrap + 1)} on the rate jumps up and down"
    if zero is not None:
        at = piece.first_step + zero * leaf.tread_size
        if at == wrap:
            what = f"from update {count_text(wrap + 1)} on the rate is 0"
        elif at < stop:
            what += f", and from update {count_text(at + 1)} on it is 0"
    return f"{what}, for {count_text(count)} update{'' if count == 1 else 's'}"


def _not_reached(wrap: int, ends: list[int]) -> str:
    where = f"they wrap around at update {count_text(wrap + 1)}"
    return f"{where}, and it is used up to update {count_text(min(ends))}" if ends else where
