"""Fields for some of a design's arguments, each with its label and, where a value was refused, the sentence why."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from designer.document import Design, Document, ViewState
from designer.theme import Theme
from designer.widgets.argument_label import ArgumentLabel
from designer.widgets.count_spin import CountSpin
from designer.widgets.labels import heading, named_label, set_text_color
from designer.widgets.number_spin import NumberSpin
from designer.widgets.rate_spin import RateSpin
from stepdecay import ScheduleError
from stepdecay.pace import Pace
from stepdecay.run import LONGEST_RUN


@dataclass(frozen=True)
class Argument:
    """An argument as a field: its MLX name, what a tooltip says of it, and how to make its field."""

    name: str
    meaning: str
    make: Callable[[], NumberSpin]


def _next_decay_rate(value: float, up: bool, pace: Pace) -> float:
    from stepdecay.stepping import next_decay_rate  # with decimal numbers, which are not needed to start

    return next_decay_rate(value, up, pace)


SCHEDULE = (
    Argument(
        "init",
        "The learning rate of the first step_size updates.\nRate per update, above 0.",
        lambda: RateSpin("init", minimum=0.0, inclusive=False),
    ),
    Argument(
        "decay_rate",
        "The factor that each drop multiplies the rate by.\nAt least 0; 1 never decays, above 1 the rate grows.",
        lambda: RateSpin("decay_rate", minimum=0.0, inclusive=True, stepper=_next_decay_rate),
    ),
    Argument(
        "step_size",
        "How many updates each level lasts.\nUpdates, from 1 to 2^63 − 1; accumulated iterations are one update.",
        lambda: CountSpin("step_size"),
    ),
)
RUN = (
    Argument(
        "updates",
        "How many times the run calls optimizer.update.\nUpdates, from 1 to 2^53 − 1.",
        lambda: CountSpin("updates", maximum=LONGEST_RUN),
    ),
)


class ArgumentsPanel(QWidget):
    """A titled column of fields that edit the document's design."""

    def __init__(self, document: Document, title: str, arguments: tuple[Argument, ...]) -> None:
        super().__init__()
        self._document = document
        self.fields = {argument.name: argument.make() for argument in arguments}
        self._labels = {name: ArgumentLabel(name) for name in self.fields}
        self._sentences = {name: named_label(f"{name}_sentence") for name in self.fields}
        self._lay_out(title)
        for argument in arguments:
            self._connect(argument)
        document.changed.connect(self.render_design)
        document.view_changed.connect(self.render_view)
        self.render_design(document.design, None)

    def _lay_out(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(heading(title))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, 96)
        for row, (name, field) in enumerate(self.fields.items()):
            grid.addWidget(self._labels[name], 2 * row, 0)
            grid.addWidget(field, 2 * row, 1)
            grid.addWidget(self._sentences[name], 2 * row + 1, 0, 1, 2)
        column.addLayout(grid)

    def _connect(self, argument: Argument) -> None:
        name, field, sentence = argument.name, self.fields[argument.name], self._sentences[argument.name]
        self._labels[name].setBuddy(field)
        for widget in (field, self._labels[name]):
            widget.setToolTip(argument.meaning)
        sentence.setWordWrap(True)
        sentence.hide()
        field.installEventFilter(self)
        self._labels[name].installEventFilter(self)
        field.committed.connect(lambda value, gesture: self._edit(name, value, gesture))
        field.refused.connect(lambda text: self._show_sentence(sentence, text))

    def render_design(self, new: Design, old: Design | None) -> None:
        """Show the design's values in the fields."""
        for name, value in new.arguments().items():
            if name in self.fields and (old is None or old.arguments()[name] != value):
                self.fields[name].setValue(value)

    def render_view(self, new: ViewState, old: ViewState) -> None:
        """Light label and field of the argument that is being edited, and of the one that is pointed at."""
        if (new.argument, new.hovered) != (old.argument, old.hovered):
            for name, label in self._labels.items():
                is_lit = name in (new.argument, new.hovered)
                label.light(is_lit)
                field = self.fields[name]
                field.light(label.color() if is_lit and not field.hasFocus() else None)  # focus has a frame of its own

    def set_theme(self, theme: Theme) -> None:
        """Colour labels, refused fields and their sentences."""
        for name, field in self.fields.items():
            self._labels[name].set_color(theme.color(name))
            field.setMarkColor(theme.color("error"))
            set_text_color(self._sentences[name], theme.color("error"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the document which argument a person is at, and which they point at."""
        match event.type():
            case QEvent.Type.FocusIn | QEvent.Type.FocusOut if isinstance(watched, NumberSpin):
                self._document.look(argument=watched.objectName() if event.type() == QEvent.Type.FocusIn else None)
            case QEvent.Type.Enter | QEvent.Type.Leave:
                field = watched.buddy() if isinstance(watched, QLabel) else watched
                self._document.look(hovered=field.objectName() if event.type() == QEvent.Type.Enter else None)
        return super().eventFilter(watched, event)

    def _edit(self, name: str, value: float, gesture: Hashable | None) -> None:
        try:
            self._document.edit_argument(name, value, None if gesture is None else (name, gesture))
        except ScheduleError as error:
            self.fields[name].refuse(str(error))

    def _show_sentence(self, label: QLabel, text: str) -> None:
        label.setText(f"⚠ {text}" if text else "")
        label.setVisible(bool(text))
        self._fit_sentences()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give sentences the height that their lines take at the new width."""
        super().resizeEvent(event)
        self._fit_sentences()

    def _fit_sentences(self) -> None:
        for sentence in self._sentences.values():
            sentence.setFixedHeight(max(0, sentence.heightForWidth(self.width())))
