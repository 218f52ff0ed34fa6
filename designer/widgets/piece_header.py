"""The line above the fields of a piece, and the line that stands for a piece whose fields don't show."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStyle, QWidget

from designer.widgets.kind_combo import PADDING, KindCombo

HEIGHT, GAP, RADIUS = 26, 10, 5
SELECTED, HOVERED = 52, 16
"""How much of the ground shows a selection, and what is under the pointer, of 255."""


class PieceHeader(QWidget):
    """A piece's kind, which can be changed, and where the piece begins.

    Signals:
        pressed: A person points at this piece, or has the focus here.
    """

    pressed = Signal()

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__()
        self._notes: tuple[str, ...] = ()
        self._is_selected = False
        self.kind = KindCombo(kinds)
        self.kind.installEventFilter(self)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.addWidget(self.kind)
        row.addStretch(1)

    def show_piece(self, kind: str, notes: tuple[str, ...], *, is_selected: bool) -> None:
        """Show the kind, the longest of the notes that there is room for, and whether the piece is selected."""
        self.kind.show_kind(kind)
        if (notes, is_selected) != (self._notes, self._is_selected):
            self._notes, self._is_selected = notes, is_selected
            self.setToolTip(notes[0])
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the note; the kind paints itself."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, self, SELECTED if self._is_selected else 0)
        painter.setPen(self.palette().color(_note_role(self._is_selected)))
        room = self.rect().adjusted(self.kind.width() + 2 + GAP, 0, -GAP, 0)
        _paint_text(painter, self, room, _fitting(self, self._notes, room.width()), Qt.AlignmentFlag.AlignTrailing)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the piece."""
        self.pressed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select the piece whose kind gets the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.pressed.emit()
        return False


class PieceRow(QAbstractButton):
    """A piece in one line; clicked, it is to show its fields."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = ("", "", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_piece(self, kind: str, times: str, rates: str, unit: str = "updates") -> None:
        """Show the kind, the times that the piece is used for, in a unit, and its first and last rate."""
        if (kind, times, rates, unit) != self._texts:
            self._texts = (kind, times, rates, unit)
            self.setToolTip(f"{kind}, {unit} {times}, {rates}")
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for the kind at least."""
        return QSize(self.fontMetrics().horizontalAdvance(self._texts[0]) + 2 * GAP, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the three texts as far as there is room; the kind comes first, then the times."""
        kind, times, rates, unit = self._texts
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, self, 0)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), RADIUS, RADIUS)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        room = self.rect().adjusted(2 + PADDING, 0, -GAP, 0)
        _paint_text(painter, self, room, kind, Qt.AlignmentFlag.AlignLeading)
        room.setLeft(room.left() + self.fontMetrics().horizontalAdvance(kind) + GAP)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        named = times if unit == "updates" else f"{unit} {times}"  # updates are meant where nothing is said
        note = _fitting(self, (f"{named}   {rates}", named, times), room.width())
        _paint_text(painter, self, room, note, Qt.AlignmentFlag.AlignTrailing)
        painter.end()


def _note_role(is_selected: bool) -> QPalette.ColorRole:
    return QPalette.ColorRole.WindowText if is_selected else QPalette.ColorRole.PlaceholderText


def _paint_ground(painter: QPainter, widget: QWidget, alpha: int) -> None:
    color = widget.palette().color(QPalette.ColorRole.Highlight if alpha else QPalette.ColorRole.WindowText)
    color.setAlpha(alpha or (HOVERED if isinstance(widget, QAbstractButton) and widget.underMouse() else 8))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(widget.rect()), RADIUS, RADIUS)


def _fitting(widget: QWidget, texts: tuple[str, ...], width: int) -> str:
    advance = widget.fontMetrics().horizontalAdvance
    return next((text for text in texts if advance(text) <= width), "")


def _paint_text(painter: QPainter, widget: QWidget, room: QRect, text: str, side: Qt.AlignmentFlag) -> None:
    """Paint a text, which reads from left to right in every language, into a room given from left to right."""
    place = QStyle.visualRect(widget.layoutDirection(), widget.rect(), room)
    alignment = QStyle.visualAlignment(widget.layoutDirection(), side | Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(place, alignment.value | Qt.TextFlag.TextForceLeftToRight.value, text)
