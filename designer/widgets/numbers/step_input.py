"""What keys, modifiers and the wheel ask of a number: the same everywhere, and never the Control key of a Mac."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent

from stepdecay.numbers.increment import Increment

_NOTCH = 120  # eighths of a degree, what Qt calls one click of a wheel
_STEP_KEYS: dict[int, tuple[bool, Increment | None]] = {
    Qt.Key.Key_Up: (True, None),
    Qt.Key.Key_Down: (False, None),
    Qt.Key.Key_PageUp: (True, Increment.DECADE),
    Qt.Key.Key_PageDown: (False, Increment.DECADE),
}
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# Control on a Mac is Meta to Qt, and Command is Control; neither is a way to step.
_FOREIGN_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier

PASSING_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""A menu takes the focus and gives it back: nobody has finished what they were at."""


def increment_of(modifiers: Qt.KeyboardModifier) -> Increment:
    """Return the increment of the held modifiers: Option (Alt) is finer, Shift is coarser."""
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return Increment.FINE
    return Increment.COARSE if modifiers & Qt.KeyboardModifier.ShiftModifier else Increment.PLAIN


def step_of(event: QKeyEvent) -> tuple[bool, Increment] | None:
    """Return the direction (True is up) and the increment a key asks for, None when it asks for no step."""
    up_and_pace = _STEP_KEYS.get(event.key())  # a letter's key may be in no enum
    if up_and_pace is None or event.modifiers() & _FOREIGN_MODIFIERS:
        return None
    up, increment = up_and_pace
    return up, increment or increment_of(event.modifiers())


def is_step_key(event: QKeyEvent) -> bool:
    """Return whether a key would step if no other modifier were held."""
    return event.key() in _STEP_KEYS


def is_enter(event: QKeyEvent) -> bool:
    """Return whether a key is Return or Enter."""
    return event.key() in _ENTER_KEYS


def is_escape(event: QKeyEvent) -> bool:
    """Return whether a key is Escape."""
    return event.key() == Qt.Key.Key_Escape


def is_for_window(event: QEvent) -> bool:
    """Return whether Qt asks if a field wants keys for itself that are the window's: undo, redo, pasting a schedule."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    from PySide6.QtGui import QGuiApplication, QKeySequence

    if event.matches(QKeySequence.StandardKey.Paste):
        return "_decay(" in QGuiApplication.clipboard().text()
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class WheelNotches:
    """Adds up the small deltas of a trackpad to whole notches of a wheel."""

    def __init__(self) -> None:
        self._rest = 0

    def reset(self) -> None:
        """Forget what is left of a turn."""
        self._rest = 0

    def take(self, event: QWheelEvent) -> int:
        """Return the notches that are complete with this event, above 0 for up."""
        if event.phase() == Qt.ScrollPhase.ScrollMomentum:
            return 0  # a flick would run on through decades
        delta = event.angleDelta()
        # Shift (on a Mac) and Alt (elsewhere) turn the wheel sideways; a sideways swipe alone is for scrolling.
        amount = delta.y() or (delta.x() if increment_of(event.modifiers()) is not Increment.PLAIN else 0)
        rest = amount if self._rest * amount < 0 else self._rest + amount
        notches = int(rest / _NOTCH)
        self._rest = rest - notches * _NOTCH
        return notches
