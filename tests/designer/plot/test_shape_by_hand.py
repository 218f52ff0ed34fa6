"""From one schedule to another, compared and exported: with a mouse alone, and with the keyboard alone."""

from __future__ import annotations

import gc
import itertools
import math
import tracemalloc

import mlx.core as mx
import mlx.optimizers as optim
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView, QToolBar

from stepdecay import StepDecay, rates

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
)  # fmt: skip


def check(window) -> None:
    """What a training run with the exported code does: 0.08 at first, 7 drops, 1e-4 at the end, within 2 %."""
    optimizer = optim.SGD(learning_rate=eval(QApplication.clipboard().text(), {"optim": optim}))
    used = []
    for _ in range(100):
        optimizer.update({}, {})
        used.append(optimizer.learning_rate.item())
    assert used[0] == mx.array(0.08).item()
    assert used[-1] == pytest.approx(1e-4, rel=0.02)
    assert sum(one != other for one, other in itertools.pairwise(used)) == 7
    view = window.findChild(QTableView, "compare")
    names, last = ([view.model().index(row, column).data() for row in (0, 1)] for column in (0, 1))
    assert names[1] == "step_decay(0.1, 0.9, 10)"
    assert float(last[0]) == pytest.approx(1e-4, rel=0.02)
    assert float(last[1]) == pytest.approx(0.1 * 0.9**9, rel=1e-5)


def tool(window, name: str) -> QAbstractButton:
    return window.findChild(QToolBar, "toolbar").widgetForAction(window.menus.actions[name])


def test_with_a_mouse_alone_on_the_log_axis(window, mouse):
    def click(button: QAbstractButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
        QApplication.processEvents()

    def at(step: float, rate: float) -> QPoint:
        return mouse.at(step, math.log10(rate))

    def last_tread() -> float:
        return float(rates(window.document.design.schedule, 99))

    click(tool(window, "log_scale"))
    click(tool(window, "pin"))
    mouse.drag(at(6, 0.1), at(6, 0.08))
    height = 0.08 * math.sqrt(0.9**5 * 0.9**6)
    mouse.drag(at(60, height), at(78, height))  # riser 6
    assert window.document.design.schedule == StepDecay(0.08, 0.9, 13)
    mouse.wheel(QPoint(40, at(50, 0.08).y()), -8)  # over the axis of the rates: more decades
    mouse.drag(at(96, last_tread()), at(96, 1e-4))
    assert last_tread() == pytest.approx(1e-4, rel=0.2), "a step of decay_rate's field away"
    start = at(96, last_tread())
    place, down = start, 1 if last_tread() > 1e-4 else -1
    mouse.press(start)
    for _ in range(300):  # a tenth as far, without snapping, and an eye on the bubble
        if (last_tread() > 1e-4) != (down > 0):
            break
        place += QPoint(0, down)
        mouse.pull(place, ALT)
    mouse.release(place, ALT)
    mouse.move(at(50, 0.05))
    assert window.document.view.focus.crosshair is not None
    click(window.findChild(QAbstractButton, "exportButton"))
    check(window)


def test_with_the_keyboard_alone(window):
    def press(key, modifiers=Qt.KeyboardModifier.NoModifier, times=1) -> None:
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    press(Qt.Key.Key_L, CONTROL)
    press(Qt.Key.Key_D, CONTROL)
    while QApplication.focusWidget() is not window.plot:
        press(Qt.Key.Key_Tab)
    assert window.document.view.focus.argument == "init"
    press(Qt.Key.Key_Down, SHIFT, times=2)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down, SHIFT, times=5)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, ALT, times=5)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Right, times=3)
    assert window.document.design.schedule == StepDecay(0.08, 0.385, 13)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Right)
    assert window.document.view.focus.crosshair == 0
    press(Qt.Key.Key_C, CONTROL | SHIFT)
    check(window)


def test_a_thousand_moves_of_one_drag_are_one_undo_step_and_take_no_memory(window, mouse):
    start = mouse.at(55, 0.1 * 0.9**5)

    def move_and_paint(moves: int) -> int:
        for number in range(moves):
            mouse.pull(start + QPoint(number % 50, round(80 * math.sin(number))))
            QApplication.processEvents()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    mouse.press(start)
    tracemalloc.start()
    try:
        before = move_and_paint(300)  # until every cache is full
        grown = move_and_paint(700) - before
    finally:
        tracemalloc.stop()
    mouse.release(start + QPoint(0, 40))
    assert grown < 700 * 256, f"{grown / 700} bytes a move"  # Qt's caches take up to a hundred, a design would be 600
    assert window.document.undo_stack.count() == 1
