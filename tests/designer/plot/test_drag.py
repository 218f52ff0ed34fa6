"""Shaping the curve with a mouse, by real events; `test_drag_at_2x.py` runs all of this at scale factor 2."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication

from designer.model.document import Design
from designer.panels.code import CodePanel
from designer.panels.levels import LevelsPanel
from stepdecay import Run, StepDecay, rates
from tests.designer.conftest import LEFT, NO_BUTTON
from tests.designer.helpers.drag import axis, on, schedule, tread

__all__ = ["axis", "on"]

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def test_dragging_the_first_tread_sets_init_and_the_staircase_follows(window, mouse, on):
    mouse.drag(on(6, 0.1), on(6, 0.05))
    assert schedule(window) == StepDecay(0.05, 0.9, 10)
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == "Change init to 0.05"
    window.document.undo_stack.undo()
    assert schedule(window) == StepDecay(0.1, 0.9, 10)


def test_dragging_a_later_tread_sets_decay_rate_and_the_tread_stays_under_the_pointer(window, mouse, on):
    before, goal = tread(window, 5), 0.8**5 * 0.1
    mouse.press(on(55, before))
    mouse.pull(on(55, goal))
    assert schedule(window).init == 0.1
    assert schedule(window).step_size == 10
    assert schedule(window).decay_rate == 0.8
    assert abs(on(55, tread(window, 5)).y() - on(55, goal).y()) <= 1
    mouse.release(on(55, goal))
    assert window.document.undo_stack.count() == 1


def test_dragging_a_riser_sets_step_size_and_the_riser_stays_under_the_pointer(window, mouse, on):
    height = math.sqrt(tread(window, 2) * tread(window, 3))
    mouse.drag(on(30, height), on(45, height))
    assert schedule(window) == StepDecay(0.1, 0.9, 15)
    assert window.document.undo_stack.undoText() == "Change step_size to 15"


def test_dragging_the_end_of_the_run_sets_its_updates(window, mouse, on):
    mouse.drag(on(100, 0.09), on(60, 0.09))
    assert window.document.design == Design(StepDecay(0.1, 0.9, 10), Run(60))
    assert 60 <= window.plot.viewRange()[0][1] <= 65, "and the view follows, afterwards"


def test_neither_axis_moves_while_dragging(window, mouse, on):
    ranges = window.plot.viewRange()
    for start, end in ((on(6, 0.1), on(6, 0.01)), (on(100, 0.095), on(20, 0.095))):
        mouse.press(start)
        mouse.pull(end)
        assert window.plot.viewRange() == ranges
        mouse.send(QEvent.Type.MouseButtonPress, end, Qt.MouseButton.RightButton, LEFT)
        mouse.release(end)


def test_there_and_back_is_no_undo_step_and_the_same_schedule(window, mouse, on, type_into):
    type_into("init", "0.12345")
    window.plot.setFocus()
    place = on(6, 0.12345)
    mouse.press(place)
    for y in (40, 80, 20, 0):
        mouse.pull(place + QPoint(7, y))
    mouse.release(place)
    assert schedule(window).init == 0.12345
    assert window.document.undo_stack.count() == 1


def test_a_click_on_the_curve_changes_nothing(window, mouse, on):
    mouse.drag(on(34, tread(window, 3)), on(34, tread(window, 3)))
    assert window.document.undo_stack.count() == 0


@pytest.mark.parametrize("way", ["escape", "right button"])
def test_a_cancelled_drag_leaves_everything_as_it_was(window, mouse, on, way):
    place = on(55, tread(window, 5))
    mouse.press(place)
    mouse.pull(place + QPoint(0, 50))
    assert schedule(window).decay_rate != 0.9
    if way == "escape":
        QTest.keyClick(window.plot, Qt.Key.Key_Escape)
    else:
        mouse.send(QEvent.Type.MouseButtonPress, place, Qt.MouseButton.RightButton, LEFT | Qt.MouseButton.RightButton)
        mouse.send(QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.RightButton, LEFT)
    mouse.pull(place + QPoint(0, 90))
    mouse.release(place + QPoint(0, 90))
    assert schedule(window) == StepDecay(0.1, 0.9, 10)
    assert window.document.undo_stack.count() == 0


def test_modifiers_are_read_live(window, mouse, on):
    place = on(55, tread(window, 5))
    mouse.press(place)
    mouse.pull(place + QPoint(0, 40))
    plain = schedule(window).decay_rate
    assert round(plain, 2) == plain
    mouse.pull(place + QPoint(0, 40), ALT)
    fine = schedule(window).decay_rate
    assert plain < fine < 0.9
    assert round(fine, 2) != fine
    QTest.keyRelease(window.plot, Qt.Key.Key_Alt)
    assert schedule(window).decay_rate == plain, "released while the pointer rests"
    mouse.pull(place + QPoint(0, 40), SHIFT)
    assert schedule(window).decay_rate in (0.5, 0.8, 0.9)
    mouse.release(place + QPoint(0, 40))
    assert window.document.undo_stack.count() == 1


def test_with_option_the_tread_moves_a_tenth_as_far(window, mouse, on):
    place = on(6, 0.1)
    mouse.press(place)
    mouse.pull(place + QPoint(0, 100), ALT)
    assert abs(on(6, schedule(window).init).y() - (place.y() + 10)) <= 1
    mouse.release(place + QPoint(0, 100), ALT)


def test_dragging_to_the_far_corners_stays_a_schedule_and_can_be_undone(window, mouse, on):
    for start in (on(6, 0.1), on(55, tread(window, 5)), on(100, 0.095)):
        for corner in (QPoint(-30_000, -30_000), QPoint(30_000, 30_000)):
            mouse.drag(start, corner, moves=3)
            window.plot.viewport().grab()
            window.document.undo_stack.undo()
            assert window.document.design == Design(StepDecay(0.1, 0.9, 10), Run(100))
            window.plot.viewport().grab()


def test_a_thousand_moves_are_one_undo_step(window, mouse, on):
    place = on(55, tread(window, 5))
    mouse.press(place)
    for number in range(1000):
        mouse.pull(place + QPoint(number % 7, round(60 * math.sin(number))))
    mouse.release(place + QPoint(0, 30))
    assert window.document.undo_stack.count() == 1


def test_where_treads_are_narrow_the_curve_itself_is_dragged(window, mouse, on):
    window.document.edit("test", Design(StepDecay(0.1, 0.999, 10), Run(10_000)))
    before = tread(window, 300)
    mouse.drag(on(3005, before), on(3005, before / 2))
    now = float(rates(schedule(window), 3005))
    assert schedule(window).step_size == 10
    assert abs(on(3005, now).y() - on(3005, before / 2).y()) <= 8


def test_a_zoomed_view_drags_what_it_shows(window, mouse, axis, on):
    window.document.edit("test", Design(StepDecay(0.1, 0.5, 10**11), Run(10**12)))
    window.document.look(x_range=(10**11 - 20.0, 10**11 + 20.0))
    mouse.drag(on(10**11, 0.07), on(10**11 + 5, 0.07))
    assert schedule(window).step_size == 10**11 + 5


def test_a_press_off_the_curve_still_pans(window, mouse, on):
    before = window.plot.viewRange()[0]
    mouse.drag(on(60, 0.09), on(60, 0.09) + QPoint(-80, 0))
    assert window.plot.viewRange()[0][0] > before[0] + 5
    assert window.document.undo_stack.count() == 0


def test_the_release_may_happen_where_nobody_hears_it(window, mouse, on):
    place = on(55, tread(window, 5))
    mouse.press(place)
    mouse.pull(place + QPoint(0, 30))
    after = schedule(window)
    mouse.move(place + QPoint(0, 90))
    mouse.move(place + QPoint(0, 95))
    assert schedule(window) == after


def test_what_is_typed_and_not_yet_committed_is_not_lost_by_a_drag(window, mouse, on):
    field = window.findChild(QAbstractSpinBox, "decay_rate")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "0.5")
    mouse.drag(on(6, 0.1), on(6, 0.05))
    assert schedule(window).decay_rate == 0.5


def test_the_levels_and_the_code_follow_the_hand(window, mouse, on):
    mouse.press(on(6, 0.1))
    mouse.pull(on(6, 0.05))
    assert window.panel(CodePanel).code.toPlainText() == "lr_schedule = optim.step_decay(0.05, 0.9, 10)"
    assert window.findChild(QAbstractSpinBox, "init").value() == 0.05
    assert np.float32(window.panel(LevelsPanel).model.levels[0].first_rate) == np.float32(0.05)
    mouse.release(on(6, 0.05))


def test_the_default_rate_of_mouse_events_loses_nothing(window, mouse, on):
    import pyqtgraph

    pyqtgraph.setConfigOption("mouseRateLimit", 100)
    try:
        mouse.drag(on(6, 0.1), on(6, 0.05), moves=50)
        assert schedule(window).init == 0.05
    finally:
        pyqtgraph.setConfigOption("mouseRateLimit", -1)


def test_no_button_no_drag(window, mouse, on):
    mouse.move(on(6, 0.1))
    mouse.send(QEvent.Type.MouseMove, on(6, 0.05), NO_BUTTON, NO_BUTTON)
    assert window.document.undo_stack.count() == 0


def test_a_click_with_a_tremor_changes_nothing(window, mouse, on, type_into):
    type_into("init", "0.0837123")
    place = on(6, 0.0837123)
    mouse.press(place)
    mouse.pull(place + QPoint(1, 2))
    mouse.release(place + QPoint(1, 2))
    assert schedule(window).init == 0.0837123


@pytest.mark.parametrize(("pixels", "is_drag"), [(2, False), (3, True)])
def test_a_click_is_a_drag_from_three_pixels_on(window, mouse, on, type_into, pixels, is_drag):
    type_into("init", "0.0837123")
    place = on(6, 0.0837123)
    mouse.press(place)
    mouse.pull(place + QPoint(0, pixels))
    mouse.release(place + QPoint(0, pixels))
    assert (schedule(window).init != 0.0837123) is is_drag


def test_after_more_than_a_tremor_every_pixel_counts(window, mouse, on):
    place = on(6, 0.1)
    mouse.press(place)
    mouse.pull(place + QPoint(0, 40))
    mouse.pull(place + QPoint(0, 2), ALT)
    assert schedule(window).init != 0.1
    assert abs(on(6, schedule(window).init).y() - place.y()) <= 1
    mouse.release(place)


@pytest.mark.parametrize("way", ["undo", "paste"])
def test_a_change_by_another_road_ends_the_drag_and_is_kept(window, mouse, on, type_into, way):
    for text in ("0.2", "0.3"):
        type_into("init", text)
    place = on(15, 0.27)
    mouse.press(place)
    if way == "undo":
        window.menus.actions["undo"].trigger()
        expected = StepDecay(0.2, 0.9, 10)
    else:
        QApplication.clipboard().setText("optim.step_decay(0.5, 0.5, 5)")
        window.menus.actions["paste"].trigger()
        expected = StepDecay(0.5, 0.5, 5)
    mouse.pull(place + QPoint(0, 50))
    QTest.keyClick(window.plot, Qt.Key.Key_Escape)
    mouse.release(place + QPoint(0, 50))
    assert schedule(window) == expected
    assert window.document.undo_stack.canRedo() == (way == "undo")
    assert window.document.undo_stack.undoText()


def test_a_view_that_changes_its_size_ends_the_drag(window, mouse, on):
    place = on(55, tread(window, 5))
    mouse.press(place)
    mouse.pull(place + QPoint(0, 30))
    after = schedule(window)
    window.menus.actions["pin"].trigger()
    QApplication.processEvents()
    mouse.pull(place + QPoint(0, 60))
    assert schedule(window) == after
    mouse.release(place)


def test_a_press_outside_the_view_holds_nothing(window, mouse, axis, on):
    window.document.look(x_range=(15.0, 60.0))
    mouse.drag(on(15, 0.09) - QPoint(30, 0), on(15, 0.09) - QPoint(30, 40))
    assert window.document.undo_stack.count() == 0


def test_tab_during_a_drag_goes_nowhere(window, mouse, on):
    place = on(15, 0.09)
    mouse.press(place)
    QTest.keyClick(window.plot, Qt.Key.Key_Tab)
    assert window.document.view.focus.argument == "decay_rate"
    mouse.pull(place + QPoint(0, 40))
    assert schedule(window).decay_rate < 0.9
    mouse.release(place + QPoint(0, 40))
