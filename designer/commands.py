"""The one undo command: from one design to another."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtGui import QUndoCommand

Value = TypeVar("Value")


class ReplaceCommand(QUndoCommand, Generic[Value]):
    """Replaces one immutable value by another; commands of one gesture merge into one undo step.

    Args:
        text: What the Edit menu says after Undo, such as `Change init to 0.2`.
        old: The value before.
        new: The value after.
        show: Called with the value that now holds.
        gesture: Equal for consecutive commands that are one undo step; None never merges.
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

    def id(self) -> int:
        """Let Qt offer every next command to `mergeWith`; it is a C int, so gestures are compared there."""
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the value of the next command of the same gesture; back at the start, vanish."""
        if not isinstance(other, ReplaceCommand) or self._gesture is None or other._gesture != self._gesture:
            return False
        self._new = other._new
        self.setText(other.text())
        self.setObsolete(self._new == self._old)
        return True
