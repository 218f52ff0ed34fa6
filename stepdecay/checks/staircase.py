"""Decays by factors: how often they drop, and whether they do."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

from stepdecay.checks.finding import Finding
from stepdecay.checks.subject import Subject, short
from stepdecay.evaluate.parts import Part
from stepdecay.numbers.clean import clean_share
from stepdecay.numbers.text import as_float32, count_text, float_literal
from stepdecay.reshaping.assembly import with_leaf
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.structure import Piece, with_argument

_MANY = 100


def no_drop(subject: Subject) -> Iterator[Finding]:
    """LR106: the run ends before the step decay that it ends in has dropped once."""
    run = subject.run
    if run is None:
        return
    piece, part = subject.used[-1]
    leaf = piece.schedule
    name, old = leaf.tread_argument, leaf.tread_size
    if not isinstance(leaf, Factor) or name is None or as_float32(leaf.decay_rate) >= 1 or not 1 < part.updates <= old:
        return
    each, first_drop = run.grad_accumulation_steps, part.first_step + old
    is_iterations = each > 1 and first_drop < run.iterations
    size = max(old // each, 1) if is_iterations else clean_share(part.updates, 5)
    why = f"; it counts updates, and {count_text(run.iterations)} iterations are {count_text(run.updates)}"
    yield subject.finding(
        "LR106",
        f"the rate never drops: with {name} = {old} it would at update {count_text(first_drop + 1)}, and "
        f"the run ends after {count_text(run.updates)}{why if is_iterations else ''}",
        argument=f"{piece.path}{name}",
        update=run.updates,
        fix=subject.fix(
            f"Set {name} to {size}",
            lambda: with_argument(subject.schedule, f"{piece.path}{name}", size),
        ),
    )


def many_drops(subject: Subject) -> Iterator[Finding]:
    """LR206: a step decay drops more than a hundred times."""
    for piece, part in subject.used:
        leaf = piece.schedule
        name, size = leaf.tread_argument, leaf.tread_size
        if isinstance(leaf, Factor) and name is not None and as_float32(leaf.decay_rate) != 1:
            drops = (part.drawn - 1) // size
            if drops > _MANY:
                yield subject.finding(
                    "LR206",
                    f"{leaf.function} drops {count_text(drops)} times in this run, once every {count_text(size)} "
                    "updates: an exponential_decay is as good",
                    argument=f"{piece.path}{name}",
                    update=part.first_step + size + 1,
                )


def rate_grows(subject: Subject) -> Iterator[Finding]:
    """LR204: a factor above 1 makes the rate grow, where that is no warm-up that the next piece goes on from."""
    if subject.run is None:
        for piece in subject.pieces:
            if is_growing(piece.schedule) and piece.stop_step is None:
                yield _growing(subject, piece, "the rate grows for ever")
        return
    for index, (piece, part) in enumerate(subject.used):
        if not is_growing(piece.schedule) or part.updates <= piece.schedule.tread_size:
            continue
        last = subject.rate(part.wrap - 1)
        if index + 1 < len(subject.used) and not part.wraps and last <= 1.05 * subject.rate(part.stop_step):
            continue
        yield _growing(subject, piece, _growth(subject, part, last))


def _growth(subject: Subject, part: Part, last: float) -> str:
    first = short(subject.rate(part.first_step))
    if math.isinf(last):
        from stepdecay.evaluate.first_step import first_step

        step = part.first_step + first_step(part.schedule, 0, part.drawn - 1, lambda rates: rates == math.inf)
        return f"the rate grows from {first} until it is infinite at update {count_text(step + 1)}"
    return f"the rate grows from {first} to {short(last)} at update {count_text(part.wrap)}"


def _growing(subject: Subject, piece: Piece, what: str) -> Finding:
    leaf = piece.schedule
    assert isinstance(leaf, Factor)
    inverse = min(float(f"{1 / leaf.decay_rate:.4g}"), 0.9999)
    return subject.finding(
        "LR204",
        f"{what}: decay_rate = {float_literal(leaf.decay_rate)} is above 1",
        argument=f"{piece.path}decay_rate",
        update=None if subject.run is None else piece.first_step + leaf.tread_size + 1,
        fix=subject.fix(
            f"Set decay_rate to {float_literal(inverse)}",
            lambda: with_leaf(subject.schedule, piece, dataclasses.replace(leaf, decay_rate=inverse)),
        ),
    )


def is_growing(leaf: object) -> bool:
    """Whether a schedule is multiplied by a factor above 1."""
    return isinstance(leaf, Factor) and as_float32(leaf.decay_rate) > 1
