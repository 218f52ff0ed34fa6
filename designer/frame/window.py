"""The window: where everything is, and what its commands do to it; no arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from designer.frame.layout import Places
from designer.frame.plain_window import PlainWindow
from designer.model.document import Document
from designer.model.source import title_of
from designer.model.view import View
from designer.panels.run.panel import RunPanel
from designer.panels.schedule.panel import SchedulePanel
from designer.session.autosave import Keeper
from designer.session.settings import Settings
from designer.widgets.flat_toolbar import FlatToolBar

if TYPE_CHECKING:
    from designer.commands.exporter import Exporter
    from designer.commands.menus import Menus
    from designer.crash import Report
    from designer.filing.files import Files
    from designer.filing.logs import Logs
    from designer.panels.code import CodePanel
    from designer.panels.compare import ComparePanel
    from designer.panels.findings import FindingsPanel
    from designer.panels.goals import GoalsPanel
    from designer.panels.levels import LevelsPanel
    from designer.panels.resume import ResumePanel
    from designer.panels.source import SourcePanel
    from designer.panels.translation import TranslationPanel
    from designer.plot.canvas import Canvas
    from designer.widgets.message_bar import MessageBar

MENU_BAR_PADDING, TOOLBAR_HEIGHT = 5, 39
"""Kept free from the first paint on for what comes right after it, so that nothing moves."""


class MainWindow(PlainWindow):
    """One document's window.

    It is made in parts, each on the screen before the next is loaded: first its fields; then the plot, whose libraries
    take longer to load than all else together; menus, toolbar and code; at last levels, icons and the code's colours.
    """

    new_window_wanted = Signal()
    open_wanted = Signal(object)

    document: Document
    exporter: Exporter
    files: Files
    logs: Logs
    menus: Menus
    code_panel: CodePanel
    message_bar: MessageBar
    plot: Canvas
    compare: ComparePanel
    findings: FindingsPanel
    goals: GoalsPanel
    resume: ResumePanel
    source: SourcePanel
    translation: TranslationPanel
    levels: LevelsPanel

    def __init__(self, document: Document, settings: Settings, sentence: str = "") -> None:
        super().__init__()
        self._first_sentence = sentence
        self.document = document
        self._parts = iter((self.add_plot, self.add_controls, self.add_details))
        self.schedule_panel, self.run_panel = SchedulePanel(document), RunPanel(document)
        self._lay_out()
        self._themed += [self._places, self.schedule_panel, self.run_panel]
        self.keeper = Keeper(settings, document, self, self._places.splitter)
        document.source_changed.connect(self._show_pending)
        document.changed.connect(self._show_pending)
        self.keeper.restore()
        self._show_pending()
        self.schedule_panel.begin()
        self.follow_system()

    def _lay_out(self) -> None:
        self.setWindowTitle(title_of(self.document.source))
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
        self.plot.field_wanted.connect(self.go_to_field)
        if self.document.view.overlay.pins:
            self._add_compare()  # now, so that the plot keeps its place
        self.add_themed(self.plot)

    def _add_compare(self) -> None:
        from designer.panels.compare import ComparePanel

        self.compare = ComparePanel(self.document)
        self._places.plot.add(self.compare)
        self.add_themed(self.compare)

    def add_controls(self) -> None:
        """Add what commands come from and answer with: menus, toolbar, code and messages."""
        from designer.commands.exporter import Exporter
        from designer.commands.menus import Menus
        from designer.crash import reporter
        from designer.filing.files import Files
        from designer.panels.code import CodePanel
        from designer.widgets.message_bar import MessageBar

        self.files = Files(self.document, self)
        self.files.open_wanted.connect(self.open_wanted)
        self.exporter = Exporter(self.document, self, self.plot)
        self.message_bar = MessageBar()
        self.code_panel = CodePanel(self.document)
        self.menus = Menus(self, self, self.toolbar)
        self.menuBar().setMinimumHeight(0)
        self._places.message.add(self.message_bar)
        self._places.code.add(self.code_panel)
        self.add_themed(self.message_bar, self.code_panel)
        self.document.view_changed.connect(self._view_changed)
        self.document.history_changed.connect(self.menus.refresh)
        self.code_panel.copy_wanted.connect(self._copy_line)
        self.exporter.said.connect(self.code_panel.say)
        self.exporter.failed.connect(self.message_bar.show_message)
        self.schedule_panel.refused.connect(self.message_bar.show_message)
        self.files.said.connect(self.code_panel.say)
        self.files.failed.connect(self.message_bar.show_message)
        self.files.asked.connect(self.message_bar.ask)
        self.files.taken_back.connect(self.message_bar.take_back)
        self.message_bar.show_message(self._first_sentence)
        reporter.reported.connect(self._show_report, Qt.ConnectionType.QueuedConnection)  # never within a paint

    def add_details(self) -> None:
        """Add the levels, the icons and the code's colours."""
        from designer.filing.drag_and_drop import Drops, leave_to_window
        from designer.filing.watcher import Follower
        from designer.frame.details import Details
        from designer.look.assets import app_icon

        if not hasattr(self, "compare"):
            self._add_compare()
        self.plot.complete()
        details = Details(self, self._places)
        self.findings, self.goals, self.resume = details.findings, details.goals, details.resume
        self.levels, self.source, self.translation = details.levels, details.source, details.translation
        self.code_panel.complete(self.theme)
        self.add_themed(self.menus, *details.panels)
        self.menus.refresh()  # some commands are about what has come just now
        self.setWindowIcon(app_icon())
        Drops(self, self.open_wanted.emit, self.paste_text)
        leave_to_window(self._places)
        Follower(self.document, self.files, self, is_busy=lambda: self.plot.is_dragging)

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

    # What commands do

    def commit_typing(self) -> None:
        """Take over a number that was typed but not yet committed."""
        from designer.commands.clipboard import commit_typing

        commit_typing(self)

    def _copy_line(self) -> None:
        self.commit_typing()
        self.exporter.copy_text(self.code_panel.code.toPlainText(), "Copied")

    def new_window(self) -> None:
        """Ask for a window with a design of its own."""
        self.new_window_wanted.emit()

    def recent_files(self) -> list[Path]:
        """Return the files that were open last and are still there."""
        return [path for path in self.keeper.settings.files() if path.exists()]

    def rename_pin(self) -> None:
        """Let the selected pin's name be typed."""
        self.compare.rename()

    def open_panel(self, panel: GoalsPanel | ResumePanel) -> None:
        """Unfold a part of the inspector, and begin with the first of its fields."""
        self._places.side.show()
        panel.open()

    def go_to(self) -> None:
        """Ask for a level or an update."""
        self._places.side.show()
        self.levels.goto.open()

    def go_to_field(self, argument: str) -> None:
        """Put the focus into an argument's field, if it has one."""
        self._places.side.show()
        field = self.run_panel.field(argument) or self.schedule_panel.field(argument)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def has_findings(self) -> bool:
        """Tell whether something was found."""
        return hasattr(self, "findings") and bool(self.findings.rows)

    def next_finding(self) -> None:
        """Go to the next finding."""
        self._places.side.show()
        self.findings.go_on()

    def edit_text(self, command: str) -> None:
        """Cut, copy or paste text where there is a cursor; copy the crosshair's rate or a level; paste a schedule."""
        from designer.commands.clipboard import edit_text

        copies: dict[QWidget, Callable[[], str]] = {
            self.plot: self.plot.crosshair_text,
            self.levels.table: self.levels.table.selected_text,
            **self.findings.copies(),
        }
        edit_text(self, command, copies, self.message_bar.show_message)

    def paste_text(self, text: str) -> None:
        """Make a text that was dropped the schedule, or say why it can't be."""
        from designer.commands.clipboard import paste

        paste(self.document, text, self.message_bar.show_message, can_be_text=False)

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._places.side.setVisible(not self.inspector_shown())

    def inspector_shown(self) -> bool:
        """Tell whether there is an inspector."""
        return not self._places.side.isHidden()

    def show_help(self, page: str) -> None:
        """Show a page of the Help menu."""
        from designer.commands.help import show_help

        show_help(page, self, self)

    def quit(self) -> None:
        """Close every window, and so end the program."""
        QApplication.closeAllWindows()

    # What happens

    def _show_pending(self, *_: object) -> None:
        """Show nothing that isn't true yet, while a file's names have no values."""
        source = self.document.source if self.document.is_pending else None
        self._places.wait_for("" if source is None else source.waits_for())
        if source is not None:
            self._places.side.show()

    def _view_changed(self, new: View, old: View) -> None:
        def told(view: View) -> tuple[object, ...]:
            """Return what the menus tell of a view."""
            focus = view.focus
            return view.preferences, view.overlay.pins, focus.pin, focus.piece, focus.crosshair is not None

        if told(new) != told(old):
            self.menus.refresh()

    def _show_report(self, report: Report) -> None:
        self.keeper.keep()
        self.message_bar.show_message(report.sentence, report.details)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember everything; ask only about changes that are not in their file."""
        self.commit_typing()
        self.complete()
        if not self.files.may_close():
            event.ignore()
            return
        self.keeper.keep()
        super().closeEvent(event)
