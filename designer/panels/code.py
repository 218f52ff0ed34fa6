"""The code of the design: always visible, always current, ready to copy.

Of a file that is what saving writes into it, as far as its kind can say it; else Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from designer.look.theme import LIGHT, Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.labels import named_label, set_text_color
from stepdecay.writers.python import literal_spans, to_python

if TYPE_CHECKING:
    from designer.widgets.code_colors import CodeColors
    from stepdecay.schedule.kinds import Schedule

NOTICE_MS = 2500
MOST_LINES = 6

Spans = dict[str, tuple[int, int]]
"""Where the literal of each argument begins and ends in the code, by path."""


class CodePanel(Panel):
    """The lines that make the schedule, with Copy and a place that says what was copied or saved."""

    copy_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.code = QPlainTextEdit()
        self.copy_button = QPushButton("Copy")
        self.notice = named_label("notice")
        self._fading = QTimer(self, singleShot=True, interval=NOTICE_MS)
        self._fading.timeout.connect(self.notice.clear)
        self._prepare_code()
        self._colors: CodeColors | None = None
        self._theme = LIGHT
        self._spans: Spans = {}
        self._language = ""
        self.copy_button.setObjectName("copyCode")
        self.copy_button.setToolTip("Copy this code")
        self.copy_button.clicked.connect(self.copy_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        for widget in (self.code, self.notice, self.copy_button):
            row.addWidget(widget, stretch=int(widget is self.code))
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        document.source_changed.connect(self._render_source)
        self.render_design(document.design, None)

    def _prepare_code(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.code.setObjectName("code")
        self.code.setAccessibleName("Code of the schedule")
        self.code.setFont(font)
        self.code.setReadOnly(True)
        self.code.setUndoRedoEnabled(False)
        self.code.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.code.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.code.setTabChangesFocus(True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setFrameShape(QFrame.Shape.NoFrame)
        self.code.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.code.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_lines(1)

    def _fit_lines(self, count: int) -> None:
        """Be as high as the lines are, up to where the plot would lose too much room."""
        lines = min(count, MOST_LINES) * QFontMetricsF(self.code.font()).lineSpacing()
        self.code.setFixedHeight(round(lines + 2 * self.code.document().documentMargin() + 4))
        policies = Qt.ScrollBarPolicy
        needed = policies.ScrollBarAsNeeded if count > MOST_LINES else policies.ScrollBarAlwaysOff
        self.code.setVerticalScrollBarPolicy(needed)

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the design's code."""
        is_pending = self._document.is_pending
        self.copy_button.setEnabled(not is_pending)
        text, self._spans, language = ("", {}, "") if is_pending else self._written(new.schedule)
        self._set_language(language)
        if text != self.code.toPlainText():
            self.code.setPlainText(text)
            self._fit_lines(text.count("\n") + 1)
            self._light_view(self._document.view)

    def _render_source(self) -> None:
        self.render_design(self._document.design, None)

    def render_view(self, new: View, old: View) -> None:
        """Light the literal of the argument that is pointed at, else of the one that is being edited."""
        if (new.focus.argument, new.focus.hovered) != (old.focus.argument, old.focus.hovered):
            self._light_view(new)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.code, self.copy_button]

    def complete(self) -> None:
        """Colour the code, which takes classes that the first paint can do without."""
        from designer.widgets.code_colors import CodeColors

        self._colors = CodeColors(self.code.document(), self._language)
        self._colors.set_theme(self._theme)
        self._light_view(self._document.view)

    def _light_view(self, view: View) -> None:
        if self._colors is not None:
            self._colors.light(self._spans.get(view.focus.hovered or view.focus.argument or ""))

    def _set_language(self, language: str) -> None:
        self._language = language
        if self._colors is not None:
            self._colors.set_language(language)

    def _written(self, schedule: Schedule) -> tuple[str, Spans, str]:
        """Return the schedule as the document's file says it, and the language of that."""
        source = self._document.source
        in_file = None if source is None else source.code(schedule)
        return in_file or (to_python(schedule, named=True), literal_spans(schedule, named=True), "python")

    def set_theme(self, theme: Theme) -> None:
        """Take over the colours of the code."""
        self._theme = theme
        if self._colors is not None:
            self._colors.set_theme(theme)
        set_text_color(self.notice, theme.color("muted"))
        palette = self.code.palette()
        palette.setColor(palette.ColorRole.Base, theme.color("window"))
        self.code.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a hairline between the code and what is above it."""
        super().paintEvent(event)
        QPainter(self).fillRect(0, 0, self.width(), 1, self.palette().color(QPalette.ColorRole.Mid))

    def say(self, sentence: str) -> None:
        """Show a sentence for a moment, and announce it to a screen reader."""
        self.notice.setText(sentence)
        self._fading.start()
        announce(self.notice, sentence)
