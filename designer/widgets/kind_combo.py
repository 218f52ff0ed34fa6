"""Chooses what kind of schedule a piece is, and looks like a title until it is pointed at."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle

from designer.widgets.quiet_combo import QuietCombo

ARROW, GAP, PADDING = 3.5, 7, 6


class KindCombo(QuietCombo):
    """A combo box without a frame, as wide as what is chosen."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__()
        self.addItems(kinds)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_kind(self, kind: str) -> None:
        """Show another kind."""
        if kind != self.currentText():
            self.setCurrentText(kind)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for the chosen kind and the arrow."""
        metrics = self.fontMetrics()
        text = metrics.horizontalAdvance(self.currentText())
        return QSize(text + GAP + round(2 * ARROW) + 2 * PADDING, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a name that is cut is none."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kind, an arrow behind it, and a ground under the pointer or a frame with the focus."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        if self.hasFocus() or self.underMouse():
            accent = palette.color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(accent, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            ground = palette.color(QPalette.ColorRole.WindowText)
            ground.setAlpha(18)
            painter.setBrush(ground if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 4, 4)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        room = self.rect().adjusted(PADDING, 0, -PADDING, 0)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        side = QStyle.visualAlignment(self.layoutDirection(), side)
        painter.drawText(room, side.value | Qt.TextFlag.TextForceLeftToRight.value, self.currentText())
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = PADDING + ARROW if is_mirrored else self.width() - PADDING - ARROW
        painter.translate(x, self.height() / 2 + 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1.4))
        painter.drawPolyline([QPointF(-ARROW, -ARROW / 2), QPointF(0, ARROW / 2), QPointF(ARROW, -ARROW / 2)])
        painter.end()
