"""The handles: small shapes in their fields' colours where the curve can be held, and a bubble while it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.plot.bubble import Bubble, Line
from designer.plot.grips import RUN_END, Grip, Picture, Place, resting
from designer.plot.layer import Draw, Layer
from designer.plot.words import grip_in_words
from designer.widgets.glyph import draw_glyph

RADIUS = 6.0
LIT_RADIUS = 7.5
RING = 13.0
"""Pixels from a handle's middle to the ring of the keyboard's focus."""

ARGUMENTS = ("init", "decay_rate", "step_size", "updates")
"""The order of the fields, in which Tab goes through the handles."""


class HandlesLayer(Layer):
    """The handles at rest; while one is held, only that one. Those that a person points at or edits are lit."""

    def draw(self) -> None:
        """Find their places."""
        stage, view = self.stage, self.stage.document.view
        lit, focused = {view.argument, view.hovered, stage.focused}, stage.focused
        places = self.places()
        if RUN_END.argument not in lit:
            places.pop(RUN_END, None)
        if not places:
            self.clear()
            return
        bounds = QRectF()
        for x, y in places.values():
            bounds = bounds.united(QRectF(x - RING - 2, y - RING - 2, 2 * RING + 4, 2 * RING + 4))
        self.show_drawing(bounds, self._drawing(places, lit, focused))

    def places(self) -> dict[Grip, Place]:
        """Return all handles in view, in the order in which Tab goes through them, and where they are."""
        held, picture = self.stage.held, self.stage.picture()
        return {held.grip: _held_place(picture, held.grip, held.press)} if held else handle_places(picture)

    def _drawing(self, places: dict[Grip, Place], lit: set[str | None], focused: str | None) -> Draw:
        theme = self.stage.theme

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for grip, (x, y) in places.items():
                at, color = QPointF(x, y), theme.color(grip.argument)
                if grip.argument in lit:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.color(grip.argument, 60))
                    painter.drawEllipse(at, LIT_RADIUS + 4, LIT_RADIUS + 4)
                if grip.argument == focused:
                    painter.setPen(QPen(theme.color("text"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(at, RING, RING)
                painter.setPen(QPen(theme.color("base"), 2))
                painter.setBrush(color)
                draw_glyph(painter, grip.argument, at, LIT_RADIUS if grip.argument in lit else RADIUS)

        return draw


class BubbleLayer(Layer):
    """Beside the pointer, what a drag makes of the held argument."""

    def draw(self) -> None:
        """Write it."""
        held = self.stage.held
        if held is None:
            self.clear()
            return
        line = Line(grip_in_words(self.stage.picture(), held.grip), self.stage.theme.color("text"))
        bubble = Bubble(QPointF(*held.pointer), self.stage.size(), [line], self.stage.font, self.stage.theme)
        self.show_drawing(bubble.bounds(), bubble.draw)


def handle_places(picture: Picture) -> dict[Grip, Place]:
    """Return the handles at rest and the one of the end of the run, those in view, in the fields' order."""
    found = resting(picture)
    places = {grip: found[grip] for grip in sorted(found, key=lambda grip: ARGUMENTS.index(grip.argument))}
    end = picture.x_of(picture.updates)
    if 0 <= end <= picture.viewport.width:
        places[RUN_END] = (end, picture.viewport.height - 14)
    return places


def _held_place(picture: Picture, grip: Grip, press: Place) -> Place:
    """Return where a held handle is: on its tread, on its riser or on the line, at the hand's other coordinate."""
    if grip == RUN_END:
        return picture.x_of(picture.updates), press[1]
    if grip.is_vertical:
        return press[0], picture.heights_of([grip.number])[0]
    top, bottom = sorted(picture.heights_of([grip.number - 1, grip.number]))
    return picture.x_of(grip.number * picture.schedule.step_size), min(max(press[1], top), bottom)
