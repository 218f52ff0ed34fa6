"""The run in iterations and epochs: one line while it is folded, else a field for each."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.view import View
from designer.panels.fields import ROW_GAP, ArgumentFields, show
from designer.panels.run.arguments import (
    ACCUMULATION,
    EPOCHS,
    ITERATIONS,
    PER_EPOCH,
    edit_epochs,
    epochs_of,
    in_words,
    unused_in_words,
)
from designer.panels.run.data import DataFields
from designer.widgets.disclosure import Disclosure
from designer.widgets.labels import named_label, say, set_text_color
from designer.widgets.numbers.number_spin import NumberSpin
from designer.widgets.numbers.unknown_number import UNKNOWN
from designer.widgets.title_line import TitleLine
from stepdecay.schedule.run import Run

ARGUMENTS = {
    "iterations": ITERATIONS,
    "iterations_per_epoch": PER_EPOCH,
    "epochs": EPOCHS,
    "grad_accumulation_steps": ACCUMULATION,
}


class RunUnits(QWidget):
    """Folded as long as an iteration is an update and nobody knows of epochs, unless a person unfolds it.

    Attributes:
        header: What it is unfolded by.
        data: What tells how many iterations an epoch has.
        fields: The fields by the names of what they are for.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self.header = Disclosure("Iterations, epochs", is_quiet=True)
        self.header.setObjectName("run_units")
        self.header.setToolTip("The run in iterations and epochs, and how many iterations make an update")
        self._note, self._unused = named_label("run_note"), named_label("run_unused")
        self._line = TitleLine(self.header, self._note)
        self._numbers = ArgumentFields(document, ARGUMENTS | {"epochs": replace(EPOCHS, edit=self._edit_epochs)})
        self.data = DataFields(document)
        self._body = QWidget()
        self.fields: dict[str, NumberSpin] = {**self._numbers.fields, **self.data.fields}
        for name in ("iterations_per_epoch", "grad_accumulation_steps"):
            self.fields[name].setAccessibleName(name.replace("_", " "))
        self._lay_out()
        self.header.toggled.connect(self._fold)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self._body.hide()
        self.render_design(document.design, None)

    def _lay_out(self) -> None:
        self._unused.setWordWrap(True)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(ROW_GAP)
        body.addWidget(self._numbers)
        body.addWidget(self.data)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_GAP)
        column.addWidget(self._line)
        column.addWidget(self._unused)
        column.addWidget(self._body)

    def reveal(self, name: str) -> None:
        """Show a field."""
        self.header.setChecked(True)
        if name in self.data.fields:
            self.data.header.setChecked(True)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.header, *self._numbers.stops(), *self.data.stops()]

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the run, unfolded from the moment on that its units come apart."""
        self._numbers.show_values(
            {
                "iterations": new.run.iterations,
                "iterations_per_epoch": new.run.iterations_per_epoch or UNKNOWN,
                "epochs": epochs_of(new.run),
                "grad_accumulation_steps": new.run.grad_accumulation_steps,
            },
            {},
        )
        self.data.show_run(new.run)
        if _has_units(new.run) and not (old is not None and _has_units(old.run)):
            self.header.setChecked(True)
        self._say(new.run)

    def render_view(self, new: View, old: View) -> None:
        """Light what is edited or pointed at."""
        self._numbers.light(new)
        self.data.light(new)

    def set_theme(self, theme: Theme) -> None:
        """Colour fields and notes."""
        self._numbers.set_theme(theme)
        self.data.set_theme(theme)
        for label in (self._note, self._unused):
            set_text_color(label, theme.color("muted"))

    def _edit_epochs(self, document: Document, path: str, value: float, gesture: Hashable | None) -> None:
        edit_epochs(document, path, value, gesture)
        self.render_design(document.design, document.design)  # what was typed may be no whole number of iterations

    def _fold(self, is_open: bool) -> None:
        show(self._body, is_open)
        self._say(self._document.design.run)

    def _say(self, run: Run) -> None:
        """Say what the fields say as long as they don't show, and what no field says."""
        self._line.set_note("" if self.header.isChecked() else in_words(run))
        say(self._unused, unused_in_words(run))


def _has_units(run: Run) -> bool:
    return run.grad_accumulation_steps > 1 or run.iterations_per_epoch is not None
