"""Where whole powers have wrapped around: no line, but hatching and a sentence."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from designer.plot.layers.layer import Draw, Layer
from stepdecay.chart.labels import LABEL_GAP, WRAPS_LABEL

HATCHING = 60
"""How opaque it is, of 255."""

MOST_LINES = 4
"""The sentence takes so many lines at most; where it has no room in them a word stands for it."""


class WrapsLayer(Layer):
    """A hatched stretch from each wrap to where the next piece begins, with what MLX's rates are there."""

    def draw(self) -> None:
        """Place the stretches in view."""
        picture, height = self.stage.picture(), self.stage.size().height()
        spans = [(max(picture.x_of(start), 0.0), picture.x_of(stop)) for start, stop in picture.wrapped]
        found = [
            QRectF(left, 0, min(right, picture.viewport.width) - left, height)
            for left, right in spans
            if left < min(right, picture.viewport.width)
        ]
        if found:
            self.show_drawing(self.stage.size(), self._drawing(found))
        else:
            self.clear()

    def _drawing(self, found: list[QRectF]) -> Draw:
        theme, font, metrics = self.stage.theme, self.stage.font, QFontMetricsF(self.stage.font)
        brush = QBrush(theme.color("text", HATCHING), Qt.BrushStyle.BDiagPattern)
        pen = QPen(theme.color("muted"), 1, Qt.PenStyle.DashLine)
        color, ground = theme.color("text"), theme.color("base")
        labels = [(rect, *_label(rect, metrics)) for rect in found]
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value

        def draw(painter: QPainter) -> None:
            painter.setFont(font)
            for rect, text, place in labels:
                painter.fillRect(rect, brush)
                painter.setPen(pen)
                painter.drawLine(QLineF(rect.left(), 0, rect.left(), rect.height()))
                if text:
                    painter.fillRect(place.adjusted(-LABEL_GAP, -2, LABEL_GAP, 2), ground)
                    painter.setPen(color)
                    painter.drawText(place.adjusted(-1, 0, 1, 0), flags, text)

        return draw


def _label(stretch: QRectF, metrics: QFontMetricsF) -> tuple[str, QRectF]:
    """Return what of the label has room in a stretch, in its middle, and where."""
    room = stretch.adjusted(2 * LABEL_GAP, 0, -2 * LABEL_GAP, 0)
    for text in WRAPS_LABEL:
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        place = metrics.boundingRect(room, flags, text)
        if room.contains(place) and place.height() <= MOST_LINES * metrics.lineSpacing():
            return text, place
    return "", QRectF()
