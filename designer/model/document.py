"""What a person designs and how they look at it: two immutable values, the undo stack of the first, its source."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import replace
from typing import Unpack

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from designer.model.design import DEFAULT_DESIGN, Design, usual_run
from designer.model.source import Source
from designer.model.undo import ReplaceCommand
from designer.model.view import DEFAULT_VIEW, View, ViewChanges
from stepdecay import Run, ScheduleError
from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import argument_name

__all__ = ["DEFAULT_DESIGN", "Design", "Document"]

MOST_UNDO_STEPS = 10_000
"""Some 18 MB. Of a day of edits nobody undoes more, and every step would stay in memory."""


class Document(QObject):
    """One frozen `Design` with its undo stack, one frozen `View`, and the `Source` that the design is from.

    Signals:
        changed(new, old): The design is another one; the only road from the design to the screen.
        view_changed(new, old): The view is another one.
        source_changed(new, old): The source is another one, or what is on the disk.
        history_changed: There is something else to undo, to redo or to save.
    """

    changed = Signal(object, object)
    view_changed = Signal(object, object)
    source_changed = Signal(object, object)
    history_changed = Signal()

    def __init__(
        self, design: Design = DEFAULT_DESIGN, view: View = DEFAULT_VIEW, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._design = design
        self._began = design
        self._view = view
        self._source: Source | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(MOST_UNDO_STEPS)
        # Through a method of our own: a stack that is being destroyed speaks once more, and views would ask it back.
        self.undo_stack.indexChanged.connect(self._tell_history)
        self.undo_stack.cleanChanged.connect(self._tell_history)

    @property
    def design(self) -> Design:
        """The design in force."""
        return self._design

    @property
    def view(self) -> View:
        """How a person looks at the design now."""
        return self._view

    @property
    def source(self) -> Source | None:
        """The file that the design is from; None for an untitled one."""
        return self._source

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save in its file; an untitled design is kept without."""
        return self._source is not None and (self._source.is_changed or self._source.differs(self._design))

    @property
    def has_unsaved_work(self) -> bool:
        """Whether there is something that no file has: an untitled design that is not the one it began with, too."""
        return self.is_modified if self._source is not None else self._design != self._began

    @property
    def is_pending(self) -> bool:
        """Whether the design is not the file's yet, for values of its names are missing."""
        return self._source is not None and self._source.is_pending(self._design.given)

    def computed(self) -> dict[str, str]:
        """Return the arguments that the source's text computes from names it doesn't tell, by path, with that text.

        They can't be edited until they are freed.
        """
        return {} if self._source is None else self._source.computed(self._design)

    def open(self, source: Source | None, design: Design, began: Design | None = None) -> None:
        """Begin anew with a design, unmodified, and the source that it is from.

        Args:
            source: The source; None for an untitled design.
            design: The design.
            began: What an untitled one was before it was worked on; by default it is not yet.
        """
        self.look(translations=(), preview=None, piece=None, level=None, pin=None)
        old, self._source, self._began = self._source, source, began or design
        self.undo_stack.clear()
        if design != self._design:
            self._set_design(design)
        self._tell_source(old)

    def adopt(self, source: Source | None) -> None:
        """Take over another source of the same design, such as its file after saving."""
        old, self._source = self._source, source
        self._tell_source(old)

    def give(self, name: str, value: float | int) -> None:
        """Say what a name in the source's text stands for; arguments that are computed from it follow.

        Raises:
            ScheduleError: With this value there would be no schedule any more.
        """
        source, design = self._source, self._design
        if source is None:
            return
        given = tuple({**dict(design.given), name: value}.items())
        schedule, run = source.resolved(given).schedule, design.run
        if schedule is None and not self.is_pending:  # what was changed here would have nothing to stand on
            raise ScheduleError(source.resolved(given).problem or f"{name} is needed")
        if schedule is not None and self.is_pending:
            run = source.resolved(given).run or usual_run(schedule)
        elif schedule is not None:
            schedule = source.with_given(design, given).schedule
        self.edit(f"Set {name}", replace(design, schedule=schedule or design.schedule, run=run, given=given))

    def free(self, paths: Collection[str], text: str) -> None:
        """Let computed arguments become numbers, to be edited and written as such."""
        origins = {} if self._source is None else self._source.origins(self._design)
        freed = {origins[path] for path in paths if path in origins}
        self.edit(f"Replace {text} by a Number", replace(self._design, freed=self._design.freed | freed))

    def edit(self, text: str, design: Design, gesture: Hashable | None = None, base: Design | None = None) -> None:
        """Make a design the one in force, as one undo step, unless it is already.

        Args:
            text: The undo step's name, such as `Change init to 0.2`.
            design: The new design.
            gesture: Consecutive edits with equal gestures are one undo step; None never merges.
            base: What was edited to make it; by default the design in force.
        """
        design = self.conformed(design, base or self._design)
        if design == self._design:
            return
        last = self._last_command()
        if last is None or not last.takes(gesture):
            self.undo_stack.push(ReplaceCommand(text, self._design, design, self._set_design, gesture))
            return
        last.extend(text, design)
        if last.isObsolete():
            self.undo_stack.undo()
        else:
            self.history_changed.emit()  # its text is another one

    def conformed(self, design: Design, base: Design) -> Design:
        """Return an edited design with what follows from the edit in its kind of file.

        Args:
            design: The design.
            base: What was edited: the design in force, or the one at the press of a drag.
        """
        if self._source is None or design.schedule == base.schedule:
            return design
        return replace(design, schedule=self._source.conformed(base.schedule, design.schedule))

    def edit_argument(
        self, path: str, value: float | int, gesture: Hashable | None = None, base: Design | None = None
    ) -> None:
        """Replace one argument of the design, or of `base`, such as the design at the beginning of a drag.

        Raises:
            ScheduleError: The value breaks the argument's bound.
        """
        old = base or self._design
        candidate = old.with_argument(path, value)
        text = float_literal(value) if isinstance(value, float) else str(value)
        self.edit(f"Change {argument_name(path)} to {text}", candidate, gesture, old)

    def edit_schedule(
        self, text: str, schedule: Schedule, gesture: Hashable | None = None, base: Design | None = None
    ) -> None:
        """Replace the schedule, for the same run; arguments that the source computes keep their values."""
        old = base or self._design
        design = replace(old, schedule=schedule)
        if self._source is not None:
            before = {origin: old.arguments()[path] for path, (origin, _) in self._source.origins(old).items()}
            for path, (origin, _) in self._source.origins(design).items():
                if origin in before:
                    design = design.with_argument(path, before[origin])
        self.edit(text, design, gesture, old)

    def replace_schedule(self, text: str, schedule: Schedule, run: Run | None = None) -> None:
        """Put another schedule in the place of this one; whatever the source computed becomes a number.

        Args:
            text: The undo step's name.
            schedule: The schedule.
            run: The run that it is for; None for the one in force.
        """
        freed = self._design.freed
        if self._source is not None:
            freed = freed.union(self._source.resolved(self._design.given).computed.items())
            schedule = self._source.conformed(schedule, schedule)  # nothing follows from the one before
        design = replace(self._design, schedule=schedule, run=run or self._design.run, freed=freed)
        self.edit(text, design, base=design)

    def look(self, **changes: Unpack[ViewChanges]) -> None:
        """Change values of the view, whichever of its parts they are in."""
        old, new = self._view, self._view.changed(**changes)
        if new != old:
            self._view = new
            self.view_changed.emit(new, old)

    def fit_view(self) -> None:
        """Let the view follow the run again."""
        self.look(x_range=None, y_range=None)

    def _last_command(self) -> ReplaceCommand[Design] | None:
        """Return the command that an edit may still belong to: nothing was undone or saved since."""
        stack = self.undo_stack
        if stack.index() in (0, stack.cleanIndex()) or stack.canRedo():
            return None
        last = stack.command(stack.index() - 1)
        return last if isinstance(last, ReplaceCommand) else None

    def _tell_source(self, old: Source | None) -> None:
        if self._source != old:
            self.source_changed.emit(self._source, old)
            self.history_changed.emit()

    def _tell_history(self, _: object) -> None:
        self.history_changed.emit()

    def _set_design(self, design: Design) -> None:
        old, self._design = self._design, design
        self.changed.emit(design, old)
