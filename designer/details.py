"""The parts of a window that come last, and what they have to do with those before them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from designer.actions import PIN_ACTIONS
from designer.panels.goals import GoalsPanel
from designer.panels.levels import LevelsPanel
from designer.panels.source import SourcePanel
from designer.panels.translation import TranslationPanel
from designer.places import Places

if TYPE_CHECKING:
    from designer.window import MainWindow


class Details(QObject):
    """Makes the panels that the first paint can do without, and connects them.

    Attributes:
        panels: All of them, to be given a theme.
    """

    def __init__(self, window: MainWindow, places: Places) -> None:
        super().__init__(window)
        self._window = window
        document = window.document
        self.goals, self.levels = GoalsPanel(document), LevelsPanel(document)
        self.source, self.translation = SourcePanel(document), TranslationPanel(document)
        self.panels = (self.goals, self.levels, self.source, self.translation)
        places.put_on_top(self.source, self.translation)
        places.goals.add(self.goals)
        places.levels.add(self.levels)
        self._connect(window)
        self._order_tabs()

    def _connect(self, window: MainWindow) -> None:
        window.compare.offer([window.menus.actions[name] for name in PIN_ACTIONS])
        window.compare.table.removal_wanted.connect(window.menus.actions["remove_pin"].trigger)
        self.source.chosen.connect(window.files.choose)
        window.files.shown_notes = self.source.shown_notes
        window.schedule_panel.rebuilt.connect(self._order_tabs)

    def _order_tabs(self) -> None:
        window = self._window
        order: list[QWidget] = [*window.schedule_panel.stops(), *window.run_panel.fields.values(), *self.goals.stops()]
        order += [self.levels.table, window.code_panel.code, window.code_panel.copy_button]
        order += [window.plot, window.compare.table]
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)
