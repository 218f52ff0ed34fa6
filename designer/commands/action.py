"""A command as data: what it is called, where it is, its keys, when it can be used, what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QKeySequence

from designer.commands.exporter import Exporter
from designer.model.document import Document

if TYPE_CHECKING:
    from designer.filing.files import Files
    from designer.filing.logs import Logs

Keys = QKeySequence.StandardKey
Role = QAction.MenuRole


class Host(Protocol):
    """What commands need of a window."""

    document: Document

    @property
    def exporter(self) -> Exporter: ...
    @property
    def files(self) -> Files: ...
    @property
    def logs(self) -> Logs: ...
    def complete(self) -> None: ...
    def commit_typing(self) -> None: ...
    def new_window(self) -> None: ...
    def recent_files(self) -> list[Path]: ...
    def close(self) -> bool: ...
    def end(self) -> None: ...
    def edit_text(self, command: str) -> None: ...
    def has_rates(self) -> bool: ...
    def has_answer(self, command: str) -> bool: ...
    def ask_panel(self, command: str) -> None: ...
    def open_panel(self, command: str) -> None: ...
    def toggle_inspector(self) -> None: ...
    def inspector_shown(self) -> bool: ...
    def toggle_full_screen(self) -> None: ...
    def isFullScreen(self) -> bool: ...  # noqa: N802
    def showMinimized(self) -> None: ...  # noqa: N802
    def toggle_zoom(self) -> None: ...
    def show_help(self, page: str) -> None: ...


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
        needs_rates: Whether it is about rates or the plot, so that it can't be used where MLX can't be loaded.
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
    needs_rates: bool = False
    checked: Callable[[Host], bool] | None = None
    role: Role = Role.NoRole
    section: int = 0
    icon: str | None = None

    def can_be_used(self, host: Host) -> bool:
        """Return whether it can be used now."""
        if (self.needs_schedule and host.document.is_pending) or (self.needs_rates and not host.has_rates()):
            return False
        return self.enabled(host)

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
