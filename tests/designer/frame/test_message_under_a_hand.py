"""What goes wrong while a person drags is said when they let go."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.designer.helpers.files import message

LEFT = Qt.MouseButton.LeftButton


def test_a_message_during_a_drag_neither_moves_the_plot_nor_ends_the_drag(window, mouse, qtbot):
    handle = window.windowHandle()

    def at(rate: float) -> QPoint:
        return window.plot.viewport().mapTo(window, mouse.at(5, rate))

    QTest.mouseMove(handle, at(0.1))
    QTest.mousePress(handle, LEFT, pos=at(0.1))
    QTest.mouseMove(handle, at(0.09))
    assert window.document.design.schedule.init != 0.1
    before = window.plot.geometry()
    window.exporter.failed.emit("the disk is full")
    end = at(0.08)
    QTest.mouseMove(handle, end)
    assert window.plot.geometry() == before
    assert not message(window)
    QTest.mouseRelease(handle, LEFT, pos=end)
    assert window.document.design.schedule.init == 0.08
    assert window.document.undo_stack.count() == 1
    qtbot.waitUntil(lambda: message(window) == "the disk is full")
