"""Helpers for the number fields: real keys, real clicks on the arrows, real turns of the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionSpinBox, QWidget

from designer.widgets.numbers.number_spin import NumberSpin


def type_text(spin: NumberSpin, text: str, *, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Select what is there and type over it, key by key."""
    spin.setFocus()
    spin.selectAll()
    if not text:
        QTest.keyClick(spin, Qt.Key.Key_Delete)
    for character in text:
        type_character(spin, character)
    if end is not None:
        QTest.keyClick(spin, end)


def type_character(widget: QWidget, character: str) -> None:
    if character.isascii():
        QTest.keyClicks(widget, character)
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):  # QTest.keyClicks aborts Python beyond Latin-1
        QApplication.sendEvent(widget, QKeyEvent(kind, ord(character), Qt.KeyboardModifier.NoModifier, character))


def press(spin: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(spin, key, modifiers)


def click_arrow(spin: NumberSpin, up: bool, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Click an arrow button where the style has drawn it."""
    place = arrow_place(spin, up)
    QTest.mouseMove(spin, place)
    QTest.mouseClick(spin, Qt.MouseButton.LeftButton, modifiers, place)


@contextmanager
def held_arrow(spin: NumberSpin, up: bool) -> Iterator[None]:
    """Hold the button down on an arrow."""
    place = arrow_place(spin, up)
    QTest.mouseMove(spin, place)
    QTest.mousePress(spin, Qt.MouseButton.LeftButton, pos=place)
    try:
        yield
    finally:
        QTest.mouseRelease(spin, Qt.MouseButton.LeftButton, pos=place)


def arrow_place(spin: NumberSpin, up: bool) -> QPoint:
    option = QStyleOptionSpinBox()
    spin.initStyleOption(option)
    arrow = QStyle.SubControl.SC_SpinBoxUp if up else QStyle.SubControl.SC_SpinBoxDown
    return spin.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, arrow, spin).center()


def turn_wheel(
    spin: QWidget,
    delta: QPoint,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> bool:
    """Turn the wheel over a widget; return whether it took the turn."""
    middle = QPointF(spin.rect().center())
    event = QWheelEvent(
        middle, spin.mapToGlobal(middle), QPoint(), delta, Qt.MouseButton.NoButton, modifiers, phase, False
    )
    event.ignore()
    QApplication.sendEvent(spin, event)
    return event.isAccepted()
