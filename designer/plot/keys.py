"""The plot without a mouse: Tab goes from handle to handle, arrows nudge what is focused or move the crosshair."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from designer.model.document import Design
from designer.plot.grabbing.grip_words import handle_in_words
from designer.plot.grabbing.grips import RUN_END, Grip, grips_of
from designer.plot.grabbing.hit_test import handle_places
from designer.plot.grabbing.moves import nudged
from designer.plot.grabbing.reshape import change_text, reshaped
from designer.plot.stage import Stage
from designer.widgets.announce import announce
from designer.widgets.numbers.step_input import increment_of, is_enter, is_escape
from stepdecay import rates
from stepdecay.evaluate.level_list import level_at, levels
from stepdecay.numbers.text import rate_text
from stepdecay.schedule.units import times_text

_ARROWS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Left: -1}
_SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class Keys(QObject):
    """What keys do while the plot has the focus.

    Signals:
        field_wanted(path): Return was pressed on a handle.
    """

    field_wanted = Signal(str)

    def __init__(self, stage: Stage, plot: QWidget, redraw: Callable[[], None], reveal: Callable[[int, int], None]):
        super().__init__(plot)
        self._stage = stage
        self._plot = plot
        self._redraw = redraw
        self._reveal = reveal
        self._gesture: object = None

    def focus(self, argument: str | None) -> None:
        """Put the ring around the handle of an argument, by its path, or around none."""
        stage = self._stage
        if argument == stage.focused:
            return
        stage.focused, self._gesture = argument, object()
        stage.document.look(argument=argument)
        self._redraw()
        grip = self._grip()
        if grip is not None:
            announce(self._plot, handle_in_words(stage.picture(), grip))

    def step_focus(self, forward: bool) -> bool:
        """Go to the next handle or the one before, in view or not; return whether there was one."""
        names = [grip.argument for grip in grips_of(self._stage.picture())][:: 1 if forward else -1]
        here = names.index(self._stage.focused) + 1 if self._stage.focused in names else 0
        self.focus(names[here] if here < len(names) else None)
        return here < len(names)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; return whether that is something."""
        direction = 0 if event.modifiers() & _COMMANDS else _ARROWS.get(Qt.Key(event.key()), 0)
        grip = self._grip()
        if grip is not None and direction:
            self._nudge(grip, direction > 0, event)
        elif grip is not None and is_enter(event):
            self.field_wanted.emit(grip.argument)
        elif self._stage.focused is not None and is_escape(event):
            self.focus(None)
        elif direction and event.key() in _SIDEWAYS:
            self._move_crosshair(direction, by_levels=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            return False
        return True

    def _grip(self) -> Grip | None:
        """Return the focused handle; one that has left the view is still the same argument."""
        focused = self._stage.focused
        if focused is None:
            return None
        picture = self._stage.picture()
        grips = [*handle_places(picture, focused), *grips_of(picture)]
        return next((grip for grip in grips if grip.argument == focused), None)

    def _nudge(self, grip: Grip, up: bool, event: QKeyEvent) -> None:
        document, picture = self._stage.document, self._stage.picture()
        move = nudged(picture, grip, up, increment_of(event.modifiers()), sideways=event.key() in _SIDEWAYS)
        design = document.design
        if grip == RUN_END:
            made = design.with_argument(grip.argument, move.count)
        else:
            made = replace(design, schedule=reshaped(design.schedule, grip, move, locked=picture.locked))
        document.edit(change_text(design.arguments(), made.arguments(), grip), made, self._gesture)
        now = self._grip()
        if now is not None:
            announce(self._plot, handle_in_words(self._stage.picture(), now))

    def _move_crosshair(self, direction: int, *, by_levels: bool) -> None:
        document = self._stage.document
        design, step = document.design, document.view.focus.crosshair
        if step is None:
            left, right = self._stage.viewport().x
            step = math.ceil(left) if direction > 0 else math.floor(right) - 1
        elif by_levels:
            step = _level_beside(design, step, direction)
        else:
            step += direction
        step = min(max(step, 0), design.run.updates - 1)
        document.look(crosshair=step, shows_crosshair=True)
        self._reveal(step, step + 1)
        time = times_text(step + 1, design.run, document.view.preferences.unit)
        announce(self._plot, f"{time}, {rate_text(float(rates(design.schedule, step)))}")


def _level_beside(design: Design, step: int, direction: int) -> int:
    """Return the first step of the level after or before the one that a step is in, within the run."""
    found = levels(design.schedule, design.run.updates)
    number = level_at(design.schedule, step + 1) + direction
    return found[max(number, 0)].first_update - 1 if number < len(found) else design.run.updates - 1
