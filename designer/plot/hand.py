"""A mouse that holds a part of the curve, from the press to the release."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt

from designer.model.document import Design
from designer.plot.grabbing.grips import RUN_END, Grip
from designer.plot.grabbing.hit_test import hit
from designer.plot.grabbing.moves import TREMOR, dragged
from designer.plot.grabbing.reshape import change_text, reshaped
from designer.plot.held import Held
from designer.plot.picture import Pixel
from designer.plot.stage import Stage
from designer.widgets.numbers.step_input import increment_of

APART = Qt.KeyboardModifier.ControlModifier
"""Command on a Mac, for that is what Qt calls Control there, and Control elsewhere."""


class Hand:
    """Turns presses and moves into edits of the document.

    Args:
        stage: The plot's stage; it is told what is held.
        redraw: Called when handles or the bubble have to be drawn anew.
        settle: Called when nothing is held any more, so that the view may follow again.
    """

    def __init__(self, stage: Stage, redraw: Callable[[], None], settle: Callable[[], None]) -> None:
        self._stage = stage
        self._redraw = redraw
        self._settle = settle

    @property
    def is_dragging(self) -> bool:
        """Whether something is held."""
        return self._stage.held is not None

    def has_made(self, design: Design) -> bool:
        """Return whether a design is the one that the drag has come to."""
        return self._stage.held is not None and self._stage.held.made == design

    def point(self, place: Pixel | None) -> Grip | None:
        """Say what the pointer is over, and light it there and at its field."""
        grip = None if place is None else hit(self._stage.picture(), *place)
        self._stage.document.look(hovered=None if grip is None else grip.argument)
        return grip

    def press(self, place: Pixel) -> bool:
        """Hold what is in reach; return whether there is something."""
        document, picture = self._stage.document, self._stage.picture()
        grip = hit(picture, *place)
        if grip is None:
            return False
        self._stage.held = Held(grip, document.design, picture, place, place, document.design)
        document.look(argument=grip.argument, hovered=grip.second or None, crosshair=None)
        return True

    def move(self, place: Pixel, modifiers: Qt.KeyboardModifier) -> None:
        """Follow the pointer."""
        held = self._stage.held
        if held is None:
            return
        held = replace(held, pointer=place, has_moved=held.has_moved or math.dist(held.press, place) >= TREMOR)
        self._stage.held = held
        if held.has_moved:
            # From the press, as all of a drag: what the last move has made would have other ends follow.
            made = self._stage.document.conformed(_made(held, modifiers), held.design)
            text = change_text(held.design.arguments(), made.arguments(), held.grip)
            self._stage.held = replace(held, made=made)
            self._stage.document.edit(text, made, held.gesture)
        self._redraw()

    def turn(self, modifiers: Qt.KeyboardModifier) -> None:
        """Take other modifiers into account while the pointer rests."""
        if self._stage.held is not None:
            self.move(self._stage.held.pointer, modifiers)

    def release(self) -> None:
        """Let go, and keep what has become of it."""
        if self._stage.held is not None:
            self._stage.held = None
            self._stage.document.look(argument=None, hovered=None)
            self._redraw()
            self._settle()

    def cancel(self) -> None:
        """Let go, and have everything as it was at the press."""
        held = self._stage.held
        if held is not None:
            self._stage.held = replace(held, made=held.design)
            self._stage.document.edit("", held.design, held.gesture)
            self.release()


def _made(held: Held, modifiers: Qt.KeyboardModifier) -> Design:
    """Return what the design at the press has become."""
    picture, grip = held.picture, held.grip
    move = dragged(picture, grip, held.press, held.pointer, increment_of(modifiers))
    if grip == RUN_END:
        return held.design.with_argument(grip.argument, move.count)
    apart = bool(modifiers & APART)
    return replace(held.design, schedule=reshaped(picture.schedule, grip, move, apart=apart, locked=picture.locked))
