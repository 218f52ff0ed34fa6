"""The window: where everything is, and what its commands do to it; no arithmetic."""

from __future__ import annotations

from functools import cached_property
from os.path import exists
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from designer.frame import panels
from designer.frame.layout import Places
from designer.frame.panel_list import PanelList
from designer.frame.panels import Stage
from designer.frame.plain_window import PlainWindow
from designer.model.document import Document
from designer.model.source import title_of
from designer.model.view import View
from designer.session.autosave import Keeper
from designer.session.settings import Settings
from designer.widgets.flat_toolbar import FlatToolBar
from stepdecay.engine import EngineError

if TYPE_CHECKING:
    from designer.commands.exporter import Exporter
    from designer.commands.menus import Menus
    from designer.crash import Report
    from designer.filing.files import Files
    from designer.filing.logs import Logs
    from designer.frame.no_plot import NoPlot
    from designer.panels.panel import Panel
    from designer.plot.canvas import Canvas
    from designer.widgets.message_bar import MessageBar

    P = TypeVar("P", bound=Panel)

MENU_BAR_PADDING, TOOLBAR_HEIGHT = 5, 39
"""Kept free from the first paint on for what comes right after it, so that nothing moves."""


class MainWindow(PlainWindow):
    """One document's window.

    It is made in parts, each on the screen before the next is loaded: first its fields; then the plot, whose libraries
    take longer to load than all else together; menus, toolbar and code; at last levels, icons and the code's colours.
    """

    new_window_wanted = Signal()
    open_wanted = Signal(object)
    end_wanted = Signal()

    def __init__(self, document: Document, settings: Settings, sentence: str = "") -> None:
        super().__init__()
        self._first_sentence = sentence
        self.document = document
        self._parts = iter((self.add_plot, self.add_controls, self.add_details))
        self._lay_out()
        self._themed += [self._places, *self._panels.add(Stage.FIELDS)]
        self.keeper = Keeper(settings, document, self, self._places.splitter)
        document.source_changed.connect(self._show_pending)
        document.changed.connect(self._show_pending)
        self.keeper.restore()
        self._show_pending()
        for panel in self._panels:
            panel.begin()
        self.follow_system()

    def _lay_out(self) -> None:
        self.setWindowTitle(title_of(self.document.source))
        self.setUnifiedTitleAndToolBarOnMac(True)
        if not self.menuBar().isNativeMenuBar():
            self.menuBar().setMinimumHeight(self.menuBar().fontMetrics().height() + MENU_BAR_PADDING)
        self.toolbar = FlatToolBar("Toolbar")
        self.toolbar.setMinimumHeight(TOOLBAR_HEIGHT)
        self.addToolBar(self.toolbar)
        self._places = Places(panels.PANELS, self.document.design)
        self._panels = PanelList(panels.PANELS, self, self._places)
        self.inspector = self._places.inspector
        self.setCentralWidget(self._places)
        self.resize(1100, 680)

    # What is made when it is first asked for, so that the first paint doesn't wait for it

    @cached_property
    def engine_problem(self) -> str:
        """Why there are no rates, where MLX can't be loaded; empty where it is, from now on."""
        try:
            import stepdecay.evaluate.mlx_rates  # noqa: F401
        except EngineError as error:
            return str(error)
        return ""

    @cached_property
    def plot(self) -> Canvas | NoPlot:
        """The plot, or what says why there is none."""
        if self.engine_problem:
            from designer.frame.no_plot import NoPlot

            return NoPlot(self.engine_problem)
        from designer.plot.canvas import Canvas

        return Canvas(self.document)

    @cached_property
    def files(self) -> Files:
        """What opens and saves."""
        from designer.filing.files import Files

        return Files(self.document, self, self._panels.shown_notes)

    @cached_property
    def logs(self) -> Logs:
        """The training log."""
        from designer.filing.logs import Logs

        return Logs(self.document, self)

    @cached_property
    def exporter(self) -> Exporter:
        """What copies, exports and prints."""
        from designer.commands.exporter import Exporter

        return Exporter(self.document, self, self.plot)

    @cached_property
    def menus(self) -> Menus:
        """Menus and toolbar."""
        from designer.commands.menus import Menus

        return Menus(self, self, self.toolbar)

    @cached_property
    def message_bar(self) -> MessageBar:
        """The place for what went wrong."""
        from designer.widgets.message_bar import MessageBar

        return MessageBar()

    def panel(self, kind: type[P]) -> P:
        """Return the panel of a type; there is one as soon as the window is complete."""
        return self._panels.of(kind)

    # Its parts, one after the other

    def add_plot(self) -> None:
        """Add the plot."""
        self._places.add_plot(self.plot)
        self.plot.field_wanted.connect(self.go_to_field)
        self.add_themed(self.plot, *self._panels.add(Stage.PLOT))

    def add_controls(self) -> None:
        """Add what commands come from and answer with: menus, toolbar, code and messages."""
        from designer.crash import reporter

        self.files.open_wanted.connect(self.open_wanted)
        self._places.message.addWidget(self.message_bar)
        added = self._panels.add(Stage.CONTROLS)
        self.menuBar().setMinimumHeight(0)
        self.add_themed(self.message_bar, *added)
        self.document.view_changed.connect(self._view_changed)
        self.document.history_changed.connect(self.menus.refresh)
        self.exporter.failed.connect(self.message_bar.show_message)
        self.files.failed.connect(self.message_bar.show_message)
        self.files.code_wanted.connect(self.exporter.copy_code)
        self.files.asked.connect(self.message_bar.ask)
        self.files.taken_back.connect(self.message_bar.take_back)
        self.keeper.failed.connect(self.message_bar.show_message)
        self.message_bar.show_message(self._first_sentence)
        reporter.reported.connect(self._show_report, Qt.ConnectionType.QueuedConnection)  # never within a paint

    def add_details(self) -> None:
        """Add the levels, the icons and the code's colours."""
        from designer.filing.drag_and_drop import Drops, leave_to_window
        from designer.filing.watcher import Follower
        from designer.look.assets import app_icon

        self.plot.complete()
        self.add_themed(self.menus, *self._panels.add(Stage.REST))
        for panel in self._panels:
            panel.complete()
        self._panels.order_tabs()
        self.logs.failed.connect(self.message_bar.show_message)
        self.logs.taken_back.connect(self.message_bar.take_back)
        self.logs.changed.connect(self.menus.refresh)
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

    def new_window(self) -> None:
        """Ask for a window with a design of its own."""
        self.new_window_wanted.emit()

    def end(self) -> None:
        """Ask for the end of the program."""
        self.end_wanted.emit()

    def recent_files(self) -> list[Path]:
        """Return the files that were open last and are still there."""
        return [path for path in self.keeper.settings.files() if exists(path)]  # noqa: PTH110

    def has_rates(self) -> bool:
        """Tell whether there is an MLX to ask for rates."""
        return not self.engine_problem

    def has_answer(self, command: str) -> bool:
        """Tell whether a panel knows what to do for a command now."""
        return command in self._panels.commands()

    def ask_panel(self, command: str) -> None:
        """Have the panel do a command whose it is."""
        self._panels.commands()[command]()

    def open_panel(self, command: str) -> None:
        """Have it done in sight: by a part of the inspector that then has the keys."""
        self.show_inspector()
        self.ask_panel(command)
        focus = self.focusWidget()
        for part in (focus and focus.parentWidget(), focus):  # with what explains it, as far as there is room
            if part is not None:
                self.bring_into_sight(part)

    def go_to_field(self, argument: str) -> None:
        """Put the focus into an argument's field, if it has one."""
        self.show_inspector()
        field = self._panels.field_of(argument)
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def bring_into_sight(self, row: QWidget) -> None:
        """Scroll to a part of a panel."""
        self._places.bring_into_sight(row)

    def edit_text(self, command: str) -> None:
        """Cut, copy or paste text where there is a cursor; copy the crosshair's rate or a level; paste a schedule."""
        from designer.commands.clipboard import edit_text

        copies = self._panels.copies() | {self.plot: self.plot.crosshair_text}
        edit_text(self, command, copies, self.message_bar.show_message)

    def paste_text(self, text: str) -> None:
        """Make a text that was dropped the schedule, or say why it can't be."""
        from designer.commands.clipboard import paste

        paste(self.document, text, self.message_bar.show_message, can_be_text=False)

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._places.side.setVisible(not self.inspector_shown())

    def show_inspector(self) -> None:
        """Show the inspector, if it is hidden."""
        self._places.side.show()

    def inspector_shown(self) -> bool:
        """Tell whether there is an inspector."""
        return not self._places.side.isHidden()

    def show_help(self, page: str) -> None:
        """Show a page of the Help menu."""
        from designer.commands.help import show_help

        show_help(page, self, self)

    # What happens

    def _show_pending(self, *_: object) -> None:
        """Show nothing that isn't true yet, while a file's names have no values."""
        source = self.document.source if self.document.is_pending else None
        self._places.wait_for("" if source is None else source.waits_for())
        if source is not None:
            self.show_inspector()

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
        """Keep everything where this is the end of the program; else ask about what would be lost."""
        self.commit_typing()
        self.complete()
        if not (keeps := self.keeper.keeps_on_closing) and not self.files.may_close():
            event.ignore()
            return
        self.keeper.end(keeps=keeps)
        super().closeEvent(event)
