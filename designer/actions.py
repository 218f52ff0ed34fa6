"""Every command once, as data: what it is called, where it is, its keys, when it can be used, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QKeySequence

from designer.document import Document
from designer.exporter import Exporter
from designer.piece_commands import COMMANDS, PieceCommand
from designer.pins import MOST_PINS, Pin, changed

if TYPE_CHECKING:
    from designer.files import Files
    from designer.panels.schedule.panel import SchedulePanel

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


class Host(Protocol):
    """What commands need of a window."""

    document: Document

    exporter: Exporter
    files: Files
    schedule_panel: SchedulePanel

    def complete(self) -> None: ...
    def commit_typing(self) -> None: ...
    def new_window(self) -> None: ...
    def recent_files(self) -> list[Path]: ...
    def close(self) -> bool: ...
    def edit_text(self, command: str) -> None: ...
    def rename_pin(self) -> None: ...
    def open_goals(self) -> None: ...
    def go_to(self) -> None: ...
    def toggle_inspector(self) -> None: ...
    def inspector_shown(self) -> bool: ...
    def toggle_full_screen(self) -> None: ...
    def isFullScreen(self) -> bool: ...  # noqa: N802
    def showMinimized(self) -> None: ...  # noqa: N802
    def toggle_zoom(self) -> None: ...
    def show_help(self, page: str) -> None: ...
    def quit(self) -> None: ...


Text = str | Callable[[Host], str]


@dataclass(frozen=True)
class ActionSpec:
    """One command.

    Attributes:
        id: Its name in code and tests, and the QAction's objectName.
        text: What the menu says; may depend on the window.
        menu: The menu it is in; `File/Export` is a submenu. A menu's actions are in the order of this module.
        run: What it does.
        shortcut: A standard key, or keys as text (`Ctrl` is Command on a Mac).
        enabled: Whether it can be used now.
        needs_schedule: Whether it is about the schedule, so that it can't be used while a file's names have no values.
        checked: Whether it is on; None for a command that can't be on or off.
        role: The application menu's place on a Mac; by default none, for Qt guesses from texts.
        section: Actions of one menu with different sections have a line between them. A submenu is in the
            section of its parent that its first action says.
        icon: A file in resources/icons, if it is on the toolbar.
    """

    id: str
    text: Text
    menu: str
    run: Callable[[Host], object]
    shortcut: Keys | str | None = None
    enabled: Callable[[Host], bool] = lambda host: True
    needs_schedule: bool = False
    checked: Callable[[Host], bool] | None = None
    role: Role = Role.NoRole
    section: int = 0
    icon: str | None = None

    def can_be_used(self, host: Host) -> bool:
        """Return whether it can be used now."""
        return not (self.needs_schedule and host.document.is_pending) and self.enabled(host)

    def text_for(self, host: Host) -> str:
        """Return the menu's text as it is now."""
        return self.text if isinstance(self.text, str) else self.text(host)

    def title(self) -> str:
        """Return a text that is the same at all times."""
        return self.id.replace("_", " ").title()

    def keys(self) -> list[QKeySequence]:
        """Return the keys on this system, the usual ones first."""
        if isinstance(self.shortcut, Keys):
            return QKeySequence.keyBindings(self.shortcut)
        return [] if self.shortcut is None else [QKeySequence(self.shortcut)]


def _undo_text(host: Host) -> str:
    return f"&Undo {host.document.undo_stack.undoText()}".rstrip()


def _redo_text(host: Host) -> str:
    return f"&Redo {host.document.undo_stack.redoText()}".rstrip()


def _toggle_log(host: Host) -> None:
    host.document.look(log_scale=not host.document.view.log_scale, y_range=None)


def _toggle_crosshair(host: Host) -> None:
    host.document.look(shows_crosshair=not host.document.view.shows_crosshair)


def _selected_pin(host: Host) -> Pin | None:
    view = host.document.view
    return None if view.pin is None else view.pins[view.pin]


def _has_pin(host: Host) -> bool:
    return _selected_pin(host) is not None


def _toggle_pin(host: Host) -> None:
    view = host.document.view
    if view.pin is not None:
        host.document.look(pins=changed(view.pins, view.pin, shown=not view.pins[view.pin].shown))


def _make_pin_current(host: Host) -> None:
    if host.document.view.pin is not None:
        host.document.make_pin_current(host.document.view.pin)


def _remove_pin(host: Host) -> None:
    if host.document.view.pin is not None:
        host.document.unpin(host.document.view.pin)


def _toggle_pin_text(host: Host) -> str:
    pin = _selected_pin(host)
    return "&Show Pin" if pin is not None and not pin.shown else "&Hide Pin"


def _of_pieces(command: PieceCommand) -> ActionSpec:
    checked = command.checked
    return ActionSpec(
        command.id,
        lambda host: command.text_for(host.document),
        command.menu,
        lambda host: host.schedule_panel.run(command.run),
        command.shortcut,
        enabled=lambda host: command.enabled(host.document),
        needs_schedule=True,
        checked=None if checked is None else lambda host: checked(host.document),
    )


ACTIONS = (
    ActionSpec("new", "&New", "File", lambda host: host.new_window(), Keys.New),
    ActionSpec("open", "&Open…", "File", lambda host: host.files.open(), Keys.Open, icon="open"),
    ActionSpec("close", "&Close", "File", lambda host: host.close(), Keys.Close, section=1),
    ActionSpec("save", "&Save", "File", lambda host: host.files.save(), Keys.Save, section=1, icon="save"),
    ActionSpec("save_as", "Save &As…", "File", lambda host: host.files.save_as(), "Ctrl+Shift+S", section=1),
    ActionSpec(
        "copy_code", "&Copy Code", "File/Export", lambda host: host.exporter.copy_code(), "Ctrl+Shift+C", section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "copy_snippet",
        lambda host: f"Copy as &Snippet with {host.document.view.optimizer}",
        "File/Export",
        lambda host: host.exporter.copy_snippet(),
        "Ctrl+Alt+C",
        section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "copy_swift", "Copy as S&wift", "File/Export", lambda host: host.exporter.copy_swift(), section=2,
        needs_schedule=True,
    ),
    ActionSpec(
        "save_code", "Save Co&de…", "File/Export", lambda host: host.exporter.save_code(), section=3,
        needs_schedule=True,
    ),
    ActionSpec(
        "save_image", "&Image…", "File/Export", lambda host: host.exporter.save_image(), "Ctrl+Shift+E", section=3,
        needs_schedule=True,
    ),
    ActionSpec(
        "save_table", "&Table…", "File/Export", lambda host: host.exporter.save_table(), section=3,
        needs_schedule=True,
    ),
    ActionSpec(
        "print", "&Print…", "File", lambda host: host.exporter.print_plot(), Keys.Print, section=4,
        needs_schedule=True,
    ),
    ActionSpec("quit", "&Quit", "File", lambda host: host.quit(), "Ctrl+Q", role=Role.QuitRole, section=5),
    ActionSpec(
        "undo", _undo_text, "Edit", lambda host: host.document.undo_stack.undo(), Keys.Undo,
        enabled=lambda host: host.document.undo_stack.canUndo(), icon="undo",
    ),
    ActionSpec(
        "redo", _redo_text, "Edit", lambda host: host.document.undo_stack.redo(), Keys.Redo,
        enabled=lambda host: host.document.undo_stack.canRedo(), icon="redo",
    ),
    ActionSpec("cut", "Cu&t", "Edit", lambda host: host.edit_text("cut"), Keys.Cut, section=1),
    ActionSpec("copy", "&Copy", "Edit", lambda host: host.edit_text("copy"), Keys.Copy, section=1),
    ActionSpec("paste", "&Paste", "Edit", lambda host: host.edit_text("paste"), Keys.Paste, section=1),
    ActionSpec(
        "log_scale", "&Log Scale", "View", _toggle_log, "Ctrl+L",
        checked=lambda host: host.document.view.log_scale, icon="log",
    ),
    ActionSpec("fit", "&Fit", "View", lambda host: host.document.fit_view(), "Ctrl+0", icon="fit"),
    ActionSpec(
        "go_to", "&Go to Level or Update…", "View", lambda host: host.go_to(), "Ctrl+G", needs_schedule=True
    ),
    ActionSpec(
        "crosshair", "Show &Crosshair", "View", _toggle_crosshair, section=1,
        checked=lambda host: host.document.view.shows_crosshair,
    ),
    ActionSpec(
        "inspector", "&Inspector", "View", lambda host: host.toggle_inspector(), "Ctrl+Alt+I", section=1,
        checked=lambda host: host.inspector_shown(), icon="inspector",
    ),
    ActionSpec(
        "full_screen", "F&ull Screen", "View", lambda host: host.toggle_full_screen(), Keys.FullScreen, section=1,
        checked=lambda host: host.isFullScreen(),
    ),
    *map(_of_pieces, COMMANDS),
    ActionSpec(
        "pin", "&Pin", "Schedule", lambda host: host.document.pin(), "Ctrl+D", icon="pin", section=1,
        enabled=lambda host: len(host.document.view.pins) < MOST_PINS, needs_schedule=True,
    ),
    ActionSpec(
        "unpin_all", "&Unpin All", "Schedule", lambda host: host.document.unpin(), section=1,
        enabled=lambda host: bool(host.document.view.pins),
    ),
    ActionSpec(
        "restore_pins", "Re&store Removed Pins", "Schedule", lambda host: host.document.restore_pins(), section=1,
        enabled=lambda host: bool(host.document.view.unpinned) and len(host.document.view.pins) < MOST_PINS,
    ),
    ActionSpec(
        "make_pin_current", "Make Pin &Current", "Schedule", _make_pin_current, section=2, enabled=_has_pin,
        needs_schedule=True,
    ),
    ActionSpec(
        "rename_pin", "&Rename Pin", "Schedule", lambda host: host.rename_pin(), section=2, enabled=_has_pin
    ),
    ActionSpec("toggle_pin", _toggle_pin_text, "Schedule", _toggle_pin, section=2, enabled=_has_pin),
    ActionSpec("remove_pin", "R&emove Pin", "Schedule", _remove_pin, section=2, enabled=_has_pin),
    ActionSpec(
        "goals", "&Goals…", "Schedule", lambda host: host.open_goals(), "Ctrl+Shift+G", section=3, needs_schedule=True
    ),
    ActionSpec("minimize", "&Minimize", "Window", lambda host: host.showMinimized(), "Ctrl+M"),
    ActionSpec("zoom", "&Zoom", "Window", lambda host: host.toggle_zoom()),
    ActionSpec("shortcuts", "&Keyboard Shortcuts", "Help", lambda host: host.show_help("shortcuts"), "Ctrl+/"),
    ActionSpec(
        "documentation", "&MLX Schedulers", "Help", lambda host: host.show_help("documentation"), Keys.HelpContents
    ),
    ActionSpec(
        "about", "&About LR Designer", "Help", lambda host: host.show_help("about"), role=Role.AboutRole, section=1
    ),
)  # fmt: skip

TOOLBAR = ("open", "save", None, "undo", "redo", None, "log_scale", "fit", "pin")
EXPORT_MENU = "File/Export"
PIN_ACTIONS = ("make_pin_current", "rename_pin", "toggle_pin", "remove_pin")
CLIPBOARD = ("cut", "copy", "paste")
