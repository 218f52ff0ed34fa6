"""What a training log adds to the plot: points on it, and a strip of losses below it that shows the same steps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg

from designer.plot.axes import SIDE_WIDTH, RateAxis
from designer.plot.layers.layer import Layer
from designer.plot.layers.logged import LoggedLayer, LossGridLayer, LossLayer, LossNamesLayer, PartingLayer, logged
from designer.plot.log_series import LogSeries
from designer.plot.stage import Stage
from designer.plot.view_box import ViewBox
from stepdecay.chart.scale import Scale

if TYPE_CHECKING:
    from designer.look.theme import Theme

ROW = 4
"""The row of the plot's layout below its own axis."""

STRETCH = 30
"""The height of the strip, where the plot has 100."""

LEAST_HEIGHT = 56
MARGIN = 0.08


class LossAxis(RateAxis):
    """An axis that is low, and so has its labels closer together."""

    def __init__(self) -> None:
        super().__init__("left")
        self.rate_scale = Scale(False, -math.inf, math.inf)

    def places(self, minimum: float, maximum: float, size: float) -> list[float]:
        """Return the ticks' places."""
        return super().places(minimum, maximum, 1.6 * size)


class LossStrip:
    """A view of losses below the plot's, with an axis of its own."""

    def __init__(self, item: pg.PlotItem, stage: Stage) -> None:
        self._item = item
        self._plan = stage
        self.box = ViewBox(enableMenu=False, defaultPadding=0)
        self.box.setMouseEnabled(x=True, y=False)
        self.box.disableAutoRange()
        self.axis = LossAxis()
        self.axis.enableAutoSIPrefix(False)
        self.axis.setStyle(tickLength=-4, maxTextLevel=0, hideOverlappingLabels=False)
        self.axis.setWidth(SIDE_WIDTH)
        self.axis.setLabel("loss")
        self.axis.linkToView(self.box)
        self.stage = Stage(stage.document, self.box)
        self._grid = LossGridLayer(self.stage, 10)
        self.names = LossNamesLayer(self.stage, 40)
        self._layers: tuple[Layer, ...] = (self._grid, LossLayer(self.stage, 30), self.names)
        self.is_shown = False
        self.box.sigRangeChangedManually.connect(self._keep)
        self.box.fit_wanted.connect(stage.document.fit_view)

    def show(self, is_shown: bool) -> None:
        """Take a place below the plot, or give it back."""
        if is_shown == self.is_shown:
            return
        self.is_shown = is_shown
        layout = self._item.layout
        parts: tuple[pg.GraphicsWidget, ...] = (self.axis, self.box)
        for column, part in enumerate(parts):
            if is_shown:
                layout.addItem(part, ROW, column)
                part.show()
            else:
                layout.removeItem(part)
                part.hide()
        layout.setRowStretchFactor(ROW, STRETCH if is_shown else 0)
        layout.setRowMinimumHeight(ROW, LEAST_HEIGHT if is_shown else 0)
        layout.setRowSpacing(ROW - 1, 6 if is_shown else 0)

    def set_theme(self, theme: Theme) -> None:
        """Take over colours."""
        self.stage.theme = theme
        self.axis.setPen(theme.color("border"))
        self.axis.setTextPen(theme.color("muted"))

    def draw(self, found: LogSeries) -> None:
        """Show the steps that the plot shows."""
        stage, plan = self.stage, self._plan
        stage.ratio, stage.font, stage.is_stale = plan.ratio, plan.font, True
        x = tuple(plan.box.viewRange()[0])
        low, high = _bounds(found, *x)
        self.box.setRange(xRange=x, yRange=(low, high), padding=0, disableAutoRange=True)
        self._grid.places = self.axis.places(low, high, stage.size().height())
        for layer in self._layers:
            layer.draw()
        stage.is_stale = False
        self.box.update()

    def _keep(self, *_: object) -> None:
        """Let the plot show what was zoomed or panned to here."""
        self.stage.document.look(x_range=tuple(self.box.viewRange()[0]))


class LogFigure:
    """The layers of a plot that show a training log; made when there is the first one."""

    def __init__(self, item: pg.PlotItem, stage: Stage) -> None:
        self._stage = stage
        self._layers = (LoggedLayer(stage, 33), PartingLayer(stage, 34))
        self.strip = LossStrip(item, stage)
        self.set_theme(stage.theme)

    def show(self) -> None:
        """Make room for losses as long as there are some."""
        found = logged(self._stage)
        self.strip.show(found is not None and found.has_losses)

    def set_theme(self, theme: Theme) -> None:
        """Take over colours."""
        self.strip.set_theme(theme)

    def draw(self) -> None:
        """Draw all anew."""
        for layer in self._layers:
            layer.draw()
        found = logged(self._stage)
        if found is not None and self.strip.is_shown:
            self.strip.draw(found)

    def draw_crosshair(self) -> None:
        """Read what is under the crosshair."""
        if self.strip.is_shown:
            self.strip.names.draw()

    @contextmanager
    def without_crosshair(self) -> Iterator[None]:
        """Have no crosshair on the picture."""
        names = self.strip.names
        names.has_crosshair = False
        self.draw_crosshair()
        try:
            yield
        finally:
            names.has_crosshair = True
            self.draw_crosshair()


def _bounds(found: LogSeries, first: float, last: float) -> tuple[float, float]:
    """Return the lowest and the highest loss in view, with a margin."""
    seen = np.concatenate([series.within(first, last).y for series in (found.losses, found.val_losses)])
    seen = seen[np.isfinite(seen)]
    if not len(seen):
        return 0.0, 1.0
    low, high = float(seen.min()), float(seen.max())
    margin = (high - low) * MARGIN or max(abs(high), 1.0) * MARGIN
    return low - margin, high + 2 * margin
