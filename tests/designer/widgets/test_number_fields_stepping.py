"""Stepping by keys, by the arrow buttons and by the wheel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QScrollArea, QStyleFactory

from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.rate_spin import RateSpin
from tests.designer.helpers.number_fields import click_arrow, held_arrow, press, turn_wheel, type_text

SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
META = Qt.KeyboardModifier.MetaModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
PLAIN = Qt.KeyboardModifier.NoModifier
UP, DOWN, PAGE_UP, PAGE_DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown
STEP_UP, STEP_DOWN = QAbstractSpinBox.StepEnabledFlag.StepUpEnabled, QAbstractSpinBox.StepEnabledFlag.StepDownEnabled


@pytest.mark.parametrize(
    ("name", "start", "key", "modifiers", "shown"),
    [
        ("init", 0.1, DOWN, PLAIN, "0.09"),
        ("init", 0.01, DOWN, PLAIN, "0.009"),
        ("init", 0.1, UP, PLAIN, "0.2"),
        ("init", 0.25, UP, PLAIN, "0.3"),
        ("init", 0.25, DOWN, PLAIN, "0.2"),
        ("init", 3e-5, UP, PLAIN, "4e-5"),
        ("init", 0.1, UP, KEYPAD, "0.2"),  # a Mac sends its arrow keys like this
        ("init", 0.1, UP, SHIFT, "0.2"),
        ("init", 0.2, UP, SHIFT, "0.5"),
        ("init", 0.1, UP, ALT, "0.11"),
        ("init", 0.1, DOWN, ALT, "0.099"),
        ("init", 0.3, PAGE_UP, PLAIN, "3.0"),
        ("init", 0.3, PAGE_DOWN, PLAIN, "0.03"),
        ("decay_rate", 0.9, UP, PLAIN, "0.91"),
        ("decay_rate", 0.5, DOWN, PLAIN, "0.49"),
        ("decay_rate", 0.99, UP, PLAIN, "0.991"),
        ("decay_rate", 0.99, UP, SHIFT, "0.995"),
        ("decay_rate", 0.9, UP, ALT, "0.901"),
        ("decay_rate", 0.9, PAGE_UP, PLAIN, "0.99"),
        ("decay_rate", 0.0, UP, PLAIN, "0.01"),
        ("decay_rate", 1.0, DOWN, PLAIN, "0.99"),
        ("step_size", 10, UP, PLAIN, "20"),
        ("step_size", 10, DOWN, PLAIN, "9"),
        ("step_size", 130, UP, PLAIN, "200"),
        ("step_size", 10, UP, ALT, "11"),
        ("step_size", 20, UP, SHIFT, "50"),
        ("step_size", 10, PAGE_UP, PLAIN, "100"),
        ("step_size", 1000, PAGE_DOWN, PLAIN, "100"),
        ("step_size", 5 * 10**18, UP, SHIFT, str(2**63 - 1)),
    ],
)
def test_a_key_steps_to_a_clean_number(locale, form, name, start, key, modifiers, shown):
    spin = getattr(form, name)
    spin.setLocale(locale)
    spin.setValue(start)
    spin.setFocus()
    press(spin, key, modifiers)
    assert spin.text() == shown
    assert spin.lineEdit().selectedText() == shown
    assert form.committed == [(name, spin.value())]


@pytest.mark.parametrize("modifiers", [CONTROL, META, CONTROL | SHIFT])
def test_control_and_command_with_an_arrow_key_are_left_to_the_window(form, modifiers):
    press(form.init, UP, modifiers)
    press(form.init, PAGE_DOWN, modifiers)
    assert form.committed == []


def test_a_held_key_goes_on_and_every_value_is_live(form):
    for _ in range(10):
        QApplication.sendEvent(form.init, QKeyEvent(QKeyEvent.Type.KeyPress, DOWN, PLAIN, "", True))
    assert [value for _, value in form.committed] == [0.09, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.009]
    assert len(set(form.gestures)) == 1


@pytest.mark.parametrize("style", ["Fusion", "Windows"])
@pytest.mark.parametrize(
    ("up", "modifiers", "value"),
    [(True, PLAIN, 0.2), (False, PLAIN, 0.09), (True, ALT, 0.11), (False, SHIFT, 0.05), (True, CONTROL, 0.2)],
)
def test_an_arrow_button_steps_once_at_the_pace_of_the_held_key(form, style, up, modifiers, value):
    form.init.setStyle(QStyleFactory.create(style))
    form.neighbour.setFocus()
    click_arrow(form.init, up, modifiers)
    assert form.committed == [("init", value)]
    assert form.init.hasFocus()


def test_an_arrow_button_steps_when_text_runs_right_to_left(form, qapp):
    form.window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qapp.processEvents()
    click_arrow(form.init, True)
    click_arrow(form.init, False)
    assert form.committed == [("init", 0.2), ("init", 0.1)]


def test_stepping_starts_at_what_is_typed_when_that_is_a_number(form):
    type_text(form.init, "0.5", end=UP)
    assert form.committed == [("init", 0.6)]


@pytest.mark.parametrize("end", [None, Qt.Key.Key_Return])
def test_stepping_starts_at_the_value_in_force_when_what_is_typed_is_none(form, end):
    type_text(form.init, "abc", end=end)
    press(form.init, UP)
    assert form.committed == [("init", 0.2)]
    assert form.init.text() == "0.2"
    assert not form.init.isRefused()


def test_stepping_back_from_what_is_typed_to_the_value_in_force_changes_nothing(form):
    type_text(form.init, "0.2", end=None)
    press(form.init, Qt.Key.Key_Down)
    assert form.init.text() == "0.1"
    assert form.committed == []


def test_steps_in_a_row_are_one_gesture_and_an_equal_answer_keeps_it(form):
    form.init.committed.connect(lambda value, gesture: form.init.setValue(value))
    press(form.init, UP)
    press(form.init, UP, ALT)
    click_arrow(form.init, True)
    assert None not in form.gestures
    assert len(set(form.gestures)) == 1


def leave_and_return(form):
    form.neighbour.setFocus()
    form.init.setFocus()


def type_a_value(form):
    type_text(form.init, "0.5")
    form.gestures.clear()


@pytest.mark.parametrize(
    "between",
    [
        leave_and_return,
        type_a_value,
        lambda form: type_text(form.init, "0.7", end=None),
        lambda form: form.init.setValue(0.4),
        lambda form: form.init.refuse("no"),
    ],
    ids=["focus", "typed", "typing", "another road", "refused"],
)
def test_a_new_run_of_steps_is_a_new_gesture(form, between):
    press(form.init, UP)
    [first] = form.gestures
    between(form)
    press(form.init, UP)
    assert form.gestures[-1] is not None
    assert form.gestures[-1] != first


def test_two_fields_never_share_a_gesture(form):
    press(form.init, UP)
    form.step_size.setFocus()
    press(form.step_size, UP)
    assert form.gestures[0] != form.gestures[1]


@pytest.mark.parametrize(
    ("name", "value", "enabled"),
    [
        ("init", 0.1, STEP_UP | STEP_DOWN),
        ("init", 3.4028234e38, STEP_DOWN),
        ("decay_rate", 0.0, STEP_UP),
        ("step_size", 10, STEP_UP | STEP_DOWN),
        ("step_size", 1, STEP_UP),
        ("step_size", 2**63 - 1, STEP_DOWN),
    ],
)
def test_an_arrow_is_grey_where_there_is_no_further_value(form, name, value, enabled):
    spin = getattr(form, name)
    spin.setValue(value)
    assert spin.stepEnabled() == enabled
    spin.setFocus()
    for key, flag in ((UP, STEP_UP), (DOWN, STEP_DOWN)):
        spin.setValue(value)
        form.committed.clear()
        press(spin, key)
        assert bool(form.committed) == bool(enabled & flag)


def test_an_arrow_comes_back_when_what_is_typed_leaves_it_room(form):
    form.step_size.setValue(1)
    type_text(form.step_size, "50", end=None)
    assert form.step_size.stepEnabled() & STEP_DOWN


def test_a_field_for_reading_only_steps_in_no_way(form):
    form.init.setReadOnly(True)
    press(form.init, UP)
    click_arrow(form.init, True)
    turn_wheel(form.init, QPoint(0, 120))
    assert form.committed == []
    assert form.init.stepEnabled() == QAbstractSpinBox.StepEnabledFlag.StepNone


def test_bounds_of_a_field_stop_the_steps_exactly_there(qtbot):
    rate = RateSpin("end", minimum=1e-3)
    count = CountSpin("warmup", minimum=0, maximum=25)
    for spin in (rate, count):
        qtbot.addWidget(spin)
    rate.setValue(0.005)
    press(rate, PAGE_DOWN)
    assert rate.text() == "0.001"
    press(rate, DOWN)
    assert rate.text() == "0.001"
    above = RateSpin("end", minimum=1e-3, inclusive=False)
    qtbot.addWidget(above)
    above.setValue(0.002)
    press(above, DOWN)
    assert above.text() == "0.002"
    type_text(above, "1e-3")
    assert above.isRefused()
    count.setValue(10)
    press(count, PAGE_UP)
    assert count.value() == 25
    count.setValue(1)
    press(count, DOWN)
    assert count.value() == 0
    press(count, UP)
    assert count.value() == 1


@pytest.mark.parametrize(
    ("delta", "modifiers", "value"),
    [
        (QPoint(0, 120), PLAIN, 0.2),
        (QPoint(0, -120), PLAIN, 0.09),
        (QPoint(0, 240), PLAIN, 0.3),
        (QPoint(0, 120), ALT, 0.11),
        (QPoint(120, 0), ALT, 0.11),  # as Linux and Windows send it
        (QPoint(120, 0), SHIFT, 0.2),  # as a Mac sends it
        (QPoint(0, -120), SHIFT, 0.05),
    ],
)
def test_the_wheel_steps_the_focused_field(form, delta, modifiers, value):
    assert turn_wheel(form.init, delta, modifiers)
    assert form.init.value() == value


def test_a_trackpads_small_deltas_add_up(form):
    for _ in range(4):
        turn_wheel(form.init, QPoint(0, 29))
    assert form.committed == []
    turn_wheel(form.init, QPoint(0, 29))
    assert form.init.value() == 0.2


def test_turning_back_starts_afresh(form):
    turn_wheel(form.init, QPoint(0, 100))
    turn_wheel(form.init, QPoint(0, -100))
    assert form.committed == []
    turn_wheel(form.init, QPoint(0, -20))
    assert form.init.value() == 0.09


def test_a_sideways_swipe_or_the_coasting_of_a_flick_steps_nothing(form):
    turn_wheel(form.init, QPoint(480, 0))
    turn_wheel(form.init, QPoint(0, 480), phase=Qt.ScrollPhase.ScrollMomentum)
    assert form.committed == []


def test_half_a_notch_is_forgotten_when_the_focus_leaves(form):
    turn_wheel(form.init, QPoint(0, 100))
    leave_and_return(form)
    turn_wheel(form.init, QPoint(0, 100))
    assert form.committed == []


def test_a_wheel_over_an_unfocused_field_scrolls_the_panel_instead(form, qapp):
    area = QScrollArea()
    body = form.window.takeCentralWidget()
    body.setMinimumHeight(2000)
    area.setWidget(body)
    form.window.setCentralWidget(area)
    form.neighbour.setFocus()
    qapp.processEvents()
    area.verticalScrollBar().setValue(0)
    for under_the_pointer in (form.init, form.init.lineEdit()):
        before = area.verticalScrollBar().value()
        place = under_the_pointer.mapTo(form.window, under_the_pointer.rect().center())
        QTest.wheelEvent(form.window.windowHandle(), place, QPoint(0, -15))
        assert area.verticalScrollBar().value() > before
    assert form.committed == []
    assert form.neighbour.hasFocus()


def test_an_arrow_button_held_down_goes_on_at_the_pace_of_the_key_held_now(form, qtbot):
    with held_arrow(form.init, up=True):
        qtbot.waitUntil(lambda: len(form.committed) >= 3)
        QTest.keyPress(form.init, Qt.Key.Key_Alt, ALT)
        plain = form.init.value()
        qtbot.waitUntil(lambda: form.init.value() != plain)
    QTest.keyRelease(form.init, Qt.Key.Key_Alt)
    assert [value for _, value in form.committed[:3]] == [0.2, 0.3, 0.4]
    assert form.committed[-1][1] - plain < 0.1
    assert len(set(form.gestures)) == 1
