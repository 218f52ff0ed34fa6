"""What stands in the plot's place where MLX can't be loaded: why, and what to install. All else goes on working."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QLabel

from designer.look.theme import Theme
from designer.widgets.labels import breakable
from stepdecay.engine import EngineError

if TYPE_CHECKING:
    from designer.model.findings import Findings

MARGIN = 40


class NoPlot(QLabel):
    """Answers to what the window asks of its plot, a `Canvas`; there is nothing to point at or to drag.

    Args:
        sentence: Why there are no rates to show.

    Attributes:
        is_dragging: Whether a hand holds a part of the curve.
    """

    field_wanted = Signal(str)
    finding_wanted = Signal(object)

    is_dragging = False

    def __init__(self, sentence: str) -> None:
        super().__init__(breakable(sentence))
        self._sentence = sentence
        self.setObjectName("noPlot")
        self.setAccessibleName(sentence)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)  # it has a command to copy
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(MARGIN)

    def complete(self) -> None:
        """Be complete already."""

    def viewport(self) -> QLabel:
        """Return what is painted."""
        return self

    def attend(self, found: Findings) -> None:
        """Have no signs."""

    def reveal(self, update: int) -> None:
        """Have no update to show."""

    def crosshair_text(self) -> str:
        """Return the text that is selected, to be copied."""
        return self.selectedText()

    def paint_figure(self, painter: QPainter, target: QRect) -> None:
        """Paint no picture.

        Raises:
            EngineError: Always, with the sentence.
        """
        raise EngineError(self._sentence)

    def set_theme(self, theme: Theme) -> None:
        """Have the plot's quiet words."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text"))
        self.setPalette(palette)
