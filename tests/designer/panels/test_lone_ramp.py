"""What a lone ramp has no use for is not there: goals, and levels but for the row that goes to an update."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from designer.model.document import Design, Document
from designer.panels.goals import GoalsPanel
from designer.panels.levels import LevelsPanel
from designer.panels.resume import ResumePanel
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.numbers.text import rate_text
from tests.designer.helpers.levels import LevelsHelper

Key, Keys = Qt.Key, Qt.KeyboardModifier
COSINE = Design(CosineDecay(1e-3, 800, 1e-5), Run(1000))
STAIRS = Design(StepDecay(0.1, 0.9, 10), Run(100))
JOINED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), StepDecay(1e-3, 0.5, 300)], [100])
RAMPS = [COSINE.schedule, ExponentialDecay(1e-3, 0.99), LinearSchedule(1e-3, 0.0, 900), LinearSchedule(1e-3, 1e-3, 1)]


@pytest.fixture
def ramp(window):
    """A window with a cosine."""
    window.document.edit("Test", COSINE)
    QApplication.processEvents()
    return window


@pytest.fixture
def ask(ramp):
    """Opens Go to, types a number and presses Return; returns the field."""

    def go_to(text: str) -> QWidget:
        QTest.keyClick(ramp, Key.Key_G, Keys.ControlModifier)
        field = ramp.findChild(QWidget, "go_to")
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Key.Key_Return)
        QApplication.processEvents()
        return field

    return go_to


def heights(window) -> list[int]:
    """Return how high all is that shows in the inspector, from top to bottom."""
    for _ in range(3):
        QApplication.processEvents()
    return [
        part.height() for part in window.inspector.widget().children() if isinstance(part, QWidget) and part.isVisible()
    ]


@pytest.mark.parametrize("schedule", RAMPS)
def test_a_lone_ramp_has_neither_goals_nor_levels_and_undo_brings_both_back(window, schedule, qtbot):
    before = heights(window)
    window.document.edit("Test", Design(schedule, Run(1000)))
    assert not window.panel(GoalsPanel).isVisible()
    assert not window.panel(LevelsPanel).isVisible()
    assert len(heights(window)) == len(before) - 2, "they leave no gap"
    window.document.undo_stack.undo()
    qtbot.waitUntil(lambda: heights(window) == before)


def test_pieces_have_levels_and_no_goals(window):
    window.document.edit("Test", Design(JOINED, Run(1000)))
    assert window.panel(LevelsPanel).isVisible()
    assert not window.panel(GoalsPanel).isVisible()


def test_the_goals_stay_in_the_menu_and_can_be_had_again_with_a_step_decay(ramp):
    action = ramp.menus.actions["goals"]
    assert action in next(menu for menu in ramp.findChildren(QMenu) if menu.title() == "&Schedule").actions()
    assert not action.isEnabled()
    QTest.keyClick(ramp, Key.Key_G, Keys.ControlModifier | Keys.ShiftModifier)
    assert not ramp.panel(GoalsPanel).isVisible()
    ramp.document.undo_stack.undo()
    assert action.isEnabled()


def test_a_goal_that_was_asked_for_goes_with_its_preview_and_comes_back_with_it(window, type_into):
    QTest.mouseClick(window.panel(GoalsPanel).header, Qt.MouseButton.LeftButton)
    type_into("goal_rate", "1e-3")
    proposed, sentence = window.document.view.overlay.preview, window.findChild(QLabel, "goal_sentence").text()
    assert proposed is not None
    window.document.edit("Test", COSINE)
    assert window.document.view.overlay.preview is None
    window.document.undo_stack.undo()
    assert window.document.view.overlay.preview == proposed
    assert window.findChild(QLabel, "goal_sentence").text() == sentence


def test_a_file_that_is_opened_over_a_step_decay_takes_the_goals_along(window):
    window.document.open(None, COSINE)
    assert not window.menus.actions["goals"].isEnabled()
    assert not window.panel(GoalsPanel).isVisible()


def test_tab_goes_past_what_is_not_there(ramp):
    ramp.panel(ResumePanel).header.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert QApplication.focusWidget().objectName() == "code"


def test_no_room_is_kept_for_them_while_the_window_opens(qtbot, own_settings):
    from designer.frame.window import MainWindow
    from designer.session.settings import Settings

    shown = {}
    for name, design in (("ramp", COSINE), ("stairs", STAIRS)):
        window = MainWindow(Document(design), Settings())
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        first = len(heights(window))
        window.complete()
        shown[name] = first, len(heights(window))
    assert shown == {"ramp": (3, 3), "stairs": (5, 5)}


def test_control_g_reads_an_update_of_the_curve(ramp, ask):
    ramp.plot.setFocus()
    field = ask("500")
    assert field.isVisible()
    assert ramp.document.view.focus.crosshair == 499
    assert rate_text(float(ramp.plot.crosshair_text())) == "0.00031736898"
    assert ramp.document.view.focus.level is None
    QTest.keyClick(field, Key.Key_Up)
    assert ramp.document.view.focus.crosshair == 599, "stepping goes along"


def test_control_g_asks_for_an_update_alone_and_begins_where_the_crosshair_is(ramp, ask):
    field = ask("500")
    labels = [label.text() for label in ramp.panel(LevelsPanel).findChildren(QLabel) if label.isVisible()]
    assert labels == ["Go to update", "1 to 1000"]
    assert not ramp.findChild(QWidget, "go_to_kind").isVisible()
    assert not ramp.panel(LevelsPanel).table.isVisible()
    QTest.keyClick(field, Key.Key_Escape)
    QTest.keyClick(ramp, Key.Key_G, Keys.ControlModifier)
    assert field.text() == "500"


def test_escape_puts_the_row_away_with_the_room_that_it_took(ramp, ask):
    before = heights(ramp)
    ramp.plot.setFocus()
    field = ask("500")
    assert len(heights(ramp)) == len(before) + 1
    QTest.keyClick(field, Key.Key_Escape)
    assert heights(ramp) == before
    assert ramp.plot.hasFocus()


def test_an_update_that_there_is_not_is_refused(ramp, ask):
    field = ask("1001")
    assert field.isRefused()
    assert ramp.findChild(QLabel, "go_to_sentence").text() == "⚠ the last update is 1000, got 1001"
    assert ramp.document.view.focus.crosshair is None


def test_the_plot_pans_to_an_update_that_is_out_of_view(ramp, ask):
    ramp.document.look(x_range=(0.0, 100.0))
    ask("900")
    first, last = ramp.document.view.focus.x_range
    assert first <= 899 < last
    assert last - first == pytest.approx(100)


def test_in_a_low_window_the_row_is_in_sight(window, ask):
    window.resize(720, 480)
    for design in (COSINE, Design(JOINED, Run(1000))):
        window.document.edit("Test", design)
        heights(window)
        window.inspector.verticalScrollBar().setValue(0)
        port = window.inspector.viewport()
        for part in (ask("500"), window.findChild(QLabel, "go_to_sentence")):
            assert port.rect().contains(part.mapTo(port, QPoint(1, part.height() - 1)))
        window.plot.setFocus()


def test_the_selected_level_goes_with_the_levels(window):
    window.document.look(level=2)
    window.document.edit("Test", COSINE)
    assert window.document.view.focus.level is None


def test_a_row_that_is_open_asks_for_what_there_is_now(window):
    hands = LevelsHelper(window)
    hands.go_to("level", "5")
    hands.show(COSINE)
    assert hands.field.isVisible()
    assert not hands.kind.isVisible()
    assert hands.sentence.text() == "1 to 1000"
    hands.show(STAIRS)
    assert hands.kind.isVisible()
    hands.go_to("level", "5")
    assert hands.document.view.focus.level == 5
