"""Resume: what is left of the schedule after some updates, drawn, and as code to go on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.panels.fields import LABEL_WIDTH, OR_UNITS
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.code_line import CodeLine
from designer.widgets.disclosure import Disclosure
from designer.widgets.labels import fit_height, named_label, set_text_color
from designer.widgets.numbers.argument_label import GLYPH_WIDTH
from designer.widgets.numbers.count_spin import CountSpin
from stepdecay.numbers.text import count_text
from stepdecay.schedule.run import LONGEST_RUN

if TYPE_CHECKING:
    from stepdecay import Resumed

FOLLOW_MS = 40
"""So long after the last change of a design under way, such as a drag, the code is written anew."""

FIELD = "resume_update"
WHEN = (
    "A restored optimizer.state brings its step along: then change nothing. "
    "mlx-lm's -\u2060-\u2060resume-adapter-file restores only weights, and its schedule begins anew."
)


class ResumePanel(Panel):
    """Folded at first; while it is open, what is left is drawn as a dashed curve from update 1.

    Signals:
        copy_wanted(code): A person wants this code.
    """

    copy_wanted = Signal(str)

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._rest: Resumed | None = None
        self._refusal = ""
        self._was_open = False
        self.header, self.body = Disclosure("Resume"), QWidget()
        self.field = CountSpin(FIELD, minimum=0, maximum=LONGEST_RUN)
        self.label = QLabel("after update")
        self.sentence, self.when = named_label("resume_sentence"), named_label("resume_when")
        self.call, self.recomputed = CodeLine("resume_lambda", "lambda"), CodeLine("resume_arguments", "arguments")
        self.use_button = QPushButton("Use as New Schedule")
        self._following = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._name_parts()
        self._lay_out()
        self._connect()

    def _name_parts(self) -> None:
        self.header.setToolTip("Go on with the schedule in a run whose optimizer counts from 0 again")
        self.field.setAccessibleName("after update")
        self.field.setToolTip(f"The updates that are done already.\nUpdates, from 0 on; {OR_UNITS}")
        self.field.measure_by(lambda: self._document.design.run)
        self.label.setBuddy(self.field)
        self.label.setIndent(GLYPH_WIDTH)
        self.use_button.setObjectName("useResumed")
        self.use_button.setToolTip("Replace the schedule by what is left, and shorten the run by what is done")
        self.when.setText(WHEN)
        for label in (self.when, self.sentence):
            label.setWordWrap(True)

    def _lay_out(self) -> None:
        rows = QGridLayout()
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setHorizontalSpacing(12)
        rows.setColumnStretch(1, 1)
        rows.setColumnMinimumWidth(0, LABEL_WIDTH)
        rows.addWidget(self.label, 0, 0)
        rows.addWidget(self.field, 0, 1)
        self.field.setMinimumHeight(self.field.sizeHint().height())  # else a low inspector would squeeze it
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.use_button)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(rows)
        for part in (self.call, self.recomputed, self.sentence, self.when):
            column.addWidget(part)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.header)
        whole.addWidget(self.body)
        self.body.hide()

    def _connect(self) -> None:
        self.header.toggled.connect(self._toggle)
        self.field.committed.connect(self._accept)
        self.field.refused.connect(self._refuse)
        for line in (self.call, self.recomputed):
            line.copy_wanted.connect(lambda line=line: self._copy(line))
        self.use_button.clicked.connect(self._use)
        self._following.timeout.connect(self._render)
        self._document.changed.connect(self._follow)
        self._document.source_changed.connect(self._follow)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.header, self.field, self.call.button, self.recomputed.button, self.use_button]

    def commands(self) -> dict[str, Callable[[], object]]:
        """Unfold it."""
        return {"resume": self.open}

    def open(self) -> None:
        """Unfold, and put the focus where the update is typed."""
        self.header.setChecked(True)
        self.field.setFocus()
        self.field.selectAll()

    def set_theme(self, theme: Theme) -> None:
        """Colour the sentences, the field where it is refused, and the buttons that are only words."""
        self.field.setMarkColor(theme.color("error"))
        set_text_color(self.sentence, theme.color("text"))
        set_text_color(self.when, theme.color("muted"))
        for line in (self.call, self.recomputed):
            line.set_color(theme.color("curve"))

    def _toggle(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        if is_open and not self._was_open:
            self._was_open = True
            self.field.setValue(self._document.design.run.updates // 2)
        self._render()

    def _accept(self, *_: object) -> None:
        self._refusal = ""
        self._render()

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence.replace(FIELD, self.label.text(), 1)
        self._render()

    def _follow(self, *_: object) -> None:
        if self.header.isChecked():
            self._following.start()

    def _render(self) -> None:
        """Find out what is left, show it and have it drawn."""
        self._following.stop()
        self._rest = None
        if self.header.isChecked() and self.isVisible():
            design, done = self._document.design, self.field.value()
            if self._refusal:
                self._say(f"⚠ {self._refusal}")
            elif done >= design.run.updates:
                self._say(f"⚠ nothing is left: the run ends with update {count_text(design.run.updates)}")
            else:
                from stepdecay import resumed

                self._rest = resumed(design.schedule, done, design.run.updates)
                self._say(self._rest.sentence)
            self._show_code(self._rest)
        self._document.look(resume=None if self._rest is None else self._rest.update)

    def _show_code(self, rest: Resumed | None) -> None:
        from stepdecay import to_python

        schedule = None if rest is None else rest.schedule
        self.call.show_code("" if rest is None else rest.code)
        self.recomputed.show_code("" if schedule is None else to_python(schedule, named=True))
        self.use_button.setEnabled(schedule is not None and rest is not None and rest.update > 0)

    def _say(self, sentence: str) -> None:
        if sentence != self.sentence.text():
            self.sentence.setText(sentence)
            self._fit_sentences()
            announce(self.sentence, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the sentences the height that their lines take at the new width."""
        super().resizeEvent(event)
        self._fit_sentences()

    def _fit_sentences(self) -> None:
        for label in (self.sentence, self.when):
            fit_height(label, self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the curve along: without its sentence it would be a riddle."""
        super().hideEvent(event)
        self._document.look(resume=None)

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the curve back."""
        super().showEvent(event)
        self._render()

    def _catch_up(self) -> Resumed | None:
        """Return what is left of what is typed and designed now, and not of what was a moment ago."""
        self.field.interpretText()
        self._render()
        return self._rest

    def _copy(self, line: CodeLine) -> None:
        self._catch_up()
        if line.code:
            self.copy_wanted.emit(line.code)

    def _use(self) -> None:
        """Make what is left the schedule, for what is left of the run, as one undo step."""
        rest, run = self._catch_up(), self._document.design.run
        if rest is None or rest.schedule is None:
            return
        left = replace(run, iterations=run.iterations - rest.update * run.grad_accumulation_steps)
        self.field.setValue(0)
        self._document.replace_schedule(f"Resume at Update {rest.update}", rest.schedule, left)
        self._render()
