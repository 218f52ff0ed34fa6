"""The levels of the design: a table of all of them, a summary, and a field that goes to a level or an update."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from designer.document import Design, Document, ViewState
from designer.theme import Theme
from designer.widgets.count_spin import CountSpin
from designer.widgets.labels import heading, named_label, set_text_color
from designer.widgets.level_table import LevelsModel, LevelsTable, ProportionalBar
from stepdecay import levels
from stepdecay.literals import count_text, rate_text
from stepdecay.treads import Levels, level_at

LEVEL, UPDATE = "level", "update"


class LevelsPanel(QWidget):
    """Shows the levels and selects one; the plot marks it."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        model = LevelsModel(_levels(document.design))
        self.model, self.table = model, LevelsTable(model)
        self.bar = ProportionalBar(self.table.scroll_to)
        self.summary = named_label("summary")
        self.goto = GoTo(self)
        self._lay_out()
        self.table.scrolled.connect(self._show_place)
        self.table.level_selected.connect(lambda level: document.look(level=level))
        self.table.installEventFilter(self)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.render_design(document.design, None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        top.addWidget(heading("Levels"))
        top.addStretch(1)
        top.addWidget(self.summary)
        column.addLayout(top)
        column.addWidget(self.goto)
        rows = QHBoxLayout()
        rows.setSpacing(0)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.bar)
        column.addLayout(rows, 1)

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the levels of a design."""
        found = _levels(new)
        self.model.replace(found)
        self.table.fit_columns()
        self.goto.limit(len(found), new.run.updates)
        drops = len(found) - 1
        end = rate_text(found[-1].last_rate)
        self.summary.setText(f"{count_text(drops)} {'drop' if drops == 1 else 'drops'}, ends at {end}")
        level = self._document.view.level
        if level is not None and level >= len(found):
            self._document.look(level=None)
        self.table.show_level(self._document.view.level)
        self._show_place()

    def render_view(self, new: ViewState, old: ViewState) -> None:
        """Show which level is selected."""
        if new.level != old.level:
            self.table.show_level(new.level)

    def set_theme(self, theme: Theme) -> None:
        """Quieten the summary."""
        set_text_color(self.summary, theme.color("muted"))

    def go_to(self, kind: str, number: int) -> None:
        """Select a level by its number from 0, or by an update of it counted from 1, and bring it into view."""
        design = self._document.design
        level = number if kind == LEVEL else level_at(design.schedule, number)
        self.table.scroll_to(level - self.table.visible_rows() // 2)
        self._document.look(level=level)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the scroll bar's page right when the table changes its height."""
        if watched is self.table and event.type() == QEvent.Type.Resize:
            self._show_place()
        return super().eventFilter(watched, event)

    def _show_place(self) -> None:
        total, visible = len(self.model.levels), self.table.visible_rows()
        self.bar.show_rows(self.table.top(), visible, total)
        self.bar.setVisible(total > visible)


class GoTo(QWidget):
    """A row that asks for a level or an update; Return goes there, Escape puts it away."""

    def __init__(self, panel: LevelsPanel) -> None:
        super().__init__()
        self._panel = panel
        self._limits = {LEVEL: 1, UPDATE: 1}
        self.kind = QComboBox()
        self.kind.addItems([UPDATE, LEVEL])
        self.number = CountSpin("goto")
        self.sentence = named_label("goto_sentence")
        self.sentence.setWordWrap(True)
        self.sentence.hide()
        row = QHBoxLayout()
        row.addWidget(QLabel("Go to"))
        row.addWidget(self.kind)
        row.addWidget(self.number, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.sentence)
        self.number.committed.connect(self._go)
        self.number.refused.connect(self._say)
        self.hide()

    def limit(self, count: int, updates: int) -> None:
        """Take over how many levels and updates there are."""
        self._limits = {LEVEL: count - 1, UPDATE: updates}

    def open(self) -> None:
        """Show the row and let a person type."""
        self.show()
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the row away on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._panel.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _go(self, number: int, gesture: object) -> None:
        kind = self.kind.currentText()
        if number > self._limits[kind]:
            self.number.refuse(f"the last {kind} of the run is {self._limits[kind]}, got {number}")
        else:
            self._panel.go_to(kind, number)

    def _say(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))


def _levels(design: Design) -> Levels:
    return levels(design.schedule, design.run.updates)
