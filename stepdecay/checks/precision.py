"""Rates that float32, or the dtype of the gradients, can't tell from 0."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from stepdecay.checks.finding import Finding
from stepdecay.checks.subject import Subject, as_ramp, edges_of, is_falling, short
from stepdecay.evaluate.parts import Part
from stepdecay.numbers.text import count_text
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.structure import Piece

_SMALLEST = {"float32": "1.4e-45", "bfloat16": "9.2e-41", "float16": "6e-08"}
"""The smallest number above 0 of each dtype."""

_LARGEST = {"bfloat16": "3.39e+38", "float16": "65504"}
"""The largest number of each dtype."""

_HARDLY_ANY = 100
"""A cosine to 0 is very near to it before its end: such a part of the run is no loss."""


class _Lost(NamedTuple):
    """The steps of a piece whose rate a dtype can't tell from 0: from `first` to the one before `stop`."""

    piece: Piece
    first: int
    stop: int


def falls_to_zero(subject: Subject) -> Iterator[Finding]:
    """LR301: the rate is 0 from some update on, though no `end` says so, in float32 or in the gradients' dtype."""
    for dtype in dict.fromkeys(("float32", subject.dtype)):
        lost = [one for piece, part in subject.used if (one := _lost(piece, part, dtype)) is not None]
        if lost:
            yield _zero(subject, lost, dtype)
            return


def overflows(subject: Subject) -> Iterator[Finding]:
    """LR302: the rate is infinite in the gradients' dtype, though not in float32."""
    from stepdecay.evaluate.mlx_rates import cast, rates

    if subject.dtype == "float32":
        return
    for piece, part in subject.used:
        ends = rates(part.schedule, [0, part.drawn - 1])
        casts = cast(ends, subject.dtype)
        if not any(math.isinf(low) and math.isfinite(rate) for low, rate in zip(casts, ends, strict=True)):
            continue
        update = part.first_step + (1 if math.isinf(casts[0]) else _first_infinite(part, subject.dtype) + 1)
        yield subject.finding(
            "LR302",
            f"the rate is infinite for {subject.dtype} gradients at update {count_text(update)}: it is "
            f"{short(subject.rate(update - 1))}, and {subject.dtype} can hold {_LARGEST[subject.dtype]} at most",
            argument=f"{piece.path}init",
            update=update,
        )
        return


def _first_infinite(part: Part, dtype: str) -> int:
    from stepdecay.evaluate.first_step import first_step
    from stepdecay.evaluate.mlx_rates import cast

    return first_step(part.schedule, 0, part.drawn - 1, lambda found: cast(found, dtype) == math.inf)


def _lost(piece: Piece, part: Part, dtype: str) -> _Lost | None:
    """Return the steps of a piece that have the rate 0; None for none, or hardly any."""
    leaf, last = part.schedule, part.drawn - 1
    if dtype == "float32" and (not isinstance(leaf, Factor) or edges_of(leaf, part.drawn).last):
        return None  # another one's `end` is what somebody wrote
    from stepdecay.evaluate.first_step import first_step
    from stepdecay.evaluate.mlx_rates import cast, rates

    ends = rates(leaf, [0, last])
    first_rate, last_rate = cast(ends, dtype).tolist()
    if last_rate or not ends.any():
        return None
    zero = first_step(leaf, 0, last, lambda found: cast(found, dtype) <= 0) if first_rate else 0
    is_ended = is_falling(leaf) and ends[1] <= 0  # 0 is where it is meant to get
    stop = min(as_ramp(leaf).length, part.drawn) if is_ended else part.drawn
    is_much = stop - zero > max(2, part.wrap // _HARDLY_ANY)
    return _Lost(piece, part.first_step + zero, part.first_step + stop) if is_much or dtype == "float32" else None


def _zero(subject: Subject, lost: list[_Lost], dtype: str) -> Finding:
    piece, first, _ = lost[0]
    count = sum(one.stop - one.first for one in lost)
    is_rest = subject.run is not None and first + count == subject.run.updates
    where = "" if dtype == "float32" else f" for {dtype} gradients"
    since = f"from update {count_text(first + 1)} on" if is_rest else f"at update {count_text(first + 1)}"
    leaf = piece.schedule
    why = f"; {leaf.tread_argument} = {leaf.tread_size} counts updates" if leaf.tread_argument and not where else ""
    return subject.finding(
        "LR301",
        f"the rate is 0{where} {since}, and {count_text(count)} update{'' if count == 1 else 's'} change"
        f"{'s' if count == 1 else ''} nothing: no {dtype} above 0 is below {_SMALLEST[dtype]}{why}",
        argument=f"{piece.path}{'decay_rate' if isinstance(leaf, Factor) else 'init'}",
        update=first + 1,
    )
