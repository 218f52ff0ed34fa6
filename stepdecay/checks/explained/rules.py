"""What each finding means: the one source of `stepdecay explain`, of the Findings panel and of the README."""

from __future__ import annotations

from stepdecay.checks.explained.files import ABOUT_FILES
from stepdecay.checks.explained.pieces import ABOUT_PIECES
from stepdecay.checks.explained.rule import Rule
from stepdecay.checks.explained.runs import ABOUT_RUNS
from stepdecay.errors import ScheduleError, clip

RULES: dict[str, Rule] = {one.code: one for one in (*ABOUT_RUNS, *ABOUT_PIECES, *ABOUT_FILES)}
"""All rules by their codes, in the order of these."""


def rule(code: str) -> Rule:
    """Return what a code means, or the name of a finding.

    Raises:
        ScheduleError: There is no such code; the sentence names those that there are.

    >>> rule("LR101").title, rule("ends-early").code
    ('The run ends before the schedule does', 'LR101')
    """
    wanted = code.strip()
    found = RULES.get(wanted.upper()) or next((one for one in RULES.values() if one.name == wanted.lower()), None)
    if found is None:
        raise ScheduleError(f"there is no finding {clip(repr(code))}; the codes are {', '.join(RULES)}", "code")
    return found
