"""What parts the pieces of a join: a line where each begins, and their names above the curve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from designer.plot.layers.layer import Draw, Layer
from designer.plot.picture import Picture
from designer.plot.stage import Stage
from stepdecay.chart import labels
from stepdecay.chart.colors import BOUNDARY
from stepdecay.chart.labels import TOP, Name, end_label, end_label_span


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
        pen, muted, text = (
            QPen(theme.color("boundaries", round(255 * BOUNDARY)), 1),
            theme.color("muted"),
            theme.color("text"),
        )
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
    spans = [(piece.schedule.kind_name, picture.span_of(number)) for number, piece in enumerate(picture.pieces)]
    return labels.names(spans, taken, lambda text, room: metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))
