"""A transparent sheet over the plot's view.

Layers are children of the view box itself, in its pixels, and paint numbers that were computed before: `paint` must be
total, for an exception in it can take the process down.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.plot.stage import Stage

Draw = Callable[[QPainter], None]


class Layer(QGraphicsItem):
    """Paints what it was last given, within a rectangle; each layer says in `draw` what that is."""

    def __init__(self, stage: Stage, z: float) -> None:
        super().__init__(stage.box)
        self.stage = stage
        self._bounds = QRectF()
        self._draw: Draw | None = None
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def draw(self) -> None:
        """Look at the stage and prepare what is painted, by `show_drawing` or `clear`."""
        raise NotImplementedError

    def show_drawing(self, bounds: QRectF, draw: Draw) -> None:
        """Paint `draw` within `bounds` from now on."""
        self._replace(bounds, draw)

    def clear(self) -> None:
        """Paint nothing."""
        if self._draw is not None or not self._bounds.isNull():
            self._replace(QRectF(), None)

    def _replace(self, bounds: QRectF, draw: Draw | None) -> None:
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self._draw = draw
        if not self.stage.is_stale:  # else a painting of all is due anyway
            self.update()

    def boundingRect(self) -> QRectF:
        """Return where this layer paints."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint, and whatever happens, return; what went wrong is reported once, after this painting."""
        if self._draw is None:
            return
        try:
            self._draw(painter)
        except Exception:
            self._draw = None
            QTimer.singleShot(0, partial(sys.excepthook, *sys.exc_info()))
