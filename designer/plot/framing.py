"""What is in view: the whole run of all curves, or what a person zoomed and panned to."""

from __future__ import annotations

from functools import lru_cache

from designer.model.document import Design
from designer.model.view import Overlay, View
from designer.plot.axes import RateAxis
from designer.plot.stage import Stage
from stepdecay.chart.scale import MARGIN, NAMES_MARGIN, fitted_x, fitted_y, limits, scale_for
from stepdecay.evaluate.curve import Extent, cast_extent, extent, united
from stepdecay.evaluate.dtypes import EXACT
from stepdecay.schedule.kinds import JoinSchedules

_extent = lru_cache(maxsize=16)(extent)
"""Those of pins are asked for with every edit, and change only with the run."""


class Framing:
    """Keeps the view's ranges as the document's view says."""

    def __init__(self, stage: Stage, axis: RateAxis) -> None:
        self._stage = stage
        self._axis = axis
        self._framed: tuple[tuple[float, float], ...] = ()

    def extent(self) -> Extent:
        """Return the extreme rates of the design's run."""
        design = self._stage.document.design
        return _extent(design.schedule, design.run.updates)

    def scale(self) -> None:
        """Set scale, ranges and limits; an axis without a range of a person's own follows the run."""
        document, box = self._stage.document, self._stage.box
        bounds = self._bounds(document.design, document.view)
        self._stage.scale = scale_for(bounds, log=document.view.preferences.log_scale)
        self._axis.rate_scale = self._stage.scale
        self._axis.picture = None
        above = NAMES_MARGIN if isinstance(document.design.schedule, JoinSchedules) else MARGIN
        longest = _longest(document.design, document.view.overlay)
        whole_x, whole_y = fitted_x(longest), fitted_y(bounds, self._stage.scale, above)
        focus = document.view.focus
        x, y = focus.x_range or whole_x, focus.y_range or whole_y
        box.setLimits(**limits(longest, whole_y))
        box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)
        self._framed = tuple(tuple(axis) for axis in box.viewRange())

    def keep(self) -> None:
        """Remember the axis that a person zoomed or panned; the other one goes on following the run."""
        x, y = map(tuple, self._stage.box.viewRange())
        framed_x, framed_y = self._framed
        focus = self._stage.document.view.focus
        self._stage.document.look(
            x_range=focus.x_range if x == framed_x else x, y_range=focus.y_range if y == framed_y else y
        )

    def reveal(self, first: int, last: int) -> None:
        """Pan until steps `first` to `last` are in view, if none of them is."""
        left, right = self._stage.viewport().x
        if last <= left or first >= right:
            start = (first + last - (right - left)) / 2
            self._stage.document.look(x_range=(start, start + right - left))

    def _bounds(self, design: Design, view: View) -> Extent:
        dtype, overlay = view.preferences.dtype, view.overlay
        others = [pin.schedule for pin in overlay.pins if pin.shown] + ([overlay.preview] if overlay.preview else [])
        seen = [] if dtype == EXACT else [cast_extent(self.extent(), dtype)]
        if overlay.log is not None:
            from designer.plot.log_series import extent_of

            seen += extent_of(overlay.log)
        return united(self.extent(), *seen, *(_extent(schedule, design.run.updates) for schedule in others))


def _longest(design: Design, overlay: Overlay) -> int:
    """Return the length of the run in updates, or of a longer one that is proposed or was logged."""
    proposed = 0 if overlay.preview_run is None else overlay.preview_run.updates
    return max(design.run.updates, proposed, 0 if overlay.log is None else overlay.log.last_update(design.run))
