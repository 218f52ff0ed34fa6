"""Lengths that were counted in something else than updates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from stepdecay.checks.finding import Finding, Fix
from stepdecay.checks.length_fixes import fitted, fitted_if_falling, scaled
from stepdecay.checks.run_length import is_cut
from stepdecay.checks.subject import Subject, as_ramp, is_falling, is_ramp, short
from stepdecay.numbers.text import as_float32, count_text
from stepdecay.reshaping.assembly import with_leaf
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.kinds import StepDecay
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece
from stepdecay.schedule.units import epochs_text, updates_per

_FEW = 100
"""So many epochs are usual; a schedule that is over after so few updates may have been written for them."""
_EARLY = 20
"""A schedule that is over in such a part of the run was hardly meant to be."""
_FALL, _WHOLE_FALL = 100, 1_000_000
"""A decay to such a part of its first rate within one epoch, and within the run, was hardly meant to be."""
_GENTLE = 0.999
"""A factor that near to 1 is none for an epoch."""


def accumulation_forgotten(subject: Subject) -> Iterator[Finding]:
    """LR103: the lengths are those of a run counted in iterations, and the run has fewer updates."""
    run, piece = subject.run, subject.pieces[-1]
    if run is None or run.grad_accumulation_steps == 1 or not is_ramp(piece.schedule):
        return
    if piece.first_step < run.updates and not is_cut(piece, run.updates):
        return
    steps, name = as_ramp(piece.schedule).length, as_ramp(piece.schedule).length_argument
    off = [abs(length - run.iterations) for length in (steps, piece.first_step + steps)]
    if min(off) > max(2, run.iterations // 100):
        return
    each = run.grad_accumulation_steps
    yield subject.finding(
        "LR103",
        f"the run ends after update {count_text(run.updates)} at {short(subject.rate(run.updates - 1))}, and not at "
        f"the end of {short(as_ramp(piece.schedule).end)}: with grad_accumulation_steps = {each} its "
        f"{count_text(run.iterations)} iterations are {count_text(run.updates)} updates, and {name} = {steps} counts "
        "updates",
        argument=f"{piece.path}{name}",
        update=run.updates,
        fix=divided(subject, run, is_safe=min(off) <= 1),
    )


def divided(subject: Subject, run: Run, *, is_safe: bool = False) -> Fix | None:
    """Return the fix that takes all lengths for iterations, and makes updates of them."""
    each = run.grad_accumulation_steps
    return subject.fix(
        f"Divide the lengths by {each}",
        lambda: fitted_if_falling(scaled(subject.schedule, Fraction(1, each)), run.updates),
        is_safe=is_safe,
    )


def looks_like_epochs(subject: Subject) -> Iterator[Finding]:
    """LR104: the lengths are so few updates that they look like epochs."""
    run, piece = subject.run, subject.last_piece
    if run is None or piece is None:
        return
    per_epoch = None if run.iterations_per_epoch is None else updates_per("epochs", run)
    if isinstance(piece.schedule, Factor):
        found = per_epoch and _decays_by_epochs(subject, run, piece, per_epoch)
    else:
        found = _ends_by_epochs(subject, run, piece, per_epoch)
    if found:
        yield found


def _ends_by_epochs(subject: Subject, run: Run, piece: Piece, per_epoch: Fraction | None) -> Finding | None:
    ends = is_ramp(piece.schedule)
    steps = as_ramp(piece.schedule).length if ends else 0
    over = piece.first_step + steps
    if not _falls(subject):
        return None
    if per_epoch is None:
        if over > _FEW or over * _EARLY > run.updates:
            return None
        epochs = None
    else:
        epochs = math.ceil(run.updates / per_epoch)
        is_all, is_last = over <= epochs + 1, ends and steps == epochs
        if over * 10 > run.updates or not (is_all or is_last):
            return None
    path = f"{piece.path}{as_ramp(piece.schedule).length_argument}" if ends else piece.boundary
    what = f"{as_ramp(piece.schedule).length_argument} = {steps}" if ends else f"the last boundary, {over},"
    return subject.finding(
        "LR104",
        f"the schedule is over after update {count_text(over + 1)} of {count_text(run.updates)}: {what} looks like "
        f"epochs and counts updates{_of_epochs(per_epoch)}",
        argument=path,
        update=over + 1,
        fix=_as_epochs(subject, run, piece, per_epoch, over, epochs),
    )


def _of_epochs(per_epoch: Fraction | None) -> str:
    return "" if per_epoch is None else f", of which an epoch has {epochs_text(per_epoch)}"


def _falls(subject: Subject) -> bool:
    """Whether the rate gets lower: over a piece, or from one piece to the next."""
    leaves = [piece.schedule for piece in subject.pieces]
    return any(map(is_falling, leaves)) or any(after.init < before.init for before, after in pairwise(leaves))


def _as_epochs(
    subject: Subject, run: Run, piece: Piece, per_epoch: Fraction | None, over: int, epochs: int | None
) -> Fix | None:
    """Return the fix: all times an epoch; the last piece alone where the others are no epochs, or nobody said."""
    is_all = epochs is not None and over <= epochs + 1
    if is_all and per_epoch is not None:
        is_whole = abs(over - run.updates / per_epoch) < 1
        new = scaled(subject.schedule, per_epoch)
        return subject.fix(
            f"Multiply the lengths by {epochs_text(per_epoch)}",
            lambda: fitted_if_falling(new, run.updates) if is_whole else new,
        )
    if not is_falling(piece.schedule):
        return None
    text = f"Set {as_ramp(piece.schedule).length_argument} to {run.updates - 1 - piece.first_step}"
    return subject.fix(text, lambda: fitted(subject.schedule, run.updates))


def _decays_by_epochs(subject: Subject, run: Run, piece: Piece, per_epoch: Fraction) -> Finding | None:
    """Find a decay whose numbers are those of a scheduler that steps once an epoch."""
    leaf = piece.schedule
    assert isinstance(leaf, Factor)
    size = leaf.tread_size
    epochs, first_epoch = math.ceil(run.updates / per_epoch), math.floor(per_epoch)
    step = piece.first_step + first_epoch
    if size > max(epochs, 10) or first_epoch < 10 or step >= run.updates or as_float32(leaf.decay_rate) >= _GENTLE:
        return None
    rate = subject.rate(step)
    if rate * _FALL >= leaf.init or subject.rate(run.updates - 1) * _WHOLE_FALL >= leaf.init:
        return None
    name = leaf.tread_argument or "decay_rate"
    value = getattr(leaf, name)
    updates = round(size * per_epoch)
    return subject.finding(
        "LR104",
        f"the rate falls from {short(leaf.init)} to {short(rate)} within one epoch: {name} = {value} looks like one "
        f"for epochs and counts updates{_of_epochs(per_epoch)}",
        argument=f"{piece.path}{name}",
        update=step + 1,
        fix=subject.fix(
            f"Drop every {count_text(updates)} updates",
            lambda: with_leaf(subject.schedule, piece, StepDecay(leaf.init, leaf.decay_rate, updates)),
        ),
    )
