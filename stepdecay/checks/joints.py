"""Where one piece goes on to the next."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from stepdecay.checks.finding import Finding, Fix
from stepdecay.checks.length_fixes import fitted_if_falling
from stepdecay.checks.miscounted import divided
from stepdecay.checks.run_length import is_cut
from stepdecay.checks.staircase import is_growing
from stepdecay.checks.subject import (
    Edges,
    Subject,
    as_ramp,
    edges_of,
    is_falling,
    is_ramp,
    is_rising,
    short,
)
from stepdecay.numbers.text import count_text, rate_text
from stepdecay.reshaping.assembly import leaf_count, parts_of, with_leaf
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece, flattened, joined, with_argument

_NEAR, _ROUGHLY = 0.01, 0.05
"""How far two rates that meet are apart at most; and where one of them comes from a factor, whose rate nobody types."""


def unfinished_piece(subject: Subject) -> Iterator[Finding]:
    """LR203: a piece is stopped at its boundary well before its `end`, and the next one does not go on from there."""
    for piece, following in _pairs(subject):
        if not is_cut(piece, following.first_step) or _meets(piece, following):
            continue
        leaf, extent = piece.schedule, _extent(piece)
        fitting = extent if is_rising(leaf) else max(extent - 1, 1)
        name, steps = as_ramp(leaf).length_argument, as_ramp(leaf).length
        yield subject.finding(
            "LR203",
            f"{leaf.function} gets to {short(_edges(piece).last)}, and not to its end of "
            f"{short(as_ramp(leaf).end)}, before the boundary at update {count_text(following.first_step + 1)}: "
            f"it has {count_text(extent)} updates, and {name} = {steps}",
            argument=f"{piece.path}{name}",
            update=following.first_step,
            fix=subject.fix(
                f"Set {name} to {fitting}",
                partial(with_leaf, subject.schedule, piece, leaf.with_length(fitting)),
            ),
        )


def jump(subject: Subject) -> Iterator[Finding]:
    """LR201: two pieces that should meet have different rates where one goes on to the other."""
    highest = 0.0
    for piece, following in _pairs(subject):
        edges, start = _edges(piece), _start(following)
        highest = max(highest, edges.first, edges.last)
        end = edges.end if is_ramp(piece.schedule) else edges.last
        if _meets(piece, following) or _is_near(end, start, _NEAR) or not _is_fault(piece, following, highest):
            continue
        verb = "jumps" if start > edges.last else "drops"
        yield subject.finding(
            "LR201",
            f"the rate {verb} at update {count_text(following.first_step + 1)} from {short(edges.last)} to "
            f"{short(start)}: {_ending(piece.schedule)} {short(end)}, and {following.schedule.function} begins "
            f"with {short(start)}",
            argument=f"{following.path}init",
            update=following.first_step + 1,
            fix=_met(subject, piece, following, end),
        )


def _pairs(subject: Subject) -> Iterator[tuple[Piece, Piece]]:
    """Yield the pieces that go on to another one, within the run if there is one."""
    for piece, following in pairwise(subject.pieces):
        if subject.run is None or following.first_step < subject.run.updates:
            yield piece, following


def _extent(piece: Piece) -> int:
    assert piece.stop_step is not None
    return piece.stop_step - piece.first_step


def _edges(piece: Piece) -> Edges:
    return edges_of(piece.schedule, _extent(piece))


def _start(piece: Piece) -> float:
    return edges_of(piece.schedule, 1).first


def _meets(piece: Piece, following: Piece) -> bool:
    """Whether a piece begins with the rate that the one before it has, or would have next."""
    share = _ROUGHLY if isinstance(piece.schedule, Factor) else _NEAR
    edges, start = _edges(piece), _start(following)
    return any(_is_near(rate, start, share) for rate in (edges.last, edges.following))


def _is_near(one: float, other: float, share: float) -> bool:
    return one == other or abs(one - other) <= share * max(abs(one), abs(other))


def _is_fault(piece: Piece, following: Piece, highest: float) -> bool:
    """Whether two pieces that don't meet were meant to.

    Meant are a drop to a constant, or from a step decay; a warm-up that begins anew; a low constant before the rest;
    and a restart: at the rate where the piece before began, at the highest one so far, or of a decay of the same kind
    to the same `end`.
    """
    leaf, after, start = piece.schedule, following.schedule, _start(following)
    if is_rising(leaf) or is_growing(leaf):
        return True
    if is_rising(after) or (leaf.is_level and after.is_level):
        return False
    if start < _edges(piece).last:
        return not after.is_level and not isinstance(leaf, Factor)
    if leaf.is_level and not piece.first_step:
        return False
    is_restart = any(_is_near(start, rate, _NEAR) for rate in (_edges(piece).first, highest))
    return not is_restart and not _is_same_cycle(leaf, after)


def _is_same_cycle(leaf: Leaf, after: Leaf) -> bool:
    if isinstance(leaf, Factor) or isinstance(after, Factor):
        return type(leaf) is type(after)
    return type(leaf) is type(after) and is_falling(after) and as_ramp(leaf).end == as_ramp(after).end


def _ending(leaf: Leaf) -> str:
    return "the warm-up ends at" if is_rising(leaf) else f"{leaf.function} ends at"


def _met(subject: Subject, piece: Piece, following: Piece, end: float) -> Fix | None:
    """Return the fix that makes ends meet: of what comes before, or where that does not fit of what comes after."""
    leaf, after = piece.schedule, following.schedule
    if is_ramp(leaf) and (is_rising(leaf) or after.init <= leaf.init):
        return subject.fix(
            f"Set end to {short(after.init)}",
            lambda: with_argument(subject.schedule, f"{piece.path}end", after.init),
        )
    return subject.fix(f"Set init to {short(end)}", lambda: _begun_with(subject.schedule, following, max(end, 0.0)))


def _begun_with(schedule: Schedule, piece: Piece, rate: float) -> Schedule:
    value = float(rate_text(rate))
    new = with_argument(schedule, f"{piece.path}init", value)
    return with_argument(new, f"{piece.path}end", value) if piece.schedule.is_level else new


def unused_piece(subject: Subject) -> Iterator[Finding]:
    """LR202: the run, or an outer boundary, ends before a piece begins."""
    run, unused = subject.run, subject.pieces[len(subject.used) :]
    never = leaf_count(subject.schedule) - len(subject.pieces)
    if never:
        yield subject.finding(
            "LR202",
            f"{'a piece' if never == 1 else f'{count_text(never)} pieces'} of a join within the join would begin after "
            "the outer boundary that ends it",
            argument="boundaries[0]",
            fix=subject.fix("Remove what is never used", lambda: flattened(subject.schedule)),
        )
    if run is None or not unused:
        return
    first = unused[0]
    if run.grad_accumulation_steps > 1 and first.first_step < run.iterations:
        hint = f"; boundaries count updates, and {count_text(run.iterations)} iterations are {count_text(run.updates)}"
        fix = divided(subject, run)
    else:
        hint, fix = "", _without(subject, run)
    last = unused[-1].schedule
    floor = f", and not at the end of {short(as_ramp(last).end)}" if is_ramp(last) else ""
    what = first.schedule.function if len(unused) == 1 else f"the last {count_text(len(unused))} pieces"
    yield subject.finding(
        "LR202",
        f"{what}, from update {count_text(first.first_step + 1)} on, {'is' if len(unused) == 1 else 'are'} never used: "
        f"the run ends after update {count_text(run.updates)} at {short(subject.rate(run.updates - 1))}{floor}{hint}",
        argument=first.boundary,
        update=run.updates,
        fix=fix,
    )


def _without(subject: Subject, run: Run) -> Fix | None:
    """Return the fix that removes what the run does not reach; what is the last piece then ends with it."""
    kept = joined(parts_of(subject.schedule)[: len(subject.used)])
    last = subject.used[-1][0]
    return subject.fix(
        "Remove what is never used",
        lambda: fitted_if_falling(kept, run.updates) if is_cut(last, run.updates) else kept,
    )
