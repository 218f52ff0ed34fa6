"""Where a schedule ends, and where the run does."""

from __future__ import annotations

from collections.abc import Iterator

from stepdecay.checks.finding import Finding
from stepdecay.checks.length_fixes import fitted
from stepdecay.checks.subject import Subject, as_ramp, is_falling, is_ramp, short
from stepdecay.numbers.text import as_float32, count_text
from stepdecay.schedule.structure import Piece

_LONG_TAIL, _LOST_TAIL = 5, 50
"""Which part of a run may stay at the end of a decay, and which part at a rate of 0."""
_TRIAL = 4
"""A decay more than so many times as long as what the run has for it is hardly the one that the run is for."""


def is_cut(piece: Piece, stop: int) -> bool:
    """Whether a piece that goes up or down to its `end` is stopped at a step a good deal before it.

    Two steps are what counting from 1 instead of 0 costs, once for the piece and once for a warm-up before it.
    """
    if not is_ramp(piece.schedule):
        return False
    steps = as_ramp(piece.schedule).length
    return piece.first_step + steps - (stop - 1) > max(2, steps // 100)


def ends_early(subject: Subject) -> Iterator[Finding]:
    """LR101: the run ends before the schedule's last piece has reached its `end`."""
    piece = subject.last_piece
    if subject.run is None or piece is None or not is_cut(piece, subject.run.updates):
        return
    updates, name = subject.run.updates, as_ramp(piece.schedule).length_argument
    rate, end = short(subject.rate(updates - 1)), short(as_ramp(piece.schedule).end)
    fix = subject.fix(
        f"Set {name} to {updates - 1 - piece.first_step}",
        lambda: fitted(subject.schedule, updates),
        is_safe=_is_meant(subject, piece),
    )
    yield subject.finding(
        "LR101",
        f"the run ends after update {count_text(updates)} at {rate}, and not at the end of {end}: "
        f"{_why_early(subject, piece, updates)}",
        argument=f"{piece.path}{name}",
        update=updates,
        fix=fix,
    )


def _is_meant(subject: Subject, piece: Piece) -> bool:
    """Whether the only decay was evidently to last for the run, and the run is no trial of a few updates."""
    source, run = subject.source, subject.run
    is_only = len(subject.pieces) == 1 or (len(subject.pieces) == 2 and subject.warmup is not None)
    if run is None or not is_only or not is_falling(piece.schedule):
        return False
    if source is not None and run == source.run and any("iters" in text for text in source.assumed):
        return as_ramp(piece.schedule).length == run.iterations  # else `--iters` may say it better than the default
    return _TRIAL * (run.updates - 1 - piece.first_step) >= as_ramp(piece.schedule).length


def _why_early(subject: Subject, piece: Piece, updates: int) -> str:
    name, steps = as_ramp(piece.schedule).length_argument, as_ramp(piece.schedule).length
    fitting = updates - 1 - piece.first_step
    fits = f"; {fitting} fits" if fitting >= 1 else ""
    if steps > updates:
        return f"{name} = {steps} is more than the updates of the run, {count_text(updates)}{fits}"
    if subject.warmup and len(subject.pieces) == 2:
        return f"the warm-up's {count_text(piece.first_step)} updates are not part of {name} = {steps}{fits}"
    return f"the {count_text(piece.first_step)} updates before it are not part of {name} = {steps}{fits}"


def flat_tail(subject: Subject) -> Iterator[Finding]:
    """LR102: the last decay is over long before the run."""
    piece = subject.last_piece
    if subject.run is None or piece is None or not is_falling(piece.schedule):
        return
    updates, name, steps = subject.run.updates, as_ramp(piece.schedule).length_argument, as_ramp(piece.schedule).length
    end_step = piece.first_step + steps
    end = subject.end_of(piece)
    is_lost = not as_float32(max(end, 0.0))
    if updates - 1 - end_step <= (max(2, updates // _LOST_TAIL) if is_lost else updates // _LONG_TAIL):
        return
    fitting = updates - 1 - piece.first_step
    lost = ", and change nothing" if is_lost else ""
    yield subject.finding(
        "LR102",
        f"updates {count_text(end_step + 1)} to {count_text(updates)} all have the rate {short(end)}{lost}: "
        f"{name} = {steps} is over long before the run; {fitting} lasts to its end",
        argument=f"{piece.path}{name}",
        update=end_step + 1,
        fix=subject.fix(f"Set {name} to {fitting}", lambda: fitted(subject.schedule, updates)),
    )
