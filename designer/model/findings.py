"""What the checks find wrong with the design in force, and what their fixes make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from designer.model.document import Design, Document
from designer.model.source import Source
from designer.model.view import View
from stepdecay.checks.finding import SEVERITIES, Finding, Fix

if TYPE_CHECKING:
    from stepdecay import Run
    from stepdecay.schedule.kinds import Schedule

FOLLOW_MS = 100
"""So long after the last move of a drag the checks are asked again."""

Key = tuple[str, int | None]
"""By what the view knows a finding: its code and its update."""


def key_of(finding: Finding) -> Key:
    """Return by what the view knows a finding."""
    return finding.code, finding.place.update


class Findings(QObject):
    """The findings of a document, the worst first.

    Args:
        document: The document.
        is_busy: Tells whether a drag is under way, which the checks must not slow down.
        parent: Whose child it is.

    Signals:
        changed: They were looked for again.
    """

    changed = Signal()

    def __init__(self, document: Document, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._is_busy = is_busy
        self._found: tuple[Finding, ...] = ()
        self._checked: object = None
        self._resting = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._resting.timeout.connect(self.catch_up)
        document.changed.connect(self._notice)
        document.source_changed.connect(self._notice)
        document.view_changed.connect(self._notice_view)
        self.catch_up()

    @property
    def all(self) -> tuple[Finding, ...]:
        """What was found last, the worst first."""
        return self._found

    @property
    def is_current(self) -> bool:
        """Whether they are of the design in force, and not of one that it was on its way here."""
        return self._checked == self._asked()

    def catch_up(self) -> None:
        """Look now, if anything has changed since."""
        self._resting.stop()
        if not self.is_current:
            self._checked = self._asked()
            self._found = () if self._document.is_pending else found_in(*self._asked())
            self.changed.emit()

    def _asked(self) -> tuple[Design, Source | None, str]:
        document = self._document
        return document.design, document.source, document.view.preferences.dtype

    def _notice(self, *_: object) -> None:
        """Look at once, so that nothing lags behind a click; during a drag when the hand rests."""
        if self._is_busy():
            self._resting.start()
        else:
            self.catch_up()

    def _notice_view(self, new: View, old: View) -> None:
        """Look for another dtype, and at the end of a drag, of which the view tells."""
        if not self.is_current:
            self._notice()


def found_in(design: Design, source: Source | None, dtype: str) -> tuple[Finding, ...]:
    """Return what the checks find, the worst first.

    Args:
        design: The design.
        source: The file that it is from; None for an untitled one.
        dtype: The dtype that the gradients have.
    """
    from stepdecay.checks.all_rules import check

    found = None if source is None else source.on_disk.resolved(design.given, design.freed)
    findings = check(design.schedule, design.run, found, dtype=dtype)
    if source is not None and found is not None and source.differs(design):
        written = {(code, line, column) for code, line, column, _ in found.remarks}
        findings = [finding if _written_at(finding) in written else _without_line(finding) for finding in findings]
    return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _written_at(finding: Finding) -> tuple[str, int | None, int | None]:
    return finding.code, finding.place.line, finding.place.column


def _without_line(finding: Finding) -> Finding:
    """Return a finding of what no file says yet: an argument's path there may be another one's."""
    return replace(finding, place=finding.place._replace(line=None, column=None))


def mended(design: Design, fix: Fix, source: Source | None) -> Design:
    """Return what a fix makes of a design. Arguments that the source computes to something else become numbers."""
    run = design.run if fix.run is None else fix.run
    if source is None:
        return replace(design, schedule=fix.schedule, run=run)
    before, computed = design.arguments(), source.origins(design)
    values = {origin: before[path] for path, (origin, _) in computed.items()}
    schedule = source.conformed(design.schedule, fix.schedule)
    new = replace(design, schedule=schedule, run=run)
    after = new.arguments()
    freed = {
        (origin, text) for path, (origin, text) in source.origins(new).items() if values.get(origin) != after[path]
    }
    return replace(new, freed=design.freed | freed)


class Preview:
    """What a fix would make of the design, shown on the plot until it is taken back.

    A goal's preview comes back then; a translation's is left alone.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._before: Schedule | None = None
        self._shown: tuple[Schedule | None, Run | None] | None = None

    def show(self, fix: Fix | None) -> None:
        """Show what a fix would make, and nothing of another one; None takes it back."""
        document = self._document
        if fix is None or document.view.overlay.translations:
            self.take_back()
            return
        design, new = document.design, mended(document.design, fix, document.source)
        if not self._is_shown():
            self._before = document.view.overlay.preview
        self._shown = (
            new.schedule if new.schedule != design.schedule else None,
            new.run if new.run.updates != design.run.updates else None,
        )
        document.look(preview=self._shown[0], preview_run=self._shown[1])

    def take_back(self) -> None:
        """Show what was shown before, unless somebody else shows something by now."""
        if self._is_shown():
            self._document.look(preview=self._before, preview_run=None)
        self._before = self._shown = None

    def _is_shown(self) -> bool:
        view = self._document.view
        return self._shown is not None and (view.overlay.preview, view.overlay.preview_run) == self._shown
