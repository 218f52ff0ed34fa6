"""The window: where everything is, and what its commands do to it; no arithmetic."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from designer.document import Design, Document, ViewState
from designer.panels.arguments import RUN, SCHEDULE, ArgumentsPanel
from designer.places import Places
from designer.settings import Settings
from designer.theme import LIGHT, Theme, Themed, apply_theme, system_scheme
from designer.widgets.flat_toolbar import FlatToolBar

if TYPE_CHECKING:
    from designer.crash import Report
    from designer.exporter import Exporter
    from designer.menus import Menus
    from designer.panels.code import CodePanel
    from designer.panels.compare import ComparePanel
    from designer.panels.goals import GoalsPanel
    from designer.panels.levels import LevelsPanel
    from designer.plot.canvas import Canvas
    from designer.widgets.message_bar import MessageBar

KEEP_MS = 1000
"""A change is on the disk this long after it, and at once on closing or a crash."""

MENU_BAR_PADDING, TOOLBAR_HEIGHT = 5, 39
"""Kept free from the first paint on for what comes right after it, so that nothing moves."""


class MainWindow(QMainWindow):
    """One document's window.

    It is made in parts, each on the screen before the next is loaded: first its fields; then the plot, whose libraries
    take longer to load than all else together; menus, toolbar and code; at last levels, icons and the code's colours.
    """

    new_window_wanted = Signal()

    document: Document
    exporter: Exporter
    menus: Menus
    code_panel: CodePanel
    message_bar: MessageBar
    plot: Canvas
    compare: ComparePanel
    goals: GoalsPanel
    levels: LevelsPanel

    def __init__(self, document: Document, settings: Settings) -> None:
        super().__init__()
        self.document = document
        self._settings = settings
        self._theme = LIGHT
        self._is_edited = False
        self._themed: list[Themed] = []
        self._parts = iter((self.add_plot, self.add_controls, self.add_details))
        self.schedule_panel = ArgumentsPanel(document, "Schedule", SCHEDULE)
        self.run_panel = ArgumentsPanel(document, "Run", RUN)
        self._themed += [self.schedule_panel, self.run_panel]
        self._lay_out()
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._keeping.timeout.connect(self.keep)
        document.changed.connect(self._changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        self._restore()
        first = self.schedule_panel.fields["init"]
        first.setFocus()
        first.selectAll()  # what is typed first replaces the number
        apply_theme(self, system_scheme())

    def _lay_out(self) -> None:
        self.setWindowTitle("Untitled")
        self.setUnifiedTitleAndToolBarOnMac(True)
        if not self.menuBar().isNativeMenuBar():
            self.menuBar().setMinimumHeight(self.menuBar().fontMetrics().height() + MENU_BAR_PADDING)
        self.toolbar = FlatToolBar("Toolbar")
        self.toolbar.setMinimumHeight(TOOLBAR_HEIGHT)
        self.addToolBar(self.toolbar)
        self._places = Places([self.schedule_panel, self.run_panel])
        self.inspector = self._places.inspector
        self.setCentralWidget(self._places)
        self.resize(1100, 680)

    def add_plot(self) -> None:
        """Add the plot."""
        from designer.plot.canvas import Canvas

        self.plot = Canvas(self.document)
        self._places.plot.add(self.plot)
        self.plot.field_wanted.connect(self._go_to_field)
        if self.document.view.pins:
            self._add_compare()  # now, so that the plot keeps its place
        self._add_themed(self.plot)

    def _add_compare(self) -> None:
        from designer.panels.compare import ComparePanel

        self.compare = ComparePanel(self.document)
        self._places.plot.add(self.compare)
        self._add_themed(self.compare)

    def add_controls(self) -> None:
        """Add what commands come from and answer with: menus, toolbar, code and messages."""
        from designer.crash import reporter
        from designer.exporter import Exporter
        from designer.menus import Menus
        from designer.panels.code import CodePanel
        from designer.widgets.message_bar import MessageBar

        self.exporter = Exporter(self.document, self, self.plot)
        self.message_bar = MessageBar()
        self.code_panel = CodePanel(self.document)
        self.menus = Menus(self, self, self.toolbar)
        self.menuBar().setMinimumHeight(0)
        self._places.message.add(self.message_bar)
        self._places.code.add(self.code_panel)
        self._add_themed(self.message_bar, self.code_panel)
        self.document.view_changed.connect(self._view_changed)
        self.document.history_changed.connect(self.menus.refresh)
        self.code_panel.copy_wanted.connect(self._copy_line)
        self.exporter.said.connect(self.code_panel.say)
        self.exporter.failed.connect(self.message_bar.show_message)
        reporter.reported.connect(self._show_report, Qt.ConnectionType.QueuedConnection)  # never within a paint

    def add_details(self) -> None:
        """Add the levels, the icons and the code's colours."""
        from designer.actions import PIN_ACTIONS
        from designer.assets import app_icon
        from designer.panels.goals import GoalsPanel
        from designer.panels.levels import LevelsPanel

        if not hasattr(self, "compare"):
            self._add_compare()
        self.plot.complete()
        self.compare.offer([self.menus.actions[name] for name in PIN_ACTIONS])
        self.compare.table.removal_wanted.connect(self.menus.actions["remove_pin"].trigger)
        self.goals, self.levels = GoalsPanel(self.document), LevelsPanel(self.document)
        self._places.goals.add(self.goals)
        self._places.levels.add(self.levels)
        self.code_panel.complete(self._theme)
        self._add_themed(self.menus, self.goals, self.levels)
        self.setWindowIcon(app_icon())
        order = [*self.schedule_panel.fields.values(), *self.run_panel.fields.values(), *self.goals.stops()]
        order += [self.levels.table, self.code_panel.code, self.code_panel.copy_button, self.plot, self.compare.table]
        for first, second in itertools.pairwise(order):
            QWidget.setTabOrder(first, second)

    def add_part(self) -> bool:
        """Add the next part that isn't there from the beginning; return whether there was one."""
        add = next(self._parts, None)
        if add is not None:
            add()
        return add is not None

    def complete(self) -> None:
        """Add all parts that are still missing."""
        while self.add_part():
            pass

    def _add_themed(self, *parts: Themed) -> None:
        for part in parts:
            part.set_theme(self._theme)
        self._themed += parts

    def set_theme(self, theme: Theme) -> None:
        """Hand the colours to every part."""
        self._theme = theme
        self._places.set_ground(theme.color("base"))
        for part in self._themed:
            part.set_theme(theme)

    # What commands do

    def commit_typing(self) -> None:
        """Take over a number that was typed but not yet committed."""
        from designer.clipboard import commit_typing

        commit_typing(self)

    def _copy_line(self) -> None:
        self.commit_typing()
        self.exporter.copy_text(self.code_panel.code.toPlainText(), "Copied")

    def new_window(self) -> None:
        """Ask for a window with a design of its own."""
        self.new_window_wanted.emit()

    def rename_pin(self) -> None:
        """Let the selected pin's name be typed."""
        self.compare.rename()

    def open_goals(self) -> None:
        """Show the goals, and begin with the first of their fields."""
        self.inspector.show()
        self.goals.open()

    def go_to(self) -> None:
        """Ask for a level or an update."""
        self.inspector.show()
        self.levels.goto.open()

    def _go_to_field(self, argument: str) -> None:
        """Put the focus into an argument's field."""
        self.inspector.show()
        field = {**self.schedule_panel.fields, **self.run_panel.fields}[argument]
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def edit_text(self, command: str) -> None:
        """Cut, copy or paste text where there is a cursor; copy the crosshair's rate or a level; paste a schedule."""
        from designer.clipboard import edit_text

        copies: dict[QWidget, Callable[[], str]] = {
            self.plot: self.plot.crosshair_text,
            self.levels.table: self.levels.table.selected_text,
        }
        edit_text(self, command, copies, self.message_bar.show_message)

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self.inspector.setVisible(not self.inspector_shown())

    def inspector_shown(self) -> bool:
        """Tell whether there is an inspector."""
        return not self.inspector.isHidden()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no longer."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_zoom(self) -> None:
        """Make the window as large as the screen, or as it was."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowMaximized)

    def show_help(self, page: str) -> None:
        """Show a page of the Help menu."""
        from designer.help import show_help

        show_help(page, self, self)

    def quit(self) -> None:
        """Close every window, and so end the program."""
        QApplication.closeAllWindows()

    # What happens

    def _changed(self, new: Design, old: Design) -> None:
        self._is_edited = True
        self._keeping.start()

    def _view_changed(self, new: ViewState, old: ViewState) -> None:
        def differ(*names: str) -> bool:
            return any(getattr(new, name) != getattr(old, name) for name in names)

        self._is_edited |= new.pins != old.pins
        if differ("log_scale", "shows_crosshair", "optimizer", "pins"):
            self._keeping.start()
        if differ("log_scale", "shows_crosshair", "optimizer", "pins", "pin"):
            self.menus.refresh()

    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        apply_theme(self, scheme)

    def _show_report(self, report: Report) -> None:
        self.keep()
        self.message_bar.show_message(report.sentence, report.details)

    def keep(self) -> None:
        """Remember the design, how it is looked at, and the window."""
        self._keeping.stop()
        self._settings.keep_window("geometry", self.saveGeometry())
        self._settings.keep_window("splitter", self._places.splitter.saveState())
        self._settings.keep_view(self.document.view)
        if self._is_edited:  # an untouched window that is closed last doesn't replace the last design
            self._settings.keep_design(self.document.design)
            self._settings.keep_pins(self.document.view.pins)

    def _restore(self) -> None:
        for name, restore in (("geometry", self.restoreGeometry), ("splitter", self._places.splitter.restoreState)):
            state = self._settings.window(name)
            if not state.isEmpty():
                restore(state)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything; nothing is asked, for nothing is lost."""
        self.commit_typing()
        self.keep()
        super().closeEvent(event)
