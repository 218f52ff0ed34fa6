"""What the plot shows: the staircase of the design on its axes, and all that is drawn over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.plot.axes import SIDE_WIDTH, RateAxis, UpdateAxis
from designer.plot.framing import Framing
from designer.plot.layers.cast_curve import CastLayer
from designer.plot.layers.curves import CurveLayer, PinsLayer
from designer.plot.layers.marks import FrameLayer
from designer.plot.layers.pieces import PiecesLayer
from designer.plot.layers.wraps import WrapsLayer
from designer.plot.stage import Stage
from designer.plot.view_box import ViewBox
from stepdecay.chart.words import curve_in_words

if TYPE_CHECKING:
    from designer.plot.log_figure import LogFigure


class Figure(pg.PlotWidget):  # type: ignore[misc]
    """A picture of a document. Its view x is the MLX step, its view y the rate or, on the log axis, its log10."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        axes = {"bottom": UpdateAxis("bottom"), "left": RateAxis("left")}
        super().__init__(parent, viewBox=ViewBox(enableMenu=False, defaultPadding=0), axisItems=axes)
        self._document = document
        self._stage = Stage(document, self.getViewBox())
        self.setObjectName("plot")
        self.setAccessibleName("Learning rate per update")
        self.setFrameShape(self.Shape.NoFrame)
        self._prepare_axes()
        self._add_layers()
        self._framing = Framing(self._stage, self.getAxis("left"))
        view = self.getViewBox()
        view.sigRangeChanged.connect(self._invalidate)
        view.sigResized.connect(self._invalidate)
        self.scene().sigPrepareForPaint.connect(self._prepare_paint)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.set_theme(self._stage.theme)
        self.render_design(document.design, None)

    @property
    def stage(self) -> Stage:
        """What all layers of the plot have in common, for a layer more, or for who asks where something is."""
        return self._stage

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
        self.getAxis("left").setWidth(SIDE_WIDTH)
        self.getAxis("left").setLabel("learning rate")
        self.getViewBox().disableAutoRange()

    def _add_layers(self) -> None:
        stage = self._stage
        self._frame, self._pieces = FrameLayer(stage, 10, self.getAxis("left")), PiecesLayer(stage, 12)
        self._wraps = WrapsLayer(stage, 11)
        self._pins, self._curve, self._cast = PinsLayer(stage, 24), CurveLayer(stage, 30), CastLayer(stage, 31)
        self.log: LogFigure | None = None

    # What the document says

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show another design."""
        self.frame_all()
        self._show_times()

    def render_view(self, new: View, old: View) -> None:
        """Show what another view shows."""
        if _framing(new) != _framing(old):
            self.frame_all()
        if (new.focus.piece, new.focus.hovered) != (old.focus.piece, old.focus.hovered):
            self._pieces.draw()
        if new.preferences.unit != old.preferences.unit:
            self._show_times()
            self._invalidate()
        if (new.overlay.log, new.overlay.comparison) != (old.overlay.log, old.overlay.comparison):
            self._show_log()

    def _show_log(self) -> None:
        from designer.plot.log_figure import LogFigure

        self.log = self.log or LogFigure(self.plotItem, self._stage)
        self.log.show()
        self._invalidate()

    def _show_times(self) -> None:
        """Name times in the unit that a person looks at."""
        design, unit = self._document.design, self._document.view.preferences.unit
        self.getAxis("bottom").show_unit(unit, design.run)
        self.setAccessibleDescription(curve_in_words(design.schedule, design.run, self._framing.extent(), unit))

    def set_theme(self, theme: Theme) -> None:
        """Take over colours; pyqtgraph doesn't know the palette."""
        self._stage.theme = theme
        self.setBackground(theme.color("base"))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(theme.color("border"))
            axis.setTextPen(theme.color("muted"))
        if self.log is not None:
            self.log.set_theme(theme)
        self._invalidate()

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint the plot into a rectangle."""
        self.scene().prepareForPaint()
        painter.fillRect(target, self._stage.theme.color("base"))
        with self._pieces.without_selection():
            self.scene().render(painter, QRectF(target), self.mapToScene(self.viewport().rect()).boundingRect())

    # What is painted

    def frame_all(self) -> None:
        """Let the view follow the curves, but not under a hand."""
        if self._stage.held is None:
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
            self.draw()
        finally:
            self._stage.is_stale = False

    def draw(self) -> None:
        """Draw every layer anew."""
        for layer in (self._frame, self._wraps, self._pieces, self._pins, self._curve, self._cast):
            layer.draw()
        if self.log is not None:
            self.log.draw()


def _framing(view: View) -> tuple[object, ...]:
    """Return what decides on what is in view, and the curves with it."""
    preferences, focus, overlay = view.preferences, view.focus, view.overlay
    return (
        *(preferences.log_scale, preferences.dtype, focus.x_range, focus.y_range),
        *(overlay.pins, overlay.preview, overlay.preview_run, overlay.log),
    )
