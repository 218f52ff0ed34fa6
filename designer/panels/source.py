"""What of a file is designed: which of its schedules, what its names stand for, and what saving has to say first.

Of a trainer's config also what it leaves out, and a schedule for one that has none.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from designer.look.theme import Theme
from designer.model.document import Design, Document
from designer.model.source import Source
from designer.panels.panel import Panel
from designer.widgets.announce import announce
from designer.widgets.labels import breakable, heading, named_label, say, set_text_color
from designer.widgets.numbers.name_rows import NameRows
from designer.widgets.quiet_combo import QuietCombo
from stepdecay import ScheduleError

FOLLOW_MS = 150
"""So long after the last change of a design under way, such as a drag, the notes are found anew."""

LONGEST_TEXT = 60


class SourcePanel(Panel):
    """There only for a file that needs it: with several schedules, unknown names, or something to say of it.

    Signals:
        chosen(index): A person wants to design another schedule of the file.
        schedule_wanted: They want a schedule in the place of a constant rate.
    """

    chosen = Signal(int)
    schedule_wanted = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.choice, self.names = QuietCombo(), NameRows()
        self.title, self.hint, self.notes = heading(""), named_label("names_hint"), named_label("source_notes")
        self.assumed, self.add_schedule = named_label("assumed"), QPushButton("Add Schedule")
        self._shown_notes: tuple[str, ...] = ()
        self._following = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self._lay_out()
        self._following.timeout.connect(self._show_notes)
        self.choice.activated.connect(self.chosen)
        self.names.given.connect(self._give)
        self.add_schedule.clicked.connect(self.schedule_wanted)
        document.source_changed.connect(self._render)
        document.changed.connect(self.render_design)
        self._render()

    def _lay_out(self) -> None:
        self.choice.setObjectName("schedules")
        self.choice.setAccessibleName("Schedule in the file")
        self.choice.setToolTip("The schedules of this file")
        self.choice.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.hint.setText("The text doesn't tell what these stand for:")
        self.add_schedule.setObjectName("addSchedule")
        self.add_schedule.setToolTip("Warm up to this rate and fall along a cosine to a tenth of it, over the run")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for label in (self.hint, self.notes, self.assumed):
            label.setWordWrap(True)
        for widget in (self.title, self.choice, self.hint, self.names, self.notes, self.assumed):
            column.addWidget(widget)
        column.addWidget(self.add_schedule, alignment=Qt.AlignmentFlag.AlignLeft)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what is asked for."""
        super().showEvent(event)
        QTimer.singleShot(0, self._begin)  # the fields are shown after the panel

    def _begin(self) -> None:
        """Put the focus where something is asked for, if nothing can be drawn without."""
        first = next(iter(self.names.fields.values()), None)
        if first is not None and self._document.is_pending:
            first.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Colour what is quiet and what is wrong."""
        for label in (self.hint, self.assumed):
            set_text_color(label, theme.color("muted"))
        set_text_color(self.notes, theme.color("text"))
        self.names.set_error_color(theme.color("error"))

    def render_design(self, new: Design, old: Design) -> None:
        """Show what names stand for now; what saving has to say follows when a drag rests."""
        source = self._document.source
        if source is None:
            return
        if (new.given, new.freed) != (old.given, old.freed):
            self._show_names(source)
        self._show_config(source)
        self._following.start()

    def _render(self, *_: object) -> None:
        source = self._document.source
        self.setVisible(source is not None)
        if source is None:
            return
        self.title.setText(source.path.name)
        self.title.setToolTip(str(source.path))
        self._show_choices(source)
        self._show_names(source)
        self._show_config(source)
        self._show_notes()

    def _show_choices(self, source: Source) -> None:
        here = source.on_disk
        self.choice.setVisible(len(here.found) > 1)
        self.choice.clear()
        for found in here.found:
            names = f"{found.names} = " if found.names else ""
            text = " ".join(f"{names}{found.text}".split())
            self.choice.addItem(f"line {found.line}: {text[:LONGEST_TEXT]}{'…' if len(text) > LONGEST_TEXT else ''}")
            row = self.choice.count() - 1
            if found.problem is not None:
                self.choice.setItemText(row, f"⚠ {self.choice.itemText(row)}")
            self.choice.setItemData(row, found.problem or found.text, Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(here.index)

    def _show_names(self, source: Source) -> None:
        given = self._document.design.given
        unknown = source.found[source.index].unknown
        self.names.show_names(unknown, dict(given))
        self.hint.setVisible(bool(unknown))
        self._hide_unless_needed()

    def _show_config(self, source: Source) -> None:
        """Show what a config leaves out to its trainer, and offer a schedule where it has only a rate."""
        from designer.commands.shaping import can_add_schedule

        say(self.assumed, _assumed_text(source.assumed(self._document.design), source.kind.maker))
        self.add_schedule.setVisible(can_add_schedule(self._document))
        self._hide_unless_needed()

    def _give(self, name: str, value: float) -> None:
        try:
            self._document.give(name, value)
        except ScheduleError as error:
            self.names.fields[name].refuse(str(error))

    def shown_notes(self) -> tuple[str, ...]:
        """Return what a person can read here of what saving has to say."""
        return self._shown_notes if self.notes.isVisible() else ()

    def _show_notes(self) -> None:
        self._following.stop()
        source, design = self._document.source, self._document.design
        if source is None:
            return
        self._shown_notes = self._sentences(source, design)
        text = breakable("\n".join(f"⚠ {sentence}" for sentence in self._shown_notes))
        if text != self.notes.text():
            self.notes.setText(text)
            announce(self.notes, text)
        self.notes.setVisible(bool(text))
        self._hide_unless_needed()

    def _sentences(self, source: Source, design: Design) -> tuple[str, ...]:
        """Return what is wrong with the values of names, or what saving has to say first."""
        problem = source.resolved(design.given).problem
        if problem is not None:
            return (problem,)
        try:
            return source.notes(design)
        except ScheduleError as error:
            return (str(error) if source.kind.says_all else _refusal_text(str(error)),)

    def _hide_unless_needed(self) -> None:
        parts = (self.choice, self.names, self.notes, self.assumed, self.add_schedule)
        self.setVisible(any(not part.isHidden() for part in parts))


def _assumed_text(assumed: tuple[str, ...], maker: str) -> str:
    """Say which of a trainer's defaults are meant, for the file doesn't say.

    >>> _assumed_text(("iters = 1000",), "mlx-lm")
    "iters = 1000 is mlx-lm's default; it is not in the file"
    """
    if len(assumed) < 2:
        return "".join(f"{text} is {maker}'s default; it is not in the file" for text in assumed)
    listed = f"{', '.join(assumed[:-1])} and {assumed[-1]}"
    return f"{listed} are {maker}'s defaults; they are not in the file"


def _refusal_text(reason: str) -> str:
    """Say why a config can't be saved so, and what can.

    >>> _refusal_text("it has three pieces").partition(".")[0]
    'It has three pieces'
    """
    return f"{reason[:1].upper()}{reason[1:]}. It can't be saved so; Export ▸ Copy Code has it as Python."
