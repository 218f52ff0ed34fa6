"""The title of a part of the inspector that can be folded."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

ARROW = 4.0
GAP = 10


class Disclosure(QAbstractButton):
    """A title with an arrow behind it, checked while what is under it is shown.

    Args:
        text: The title.
        parent: The widget it lies in.
        is_quiet: Whether it is one within a part, and not the part's own, which is bold.
    """

    def __init__(self, text: str, parent: QWidget | None = None, *, is_quiet: bool = False) -> None:
        super().__init__(parent)
        self._role = QPalette.ColorRole.PlaceholderText if is_quiet else QPalette.ColorRole.WindowText
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = self.font()
        font.setBold(not is_quiet)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        """Return the room for title and arrow."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + GAP + round(4 * ARROW), metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the title as other parts have it, and an arrow that points where the part is."""
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.color(self._role))
        width = self.fontMetrics().horizontalAdvance(self.text())
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        title = QRectF(self.width() - width if is_mirrored else 0, 0, width + 1, self.height())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.fillRect(
                QRectF(title.left(), self.height() - 2, width, 2), palette.color(QPalette.ColorRole.Highlight)
            )
        painter.setPen(QPen(palette.color(QPalette.ColorRole.PlaceholderText), 1.6))
        x = width + GAP + ARROW
        painter.translate(self.width() - x if is_mirrored else x, self.height() / 2 + 1)
        if self.isChecked():
            painter.rotate(90)
        elif is_mirrored:
            painter.rotate(180)
        painter.drawPolyline([QPointF(-ARROW / 2, -ARROW), QPointF(ARROW / 2, 0), QPointF(-ARROW / 2, ARROW)])
        painter.end()
