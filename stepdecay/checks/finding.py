"""A finding, as a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run

Severity = Literal["error", "warning", "note"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The worst first. Notes never change an exit status."""


class Place(NamedTuple):
    """Where a finding is: in a file, on the plot, in a field; each where it has such a place.

    Attributes:
        line: The line in the file, from 1.
        column: The character of that line, from 1.
        update: The update concerned, from 1.
        argument: The path of the argument concerned, as of `joining`, or a field of `Run`.
    """

    line: int | None = None
    column: int | None = None
    update: int | None = None
    argument: str | None = None


NOWHERE = Place()


@dataclass(frozen=True)
class Fix:
    """What mends a finding: another schedule, another run, or both.

    Attributes:
        text: What it does, as a button says it: `Set decay_steps to 898`.
        schedule: The schedule after it.
        run: The run after it; None where there is none.
        is_safe: Whether it can be done unseen: it does what was evidently meant.
    """

    text: str
    schedule: Schedule
    run: Run | None
    is_safe: bool


@dataclass(frozen=True)
class Finding:
    """Something wrong or surprising about a schedule.

    Attributes:
        code: What never changes about this kind of finding: `LR101`; `checks.explained.rules` says what it means.
        severity: How bad it is.
        message: One sentence, with the numbers.
        place: Where it is.
        fix: What mends it; None where that is for a person to say.
    """

    code: str
    severity: Severity
    message: str
    place: Place = NOWHERE
    fix: Fix | None = None
