"""The half of a number field that is about text: when it becomes the value, and how a refusal shows."""

from __future__ import annotations

from PySide6.QtCore import QDynamicPropertyChangeEvent, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy, QWidget

from designer.widgets.announce import announce, announce_value
from designer.widgets.numbers.step_input import PASSING_REASONS, is_enter, is_escape, is_for_window
from stepdecay.errors import ScheduleError

_USUAL_TEXT = "0.000123456"
_SHORTEST_USEFUL_TEXT = "1.25e-5"
_MARK_COLOR = QColor("#D55E00")
_MARK_WIDTH = 2.0


class NumberEntry(QAbstractSpinBox):
    """A field whose text becomes its value on Return, Tab or focus loss; `NumberSpin` adds the steps.

    Args:
        name: The MLX argument; becomes the object name and the accessible name, which its owner may make more exact,
            and begins each refusal.
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
        self.name = name
        self._value = self._before = value
        self._shown = ""
        self._sentence = ""
        self._gesture: object = None
        self._is_showing = self._is_committing = False
        self._mark_color = _MARK_COLOR
        self._light: QColor | None = None
        self.setObjectName(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # Qt's own would never be narrower
        edit = self.lineEdit()
        edit.installEventFilter(self)
        edit.textChanged.connect(self._on_text_changed)
        self._show(value)

    def _text_of(self, value: float) -> str:
        raise NotImplementedError

    def _read(self, text: str) -> float:
        """Return the number that is meant; raise ScheduleError when there is none within the bounds."""
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
        self._show(value)

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

    def light(self, color: QColor | None) -> None:
        """Outline the field in a colour while its argument is dragged or pointed at elsewhere; None for no longer."""
        if color != self._light:
            self._light = color
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
            self._show(self._value)
            announce_value(self, self._shown)

    def _restore(self) -> None:
        self._set_sentence("")
        self._show(self._value)
        self.selectAll()

    # What is on show.

    def _is_pending(self) -> bool:
        return self.lineEdit().text() != self._shown

    def _on_text_changed(self) -> None:
        if not self._is_showing:
            self._gesture = None
            self._set_sentence("")

    def _show(self, value: float) -> None:
        edit = self.lineEdit()
        was_selected = edit.hasSelectedText() and self.hasFocus()
        self._shown = self._text_of(value)
        self._is_showing = True
        edit.setText(self._shown)
        self.setProperty("value", value)  # where Qt's accessibility looks for a spin box's value
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
        if sentence:
            announce(self, sentence)

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """Paint the field, and an outline around what was refused or is lit."""
        super().paintEvent(event)
        outline = self._mark_color if self._sentence else self._light
        if outline is not None:
            from PySide6.QtGui import QPainter, QPen

            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(outline, _MARK_WIDTH))
            inside = _MARK_WIDTH / 2
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inside, inside, -inside, -inside), 3, 3)
            painter.end()

    def sizeHint(self) -> QSize:
        """Return room for a usual rate; Qt's own hint has none for text, because it knows only its own values."""
        return self._with_room_for(_USUAL_TEXT)

    def minimumSizeHint(self) -> QSize:
        """Return room for a short rate."""
        return self._with_room_for(_SHORTEST_USEFUL_TEXT)

    def _with_room_for(self, text: str) -> QSize:
        return super().sizeHint() + QSize(self.fontMetrics().horizontalAdvance(text), 0)

    # Events.

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Commit on Return, restore on Escape; every other key is the line edit's."""
        if is_escape(event) and self._is_ours(event):
            self._restore()
            return
        if is_enter(event) and self._is_pending():
            self._commit_text()
        super().keyPressEvent(event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        """Return whether a key does something here, rather than in the line edit or the window."""
        return is_enter(event) or (is_escape(event) and (self._is_pending() or self.isRefused()))

    def event(self, event: QEvent, /) -> bool:
        """Leave the window its undo and redo, and keep our keys from its other shortcuts."""
        # Without this and the filter below, undo does nothing while the field has focus: Qt's line edit claims it.
        if is_for_window(event):
            event.ignore()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        if isinstance(event, QDynamicPropertyChangeEvent) and not self._is_showing:
            self._on_property_set(event)
        return super().event(event)

    def _on_property_set(self, event: QDynamicPropertyChangeEvent) -> None:
        """Take a value that an assistive tool has set as if it were typed."""
        if event.propertyName() == b"value" and not self.isReadOnly():
            self.lineEdit().setText(str(self.property("value")))
            self._commit_text()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Stop the line edit from claiming undo, and hand our keys on when they are sent to it directly."""
        if is_for_window(event) or (
            isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._is_ours(event)
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Commit what was typed."""
        if event.reason() not in PASSING_REASONS:
            self._gesture = None
            self.interpretText()
        super().focusOutEvent(event)
