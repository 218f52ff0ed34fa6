"""How a schedule begins."""

from __future__ import annotations

from collections.abc import Iterator

from stepdecay.checks.finding import Finding
from stepdecay.checks.length_fixes import fitted_if_falling, with_warmup_of
from stepdecay.checks.subject import Subject, as_ramp, is_held_twice, is_rising, short
from stepdecay.numbers.clean import clean_share
from stepdecay.numbers.text import as_float32, count_text
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import with_argument

_LONGEST = 3
"""The part of a run that a warm-up takes at most."""


def long_warmup(subject: Subject) -> Iterator[Finding]:
    """LR105: the first piece rises for more than a third of the run."""
    piece, run = subject.warmup, subject.run
    if piece is None or run is None:
        return
    steps, updates, each = as_ramp(piece.schedule).length, run.updates, run.grad_accumulation_steps
    if steps <= 2 or steps * _LONGEST <= updates:
        return
    is_iterations = each > 1 and steps * _LONGEST <= run.iterations
    shorter = max(steps // each, 1) if is_iterations else clean_share(updates, 10)
    why = f"; {count_text(steps)} iterations would be {count_text(shorter)} updates" if is_iterations else ""
    taken = "all" if steps >= updates else "more than a third"
    yield subject.finding(
        "LR105",
        f"the warm-up takes {count_text(steps)} updates, {taken} of the run's {count_text(updates)}{why}",
        argument=f"{piece.path}{as_ramp(piece.schedule).length_argument}",
        update=min(steps, updates),
        fix=subject.fix(f"Shorten the warm-up to {count_text(shorter)}", lambda: _shortened(subject, shorter, updates)),
    )


def _shortened(subject: Subject, steps: int, updates: int) -> Schedule | None:
    """Return the schedule with a shorter warm-up; one that the run did not get to the end of then ends with it."""
    new = with_warmup_of(subject.schedule, steps)
    return fitted_if_falling(new, updates) if subject.last_piece is None else new


def zero_start(subject: Subject) -> Iterator[Finding]:
    """LR205: the first update has the rate 0."""
    if subject.rate(0):
        return
    piece, fix, hint = subject.pieces[0], None, ""
    if is_rising(piece.schedule):
        second = float(short(subject.rate(1)))
        if as_float32(second) > 0:
            path = f"{piece.path}init"
            fix = subject.fix(f"Begin with {short(second)}", lambda: with_argument(subject.schedule, path, second))
            hint = f"; an init of {short(second)} would be the rate of the second"
    yield subject.finding(
        "LR205",
        f"the first update has the rate 0 and changes nothing{hint}",
        argument=f"{piece.path}init",
        update=1,
        fix=fix,
    )


def peak_held_twice(subject: Subject) -> Iterator[Finding]:
    """LR207: a warm-up reaches its `end` one step before its boundary, as mlx-lm joins it."""
    if subject.warmup is None or len(subject.pieces) < 2:
        return
    rise, following = subject.pieces[:2]
    peak = as_float32(following.schedule.init)
    if not is_held_twice(rise, following) or as_float32(subject.end_of(rise)) != peak:
        return
    if subject.run is not None and following.first_step >= subject.run.updates:
        return
    step = following.first_step
    yield subject.finding(
        "LR207",
        f"updates {count_text(step)} and {count_text(step + 1)} both have the peak {short(peak)}: mlx-lm goes on at "
        "step warmup + 1, from which what follows counts its steps",
        argument=following.boundary,
        update=step,
    )
