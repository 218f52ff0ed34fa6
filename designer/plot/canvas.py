"""The plot as a person uses it: drags, zoom and pan, crosshair and keys."""

from __future__ import annotations

import math
from contextlib import nullcontext
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from designer.model.document import Design, Document
from designer.model.view import View
from designer.plot.figure import Figure
from designer.plot.grabbing.grips import Grip
from designer.plot.picture import Pixel
from designer.widgets.numbers.step_input import PASSING_REASONS
from stepdecay.schedule.run import LONGEST_RUN

if TYPE_CHECKING:
    from designer.model.findings import Findings

_TURNS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
}
_TAB_REASONS = {Qt.FocusReason.TabFocusReason: True, Qt.FocusReason.BacktabFocusReason: False}


class Canvas(Figure):
    """The plot of a document.

    Signals:
        field_wanted(path): A person wants to go from a handle to the field of its argument.
        finding_wanted(finding): A person wants to go from a finding's sign to what is said of it.
    """

    field_wanted = Signal(str)
    finding_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setEnabled(False)  # until it is complete

    def complete(self) -> None:
        """Add what answers to a person, which takes modules that the first painting of the curve can do without."""
        from designer.plot.hand import Hand
        from designer.plot.hints import Hints
        from designer.plot.keys import Keys

        self.hints = Hints(self._stage)
        self._hand = Hand(self._stage, self.hints.draw_held, self.frame_all)
        self._keys = Keys(self._stage, self, self.hints.draw_held, self._framing.reveal)
        self._keys.field_wanted.connect(self.field_wanted)
        view = self.getViewBox()
        view.sigRangeChangedManually.connect(lambda *_: self._framing.keep())
        view.sigResized.connect(lambda *_: self._hand.release())
        view.fit_wanted.connect(self.fit)
        self._document.changed.connect(self._notice_design)
        self._document.view_changed.connect(self._notice_view)
        self.setEnabled(True)
        self._invalidate()

    @property
    def is_dragging(self) -> bool:
        """Whether a hand holds a part of the curve."""
        return self.isEnabled() and self._hand.is_dragging

    def draw(self) -> None:
        """Draw every layer anew."""
        super().draw()
        if self.isEnabled():
            self.hints.draw()

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint the plot into a rectangle, with a legend, without crosshair, level mark, handles and sketches."""
        with self.hints.exchanged_for_legend(), nullcontext() if self.log is None else self.log.without_crosshair():
            super().paint_figure(painter, target)

    def fit(self) -> None:
        """Show the whole run, and follow it from now on."""
        self._document.fit_view()

    def attend(self, found: Findings) -> None:
        """Have signs where something was found."""
        self.hints.findings.attend(found)

    def reveal(self, update: int) -> None:
        """Pan until an update, counted from 1, is in view."""
        self._framing.reveal(update - 1, update)

    def crosshair_text(self) -> str:
        """Return the exact rate under the crosshair, as text to copy; empty without a crosshair."""
        return self.hints.crosshair.text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a part of the curve; cancel a drag with another button; else pan."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # what is typed in a field counts before the picture is taken
        self._keys.focus(None)
        place = self._place(event)
        finding = self.hints.findings.at(place)
        if self._hand.is_dragging:
            self._hand.cancel()
        elif finding is not None:
            self.finding_wanted.emit(finding)
        elif event.button() != Qt.MouseButton.LeftButton or not self._is_inside(place) or not self._hand.press(place):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; else light what could be held, and let the crosshair follow the pointer."""
        place = self._place(event)
        if self._hand.is_dragging:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self._hand.move(place, event.modifiers())
            else:
                self._hand.release()  # elsewhere, where nobody heard of it
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_at(place if self._is_inside(place) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what is held."""
        if self._hand.is_dragging:
            if event.button() == Qt.MouseButton.LeftButton:
                self._hand.move(self._place(event), event.modifiers())
                self._hand.release()
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away with the pointer."""
        super().leaveEvent(event)
        if self.isEnabled():
            self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, but not under a hand."""
        if not self._hand.is_dragging:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move handles and crosshair; Home fits, Escape cancels a drag."""
        if self._hand.is_dragging:
            if event.key() == Qt.Key.Key_Escape:
                self._hand.cancel()
            elif event.key() in _TURNS:
                self._hand.turn(event.modifiers() | _TURNS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self.fit()
        elif not self._keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Read modifiers live."""
        super().keyReleaseEvent(event)
        if event.key() in _TURNS:
            self._hand.turn(event.modifiers() & ~_TURNS[Qt.Key(event.key())])

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go through the handles before leaving the plot; nowhere while something is held."""
        return self._hand.is_dragging or self._keys.step_focus(forward) or bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first handle, or coming from behind with the last."""
        super().focusInEvent(event)
        if event.reason() in _TAB_REASONS:
            self._keys.step_focus(_TAB_REASONS[event.reason()])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away; a drag that is interrupted is kept."""
        super().focusOutEvent(event)
        if event.reason() not in PASSING_REASONS:
            self._hand.release()
            self._keys.focus(None)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a trackpad's pinch, about the pointer."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            if not self._hand.is_dragging:
                place = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
                self.getViewBox().scaleBy(x=1 / (1 + max(event.value(), -0.5)), center=place)
                self._framing.keep()
            return True
        return bool(super().viewportEvent(event))

    def _place(self, event: QMouseEvent) -> Pixel:
        """Return an event's place in pixels of the view, parts of a pixel included."""
        place = self.getViewBox().mapFromScene(self.mapToScene(QPoint(0, 0)) + event.position())
        return place.x(), place.y()

    def _is_inside(self, place: Pixel) -> bool:
        return bool(self.getViewBox().boundingRect().contains(QPointF(*place)))

    def _point_at(self, place: Pixel | None) -> None:
        step = -1 if place is None else math.floor(self._stage.viewport().step_at(place[0]))
        finding = self.hints.findings.point(place)
        grip = self._hand.point(place if finding is None else None)
        reads_more = finding is not None or (grip is not None and grip.name == "boundaries")  # whose seam reads six
        is_read = 0 <= step <= LONGEST_RUN and not reads_more
        self._document.look(crosshair=step if is_read else None)
        if grip is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(_cursor(grip))

    def _notice_design(self, new: Design, old: Design) -> None:
        """Let go when the design was changed by another road than the hand's."""
        if not self._hand.has_made(new):
            self._hand.release()

    def _notice_view(self, new: View, old: View) -> None:
        """Show it; let go when what is held is somewhere else now."""
        self.hints.render_view(new, old)
        if self.log is not None and new.shown_crosshair != old.shown_crosshair:
            self.log.draw_crosshair()
        level = self.hints.level.selected() if new.focus.level != old.focus.level else None
        if level is not None:
            self._framing.reveal(level.first_update - 1, level.last_update)
        if _axes(new) != _axes(old):
            self._hand.release()


def _axes(view: View) -> tuple[object, ...]:
    """Return what decides where on the screen a rate of a step is."""
    return view.preferences.log_scale, view.focus.x_range, view.focus.y_range


def _cursor(grip: Grip) -> Qt.CursorShape:
    if grip.is_horizontal:
        return Qt.CursorShape.SizeAllCursor if grip.is_vertical else Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.SizeVerCursor
