"""The Findings panel: what is wrong with the schedule in its run, why, and what mends it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.model.findings import Findings, Preview, key_of, mended
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.findings.row import FindingRow
from designer.widgets.findings.sign import WORDS
from designer.widgets.labels import heading, named_label, set_text_color
from designer.widgets.title_line import TitleLine
from stepdecay.checks.finding import SEVERITIES, Finding

NOTHING = "✓ Nothing to mend"


class FindingsPanel(Panel):
    """A row for each finding, the worst first; what is pointed at is lit on the plot, its fix drawn as a preview.

    Signals:
        place_wanted(place): A person wants to see where a finding is.
        reached(row): Keys have come to a row.
    """

    place_wanted = Signal(object)
    reached = Signal(QWidget)

    def __init__(self, document: Document, findings: Findings) -> None:
        super().__init__(document)
        self.setObjectName("findings")
        self.setAccessibleName("Findings")
        self._findings = findings
        self._preview = Preview(document)
        self._theme: Theme | None = None
        self.rows: list[FindingRow] = []
        self.title, self.summary = heading("Findings"), named_label("findings_summary")
        self._top = TitleLine(self.title, self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._top)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column.addLayout(self._list)
        findings.changed.connect(self.render_findings)
        document.view_changed.connect(self.render_view)
        self.render_findings()

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [stop for row in self.rows for stop in row.stops()]

    def copies(self) -> dict[QWidget, Callable[[], str]]:
        """Return what is copied where the focus is, by the widget that has it."""
        return {part: row.sentence.text_to_copy for row in self.rows for part in (row.sentence, *row.stops())}

    def commands(self) -> dict[str, Callable[[], object]]:
        """Go to the next finding, if there is one."""
        return {"next_finding": self.go_on} if self.rows else {}

    def set_theme(self, theme: Theme) -> None:
        """Colour signs, and quieten what only explains."""
        self._theme = theme
        set_text_color(self.summary, theme.color("muted"))
        for row in self.rows:
            row.set_theme(theme)

    def render_findings(self) -> None:
        """Show what was found; a row that says the same as before stays as it is."""
        before = [row.finding for row in self.rows]
        found = list(self._findings.all)
        if found != before:
            rows = self.rows
            self._show_rows(found)
            heard = {finding.message for finding in before}
            self._announce([finding for finding in found if finding.message not in heard])
            if self.rows != rows:
                self.rebuilt.emit()
        self._top.set_note(summary(found))
        self._point()

    def render_view(self, new: View, old: View) -> None:
        """Light the row of what is pointed at, wherever that is."""
        if new.focus.finding != old.focus.finding:
            for row in self.rows:
                row.light(key_of(row.finding) == new.focus.finding)

    def go_on(self) -> None:
        """Go to the next finding, after the last to the first, and show where it is."""
        focus = self.focusWidget()
        at = next((number for number, row in enumerate(self.rows) if focus in row.stops() and focus.hasFocus()), -1)
        self._focus((at + 1) % len(self.rows))

    def show_finding(self, finding: Finding) -> None:
        """Put the focus to a finding's row."""
        at = next((number for number, row in enumerate(self.rows) if row.finding == finding), None)
        if at is not None:
            self._focus(at)

    def _focus(self, number: int) -> None:
        row = self.rows[number]
        next(stop for stop in row.stops() if not stop.isHidden()).setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.reached.emit(row)

    def _show_rows(self, found: list[Finding]) -> None:
        kept = {_as_read(row.finding): row for row in self.rows}
        rows = []
        for finding in found:
            row = kept.pop(_as_read(finding), None)
            if row is None:
                row = self._new_row(finding)
            row.finding = finding  # the same to a person, but what its fix makes may be another design
            rows.append(row)
        gone, self.rows = [(number, row) for number, row in enumerate(self.rows) if row in kept.values()], rows
        for number, row in enumerate(rows):
            if self._list.indexOf(row) != number:
                self._list.insertWidget(number, row)
                row.show()  # a layout shows it only when the events under way are done
        for number, row in gone:
            if rows:  # else Qt would take the focus on as Tab does, which points at what comes next
                self._hand_over(row, min(number, len(rows) - 1))
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()

    def _hand_over(self, row: FindingRow, number: int) -> None:
        """Let another row have the focus of one that goes; where a click has left it, it still points at nothing."""
        if row.is_focused:
            self._focus(number)
        elif row.holds_click:
            self.rows[number].take_click()

    def _new_row(self, finding: Finding) -> FindingRow:
        from stepdecay.checks.explained.rules import rule

        row = FindingRow(finding, f"{rule(finding.code).why}\n{finding.code}")
        if self._theme is not None:
            row.set_theme(self._theme)
        row.pointed.connect(self._point)
        row.chosen.connect(lambda: self.place_wanted.emit(row.finding.place))
        row.fix_wanted.connect(lambda: self._mend(row.finding))
        return row

    def _point(self) -> None:
        """Light what the pointer or else the keyboard's focus is at, and preview its fix."""
        row = next((row for row in self.rows if row.is_hovered), None)
        row = row or next((row for row in self.rows if row.is_focused), None)
        self._preview.show(None if row is None else row.offered_fix())
        key = None if row is None else key_of(row.finding)
        self._document.look(finding=key)

    def _mend(self, finding: Finding) -> None:
        """Do what the button says, if it is still what there is to be done."""
        self._findings.catch_up()
        if finding.fix is None or finding not in self._findings.all:
            return
        self._preview.take_back()
        document = self._document
        document.edit(finding.fix.text, mended(document.design, finding.fix, document.source))

    def _announce(self, new: list[Finding]) -> None:
        for finding in new:
            if finding.severity != "note":
                announce(self, f"{WORDS[finding.severity]}: {finding.message}")


def _as_read(finding: Finding) -> tuple[str, str, int | None, str | None]:
    """Return what a row says."""
    return finding.code, finding.message, finding.place.update, None if finding.fix is None else finding.fix.text


def summary(findings: list[Finding]) -> str:
    """Count findings in words.

    >>> summary([])
    '✓ Nothing to mend'
    """
    counts = Counter(finding.severity for finding in findings)
    words = [f"{counts[name]} {name}{'s' if counts[name] > 1 else ''}" for name in SEVERITIES if counts[name]]
    text = ", ".join(words)
    return text if counts["error"] or counts["warning"] else ", ".join([NOTHING, *words])
