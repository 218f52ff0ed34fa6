"""What a person designs and how they look at it: two immutable values, the undo stack of the first, its source."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from designer import pins as pinning
from designer.commands import ReplaceCommand
from designer.source import Source
from stepdecay import Run, StepDecay
from stepdecay.joining import argument_name, arguments, with_argument
from stepdecay.literals import float_literal
from stepdecay.schedules import Schedule

if TYPE_CHECKING:
    from stepdecay import Translation


@dataclass(frozen=True)
class Design:
    """What is designed: a schedule and the run it is for.

    Attributes:
        schedule: The schedule.
        run: The run.
        given: What a person says that names in the source's text stand for, such as `args.lr`.
        freed: The paths of arguments that are computed in the source's text and are to become numbers.
    """

    schedule: Schedule
    run: Run
    given: tuple[tuple[str, float | int], ...] = ()
    freed: frozenset[str] = frozenset()

    def with_argument(self, path: str, value: Any) -> Design:
        """Return the design with one argument of its schedule, or `updates` of its run, replaced.

        Args:
            path: Where the argument is: `init`, `updates`, `schedules[1].end`, `boundaries[0]`.
            value: Its new value.

        Raises:
            ScheduleError: The value breaks the argument's bound.
        """
        if path in _fields(self.run):
            return replace(self, run=replace(self.run, **{path: value}))
        return replace(self, schedule=with_argument(self.schedule, path, value))

    def arguments(self) -> dict[str, Any]:
        """Return all arguments by path, in the order in which they are shown."""
        return {**arguments(self.schedule), **_fields(self.run)}


@dataclass(frozen=True)
class ViewState:
    """How a person looks at the design; outside the undo stack.

    Attributes:
        log_scale: Whether the y axis is logarithmic.
        x_range: The steps in view as a person zoomed or panned them; None follows the run.
        y_range: The view's y (log10 of the rate on a log axis); None follows the run.
        crosshair: The MLX step under the crosshair, or None.
        shows_crosshair: Whether there is a crosshair at all.
        level: The selected level, from 0, or None.
        piece: The selected piece of the schedule, from 0, or None.
        argument: The path of the argument that is being edited, lit in the code, or None.
        hovered: The path of the argument whose field, label or handle is under the pointer, or None.
        pins: The schedules kept for comparison, at most eight.
        pin: The selected one of them, from 0, or None.
        unpinned: Those that were removed last, to be had back.
        translations: What other frameworks' schedulers were opened or pasted, to be translated.
        preview: A schedule that a goal proposes, drawn beside the one in force, or None.
        optimizer: The optimizer class written into snippets.
    """

    log_scale: bool = False
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    crosshair: int | None = None
    shows_crosshair: bool = True
    level: int | None = None
    piece: int | None = None
    argument: str | None = None
    hovered: str | None = None
    pins: pinning.Pins = ()
    pin: int | None = None
    unpinned: pinning.Pins = ()
    translations: tuple[Translation, ...] = ()
    preview: Schedule | None = None
    optimizer: str = "Adam"


DEFAULT_DESIGN = Design(StepDecay(0.1, 0.9, 10), Run(100))


class Document(QObject):
    """One frozen `Design` with its undo stack, one frozen `ViewState`, and the `Source` that the design is from.

    Signals:
        changed(new, old): The design is another one; the only road from the design to the screen.
        view_changed(new, old): The view state is another one.
        source_changed(new, old): The source is another one, or what is on the disk.
        history_changed: There is something else to undo, to redo or to save.
    """

    changed = Signal(object, object)
    view_changed = Signal(object, object)
    source_changed = Signal(object, object)
    history_changed = Signal()

    def __init__(
        self, design: Design = DEFAULT_DESIGN, view: ViewState = ViewState(), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._design = design
        self._view = view
        self._source: Source | None = None
        self.undo_stack = QUndoStack(self)
        # Through a method of our own: a stack that is being destroyed speaks once more, and views would ask it back.
        self.undo_stack.indexChanged.connect(self._tell_history)
        self.undo_stack.cleanChanged.connect(self._tell_history)

    @property
    def design(self) -> Design:
        """The design in force."""
        return self._design

    @property
    def view(self) -> ViewState:
        """The view state in force."""
        return self._view

    @property
    def source(self) -> Source | None:
        """The file that the design is from; None for an untitled one."""
        return self._source

    @property
    def is_modified(self) -> bool:
        """Whether there is something to save in its file; an untitled design is kept without."""
        return self._source is not None and (self._source.is_changed or not self.undo_stack.isClean())

    @property
    def is_pending(self) -> bool:
        """Whether the design is not the file's yet, for values of its names are missing."""
        return self._source is not None and self._source.is_pending(self._design.given)

    def computed(self) -> dict[str, str]:
        """Return the arguments that the source's text computes from names it doesn't tell, by path, with that text.

        They can't be edited until they are freed.
        """
        return {} if self._source is None else self._source.computed(self._design.given, self._design.freed)

    def open(self, source: Source | None, design: Design) -> None:
        """Begin anew with a design, unmodified, and the source that it is from."""
        old, self._source = self._source, source
        self.undo_stack.clear()
        if design != self._design:
            self._set_design(design)
        self._tell_source(old)

    def adopt(self, source: Source | None) -> None:
        """Take over another source of the same design, such as its file after saving."""
        old, self._source = self._source, source
        self._tell_source(old)

    def give(self, name: str, value: float | int, gesture: Hashable | None = None) -> None:
        """Say what a name in the source's text stands for; arguments that are computed from it follow."""
        source, design = self._source, self._design
        if source is None:
            return
        was_pending = source.is_pending(design.given)
        given = tuple({**dict(design.given), name: value}.items())
        schedule, run = source.resolved(given).schedule, design.run
        if schedule is not None and was_pending:
            run = _usual_run(schedule)
        elif schedule is not None:
            found, schedule = arguments(schedule), design.schedule
            for path in source.computed(given, design.freed).keys() & arguments(schedule).keys():
                schedule = with_argument(schedule, path, found[path])
        self.edit(f"Set {name}", replace(design, schedule=schedule or design.schedule, run=run, given=given), gesture)

    def edit(self, text: str, design: Design, gesture: Hashable | None = None) -> None:
        """Make a design the one in force, as one undo step, unless it is already.

        Args:
            text: The undo step's name, such as `Change init to 0.2`.
            design: The new design.
            gesture: Consecutive edits with equal gestures are one undo step; None never merges.
        """
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

    def edit_argument(
        self, path: str, value: float | int, gesture: Hashable | None = None, base: Design | None = None
    ) -> None:
        """Replace one argument of the design, or of `base`, such as the design at the beginning of a drag.

        Raises:
            ScheduleError: The value breaks the argument's bound.
        """
        candidate = (base or self._design).with_argument(path, value)
        text = float_literal(value) if isinstance(value, float) else str(value)
        self.edit(f"Change {argument_name(path)} to {text}", candidate, gesture)

    def edit_schedule(
        self, text: str, schedule: Schedule, gesture: Hashable | None = None, base: Design | None = None
    ) -> None:
        """Replace the schedule, for the same run."""
        self.edit(text, replace(base or self._design, schedule=schedule), gesture)

    def look(self, **changes: Any) -> None:
        """Change fields of the view state."""
        old, new = self._view, dataclasses.replace(self._view, **changes)
        if new != old:
            self._view = new
            self.view_changed.emit(new, old)

    def fit_view(self) -> None:
        """Let the view follow the run again."""
        self.look(x_range=None, y_range=None)

    def pin(self) -> None:
        """Keep the schedule in force for comparison; one that is pinned already is only shown again.

        Raises:
            ScheduleError: There are as many pins as there can be.
        """
        pins, schedule = self._view.pins, self._design.schedule
        there = next((index for index, pin in enumerate(pins) if pin.schedule == schedule), None)
        self.look(pins=pinning.pinned(pins, schedule) if there is None else pinning.changed(pins, there, shown=True))

    def unpin(self, index: int | None = None) -> None:
        """Remove one pin, or all; they can be had back until others are removed."""
        before = self._view.pins
        pins = () if index is None else pinning.removed(before, index)
        gone = before if index is None else before[index : index + 1]
        self.look(pins=pins, unpinned=gone, pin=min(index, len(pins) - 1) if index is not None and pins else None)

    def restore_pins(self) -> None:
        """Pin again what was removed last, as far as there is room."""
        pins = self._view.pins
        for pin in self._view.unpinned[: pinning.MOST_PINS - len(pins)]:
            pins = pinning.pinned(pins, pin.schedule, pin.name)
        self.look(pins=pins, unpinned=())

    def make_pin_current(self, index: int) -> None:
        """Make a pinned schedule the one in force, as one undo step; the pin stays."""
        pin = self._view.pins[index]
        self.edit_schedule("Make Pin Current", pin.schedule)

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


def _usual_run(schedule: Schedule) -> Run:
    from stepdecay.spans import usual_updates

    return Run(usual_updates(schedule))


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
