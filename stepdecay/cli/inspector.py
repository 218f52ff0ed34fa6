"""Checking one file: its schedules, each in its run, and what is found about them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stepdecay.checks.all_rules import check
from stepdecay.checks.explained.rules import rule
from stepdecay.checks.finding import Finding, Place
from stepdecay.cli.override import NO_OVERRIDE, Override
from stepdecay.errors import ScheduleError
from stepdecay.schedule.run import Run
from stepdecay.sources.files import find_in
from stepdecay.sources.found import Found


class Remark(NamedTuple):
    """A finding about a schedule in a file.

    Attributes:
        path: The file, as it is to be called.
        found: The schedule in it.
        run: The run that it was checked with.
        finding: What was found.
        assumed: What the trainer takes a default for and the finding depends on, as `iters = 1000`.
        unfixed: Why its fix was not made; empty where none was tried.
    """

    path: Path
    found: Found
    run: Run | None
    finding: Finding
    assumed: tuple[str, ...] = ()
    unfixed: str = ""

    @property
    def line(self) -> int:
        """The line in the file, from 1."""
        return self.finding.place.line or self.found.line

    @property
    def column(self) -> int:
        """The character of that line, from 1."""
        return self.finding.place.column or self.found.column

    @property
    def is_fixable(self) -> bool:
        """Whether it has a fix that can be made unseen."""
        return self.finding.fix is not None and self.finding.fix.is_safe


class Inspector(NamedTuple):
    """What files are checked with.

    Attributes:
        override: The run that the command line gives.
        dtype: The dtype of the gradients.
        has_notes: Whether notes are wanted.
    """

    override: Override = NO_OVERRIDE
    dtype: str = "float32"
    has_notes: bool = False

    def remarks(self, data: bytes, path: Path) -> list[Remark]:
        """Return what is found in a file, in its order.

        Raises:
            ScheduleError: It is no file of its kind that can be read.
        """
        remarks = [remark for found in find_in(data, path.name) for remark in self._of(found, path)]
        wanted = [remark for remark in remarks if self.has_notes or remark.finding.severity != "note"]
        return sorted(wanted, key=lambda remark: (remark.line, remark.column, remark.finding.code))

    def _of(self, found: Found, path: Path) -> Iterator[Remark]:
        try:
            found, run = self.override.applied(found)
        except ScheduleError as error:
            place = Place(*found.place_of("iterations"), argument="iterations")
            yield Remark(path, found, None, Finding("LR107", rule("LR107").severity, str(error), place))
            return
        findings = check(found.schedule, run, found, dtype=self.dtype)
        assumed = tuple(self.override.still_assumed(found))
        of_any_run = self._of_any_run(found) if findings and assumed else set()
        for finding in findings:
            depends = (finding.code, finding.place) not in of_any_run
            yield Remark(path, found, run, finding, assumed if depends else ())

    def _of_any_run(self, found: Found) -> set[tuple[str, Place]]:
        """What would be found without knowing how long the run is."""
        findings = check(found.schedule, None, dataclasses.replace(found, run=None), dtype=self.dtype)
        return {(finding.code, finding.place) for finding in findings}
