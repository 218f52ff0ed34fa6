"""The line below the plot that belongs to a training log: which one it is, and where it parts from the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from designer.look.theme import LIGHT, Theme
from designer.model.document import Document
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.buttons.text_button import TextButton
from designer.widgets.labels import ElidedLabel, breakable, named_label, set_text_color
from stepdecay.numbers.text import count_text

if TYPE_CHECKING:
    from stepdecay.trainlog.log import TrainLog

SHOWN = 40
"""Updates that are shown around the one where log and plan part, at least."""

GLYPH = 9


class LogPanel(Panel):
    """One line; there only while a log is open.

    Signals:
        close_wanted: A person wants to have it away.
    """

    close_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.setObjectName("log")
        self._glyph, self.name = _Glyph(), ElidedLabel()
        self.sentence, self.show_button = named_label("logSentence"), TextButton("Show")
        self._close = QToolButton()
        self._lay_out()
        self.show_button.clicked.connect(self._show_parting)
        self._close.clicked.connect(self.close_wanted)
        document.view_changed.connect(self.render_view)
        self._render()

    def _lay_out(self) -> None:
        font = self.name.font()
        font.setBold(True)
        self.name.setFont(font)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.show_button.setObjectName("showParting")
        self.show_button.setToolTip("Zoom to the update where log and plan part")
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setObjectName("closeLog")
        self._close.setToolTip("Close the training log")
        self._close.setAccessibleName("Close the training log")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 5, 8, 5)
        row.setSpacing(8)
        for part in (self._glyph, self.name, self.sentence, self.show_button, self._close):
            row.addWidget(part, 1 if part is self.sentence else 0, Qt.AlignmentFlag.AlignVCenter)

    def render_view(self, new: View, old: View) -> None:
        """Show another log, and what came of comparing it."""
        if (new.overlay.log, new.overlay.comparison) != (old.overlay.log, old.overlay.comparison):
            self._render()

    def set_theme(self, theme: Theme) -> None:
        """Draw the glyph as on the plot."""
        self._glyph.set_theme(theme)
        self.show_button.set_color(theme.color("accent" if not theme.dark else "curve"))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color("base"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        set_text_color(self.sentence, theme.color("text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a hairline between the plot and this."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))

    def _render(self) -> None:
        overlay = self._document.view.overlay
        log, comparison = overlay.log, overlay.comparison
        self.setVisible(log is not None)
        if log is None:
            return
        self.name.setText(log.name)
        self.name.setToolTip(f"{count_text(len(log))} rows, counted in {log.unit}")
        parting = None if comparison is None else comparison.parting
        text = "; ".join(filter(None, ("" if comparison is None else comparison.sentence, _unreadable(log))))
        self._glyph.setVisible(log.has_rates)
        self.show_button.setVisible(parting is not None)
        if breakable(text) != self.sentence.text():
            self.sentence.setText(breakable(text))
            self.sentence.setAccessibleName(f"{log.name}: {text}")
            self.sentence.setToolTip(text)
            announce(self.sentence, text)

    def _show_parting(self) -> None:
        """Zoom to the update where log and plan part, and to a few points of the log on each side."""
        overlay, run = self._document.view.overlay, self._document.design.run
        if overlay.log is None or overlay.comparison is None or overlay.comparison.parting is None:
            return
        update = overlay.comparison.parting.update
        per_row = overlay.log.last_update(run) / max(len(overlay.log), 1)
        half = max(SHOWN, 15 * per_row) / 2
        self._document.look(x_range=(update - 0.5 - half, update - 0.5 + half))


def _unreadable(log: TrainLog) -> str:
    if not log.unreadable:
        return ""
    return f"{count_text(log.unreadable)} row{'' if log.unreadable == 1 else 's'} can't be read"


class _Glyph(QWidget):
    """A point as the plot has it: the legend."""

    def __init__(self) -> None:
        super().__init__()
        self._color = LIGHT.color("logged")
        self.setFixedSize(GLYPH + 4, GLYPH + 4)

    def set_theme(self, theme: Theme) -> None:
        """Take over the colour."""
        self._color = theme.color("logged")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a diamond."""
        painter, half, middle = QPainter(self), GLYPH / 2, QPointF(self.width() / 2, self.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._color)
        corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.end()
