"""All rules, asked of a schedule in its run."""

from __future__ import annotations

from stepdecay.checks.finding import Finding
from stepdecay.run import Run
from stepdecay.schedules import Schedule


def check(schedule: Schedule | None, run: Run | None = None, source: object = None) -> list[Finding]:
    """Return what is wrong or surprising about a schedule."""
    return []
