"""What the two number fields share: when text becomes the value, how it steps, and how a refusal shows.

`QDoubleSpinBox` rounds to its decimals and reads the locale's marks, and `QSpinBox` ends at 2^31 - 1; neither can hold
a learning rate or a number of updates.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleValueChangeEvent,
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSpinBox, QStyle, QStyleOptionSpinBox, QWidget

from designer.widgets.step_input import WheelNotches, is_enter, is_escape, is_undo_override, pace_of, step_of
from stepdecay.errors import ScheduleError
from stepdecay.stepping import Pace

_USUAL_TEXT = "0.000123456"
_SHORTEST_USEFUL_TEXT = "1.25e-5"
_MARK_COLOR = QColor("#D55E00")
_MARK_WIDTH = 2.0
# A menu over the field takes the focus and gives it back: nobody has finished typing.
_PASSING_REASONS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)


class NumberSpin(QAbstractSpinBox):
    """A number field; `RateSpin` and `CountSpin` say what a number is.

    Args:
        name: The MLX argument; becomes the object name and the accessible name, and begins each refusal.
        value: The first value.
        parent: The widget it lies in.

    Signals:
        committed(value, gesture): A person changed the value. `gesture` is None for typed text, and one and the same
            token for steps that belong together. The owner answers with `setValue` or `refuse`.
        refused(sentence): What a person entered can't be; "" when that is over.
    """

    committed = Signal(object, object)
    refused = Signal(str)

    def __init__(self, name: str, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._before = value
        self._shown = ""
        self._sentence = ""
        self._gesture: object = None
        self._is_showing = self._is_committing = False
        self._notches = WheelNotches()
        self._mark_color = _MARK_COLOR
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit = self.lineEdit()
        # Arithmetic runs left to right in every script; a right-to-left line would show `0.1 * 2` as `2 * 0.1`.
        edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        edit.installEventFilter(self)
        edit.textChanged.connect(self._on_text_changed)
        self._show(self._text_of(value))

    # What a number is: the subclasses say it.

    def _text_of(self, value: float) -> str:
        raise NotImplementedError

    def _read(self, text: str) -> float:
        """Return the number that is meant; raise ScheduleError when there is none within the bounds."""
        raise NotImplementedError

    def _next(self, value: float, up: bool, pace: Pace) -> float:
        """Return the next value; the same value, or raise ScheduleError, where there is none within the bounds."""
        raise NotImplementedError

    # The value.

    def value(self) -> float:
        """Return the value in force."""
        return self._value

    def setValue(self, value: float) -> None:
        """Show a value that was not entered here; emits no `committed`.

        An equal value leaves alone what is being typed or was refused; another one replaces it.
        """
        if value == self._value:
            return
        self._value = self._before = value
        if self._is_committing and not self._sentence:
            return  # it is part of the owner's answer; what was typed stays until that is complete
        self._gesture = None
        self._set_sentence("")
        self._show(self._text_of(value))

    def interpretText(self) -> None:
        """Commit, or refuse, what is typed and not committed yet: what Save does before it saves."""
        if self._is_pending() and not self._sentence:
            self._commit_text()

    def refuse(self, sentence: str) -> None:
        """Mark what was committed last as impossible: it stays on show, and the value of before is in force again."""
        self._value = self._before
        self._gesture = None
        self._set_sentence(sentence)

    def isRefused(self) -> bool:
        """Return whether what is on show was refused."""
        return bool(self._sentence)

    def setMarkColor(self, color: QColor) -> None:
        """Set the colour of the outline around what was refused."""
        self._mark_color = QColor(color)
        self.update()

    def _commit_text(self) -> None:
        try:
            value = self._read(self.lineEdit().text())
        except ScheduleError as error:
            self._gesture = None
            self._set_sentence(str(error))
        else:
            self._commit(value, None)

    def _commit(self, value: float, gesture: object) -> None:
        """Take a value over and tell the owner, who may refuse it."""
        self._gesture = gesture
        self._set_sentence("")
        if value != self._value:
            self._before, self._value = self._value, value
            self._is_committing = True
            try:
                self.committed.emit(value, gesture)
            finally:
                self._is_committing = False
        if not self._sentence:
            self._show(self._text_of(self._value))
            if QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, self._shown))

    # What is on show.

    def _is_pending(self) -> bool:
        return self.lineEdit().text() != self._shown

    def _on_text_changed(self) -> None:
        if not self._is_showing:
            self._gesture = None
            self._set_sentence("")

    def _show(self, text: str) -> None:
        edit = self.lineEdit()
        was_selected = edit.hasSelectedText() and self.hasFocus()
        self._shown = text
        self._is_showing = True
        edit.setText(text)
        self._is_showing = False
        if was_selected:
            edit.selectAll()
        elif not self.hasFocus():
            edit.setCursorPosition(0)  # where there is no room for all digits, the first ones matter
        self.update()  # an arrow may be at its end

    def _set_sentence(self, sentence: str) -> None:
        """Mark what is on show as refused, or with "" no longer."""
        if not (sentence or self._sentence):
            return
        self._sentence = sentence
        self.update()
        self.refused.emit(sentence)
        if sentence and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the field, and an outline around what was refused."""
        super().paintEvent(event)
        if self._sentence:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self._mark_color, _MARK_WIDTH))
            inside = _MARK_WIDTH / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inside, inside, -inside, -inside), 3, 3)
            painter.end()

    def sizeHint(self) -> QSize:
        """Return room for a usual rate; Qt's own hint knows only the texts of its own values."""
        return self._size_for(_USUAL_TEXT)

    def minimumSizeHint(self) -> QSize:
        """Return room for a short rate."""
        return self._size_for(_SHORTEST_USEFUL_TEXT)

    def _size_for(self, text: str) -> QSize:
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        room_for_cursor = 2
        contents = QSize(
            self.fontMetrics().horizontalAdvance(text) + room_for_cursor, self.lineEdit().sizeHint().height()
        )
        return self.style().sizeFromContents(QStyle.ContentsType.CT_SpinBox, option, contents, self)

    # Stepping.

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        """Return the directions in which there is another value."""
        enabled = QAbstractSpinBox.StepEnabledFlag.StepNone
        if not self.isReadOnly():
            if self._target(True, Pace.PLAIN) is not None:
                enabled |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
            if self._target(False, Pace.PLAIN) is not None:
                enabled |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return enabled

    def stepBy(self, steps: int) -> None:
        """Step as the arrow buttons do, at the pace of the modifiers that are held now."""
        modifiers = QGuiApplication.keyboardModifiers()
        # Qt asks for ten steps while its own modifier is held: Control, or Command on a Mac.
        count = 1 if modifiers & Qt.KeyboardModifier.ControlModifier else abs(steps)
        for _ in range(count):
            self._step(steps > 0, pace_of(modifiers))

    def _step(self, up: bool, pace: Pace) -> None:
        target = self._target(up, pace)
        if target is None or self.isReadOnly():
            return
        gesture = self._gesture or object()
        self._show(self._text_of(target))
        self._commit(target, gesture)
        self.selectAll()

    def _target(self, up: bool, pace: Pace) -> float | None:
        """Return where a step leads, None where the bounds leave no room for it."""
        start = self._start()
        try:
            target = self._next(start, up, pace)
        except ScheduleError:
            return None
        return None if target == start else target

    def _start(self) -> float:
        """Return what is typed when that is a value, else the value in force."""
        if self._is_pending() and not self._sentence:
            try:
                return self._read(self.lineEdit().text())
            except ScheduleError:
                pass
        return self._value

    # Events.

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Step, commit or restore; every other key is the line edit's."""
        step = step_of(event)
        if step:
            self._step(*step)
        elif is_escape(event):
            self._restore(event)
        else:
            if is_enter(event) and self._is_pending():
                self._commit_text()
            super().keyPressEvent(event)

    def _restore(self, event: QKeyEvent) -> None:
        if not self._has_something_to_restore():
            event.ignore()
            return
        self._set_sentence("")
        self._show(self._text_of(self._value))
        self.selectAll()

    def _has_something_to_restore(self) -> bool:
        return self._is_pending() or self.isRefused()

    def _is_ours(self, event: QKeyEvent) -> bool:
        return bool(step_of(event)) or is_enter(event) or (is_escape(event) and self._has_something_to_restore())

    def event(self, event: QEvent, /) -> bool:
        """Leave the window its undo and redo, and keep our keys from its other shortcuts."""
        # Without this and the filter below, undo does nothing while the field has focus: Qt's line edit claims it.
        if is_undo_override(event):
            event.ignore()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Stop the line edit from claiming undo, and hand our keys on when they are sent to it directly."""
        if is_undo_override(event) or (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_ours(event)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Step, but only with focus: a wheel that passes over a panel scrolls the panel."""
        if not self.hasFocus():
            event.ignore()
            return
        event.accept()
        notches = self._notches.take(event)
        for _ in range(abs(notches)):
            self._step(notches > 0, pace_of(event.modifiers()))

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Select the number when its label's shortcut brought the focus, as Tab does."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ShortcutFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Commit what was typed."""
        if event.reason() not in _PASSING_REASONS:
            self._notches.reset()
            self._gesture = None
            self.interpretText()
        super().focusOutEvent(event)
