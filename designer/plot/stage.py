"""What all that is drawn over the view has in common: the document, the colours, and where a step and a rate are."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPolygonF

from designer.look.theme import LIGHT, Theme
from designer.model.document import Document
from designer.plot.held import Held
from designer.plot.picture import Picture
from stepdecay import Outline, outline
from stepdecay.chart.scale import Scale, Viewport, placed
from stepdecay.evaluate.curve import cast_outline
from stepdecay.evaluate.dtypes import EXACT
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import LONGEST_RUN

Polylines = tuple[QPolygonF, ...]
"""The lines of a curve, in pixels."""


class Stage:
    """The view box of a plot, measured in its own pixels.

    Attributes:
        box: The view box, parent of all layers.
        document: Whose design is drawn.
        theme: The colours.
        scale: Where rates are on the view's y.
        ratio: Screen pixels per pixel.
        font: For what is written on the plot.
        held: What a mouse holds, or None.
        focused: The path of the argument whose handle has the keyboard's focus, or None.
        is_stale: Whether everything has to be drawn anew before the next paint.
    """

    def __init__(self, document: Document, box: pg.ViewBox) -> None:
        self.document = document
        self.box = box
        self.theme: Theme = LIGHT
        self.scale = Scale(False, 0.0, math.inf)
        self.ratio = 1.0
        self.font = QFont()
        self.held: Held | None = None
        self.focused: str | None = None
        self.is_stale = False

    def viewport(self) -> Viewport:
        """Return the ranges in view and the pixels they are on."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        size = self.box.boundingRect()
        return Viewport((x0, x1), (y0, y1), max(size.width(), 1.0), max(size.height(), 1.0))

    def size(self) -> QRectF:
        """Return the view's rectangle, in its own pixels."""
        return QRectF(self.box.boundingRect())

    def picture(self) -> Picture:
        """Return the design as it stands on the screen now."""
        design, locked = self.document.design, frozenset(self.document.computed())
        run, unit = design.run, self.document.view.preferences.unit
        return _picture(design.schedule, run.updates, self.viewport(), self.scale, locked, run, unit)

    def polylines(self, schedule: Schedule, **as_what: Any) -> Polylines:
        """Return a schedule's curve in pixels, as `polylines` does."""
        return polylines(schedule, self.viewport(), self.scale, self.ratio, **as_what)

    def colors(self, names: dict[str, str]) -> dict[str, QColor]:
        """Return colours of the theme by what they are used for."""
        return {use: self.theme.color(name) for use, name in names.items()}


_picture = lru_cache(maxsize=4)(Picture)
"""The same one as long as nothing changes, with all that it has found out about itself."""


@lru_cache(maxsize=4)
def _outlined(schedule: Schedule, first: int, last: int, columns: int) -> Outline:
    """Return an outline; MLX is asked once for a curve and for what gradients see of it."""
    return outline(schedule, first, last, columns)


@lru_cache(maxsize=24)
def polylines(
    schedule: Schedule,
    viewport: Viewport,
    scale: Scale,
    ratio: float,
    *,
    dtype: str = EXACT,
    done: int = 0,
    stop: int = LONGEST_RUN + 1,
) -> Polylines:
    """Return the points of a schedule's curve, in pixels; those of pins are asked for again and again.

    There is one line, or more where whole powers wrap around between them; none where there is nothing in view.

    Args:
        schedule: The schedule.
        viewport: The ranges in view and their pixels.
        scale: Where rates are on the view's y.
        ratio: Screen pixels per pixel.
        dtype: The dtype of the gradients that see the rates.
        done: The step that is drawn at 0, as if those before it were done.
        stop: Where the curve ends, in steps of the view.
    """
    first, last = max(0, math.floor(viewport.x[0])), min(stop, LONGEST_RUN + 1 - done, math.ceil(viewport.x[1]))
    if first >= last:
        return ()
    pixels = viewport.width * ratio * (last - first) / (viewport.x[1] - viewport.x[0])
    points = _outlined(schedule, first + done, last + done, max(1, math.ceil(pixels)))
    if dtype != EXACT:
        points = cast_outline(points, dtype)
    return tuple(arrayToQPolygonF(*line) for line in placed(points._replace(x=points.x - done), viewport, scale))


def draw_polylines(painter: QPainter, lines: Polylines) -> None:
    """Paint lines with the painter's pen."""
    for line in lines:
        painter.drawPolyline(line)
