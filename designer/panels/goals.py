"""Goals: what is wanted of the run, which argument may move for it, and the answer, previewed on the plot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.fields import LABEL_WIDTH, OR_UNITS
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.disclosure import Disclosure
from designer.widgets.labels import fit_height, named_label, set_text_color
from designer.widgets.numbers.argument_label import GLYPH_WIDTH
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from designer.widgets.numbers.rate_spin import RateSpin
from designer.widgets.quiet_combo import QuietCombo
from stepdecay import Answer, Drops, EndAt, HalveEvery, Reach, StepDecay, movable, solve
from stepdecay.goals.goal import Goal
from stepdecay.numbers.text import rate_text
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import LONGEST_RUN

FOLLOW_MS = 40
"""So long after the last change of a design under way, such as a drag, the answer is found anew."""


@dataclass(frozen=True)
class GoalKind:
    """A kind of goal: its text, the fields it needs, and how it is made of their values."""

    text: str
    fields: tuple[str, ...]
    make: Callable[..., Goal]


KINDS = (
    GoalKind("End at rate", ("goal_rate",), EndAt),
    GoalKind("Drop n times", ("goal_drops",), Drops),
    GoalKind("Halve every n", ("goal_interval",), HalveEvery),
    GoalKind("Reach rate by", ("goal_rate", "goal_update"), Reach),
)
FIELDS: dict[str, tuple[str, str, Callable[[], NumberSpin]]] = {
    "goal_rate": ("rate", "The wanted learning rate.\nRate per update, at least 0.", lambda: RateSpin("goal_rate")),
    "goal_drops": (
        "drops",
        "How often the rate is to drop within the run.\nFrom 0 on.",
        lambda: CountSpin("goal_drops", minimum=0, maximum=LONGEST_RUN, counts=None),
    ),
    "goal_interval": (
        "every",
        f"In how many updates the rate is to halve.\nUpdates, from 1 on; {OR_UNITS}",
        lambda: CountSpin("goal_interval", maximum=LONGEST_RUN),
    ),
    "goal_update": (
        "by update",
        f"By which update the rate is to be reached.\nCounted from 1; {OR_UNITS}",
        lambda: CountSpin("goal_update", maximum=LONGEST_RUN),
    ),
}


class GoalsPanel(Panel):
    """Folded at first; while it is open, the answer is drawn as a dotted curve until it is applied."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._answer: Answer | None = None
        self._was_open = False
        self.header, self.body = Disclosure("Goals"), QWidget()
        self.kind, self.argument = QuietCombo(), QuietCombo()
        self.fields = {name: make() for name, (_, _, make) in FIELDS.items()}
        self.sentence, self.apply_button = named_label("goal_sentence"), QPushButton("Apply")
        self._refusals: dict[str, str] = {}
        self._rows, self._labels = QGridLayout(), dict[QWidget, QLabel]()
        self._following = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show_kind()
        if not document.design.has_goals:
            self.hide()

    def _name_parts(self) -> None:
        self.header.setToolTip("Say what you want of the run, and get the number for it")
        self.kind.addItems([kind.text for kind in KINDS])
        self.kind.setObjectName("goal_kind")
        self.kind.setAccessibleName("Goal")
        self.argument.setObjectName("goal_argument")
        self.argument.setAccessibleName("Argument to change")
        self.apply_button.setObjectName("applyGoal")
        for name, (label, _, _) in FIELDS.items():
            self.fields[name].setAccessibleName(label)
        self.kind.setToolTip("What is wanted")
        self.argument.setToolTip("The argument that may change for it")
        self.sentence.setWordWrap(True)

    def _lay_out(self) -> None:
        self._rows.setContentsMargins(0, 4, 0, 0)
        self._rows.setVerticalSpacing(6)
        self._rows.setHorizontalSpacing(12)
        self._rows.setColumnStretch(1, 1)
        self._rows.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._add_row("goal", self.kind)
        for name, (label, meaning, _) in FIELDS.items():
            self._add_row(label, self.fields[name])
            self.fields[name].setToolTip(meaning)
        self._add_row("by changing", self.argument)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.apply_button)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._rows)
        column.addWidget(self.sentence)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.body)
        self.body.hide()

    def _add_row(self, text: str, field: QWidget) -> None:
        label = self._labels[field] = QLabel(text)
        label.setIndent(GLYPH_WIDTH)
        label.setBuddy(field)
        field.setMinimumHeight(field.sizeHint().height())  # else a low inspector would squeeze it before it scrolls
        row = self._rows.rowCount()
        self._rows.addWidget(label, row, 0)
        self._rows.addWidget(field, row, 1)

    def _connect(self) -> None:
        self.header.toggled.connect(self._toggle)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.argument.currentIndexChanged.connect(self._solve)
        for name, field in self.fields.items():
            if isinstance(field, CountSpin):
                field.measure_by(lambda: self._document.design.run)
            field.committed.connect(self._solve)
            field.lineEdit().textEdited.connect(lambda: self.apply_button.setEnabled(True))
            field.refused.connect(lambda sentence, name=name: self._refuse(name, sentence))
        self.apply_button.clicked.connect(self._apply)
        self._following.timeout.connect(self._solve)
        self._document.changed.connect(self.render_design)
        self._document.view_changed.connect(self.render_view)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.header, self.kind, *self.fields.values(), self.argument, self.apply_button]

    def commands(self) -> dict[str, Callable[[], object]]:
        """Unfold it."""
        return {"goals": self.open}

    def open(self) -> None:
        """Unfold, and put the focus where a goal is chosen."""
        self.header.setChecked(True)
        self.kind.setFocus()

    def render_design(self, new: Design, old: Design) -> None:
        """Come and go with designs that goals help; find the answer for another one, as soon as it has come to rest."""
        self.setVisible(new.has_goals)
        if new.has_goals and self.header.isChecked():
            self._following.start()

    def render_view(self, new: View, old: View) -> None:
        """Preview again, once there is nothing to translate any more."""
        if old.overlay.translations and not new.overlay.translations and self.header.isChecked():
            self._following.start()

    def set_theme(self, theme: Theme) -> None:
        """Colour refused fields."""
        for field in self.fields.values():
            field.setMarkColor(theme.color("error"))
        set_text_color(self.sentence, theme.color("text"))

    def _toggle(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        if is_open and not self._was_open:
            self._was_open = True
            self._propose()
        self._solve()

    def _propose(self) -> None:
        """Begin with where the run ends and how often it drops now, so that nothing is proposed yet."""
        from stepdecay import figures

        design = self._document.design
        now = figures(design.schedule, design.run.updates)
        self.fields["goal_rate"].setValue(float(rate_text(now.last_rate)) if now.last_rate < float("inf") else 1.0)
        self.fields["goal_drops"].setValue(now.drops)
        self.fields["goal_interval"].setValue(max(design.run.updates // 4, 1))
        self.fields["goal_update"].setValue(design.run.updates)

    def _show_kind(self) -> None:
        chosen = self.argument.currentText()
        choices = movable(self._goal())
        self.argument.blockSignals(True)
        self.argument.clear()
        self.argument.addItems(list(choices))
        self.argument.setCurrentIndex(choices.index(chosen) if chosen in choices else 0)
        self.argument.blockSignals(False)
        self.argument.setEnabled(len(choices) > 1)
        kind = KINDS[self.kind.currentIndex()]
        for name, field in self.fields.items():  # last: a hidden field commits what is typed, and that is solved
            for part in (self._labels[field], field):
                part.setVisible(name in kind.fields)
        self._solve()

    def _goal(self) -> Goal:
        kind = KINDS[self.kind.currentIndex()]
        return kind.make(*(self.fields[name].value() for name in kind.fields))

    def _refuse(self, name: str, sentence: str) -> None:
        label, _, _ = FIELDS[name]
        self._refusals[name] = sentence.replace(name, label, 1)
        self._solve()

    def _solve(self, *_: object) -> None:
        """Find the answer and preview it."""
        self._following.stop()
        self._answer = None
        schedule, run = self._document.design.schedule, self._document.design.run
        if isinstance(schedule, StepDecay) and self.header.isChecked() and self.isVisible():
            refusals = [self._refusals.get(name, "") for name in KINDS[self.kind.currentIndex()].fields]
            refused = next(filter(None, refusals), "")
            if refused:
                self._say(f"⚠ {refused}")
            elif self.argument.currentText() in self._document.computed():
                self._say(f"⚠ {self.argument.currentText()} is computed in the file; replace it by a number first")
            else:
                self._answer = solve(schedule, run, self._goal(), self.argument.currentText())
                self._say(self._answer.sentence if self._answer.is_reached else f"⚠ {self._answer.sentence}")
        is_new = self._answer is not None and self._answer.schedule != schedule
        self.apply_button.setEnabled(is_new)
        self._preview(self._answer.schedule if self._answer is not None and is_new else None)

    def _preview(self, schedule: Schedule | None) -> None:
        if not self._document.view.overlay.translations:  # whose preview it is as long as there are any
            self._document.look(preview=schedule)

    def _say(self, sentence: str) -> None:
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
            self._fit_sentence()
            announce(self.sentence, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentence the height that its lines take at the new width."""
        super().resizeEvent(event)
        self._fit_sentence()

    def _fit_sentence(self) -> None:
        fit_height(self.sentence, self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the preview along: without its sentence it would be a riddle."""
        super().hideEvent(event)
        self._preview(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the preview back."""
        super().showEvent(event)
        self._solve()

    def _apply(self) -> None:
        """Apply the answer to what is typed and designed now, and not to what was a moment ago."""
        for name in KINDS[self.kind.currentIndex()].fields:
            self.fields[name].interpretText()
        self._solve()
        if self._answer is not None:
            name = self.argument.currentText()
            self._document.edit_argument(name, getattr(self._answer.schedule, name))
            self._solve()
