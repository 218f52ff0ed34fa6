"""What parts the pieces of a join: a line where each begins, and their names above the curve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from designer.plot.layers.layer import Draw, Layer
from designer.plot.layers.marks import TOP, end_label, end_label_span
from designer.plot.picture import Picture
from designer.plot.stage import Stage

GAP = 7
"""Pixels between a boundary and the name right of it."""

LEAST = 40
"""A name with less room is left out."""


class Name(NamedTuple):
    """A piece's name on the plot.

    Attributes:
        number: The number of the piece.
        text: What of the name fits.
        left: The pixel where it begins.
    """

    number: int
    text: str
    left: float


class PiecesLayer(Layer):
    """The lines at the boundaries, and the names of the pieces; the selected one stands out."""

    def __init__(self, stage: Stage, z: float) -> None:
        super().__init__(stage, z)
        self._shows_selection = True

    def draw(self) -> None:
        """Place lines and names."""
        picture = self.stage.picture()
        if len(picture.pieces) == 1:
            self.clear()
            return
        metrics, height = QFontMetricsF(self.stage.font), self.stage.size().height()
        xs = [picture.x_of(piece.first_step) for piece in picture.pieces[1:]]
        crisp = [(round(x * self.stage.ratio) + 0.5) / self.stage.ratio for x in xs if 0 <= x <= picture.viewport.width]
        lines = [QLineF(x, 0, x, height) for x in crisp]
        self.show_drawing(self.stage.size(), self._drawing(lines, names(picture, metrics), metrics.ascent()))

    @contextmanager
    def without_selection(self) -> Iterator[None]:
        """Have no piece stand out, as on an exported picture."""
        self._shows_selection = False
        self.draw()
        try:
            yield
        finally:
            self._shows_selection = True
            self.draw()

    def selected(self) -> int | None:
        """Return the number of the piece that is pointed at in a list, or else of the selected one."""
        if not self._shows_selection:
            return None
        view, pieces = self.stage.document.view, self.stage.picture().pieces
        paths = [piece.path.removesuffix(".") for piece in pieces]
        return paths.index(view.focus.hovered) if view.focus.hovered in paths else view.focus.piece

    def _drawing(self, lines: list[QLineF], found: list[Name], ascent: float) -> Draw:
        theme, font, selected = self.stage.theme, self.stage.font, self.selected()
        pen, muted, text = QPen(theme.color("boundaries", 180), 1), theme.color("muted"), theme.color("text")
        mark = self._mark(selected)

        def draw(painter: QPainter) -> None:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setPen(pen)
            painter.drawLines(lines)
            painter.fillRect(*mark)
            painter.setFont(font)
            for number, name, left in found:
                painter.setPen(text if number == selected else muted)
                painter.drawText(QPointF(left, TOP + ascent), name)

        return draw

    def _mark(self, selected: int | None) -> tuple[QRectF, QColor]:
        """Return a bar above the selected piece."""
        picture, color = self.stage.picture(), self.stage.theme.color("accent")
        if selected is None or selected >= len(picture.pieces):
            return QRectF(), color
        left, right = picture.span_of(selected)
        return QRectF(left, 0, max(right - left, 0.0), 3), color


def names(picture: Picture, metrics: QFontMetricsF) -> list[Name]:
    """Return the names of the pieces in view, each within its piece and clear of the words at the end of the run."""
    label = end_label(picture.run, picture.unit)
    taken = end_label_span(picture.x_of(picture.updates), metrics.horizontalAdvance(label))
    found: list[Name] = []
    for number, piece in enumerate(picture.pieces):
        left, right = picture.span_of(number)
        if left < taken[1] and right > taken[0]:
            right = taken[0]
        room = right - left - 2 * GAP
        text = metrics.elidedText(piece.schedule.kind_name, Qt.TextElideMode.ElideRight, room) if room > LEAST else ""
        if text:
            found.append(Name(number, text, left + GAP))
    return found
