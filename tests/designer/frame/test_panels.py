"""A panel is one file and one line: where the line says, there it is, and Tab finds it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from designer.app import create_window
from designer.frame import panels
from designer.frame.panels import PanelSpec, Slot, Stage
from designer.panels.code import CodePanel
from designer.panels.findings import FindingsPanel
from designer.panels.levels import LevelsPanel
from designer.panels.run.panel import RunPanel
from tests.designer.helpers.note_panel import NotePanel

AT_LEVELS = 7
"""Where the levels are among the panels."""


@pytest.fixture
def with_note(qtbot, monkeypatch):
    """Makes a window with a panel of our own, registered before the levels."""

    def make(*line: object):
        added = PanelSpec("tests.designer.helpers.note_panel:NotePanel", *line)
        monkeypatch.setattr(panels, "PANELS", (*panels.PANELS[:AT_LEVELS], added, *panels.PANELS[AT_LEVELS:]))
        window = create_window()
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow() and window.windowHandle().isExposed())
        return window

    return make


def place(window, part: QWidget) -> QPoint:
    return part.mapTo(window, QPoint())


def test_a_new_panel_is_in_the_inspector_before_what_is_registered_after_it(with_note):
    window = with_note()
    note = window.panel(NotePanel)
    assert note.isVisible()
    assert window.inspector.isAncestorOf(note)
    assert (
        place(window, window.panel(RunPanel)).y()
        < place(window, note).y()
        < place(window, window.panel(LevelsPanel)).y()
    )


def test_tab_comes_to_a_new_panel_in_its_turn(with_note):
    window = with_note()
    window.panel(NotePanel).note.setFocus()
    QTest.keyClick(window.panel(NotePanel).note, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.panel(LevelsPanel).table
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is window.panel(NotePanel).note


@pytest.mark.parametrize("slot", Slot)
def test_a_new_panel_is_where_its_line_says(with_note, slot):
    window = with_note(slot)
    note, code, findings = window.panel(NotePanel), window.panel(CodePanel), window.panel(FindingsPanel)
    x, y = place(window, note).x(), place(window, note).y()
    assert note.isVisible()
    assert window.inspector.isAncestorOf(note) is (slot is Slot.INSPECTOR)
    match slot:
        case Slot.FOOTER:
            assert (x, y > place(window, findings).y()) == (place(window, findings).x(), True)
        case Slot.BELOW_PLOT:
            assert place(window, window.plot).y() + window.plot.height() <= y < place(window, code).y()
            assert x == place(window, window.plot).x()
        case Slot.BOTTOM:
            assert y >= window.centralWidget().height() - code.height() - note.height()
            assert note.width() == window.centralWidget().width()


def test_room_is_kept_for_a_panel_that_comes_late_and_a_panel_that_hides_itself_takes_none(with_note):
    window = with_note(Slot.INSPECTOR, Stage.REST, 30)
    note, levels = window.panel(NotePanel), window.panel(LevelsPanel)
    QApplication.processEvents()
    before = place(window, levels).y()
    note.hide()
    QApplication.processEvents()
    assert place(window, levels).y() < before - note.height()
    note.show()
    QApplication.processEvents()
    assert place(window, levels).y() == before
