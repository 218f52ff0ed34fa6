"""The parts of a window that come last, and what they have to do with those before them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.commands.actions import PIN_ACTIONS
from designer.filing.logs import Logs
from designer.frame.layout import Places
from designer.model.findings import Findings
from designer.panels.findings import FindingsPanel
from designer.panels.goals import GoalsPanel
from designer.panels.levels import LevelsPanel
from designer.panels.log import LogPanel
from designer.panels.resume import ResumePanel
from designer.panels.source import SourcePanel
from designer.panels.translation import TranslationPanel

if TYPE_CHECKING:
    from designer.frame.window import MainWindow
    from stepdecay import Finding, Place


class Details(QObject):
    """Makes the panels that the first paint can do without, and connects them.

    Attributes:
        panels: All of them, to be given a theme.
    """

    def __init__(self, window: MainWindow, places: Places) -> None:
        super().__init__(window)
        self._window = window
        document = window.document
        window.run_panel.complete()
        self.goals, self.levels = GoalsPanel(document), LevelsPanel(document)
        self.resume = ResumePanel(document)
        self.source, self.translation = SourcePanel(document), TranslationPanel(document)
        found = Findings(document, lambda: window.plot.is_dragging, self)
        self.findings = FindingsPanel(document, found)
        window.logs, self.log = Logs(document, window), LogPanel(document)
        self.panels = (self.findings, self.goals, self.resume, self.levels, self.source, self.translation, self.log)
        places.plot.add(self.log)
        places.put_on_top(self.source, self.translation)
        places.findings.add(self.findings)
        places.goals.add(self.goals)
        places.resume.add(self.resume)
        places.levels.add(self.levels)
        window.plot.hints.findings.attend(found)
        self._connect(window, places)
        self._order_tabs()

    def _connect(self, window: MainWindow, places: Places) -> None:
        window.logs.failed.connect(window.message_bar.show_message)
        window.logs.taken_back.connect(window.message_bar.take_back)
        window.logs.changed.connect(window.menus.refresh)
        self.log.close_wanted.connect(window.menus.actions["close_log"].trigger)
        window.compare.offer([window.menus.actions[name] for name in PIN_ACTIONS])
        window.compare.table.removal_wanted.connect(window.menus.actions["remove_pin"].trigger)
        self.source.chosen.connect(window.files.choose)
        self.source.schedule_wanted.connect(window.menus.actions["add_schedule"].trigger)
        window.files.shown_notes = self.source.shown_notes
        window.files.copy_code = window.exporter.copy_code
        window.schedule_panel.rebuilt.connect(self._order_tabs)
        self.resume.copy_wanted.connect(lambda code: window.exporter.copy_text(code, "Copied"))
        self.findings.rebuilt.connect(self._order_tabs)
        self.findings.rebuilt.connect(window.menus.refresh)
        self.findings.place_wanted.connect(self._show_place)
        self.findings.reached.connect(places.bring_into_sight)
        window.plot.finding_wanted.connect(self._show_finding)

    def _show_place(self, place: Place) -> None:
        """Show where a finding is, on the plot and by the field of its argument."""
        if place.update is not None:
            self._window.plot.reveal(place.update)
        if place.argument is not None:
            self._window.go_to_field(place.argument)

    def _show_finding(self, finding: Finding) -> None:
        if not self._window.inspector_shown():
            self._window.toggle_inspector()
        self.findings.show_finding(finding)

    def _order_tabs(self) -> None:
        window = self._window
        order: list[QWidget] = [*window.schedule_panel.stops(), *window.run_panel.stops()]
        order += [*self.findings.stops(), *self.goals.stops(), *self.resume.stops()]
        order += [self.levels.table, window.code_panel.code, window.code_panel.copy_button]
        order += [window.plot, window.compare.table]
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)
