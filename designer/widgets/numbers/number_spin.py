"""A number field that steps: by keys, arrows and the wheel, live.

`QDoubleSpinBox` rounds to its decimals and reads the locale's marks, and `QSpinBox` ends at 2^31 - 1; neither can hold
a learning rate or a number of updates.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from designer.widgets.numbers.number_entry import NumberEntry
from designer.widgets.numbers.step_input import WheelNotches, increment_of, is_step_key, step_of
from stepdecay.errors import ScheduleError
from stepdecay.numbers.increment import Increment


class NumberSpin(NumberEntry):
    """A number field; `RateSpin` and `CountSpin` say what a number is."""

    def __init__(self, name: str, value: float, parent: QWidget | None = None) -> None:
        self._notches = WheelNotches()
        super().__init__(name, value, parent)

    def _next(self, value: float, up: bool, increment: Increment) -> float:
        """Return the next value; the same value, or raise ScheduleError, where there is none within the bounds."""
        raise NotImplementedError

    def _bounds(self) -> tuple[float, float]:
        """Return the lowest and the highest value there is."""
        raise NotImplementedError

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return the directions in which there is another value."""
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if not self.isReadOnly():
            lowest, highest = self._bounds()
            start = self._start()
            if start < highest:
                enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
            if start > lowest:
                enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def stepBy(self, steps: int) -> None:
        """Step as the arrow buttons do, at the increment of the modifiers that are held now."""
        modifiers = QGuiApplication.keyboardModifiers()
        # Qt asks for ten steps while its own modifier is held: Control, or Command on a Mac.
        count = 1 if modifiers & Qt.KeyboardModifier.ControlModifier else abs(steps)
        for _ in range(count):
            self._step(steps > 0, increment_of(modifiers))

    def _step(self, up: bool, increment: Increment) -> None:
        target = self._target(up, increment)
        if target is None or self.isReadOnly():
            return
        gesture = self._gesture or object()
        self._show(target)
        self._commit(target, gesture)
        self.selectAll()

    def _target(self, up: bool, increment: Increment) -> float | None:
        """Return where a step leads, None where the bounds leave no room for it."""
        start = self._start()
        try:
            target = self._next(start, up, increment)
        except ScheduleError:
            return None
        return None if target == start else target

    def _start(self) -> float:
        """Return what is typed when that is a value, else the value in force."""
        if self._is_pending() and not self.isRefused():
            try:
                return self._read(self.lineEdit().text())
            except ScheduleError:
                pass
        return self._value

    def _is_ours(self, event: QKeyEvent) -> bool:
        return step_of(event) is not None or super()._is_ours(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Step; the text's keys are the entry's."""
        step = step_of(event)
        if step:
            self._step(*step)
        elif is_step_key(event):
            event.ignore()  # Qt would make ten steps of Control, or of Command on a Mac
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Step, but only with focus: a wheel that passes over a panel scrolls the panel."""
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        notches = self._notches.take(event)
        for _ in range(abs(notches)):
            self._step(notches > 0, increment_of(event.modifiers()))

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Forget a half turned notch of the wheel."""
        self._notches.reset()
        super().focusOutEvent(event)
