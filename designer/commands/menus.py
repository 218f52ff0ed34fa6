"""Menus and toolbar out of the action data."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from designer.commands.action import ActionSpec, Host
from designer.commands.actions import ACTIONS, CLIPBOARD, EXPORT_MENU, TOOLBAR
from designer.look.assets import ICON_SIZE, empty_icon, icon
from designer.look.theme import Theme


class Menus(QObject):
    """A window's QActions, in its menu bar and on its toolbar."""

    def __init__(self, window: QMainWindow, host: Host, toolbar: QToolBar) -> None:
        super().__init__(window)
        self._host = host
        self._told = self._hinge()
        self.actions = {spec.id: self._make(spec) for spec in ACTIONS}
        self._menus: dict[str, QMenu] = {}
        self._sections: dict[str, int] = {}
        for spec in ACTIONS:
            self._add(window, spec)
        self.export_button = QToolButton()
        self.export_button.setObjectName("exportButton")
        self._fill_toolbar(toolbar)
        self.recent = self._add_recent()
        self.optimizers = self._menus[EXPORT_MENU].addMenu("&Optimizer in Snippets")
        self.optimizers.menuAction().setMenuRole(QAction.MenuRole.NoRole)
        self.optimizers.aboutToShow.connect(self._fill_optimizers)
        host.document.changed.connect(self._notice)
        host.document.source_changed.connect(self._notice)
        self.refresh()

    def refresh(self) -> None:
        """Show what can be done now, and what is on."""
        for spec in ACTIONS:
            action = self.actions[spec.id]
            action.setText(spec.text_for(self._host))
            action.setEnabled(spec.can_be_used(self._host))
            if spec.checked is not None:
                action.setChecked(spec.checked(self._host))
        self.export_button.setEnabled(self.actions["copy_code"].isEnabled())

    def _hinge(self) -> tuple[bool, bool]:
        """Return what commands hinge on besides history and view: that there is a schedule, and of which kind."""
        document = self._host.document
        return document.is_pending, document.design.has_goals

    def _notice(self) -> None:
        """Enable what can be done only now, and disable what can't be any more."""
        if self._hinge() != self._told:
            self._told = self._hinge()
            self.refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw the toolbar's icons in the theme's colours; until then their places are empty."""
        text, faint = theme.color("text"), theme.color("text", 90)
        for spec in ACTIONS:
            if spec.icon is not None:
                self.actions[spec.id].setIcon(icon(spec.icon, text, faint))
        self.export_button.setIcon(icon("export", text, faint))

    def _make(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setMenuRole(spec.role)
        action.setShortcuts(spec.keys())
        action.setCheckable(spec.checked is not None)
        if spec.icon is not None:
            action.setIcon(empty_icon())
            action.setIconVisibleInMenu(False)
        action.triggered.connect(lambda: self._run(spec))
        return action

    def _run(self, spec: ActionSpec) -> None:
        self._host.complete()  # somebody is faster than the start
        if spec.id not in CLIPBOARD:  # keys and a Mac's buttons take no focus: what was typed counts all the same
            self._host.commit_typing()
        spec.run(self._host)
        self.refresh()

    def _add(self, window: QMainWindow, spec: ActionSpec) -> None:
        menu = self._menu(window, spec.menu, spec.section)
        self._begin_section(spec.menu, spec.section)
        menu.addAction(self.actions[spec.id])
        window.addAction(self.actions[spec.id])

    def _menu(self, window: QMainWindow, path: str, section: int) -> QMenu:
        """Return a menu; a submenu is made in its parent's section of that number."""
        if path not in self._menus:
            parent, _, title = path.rpartition("/")
            owner = self._menu(window, parent, section) if parent else window.menuBar()
            if parent:
                self._begin_section(parent, section)
            self._menus[path] = owner.addMenu(f"&{title}")
        return self._menus[path]

    def _begin_section(self, path: str, section: int) -> None:
        if self._sections.setdefault(path, section) != section:
            self._menus[path].addSeparator()
            self._sections[path] = section

    def _fill_toolbar(self, bar: QToolBar) -> None:
        bar.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        for name in TOOLBAR:
            if name is None:
                bar.addSeparator()
            else:
                bar.addAction(self.actions[name])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        bar.addAction(self.actions["inspector"])
        self.export_button.setIcon(empty_icon())
        self.export_button.setText("Export")
        self.export_button.setToolTip("Copy the code, ready to paste; more in its menu")
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.export_button.setMenu(self._menus[EXPORT_MENU])
        self.export_button.clicked.connect(self.actions["copy_code"].trigger)
        bar.addWidget(self.export_button)

    def _add_recent(self) -> QMenu:
        """Put Open Recent below Open."""
        recent = QMenu("Open &Recent", self._menus["File"])
        recent.menuAction().setMenuRole(QAction.MenuRole.NoRole)
        recent.setToolTipsVisible(True)
        recent.aboutToShow.connect(self._fill_recent)
        entries = self._menus["File"].actions()
        self._menus["File"].insertMenu(entries[entries.index(self.actions["open"]) + 1], recent)
        return recent

    def _fill_recent(self) -> None:
        """List the files that were open last and are still there."""
        self.recent.clear()
        for path, text in _told_apart(self._host.recent_files()).items():
            entry = self.recent.addAction(text.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.setMenuRole(QAction.MenuRole.NoRole)
            entry.triggered.connect(lambda _=False, path=path: self._host.files.open_wanted.emit(path))
        if self.recent.isEmpty():
            self.recent.addAction("No recent files").setEnabled(False)

    def _fill_optimizers(self) -> None:
        """List the optimizers of the installed MLX; only now, for MLX takes its time to load."""
        from stepdecay.writers.python import optimizer_names

        if self.optimizers.isEmpty():
            group = QActionGroup(self)
            for name in optimizer_names():
                choice = self.optimizers.addAction(name)
                choice.setCheckable(True)
                choice.setMenuRole(QAction.MenuRole.NoRole)
                choice.triggered.connect(lambda _=False, name=name: self._host.document.look(optimizer=name))
                group.addAction(choice)
        for choice in self.optimizers.actions():
            choice.setChecked(choice.text() == self._host.document.view.preferences.optimizer)


def _told_apart(paths: list[Path]) -> dict[Path, str]:
    """Return for each file its name, with the folder where others have that name, and all folders if need be."""
    names = Counter(path.name for path in paths)
    places = Counter((path.name, path.parent.name) for path in paths)

    def text(path: Path) -> str:
        if names[path.name] == 1:
            return path.name
        return f"{path.name} — {path.parent.name if places[path.name, path.parent.name] == 1 else path.parent}"

    return {path: text(path) for path in paths}
