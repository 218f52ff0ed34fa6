"""Every command: reachable, named, and harmless; a new one is tested the day it is born."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from designer.commands.actions import ACTIONS

IDS = [spec.id for spec in ACTIONS]


@pytest.fixture
def harmless(window, monkeypatch, tmp_path):
    """A window whose commands reach no browser, no printer and no file dialog."""
    from PySide6 import QtPrintSupport

    class NoDialog(QDialog):
        def __init__(self, printer, parent):
            super().__init__(parent)

    monkeypatch.setattr(QtPrintSupport, "QPrintDialog", NoDialog)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    window.exporter.ask_path = window.files.ask_path = lambda *asked: (str(tmp_path / "saved"), "")
    window.files.ask_paths = window.logs.ask_paths = lambda *asked: []
    return window


@pytest.mark.parametrize("name", IDS)
def test_every_command_runs(harmless, name, qtbot, caplog):
    action = harmless.menus.actions[name]
    action.trigger()
    QApplication.processEvents()
    assert not caplog.records
    for other in QApplication.topLevelWidgets():
        if other is not harmless and other.isVisible():
            other.close()
    QApplication.sendPostedEvents(None, 0)
    QApplication.processEvents()


@pytest.mark.parametrize("name", IDS)
def test_every_command_is_in_a_menu_with_a_text_of_its_own(window, name):
    action = window.menus.actions[name]
    menus = [menu for menu in window.findChildren(QMenu) if action in menu.actions()]
    assert len(menus) == 1
    assert action.text().replace("&", "")


def test_no_two_commands_have_the_same_keys(window):
    keys = [key.toString() for action in window.menus.actions.values() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_a_mac_moves_only_about_and_quit_into_the_application_menu(window):
    moved = {name for name, action in window.menus.actions.items() if action.menuRole() != QAction.MenuRole.NoRole}
    assert moved == {"about", "quit"}


def test_undo_and_redo_are_disabled_when_there_is_nothing_to_undo(window):
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    window.document.edit("Change init to 0.2", window.document.design.with_argument("init", 0.2))
    assert undo.isEnabled()
    undo.trigger()
    assert not undo.isEnabled()
    assert redo.isEnabled()


def test_the_check_marks_follow_the_window(window):
    log, inspector = window.menus.actions["log_scale"], window.menus.actions["inspector"]
    assert not log.isChecked()
    window.document.look(log_scale=True)
    assert log.isChecked()
    assert inspector.isChecked()
    inspector.trigger()
    assert not window.inspector.isVisible()
    assert not inspector.isChecked()
