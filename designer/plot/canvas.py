"""The plot: the staircase of the design on its axes, what a person looks at on it, and zoom and pan."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QNativeGestureEvent, QPainter
from PySide6.QtWidgets import QWidget

from designer.document import Design, Document, ViewState
from designer.plot.axes import RateAxis, UpdateAxis
from designer.plot.items import Layer, crosshair_drawing, curve_drawing, finite, frame_drawing, level_drawing
from designer.plot.scale import Viewport, fitted_x, fitted_y, limits, scale_for
from designer.theme import LIGHT, Theme
from designer.widgets.announce import announce
from stepdecay import Level, levels, outline, rates
from stepdecay.curve import Extent, extent
from stepdecay.literals import count_text, rate_text
from stepdecay.run import LONGEST_RUN
from stepdecay.treads import level_at


class View(pg.ViewBox):  # type: ignore[misc]
    """A view box whose wheel zooms the steps about the pointer, and the rates with Shift; double click fits."""

    fit_wanted = Signal()

    def wheelEvent(self, event: Any, axis: int | None = None) -> None:
        """Zoom one axis: both at once would lose a flat curve out of sight."""
        if axis is None:
            axis = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        super().wheelEvent(event, axis)

    def mouseClickEvent(self, event: Any) -> None:
        """Fit on a double click."""
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.fit_wanted.emit()


class Canvas(pg.PlotWidget):  # type: ignore[misc]
    """The plot of a document. Its view x is the MLX step, its view y the rate or, on the log axis, its log10."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        axes = {"bottom": UpdateAxis("bottom"), "left": RateAxis("left")}
        super().__init__(parent, viewBox=View(enableMenu=False, defaultPadding=0), axisItems=axes)
        self._document = document
        self._theme = LIGHT
        self._stale = False
        self.setObjectName("plot")
        self.setAccessibleName("Learning rate per update")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        self._prepare_axes()
        view = self.getViewBox()
        self._frame, self._mark, self._curve, self._cross = (Layer(view, z) for z in (10, 20, 30, 40))
        view.sigRangeChanged.connect(self._invalidate)
        view.sigResized.connect(self._invalidate)
        view.sigRangeChangedManually.connect(self._keep_range)
        view.fit_wanted.connect(self.fit)
        self.scene().sigPrepareForPaint.connect(self._prepare_paint)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.set_theme(LIGHT)
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

    # What the document says

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show another design; a view that follows the run goes along."""
        self._bounds = extent(new.schedule, new.run.updates)
        self._scale_to(new, self._document.view)
        self.setAccessibleDescription(described(new, self._bounds))
        self._invalidate()

    def render_view(self, new: ViewState, old: ViewState) -> None:
        """Show another view state."""
        framing = ("log_scale", "x_range", "y_range")
        if any(getattr(new, name) != getattr(old, name) for name in framing):
            self._scale_to(self._document.design, new)
            self._invalidate()
        if (new.crosshair, new.shows_crosshair) != (old.crosshair, old.shows_crosshair):
            self._draw_crosshair()
        if new.level != old.level:
            self._draw_level()
            self._reveal_level()

    def set_theme(self, theme: Theme) -> None:
        """Take over colours; pyqtgraph doesn't know the palette."""
        self._theme = theme
        self.setBackground(theme.color("base"))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(theme.color("border"))
            axis.setTextPen(theme.color("muted"))
        self._invalidate()

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint the plot into a rectangle, without what belongs to a pointer: crosshair and level mark."""
        hints = (self._cross, self._mark)
        self.scene().prepareForPaint()
        for hint in hints:
            hint.setVisible(False)
        try:
            painter.fillRect(target, self._theme.color("base"))
            self.scene().render(painter, QRectF(target), self.mapToScene(self.viewport().rect()).boundingRect())
        finally:
            for hint in hints:
                hint.setVisible(True)

    # What a person does

    def fit(self) -> None:
        """Show the whole run, and follow it from now on."""
        self._document.fit_view()

    def crosshair_text(self) -> str:
        """Return the exact rate under the crosshair, as text to copy; empty without a crosshair."""
        step = self._document.view.crosshair if self._document.view.shows_crosshair else None
        return "" if step is None else rate_text(float(rates(self._document.design.schedule, step)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the crosshair follow the pointer."""
        super().mouseMoveEvent(event)
        place = self.getViewBox().mapFromScene(self.mapToScene(event.position().toPoint()))
        inside = self.getViewBox().boundingRect().contains(place)
        step = math.floor(self._viewport().step_at(place.x())) if inside else -1
        self._document.look(crosshair=step if 0 <= step <= LONGEST_RUN else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away with the pointer."""
        super().leaveEvent(event)
        self._document.look(crosshair=None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the crosshair by updates, or with Shift by levels; Home fits."""
        direction = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Home:
            self.fit()
        elif direction:
            self._move_crosshair(direction, whole_levels=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom by a trackpad's pinch, about the pointer."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            place = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
            self.getViewBox().scaleBy(x=1 / (1 + max(event.value(), -0.5)), center=place)
            self._keep_range()
            return True
        return bool(super().viewportEvent(event))

    def _move_crosshair(self, direction: int, *, whole_levels: bool) -> None:
        design, step = self._document.design, self._document.view.crosshair
        if step is None:
            left, right = self._viewport().x
            step = math.ceil(left) if direction > 0 else math.floor(right) - 1
        elif whole_levels:
            step = (level_at(design.schedule, step + 1) + direction) * design.schedule.step_size
        else:
            step += direction
        step = min(max(step, 0), design.run.updates - 1)
        self._document.look(crosshair=step, shows_crosshair=True)
        self._reveal(step, step + 1)
        announce(self, f"update {count_text(step + 1)}, {self.crosshair_text()}")

    def _reveal_level(self) -> None:
        level = self._selected_level()
        if level is not None:
            self._reveal(level.first_update - 1, level.last_update)

    def _selected_level(self) -> Level | None:
        number, design = self._document.view.level, self._document.design
        found = levels(design.schedule, design.run.updates)
        return None if number is None or number >= len(found) else found[number]

    def _reveal(self, first: int, last: int) -> None:
        """Pan until steps `first` to `last` are in view, if none of them is."""
        left, right = self._viewport().x
        if last <= left or first >= right:
            start = (first + last - (right - left)) / 2
            self._document.look(x_range=(start, start + right - left))

    def _keep_range(self, *_: object) -> None:
        """Remember the axis that a person zoomed or panned; the other one goes on following the run."""
        x, y = (tuple(axis) for axis in self.getViewBox().viewRange())
        framed_x, framed_y = self._framed
        self._document.look(**({"x_range": x} if x != framed_x else {}), **({"y_range": y} if y != framed_y else {}))

    # What is painted

    def _scale_to(self, design: Design, view: ViewState) -> None:
        """Set axes and ranges for a design; without a range of a person's own, to the whole run."""
        self._scale = scale_for(self._bounds, log=view.log_scale)
        axis = self.getAxis("left")
        axis.rate_scale = self._scale
        axis.picture = None
        box = self.getViewBox()
        whole_x, whole_y = fitted_x(design.run.updates), fitted_y(self._bounds, self._scale)
        box.setLimits(**limits(design.run.updates, whole_y))
        box.setRange(xRange=view.x_range or whole_x, yRange=view.y_range or whole_y, padding=0, disableAutoRange=True)
        self._framed = tuple(tuple(axis) for axis in box.viewRange())

    def _viewport(self) -> Viewport:
        (x0, x1), (y0, y1) = self.getViewBox().viewRange()
        size = self.getViewBox().boundingRect()
        return Viewport((x0, x1), (y0, y1), max(size.width(), 1.0), max(size.height(), 1.0))

    def _invalidate(self, *_: object) -> None:
        """Remember that everything has to be drawn anew; several changes before the next paint cost one."""
        self._stale = True
        self.getViewBox().update()
        self._curve.update()

    def _prepare_paint(self, *_: object) -> None:
        if not self._stale:
            return
        try:
            for draw in (self._draw_frame, self._draw_curve, self._draw_level, self._draw_crosshair):
                draw()
        finally:
            self._stale = False

    def _draw_curve(self) -> None:
        viewport, size = self._viewport(), self.getViewBox().boundingRect()
        first, last = max(0, math.floor(viewport.x[0])), min(LONGEST_RUN + 1, math.ceil(viewport.x[1]))
        if first >= last:
            self._curve.show_drawing(size, None, is_due=self._stale)
            return
        pixels = viewport.width * self.devicePixelRatioF() * (last - first) / (viewport.x[1] - viewport.x[0])
        points = outline(self._document.design.schedule, first, last, max(1, math.ceil(pixels)))
        # A staircase cut at the view's edges looks the same, and far coordinates are where painting goes wrong.
        x = viewport.pixels_x(points.x).clip(0, viewport.width)
        y = viewport.pixels_y(self._scale.to_view(points.y)).clip(-4, viewport.height + 4)
        drawing = curve_drawing(x, y, self._theme.color("curve")) if finite(x, y) else None
        self._curve.show_drawing(size, drawing, is_due=self._stale)

    def _draw_frame(self) -> None:
        viewport, size = self._viewport(), self.getViewBox().boundingRect()
        names = {"grid": "grid", "limit": "muted", "shade": "window", "end": "run_end"}
        drawing = frame_drawing(
            size,
            grid=viewport.pixels_y(self.getAxis("left").places(*viewport.y, viewport.height)).round() + 0.5,
            limits=viewport.pixels_y([self._scale.floor, self._scale.ceiling][not self._scale.log :]).round() + 0.5,
            run_end=round(float(viewport.pixels_x(self._document.design.run.updates))) + 0.5,
            colors=self._colors(names),
            label=self.font(),
        )
        self._frame.show_drawing(size, drawing, is_due=self._stale)

    def _colors(self, names: dict[str, str]) -> dict[str, QColor]:
        return {use: self._theme.color(name) for use, name in names.items()}

    def _draw_level(self) -> None:
        level = self._selected_level()
        if level is None:
            self._mark.show_drawing(QRectF(), None, is_due=self._stale)
            return
        viewport = self._viewport()
        left, right = viewport.pixels_x([level.first_update - 1, level.last_update]).clip(-50, viewport.width + 50)
        y = float(viewport.pixels_y(self._scale.to_view(level.first_rate)))
        self._mark.show_drawing(*level_drawing(left, right, y, self._theme.color("mark", 110)), is_due=self._stale)

    def _draw_crosshair(self) -> None:
        step, view = self._document.view.crosshair, self._viewport()
        if step is None or not self._document.view.shows_crosshair:
            self._cross.show_drawing(QRectF(), None, is_due=self._stale)
            return
        rate = float(rates(self._document.design.schedule, step))
        at = QPointF(float(view.pixels_x(step + 0.5)), float(view.pixels_y(self._scale.to_view(rate))))
        names = {"line": "muted", "box": "button", "border": "border", "dot": "curve", "muted": "muted", "text": "text"}
        colors = self._colors(names)
        after = ", after the run" if step >= self._document.design.run.updates else ""
        texts = (f"update {count_text(step + 1)}{after}", rate_text(rate))
        size = self.getViewBox().boundingRect()
        drawing = crosshair_drawing(at, size, texts, QFontMetricsF(self.font()), colors)
        self._cross.show_drawing(*drawing, is_due=self._stale)


def described(design: Design, bounds: Extent) -> str:
    """Say in one sentence what the curve looks like, for those who don't see it."""
    drops = len(levels(design.schedule, design.run.updates)) - 1
    return (
        f"Step decay from {rate_text(bounds.first)} to {rate_text(bounds.last)} "
        f"in {count_text(drops)} {'drop' if drops == 1 else 'drops'} over {count_text(design.run.updates)} updates."
    )
