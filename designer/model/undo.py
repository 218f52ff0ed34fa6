"""The one undo command: from one design to another."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

Value = TypeVar("Value")


class ReplaceCommand(QUndoCommand, Generic[Value]):
    """Replaces one immutable value by another; edits of one gesture are one undo step.

    Args:
        text: What the Edit menu says after Undo, such as `Change init to 0.2`.
        old: The value before.
        new: The value after.
        show: Called with the value that now holds.
        gesture: Equal for consecutive edits that are one undo step; None is never the same.
    """

    def __init__(
        self, text: str, old: Value, new: Value, show: Callable[[Value], None], gesture: Hashable | None
    ) -> None:
        super().__init__(text)
        self._old = old
        self._new = new
        self._show = show
        self._gesture = gesture

    def redo(self) -> None:
        """Show the new value."""
        self._show(self._new)

    def undo(self) -> None:
        """Show the old value."""
        self._show(self._old)

    def takes(self, gesture: Hashable | None) -> bool:
        """Return whether an edit of this gesture belongs to the same undo step."""
        return gesture is not None and gesture == self._gesture

    def extend(self, text: str, new: Value) -> None:
        """Lead to another value and show it; back at the old one, be obsolete, so that undoing only removes it.

        Qt's own way, pushing a command that is merged into this one, keeps every merged one in memory (PySide 6.11).
        """
        self._new = new
        self.setText(text)
        self.setObsolete(new == self._old)
        self.redo()
