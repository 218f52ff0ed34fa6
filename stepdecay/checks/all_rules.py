"""All rules, asked of a schedule in its run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from stepdecay.checks import joints, precision, run_length, staircase, warmup, whole_powers, written
from stepdecay.checks import miscounted as counting
from stepdecay.checks.finding import SEVERITIES, Finding, Fix
from stepdecay.checks.subject import Subject
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run

if TYPE_CHECKING:
    from stepdecay.sources.found import Found

_RULES: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    run_length.ends_early,
    run_length.flat_tail,
    counting.accumulation_forgotten,
    counting.looks_like_epochs,
    warmup.long_warmup,
    staircase.no_drop,
    joints.jump,
    joints.unused_piece,
    joints.unfinished_piece,
    staircase.rate_grows,
    warmup.zero_start,
    staircase.many_drops,
    warmup.peak_held_twice,
    precision.falls_to_zero,
    precision.overflows,
    whole_powers.wrapping,
)

_SAID_ALREADY: dict[str, frozenset[str]] = {
    "LR103": frozenset({"LR101", "LR105", "LR106", "LR202"}),
    "LR104": frozenset({"LR102", "LR206", "LR301"}),
}
"""What follows from a finding, and is not said besides it."""

_MOST = 30
"""Nobody reads more findings of one kind, and a join of ten thousand pieces could have as many."""


def check(
    schedule: Schedule | None, run: Run | None = None, source: Found | None = None, *, dtype: str = "float32"
) -> list[Finding]:
    """Return what is wrong or surprising about a schedule, the worst first.

    A fix is offered only where checking what it makes finds this no more, and no other error or warning instead.

    Args:
        schedule: The schedule; None takes that of `source`, which may have none.
        run: How long training lasts; None takes what `source` says. Without one, no rule that needs one is asked.
        source: The schedule in somebody's file: it tells the places, what can't be read, and what a fix can be there.
        dtype: The dtype of the gradients, which the optimizer casts the rate to; one of
            `stepdecay.evaluate.dtypes.DTYPES`.

    >>> from stepdecay import CosineDecay
    >>> [finding.code for finding in check(CosineDecay(2e-5, 1500, 1e-6), Run(1000))]
    ['LR101']
    """
    found: list[Finding] = []
    if source is not None:
        if source.problem is not None:
            return list(written.problem(source))
        schedule, run = schedule or source.schedule, run or source.run
        found += [*written.unknown_names(source), *written.remarks(source)]
    if schedule is not None:
        subject = Subject(schedule, run, source, dtype)
        wrong = sorted(_asked(subject), key=_order)
        found += [replace(one, fix=_offered(one, wrong, subject)) for one in wrong]
    return sorted(found, key=_order)


def _asked(subject: Subject) -> list[Finding]:
    """Ask all rules, and leave out what follows from another finding."""
    found = [finding for one in _RULES for finding in islice(one(subject), _MOST)]
    said = frozenset().union(*(_SAID_ALREADY.get(finding.code, ()) for finding in found))
    return [finding for finding in found if finding.code not in said]


def _offered(finding: Finding, wrong: list[Finding], subject: Subject) -> Fix | None:
    """Return the fix of a finding if it mends it, does no harm, and can be written where the schedule is."""
    fix, source = finding.fix, subject.source
    if fix is None or len(wrong) >= _MOST or (source is not None and source.kind.refusal(fix.schedule)):
        return None
    before = _counted(wrong, finding.code)
    after = _counted(_asked(Subject(fix.schedule, fix.run, None, subject.dtype, is_fix=True)), finding.code)
    before[finding.code] -= 1
    return fix if after <= before else None


def _counted(findings: list[Finding], code: str) -> Counter[str]:
    """Count the errors and warnings, and what has a code."""
    return Counter(finding.code for finding in findings if finding.severity != "note" or finding.code == code)


def _order(finding: Finding) -> tuple[int, int, str]:
    return SEVERITIES.index(finding.severity), finding.place.update or 0, finding.code
