"""The curve without a mouse: the handles by Tab and arrows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit

from designer.plot import keys as plot_keys
from stepdecay import Run, StepDecay

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def press(window):
    """Presses keys on the plot, which has the focus."""
    window.plot.setFocus()

    def press_key(key, modifiers=Qt.KeyboardModifier.NoModifier, times=1):
        for _ in range(times):
            QTest.keyClick(window.plot, key, modifiers)

    return press_key


@pytest.fixture
def heard(monkeypatch):
    """What a screen reader would speak."""
    sentences = []
    monkeypatch.setattr(plot_keys, "announce", lambda widget, sentence: sentences.append(sentence))
    return sentences


def test_tab_goes_from_handle_to_handle_and_then_on(window, press):
    seen = []
    for _ in range(5):
        press(Qt.Key.Key_Tab)
        seen.append(window.document.view.focus.argument)
    assert seen == ["init", "decay_rate", "step_size", "updates", seen[4]]
    assert QApplication.focusWidget() is not window.plot


def test_shift_tab_goes_back_and_into_the_last_handle_from_behind(window, press):
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Backtab, SHIFT)
    assert window.document.view.focus.argument == "init"
    press(Qt.Key.Key_Tab, times=4)
    assert QApplication.focusWidget() is not window.plot
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is window.plot
    assert window.document.view.focus.argument == "updates"


def test_the_focused_handle_has_a_visible_ring(window, press):
    window.plot.viewport().grab()
    without = window.plot.viewport().grab().toImage()
    press(Qt.Key.Key_Tab)
    focused = window.plot.viewport().grab().toImage()
    window.document.look(argument=None)
    ring = window.plot.viewport().grab().toImage()
    assert focused != without
    assert ring != without, "the ring is not only the light of the argument"


@pytest.mark.parametrize(
    ("tabs", "keys", "modifiers", "design"),
    [
        (1, [Qt.Key.Key_Up], None, (StepDecay(0.11, 0.9, 10), 100)),
        (1, [Qt.Key.Key_Down], SHIFT, (StepDecay(0.09, 0.9, 10), 100)),
        (1, [Qt.Key.Key_Up], ALT, (StepDecay(0.101, 0.9, 10), 100)),
        (2, [Qt.Key.Key_Down, Qt.Key.Key_Down], None, (StepDecay(0.1, 0.88, 10), 100)),
        (2, [Qt.Key.Key_Down], SHIFT, (StepDecay(0.1, 0.8, 10), 100)),
        (2, [Qt.Key.Key_Up], ALT, (StepDecay(0.1, 0.901, 10), 100)),
        (3, [Qt.Key.Key_Right], None, (StepDecay(0.1, 0.9, 11), 100)),
        (3, [Qt.Key.Key_Left], SHIFT, (StepDecay(0.1, 0.9, 1), 100)),
        (3, [Qt.Key.Key_Right], SHIFT, (StepDecay(0.1, 0.9, 20), 100)),
        (4, [Qt.Key.Key_Left], None, (StepDecay(0.1, 0.9, 10), 99)),
        (4, [Qt.Key.Key_Right], SHIFT, (StepDecay(0.1, 0.9, 10), 110)),
    ],
)
def test_arrows_nudge_by_one_snap_ten_or_a_tenth(window, press, tabs, keys, modifiers, design):
    press(Qt.Key.Key_Tab, times=tabs)
    for key in keys:
        press(key, modifiers or Qt.KeyboardModifier.NoModifier)
    assert (window.document.design.schedule, window.document.design.run) == (design[0], Run(design[1]))
    assert window.document.undo_stack.count() == 1, "nudges of one handle are one undo step"


def test_nudges_of_two_handles_are_two_undo_steps(window, press):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Up, times=3)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down, times=3)
    assert window.document.undo_stack.count() == 2


def test_return_goes_to_the_field_of_the_handle(window, press):
    press(Qt.Key.Key_Tab, times=3)
    press(Qt.Key.Key_Return)
    field = window.findChild(QAbstractSpinBox, "step_size")
    assert field.hasFocus()
    assert field.findChild(QLineEdit).selectedText() == "10"


def test_escape_leaves_the_handle_and_arrows_move_the_crosshair_again(window, press):
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Right)
    assert window.document.view.focus.argument is None
    assert window.document.view.focus.crosshair == 0
    assert window.document.design.schedule == StepDecay(0.1, 0.9, 10)


def test_each_handle_and_each_nudge_is_announced(window, press, heard):
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert heard == [
        "init = 0.1",
        "decay_rate = 0.9 (level 1 at 0.089999996)",
        "decay_rate = 0.89 (level 1 at 0.089)",
        "step_size = 10 (drop 1 at update 11)",
    ]


def test_announcing_asks_qt_once_a_screen_reader_listens(window, press):
    QAccessible.setActive(True)
    try:
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Up)
    finally:
        QAccessible.setActive(False)
    assert window.document.design.schedule.init == 0.11


def test_home_fits_while_a_handle_has_the_focus(window, press, mouse):
    fitted = window.plot.viewRange()
    mouse.wheel(mouse.at(20, 0.05), 3)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Home)
    assert window.plot.viewRange() == fitted


def test_a_menu_over_the_window_keeps_the_handle(window, press):
    press(Qt.Key.Key_Tab, times=2)
    for reason in (Qt.FocusReason.MenuBarFocusReason, Qt.FocusReason.PopupFocusReason):
        QApplication.sendEvent(window.plot, QFocusEvent(QEvent.Type.FocusOut, reason))
        QApplication.sendEvent(window.plot, QFocusEvent(QEvent.Type.FocusIn, reason))
    press(Qt.Key.Key_Down)
    assert window.document.design.schedule.decay_rate == 0.89


def test_arguments_without_a_place_on_the_curve_are_nudged_all_the_same(window, press, type_into, heard):
    type_into("step_size", "200")
    window.plot.setFocus()
    press(Qt.Key.Key_Tab, times=2)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Left)
    assert window.document.design.schedule == StepDecay(0.1, 0.89, 199)
    assert heard[-1] == "step_size = 199 (drop 1 at update 200)"


LONGEST = Run((2**53 - 1) // 4 * 4, grad_accumulation_steps=4)


def test_the_end_of_the_longest_run_with_accumulation_stays_where_it_is(window, press):
    window.document.edit("Test", replace(window.document.design, run=LONGEST))
    press(Qt.Key.Key_Tab, times=4)
    assert window.document.view.focus.argument == "updates"
    for modifiers in (Qt.KeyboardModifier.NoModifier, SHIFT, ALT):
        press(Qt.Key.Key_Right, modifiers)
        assert window.document.design.run == LONGEST
    press(Qt.Key.Key_Left)
    assert window.document.design.run.updates < LONGEST.updates


def test_the_end_of_a_run_with_accumulation_is_dragged_to_the_longest_run_and_let_go_there(window, mouse):
    long = Run(2**52, grad_accumulation_steps=4)
    window.document.edit("Test", replace(window.document.design, run=long))
    plot = window.plot
    plot.getViewBox().setXRange(0, 2.0**53, padding=0)
    at_end, beyond = mouse.at(long.updates, 0.05), mouse.at(1.5 * LONGEST.updates, 0.05)
    mouse.drag(at_end, beyond)
    assert window.document.design.run == LONGEST
    mouse.move(beyond)
    assert window.document.view.focus.argument is None  # nothing is held any more
