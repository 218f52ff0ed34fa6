"""Fields for arguments of the design, each with its label and, where a value was refused, the sentence why."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QGridLayout, QLabel, QWidget

from designer.look.theme import Theme
from designer.model.document import Document
from designer.model.view import View, ViewChanges
from designer.widgets.labels import fit_height, named_label, set_text_color
from designer.widgets.numbers.argument_label import ArgumentLabel
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from designer.widgets.numbers.computed_line import ComputedLine

LABEL_WIDTH, COLUMN_GAP, ROW_GAP = 98, 12, 6

OR_UNITS = "also 10% of the run, 2ep or 300it."
"""What a tooltip says of a field that reads every unit."""

Edit = Callable[[Document, str, Any, "Hashable | None"], None]
"""Takes a value over into the design: of which argument, by its path, and as part of which gesture."""


def show(widget: QWidget, is_shown: bool) -> None:
    """Show or hide a widget; a focus in it goes to the window, and not to whatever comes next, as if one went there."""
    window = widget.window()
    focus = window.focusWidget()
    if not is_shown and focus is not None and (focus is widget or widget.isAncestorOf(focus)):
        window.setFocus()
    widget.setVisible(is_shown)


@dataclass(frozen=True)
class ArgumentField:
    """An argument as a field.

    Attributes:
        name: Its MLX name, which gives it its colour and its shape.
        meaning: What a tooltip says of it.
        make: How its field is made.
        label: What is written before the field, if that is not the name.
        edit: How a new value gets into the design; raises ScheduleError.
        also: The names of other arguments that have the same value and are set with it.
    """

    name: str
    meaning: str
    make: Callable[[], NumberSpin]
    label: str = ""
    edit: Edit = Document.edit_argument
    also: tuple[str, ...] = ()


class ArgumentFields(QWidget):
    """A column of fields that edit arguments of the document's design.

    Args:
        document: The document.
        arguments: What the fields are for, by the paths of the arguments.
        of: What the arguments are of, for a screen reader, such as `cosine_decay, piece 2`.
        place: Values of the view that tell where these fields are: what is looked at along with them.

    Attributes:
        fields: The fields by path.
    """

    def __init__(
        self,
        document: Document,
        arguments: Mapping[str, ArgumentField],
        of: str = "",
        place: ViewChanges | None = None,
    ) -> None:
        super().__init__()
        self._document = document
        self._place: ViewChanges = place or {}
        self._theme: Theme | None = None
        self._arguments = dict(arguments)
        self.fields = {path: argument.make() for path, argument in arguments.items()}
        self._labels = {path: ArgumentLabel(argument.name) for path, argument in arguments.items()}
        self._sentences = {path: named_label(f"{path}_sentence") for path in arguments}
        self._computed: dict[str, ComputedLine] = {}
        self._grid = QGridLayout(self)
        self._lay_out()
        for path in arguments:
            self._connect(path, of)

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        for row, (path, field) in enumerate(self.fields.items()):
            self._grid.addWidget(self._labels[path], 3 * row, 0)
            self._grid.addWidget(field, 3 * row, 1)
            self._grid.addWidget(self._sentences[path], 3 * row + 2, 0, 1, 2)

    def _connect(self, path: str, of: str) -> None:
        argument, field, label, sentence = (
            self._arguments[path], self.fields[path], self._labels[path], self._sentences[path]
        )  # fmt: skip
        field.setObjectName(path)
        if isinstance(field, CountSpin):
            field.measure_by(lambda: self._document.design.run)
        text = argument.label or argument.name
        label.setText(text)
        label.setBuddy(field)
        field.setAccessibleName(f"{of}: {text}" if of else text)
        field.setMinimumHeight(field.sizeHint().height())  # else a low inspector would squeeze it before it scrolls
        for widget in (field, label):
            widget.setToolTip(argument.meaning)
            widget.installEventFilter(self)
        sentence.setWordWrap(True)
        sentence.hide()
        field.committed.connect(lambda value, gesture: self._edit(path, value, gesture))
        field.refused.connect(lambda text: self._show_sentence(path, text))

    def show_values(self, values: Mapping[str, Any], computed: Mapping[str, str]) -> None:
        """Show the arguments' values, and which of them the source's text computes: those can't be edited."""
        for path, field in self.fields.items():
            field.setValue(values[path])
            self._show_computed(path, computed.get(path))

    def light(self, view: View) -> None:
        """Light label and field of the argument that is being edited, and of the one that is pointed at."""
        for path, label in self._labels.items():
            is_lit = path in (view.focus.argument, view.focus.hovered)
            label.light(is_lit)
            field = self.fields[path]
            field.light(label.color() if is_lit and not field.hasFocus() else None)  # focus has a frame of its own

    def set_theme(self, theme: Theme) -> None:
        """Colour labels, refused fields and their sentences."""
        self._theme = theme
        for path, field in self.fields.items():
            self._labels[path].set_color(theme.argument_color(self._arguments[path].name))
            field.setMarkColor(theme.color("error"))
            set_text_color(self._sentences[path], theme.color("error"))
            self._dress(path)

    def stops(self) -> list[QWidget]:
        """Return where Tab stops, in its order."""
        lines = {path: line.button for path, line in self._computed.items()}
        return [stop for path, field in self.fields.items() for stop in (field, lines.get(path)) if stop is not None]

    def holds_focus(self) -> bool:
        """Return whether a person is in one of the fields."""
        return any(field.hasFocus() for field in self.fields.values())

    def retire(self) -> None:
        """Say nothing more: arguments of these paths may be others soon, and losing the focus commits what is typed."""
        focus = self._document.view.focus
        for field, sentence in zip(self.fields.values(), self._sentences.values(), strict=True):
            field.blockSignals(True)
            field.removeEventFilter(self)
            for widget in (field, sentence):
                widget.setObjectName("")  # who looks for it finds the one that takes its place
        show(self, False)
        self.deleteLater()
        gone: ViewChanges = {}
        if focus.argument in self.fields:
            gone["argument"] = None
        if focus.hovered in self.fields:
            gone["hovered"] = None
        self._document.look(**gone)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the document which argument a person is at, and which they point at."""
        match event.type():
            case QEvent.Type.FocusIn if isinstance(watched, NumberSpin):
                here: ViewChanges = {**self._place, "argument": watched.objectName()}
                self._document.look(**here)
            case QEvent.Type.FocusOut if isinstance(watched, NumberSpin):
                self._document.look(argument=None)
            case QEvent.Type.Enter | QEvent.Type.Leave:
                field = watched.buddy() if isinstance(watched, QLabel) else watched
                self._document.look(hovered=field.objectName() if event.type() == QEvent.Type.Enter else None)
        return super().eventFilter(watched, event)

    def _edit(self, path: str, value: float, gesture: Hashable | None) -> None:
        try:
            self._arguments[path].edit(self._document, path, value, None if gesture is None else (path, gesture))
        except ScheduleError as error:
            self.fields[path].refuse(self._in_words(path, str(error)))

    def _in_words(self, path: str, sentence: str) -> str:
        return self.fields[path].name + sentence.removeprefix(path) if sentence.startswith(path) else sentence

    def _show_sentence(self, path: str, text: str) -> None:
        sentence = self._sentences[path]
        sentence.setText(f"⚠ {text}" if text else "")
        sentence.setVisible(bool(text))
        self._fit_sentences()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give sentences the height that their lines take at the new width."""
        super().resizeEvent(event)
        self._fit_sentences()

    def _fit_sentences(self) -> None:
        for sentence in self._sentences.values():
            fit_height(sentence, self.width())

    # Arguments that the source's text computes

    def _show_computed(self, path: str, text: str | None) -> None:
        line = self._computed.get(path)
        if text is None and line is None:
            return
        if line is None:
            line = self._add_line(path)
        line.show_text(text or "")
        line.setVisible(text is not None)
        self.fields[path].setReadOnly(text is not None)
        self.fields[path].setAccessibleDescription("" if text is None else f"computed as {text}")
        self._dress(path)

    def _add_line(self, path: str) -> ComputedLine:
        from designer.widgets.numbers.computed_line import ComputedLine

        line = self._computed[path] = ComputedLine(self._arguments[path].label or self._arguments[path].name)
        line.replace_wanted.connect(lambda: self._free(path, line.text()))
        self._grid.addWidget(line, 3 * list(self.fields).index(path) + 1, 0, 1, 2)
        QWidget.setTabOrder(self.fields[path], line.button)
        return line

    def _free(self, path: str, text: str) -> None:
        field = self.fields[path]
        before = path.rpartition(".")[0]
        paths = {path, *(f"{before}.{name}" if before else name for name in self._arguments[path].also)}
        self._document.free(paths, text)
        if field.isVisible():
            field.setFocus()
            field.selectAll()

    def _dress(self, path: str) -> None:
        """Let a field that can't be edited look so, but keep its number readable."""
        field, theme = self.fields[path], self._theme
        symbols = QAbstractSpinBox.ButtonSymbols
        if theme is None or path not in self._computed:
            return
        self._computed[path].button.set_color(theme.color("curve"))
        field.setButtonSymbols(symbols.NoButtons if field.isReadOnly() else symbols.UpDownArrows)
        palette = QPalette()
        if field.isReadOnly():
            palette.setColor(palette.ColorRole.Base, theme.color("window"))
            palette.setColor(palette.ColorRole.Text, theme.color("muted"))
        field.setPalette(palette)
