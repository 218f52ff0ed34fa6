"""The plot: the staircase of the design on its axes, what a person looks at on it, and zoom, pan and drags."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from designer.document import Design, Document, ViewState
from designer.plot.axes import RateAxis, UpdateAxis
from designer.plot.crosshair import CrosshairLayer
from designer.plot.curves import CurveLayer, PinsLayer, SketchLayer
from designer.plot.framing import Framing
from designer.plot.hand import Hand
from designer.plot.handles import BubbleLayer, HandlesLayer
from designer.plot.keys import Keys
from designer.plot.legend import LegendLayer
from designer.plot.marks import FrameLayer, LevelLayer
from designer.plot.stage import Stage
from designer.plot.view import View
from designer.plot.words import curve_in_words
from designer.theme import Theme
from stepdecay.run import LONGEST_RUN

_TURNS = {Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier}
_TAB_REASONS = {Qt.FocusReason.TabFocusReason: True, Qt.FocusReason.BacktabFocusReason: False}


class Canvas(pg.PlotWidget):  # type: ignore[misc]
    """The plot of a document. Its view x is the MLX step, its view y the rate or, on the log axis, its log10.

    Signals:
        field_wanted(argument): A person wants to go from a handle to its field.
    """

    field_wanted = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        axes = {"bottom": UpdateAxis("bottom"), "left": RateAxis("left")}
        super().__init__(parent, viewBox=View(enableMenu=False, defaultPadding=0), axisItems=axes)
        self._document = document
        self._stage = Stage(document, self.getViewBox())
        self.setObjectName("plot")
        self.setAccessibleName("Learning rate per update")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        self._prepare_axes()
        self._add_layers()
        self._framing = Framing(self._stage, self.getAxis("left"))
        self._hand = Hand(self._stage, self._draw_held)
        self._keys = Keys(self._stage, self, self._draw_held, self._framing.reveal)
        self._keys.field_wanted.connect(self.field_wanted)
        view = self.getViewBox()
        view.sigRangeChanged.connect(self._invalidate)
        view.sigResized.connect(self._invalidate)
        view.sigRangeChangedManually.connect(lambda *_: self._framing.keep())
        view.fit_wanted.connect(self.fit)
        self.scene().sigPrepareForPaint.connect(self._prepare_paint)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.set_theme(self._stage.theme)
        self.render_design(document.design, None)

    def _prepare_axes(self) -> None:
        self.hideButtons()
        self.setMenuEnabled(False)
        self.scene().setMoveDistance(2)  # else a drag of less than 5 px or half a second would be a click
        self.scene().minDragTime = 0
        self.plotItem.layout.setContentsMargins(4, 12, 12, 4)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=-4 if name == "left" else 4, maxTextLevel=0, hideOverlappingLabels=False)
        self.getAxis("left").setWidth(84)
        self.getAxis("bottom").setLabel("updates")
        self.getAxis("left").setLabel("learning rate")
        self.getViewBox().disableAutoRange()

    def _add_layers(self) -> None:
        stage = self._stage
        self._frame = FrameLayer(stage, 10, self.getAxis("left"))
        self._mark = LevelLayer(stage, 20)
        self._pins, self._sketch = PinsLayer(stage, 24), SketchLayer(stage, 26)
        self._curve = CurveLayer(stage, 30)
        self._handles, self._cross, self._bubble = (
            HandlesLayer(stage, 28),
            CrosshairLayer(stage, 40),
            BubbleLayer(stage, 50),
        )
        self._legend = LegendLayer(stage, 45)
        self._legend.setVisible(False)
        self._hints = (self._mark, self._sketch, self._handles, self._cross, self._bubble)
        self._layers = (self._frame, self._pins, self._curve, *self._hints)

    # What the document says

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show another design."""
        self._frame_all()
        self.setAccessibleDescription(curve_in_words(new, self._framing.extent()))

    def render_view(self, new: ViewState, old: ViewState) -> None:
        """Show another view state."""

        def differ(*names: str) -> bool:
            return any(getattr(new, name) != getattr(old, name) for name in names)

        if differ("log_scale", "x_range", "y_range"):
            self._hand.release()
        if differ("log_scale", "x_range", "y_range", "pins", "preview"):
            self._frame_all()
        if differ("argument", "hovered"):
            self._handles.draw()
        if differ("crosshair", "shows_crosshair"):
            self._cross.draw()
        if differ("level"):
            self._mark.draw()
            self._reveal_level()

    def set_theme(self, theme: Theme) -> None:
        """Take over colours; pyqtgraph doesn't know the palette."""
        self._stage.theme = theme
        self.setBackground(theme.color("base"))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(theme.color("border"))
            axis.setTextPen(theme.color("muted"))
        self._invalidate()

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint the plot into a rectangle, with a legend, without crosshair, level mark, handles and sketches."""
        self.scene().prepareForPaint()
        self._legend.draw()
        self._legend.setVisible(True)
        for hint in self._hints:
            hint.setVisible(False)
        try:
            painter.fillRect(target, self._stage.theme.color("base"))
            self.scene().render(painter, QRectF(target), self.mapToScene(self.viewport().rect()).boundingRect())
        finally:
            self._legend.setVisible(False)
            for hint in self._hints:
                hint.setVisible(True)

    # What a person does

    def fit(self) -> None:
        """Show the whole run, and follow it from now on."""
        self._document.fit_view()

    def crosshair_text(self) -> str:
        """Return the exact rate under the crosshair, as text to copy; empty without a crosshair."""
        return self._cross.text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold a part of the curve; cancel a drag with another button; else pan."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # what is typed in a field counts before the picture is taken
        self._keys.focus(None)
        if self._hand.is_dragging:
            self._let_go(cancel=True)
        elif event.button() != Qt.MouseButton.LeftButton or not self._hand.press(self._place(event)):
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; else light what could be held, and let the crosshair follow the pointer."""
        place = self._place(event)
        if self._hand.is_dragging:
            if event.buttons() & Qt.MouseButton.LeftButton:
                self._hand.move(place, event.modifiers())
            else:
                self._let_go()  # the release went elsewhere
            return
        super().mouseMoveEvent(event)
        if event.buttons():
            return
        inside = self.getViewBox().boundingRect().contains(QPointF(*place))
        self._point_at(place if inside else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of what is held."""
        if self._hand.is_dragging:
            if event.button() == Qt.MouseButton.LeftButton:
                self._hand.move(self._place(event), event.modifiers())
                self._let_go()
        else:
            super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away with the pointer."""
        super().leaveEvent(event)
        self._point_at(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, but not under a hand."""
        if not self._hand.is_dragging:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move handles and crosshair; Home fits, Escape cancels a drag."""
        if self._hand.is_dragging:
            if event.key() == Qt.Key.Key_Escape:
                self._let_go(cancel=True)
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
        """Go through the handles before leaving the plot."""
        return self._keys.step_focus(forward) or bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first handle, or coming from behind with the last."""
        super().focusInEvent(event)
        if event.reason() in _TAB_REASONS:
            self._keys.step_focus(_TAB_REASONS[event.reason()])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away; a drag that is interrupted is kept."""
        super().focusOutEvent(event)
        self._let_go()
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

    def _place(self, event: QMouseEvent) -> tuple[float, float]:
        """Return an event's place in pixels of the view, parts of a pixel included."""
        place = self.getViewBox().mapFromScene(self.mapToScene(QPoint(0, 0)) + event.position())
        return place.x(), place.y()

    def _point_at(self, place: tuple[float, float] | None) -> None:
        step = -1 if place is None else math.floor(self._stage.viewport().step_at(place[0]))
        self._document.look(crosshair=step if 0 <= step <= LONGEST_RUN else None)
        grip = self._hand.point(place)
        if grip is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(
                Qt.CursorShape.SizeVerCursor if grip.is_vertical else Qt.CursorShape.SizeHorCursor
            )

    def _let_go(self, *, cancel: bool = False) -> None:
        if self._hand.is_dragging:
            (self._hand.cancel if cancel else self._hand.release)()
            self._frame_all()

    def _reveal_level(self) -> None:
        level = self._mark.selected()
        if level is not None:
            self._framing.reveal(level.first_update - 1, level.last_update)

    # What is painted

    def _frame_all(self) -> None:
        """Let the view follow the curves, but not under a hand."""
        if not self._hand.is_dragging:
            self._framing.scale()
        self._invalidate()

    def _invalidate(self, *_: object) -> None:
        """Remember that everything has to be drawn anew; several changes before the next paint cost one."""
        self._stage.is_stale = True
        self.getViewBox().update()
        self._curve.update()

    def _prepare_paint(self, *_: object) -> None:
        if not self._stage.is_stale:
            return
        self._stage.ratio, self._stage.font = self.devicePixelRatioF(), self.font()
        try:
            for layer in self._layers:
                layer.draw()
        finally:
            self._stage.is_stale = False

    def _draw_held(self) -> None:
        """Draw what belongs to a hand or to the keyboard's focus."""
        for layer in (self._sketch, self._handles, self._bubble):
            layer.draw()
