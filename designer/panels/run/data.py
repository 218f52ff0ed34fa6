"""How many iterations an epoch has, from the data's size and the batches'."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.model.view import View
from designer.panels.fields import ROW_GAP, ArgumentField, ArgumentFields, show
from designer.panels.run.arguments import RUN
from designer.widgets.disclosure import Disclosure
from designer.widgets.labels import named_label, say, set_text_color
from designer.widgets.numbers.unknown_number import UNKNOWN, UnknownCountSpin
from stepdecay.numbers.text import count_text
from stepdecay.schedule.run import LONGEST_RUN, Run

MEANINGS = {
    "examples": ("examples", "How many examples the training data has.\nFrom 1 on."),
    "batch_size": ("batch size", "How many examples one iteration takes: mlx-lm's batch_size.\nFrom 1 on."),
}


class DataFields(QWidget):
    """Two fields of its own, folded at first: what they come to is what the run keeps.

    Attributes:
        header: What it is unfolded by.
        fields: The fields by name.
    """

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._said = dict.fromkeys(MEANINGS, UNKNOWN)
        self.header = Disclosure("From data…", is_quiet=True)
        self.header.setObjectName("run_data")
        self.header.setToolTip("Find out how many iterations an epoch has")
        self._numbers = ArgumentFields(
            document,
            {
                name: ArgumentField(
                    RUN, meaning, partial(UnknownCountSpin, name, maximum=LONGEST_RUN), label, self._edit
                )
                for name, (label, meaning) in MEANINGS.items()
            },
        )
        self.fields = self._numbers.fields
        self._sentence = named_label("run_data_sentence")
        self._sentence.setWordWrap(True)
        self._body = QWidget()
        body, column = QVBoxLayout(self._body), QVBoxLayout(self)
        for layout in (body, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(ROW_GAP)
        body.addWidget(self._numbers)
        body.addWidget(self._sentence)
        column.addWidget(self.header)
        column.addWidget(self._body)
        self._body.hide()
        self.header.toggled.connect(lambda is_open: show(self._body, is_open))

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        return [self.header, *self._numbers.stops()]

    def show_run(self, run: Run) -> None:
        """Forget the data when the run has another epoch than they come to."""
        if UNKNOWN not in self._said.values() and self._per_epoch(self._said) != run.iterations_per_epoch:
            self._said = dict.fromkeys(MEANINGS, UNKNOWN)
        self._show()

    def light(self, view: View) -> None:
        """Light what is edited or pointed at."""
        self._numbers.light(view)

    def set_theme(self, theme: Theme) -> None:
        """Colour the fields and the sentence."""
        self._numbers.set_theme(theme)
        set_text_color(self._sentence, theme.color("muted"))

    def _edit(self, document: Document, name: str, value: int, gesture: Hashable | None) -> None:
        said = {**self._said, name: value}
        if UNKNOWN in said.values():
            self._said = said
        else:
            per_epoch = self._per_epoch(said)
            self._said = said
            document.edit_argument("iterations_per_epoch", per_epoch, gesture)
        self._show()

    def _per_epoch(self, said: dict[str, int]) -> int:
        return Run.of_epochs(1, said["examples"], said["batch_size"]).iterations

    def _show(self) -> None:
        self._numbers.show_values(self._said, {})
        examples, batch_size = self._said.values()
        rest = examples % batch_size if batch_size and examples else 0
        sentence = f"{count_text(rest)} example{'s' if rest > 1 else ''} that fill{'' if rest > 1 else 's'} no batch"
        say(self._sentence, f"An epoch leaves out {sentence}" if rest else "")
