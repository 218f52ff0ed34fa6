"""What a screen reader is told; nothing is loaded or sent until one is there to listen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Have a sentence spoken that is about a widget."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def announce_value(widget: QWidget, text: str) -> None:
    """Say that a widget has another value."""
    from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleValueChangeEvent(widget, text))
