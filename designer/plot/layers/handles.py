"""The handles: small shapes in their fields' colours where the curve can be held, and a bubble while it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from designer.plot.grabbing.grip_words import grip_in_words
from designer.plot.grabbing.grips import Grip
from designer.plot.grabbing.hit_test import handle_places
from designer.plot.grabbing.moves import tread_rate
from designer.plot.layers.bubble import Bubble, Line
from designer.plot.layers.layer import Draw, Layer
from designer.plot.layers.seam import seam_lines
from designer.plot.picture import Picture, Pixel
from designer.widgets.glyph import draw_glyph
from stepdecay.schedule.kind import Ramp

RADIUS = 6.0
LIT_RADIUS = 7.5
RING = 13.0
"""Pixels from a handle's middle to the ring of the keyboard's focus."""

_LINES = ("boundaries", "updates")
"""What is held by a line across the view, which needs a handle only while it is lit."""


class HandlesLayer(Layer):
    """The handles at rest; while one is held, only that one. Those that a person points at or edits are lit."""

    def draw(self) -> None:
        """Find their places."""
        stage, view = self.stage, self.stage.document.view
        lit, focused = {view.focus.argument, view.focus.hovered, stage.focused}, stage.focused
        places = self.places()
        places = {grip: at for grip, at in places.items() if grip.name not in _LINES or grip.argument in lit}
        if not places:
            self.clear()
            return
        bounds = QRectF()
        for x, y in places.values():
            bounds = bounds.united(QRectF(x - RING - 2, y - RING - 2, 2 * RING + 4, 2 * RING + 4))
        self.show_drawing(bounds, self._drawing(places, lit, focused))

    def places(self) -> dict[Grip, Pixel]:
        """Return all handles in view, in the order in which Tab goes through them, and where they are."""
        held, picture = self.stage.held, self.stage.picture()
        if held:
            return {held.grip: _held_place(picture, held.grip, held.press)}
        view = self.stage.document.view
        return handle_places(picture, self.stage.focused or view.focus.argument or view.focus.hovered)

    def _drawing(self, places: dict[Grip, Pixel], lit: set[str | None], focused: str | None) -> Draw:
        theme = self.stage.theme

        def draw(painter: QPainter) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for grip, (x, y) in places.items():
                at, color, is_lit = QPointF(x, y), theme.argument_color(grip.name), not lit.isdisjoint(grip.paths)
                if is_lit:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(theme.argument_color(grip.name, 60))
                    painter.drawEllipse(at, LIT_RADIUS + 4, LIT_RADIUS + 4)
                if grip.argument == focused:
                    painter.setPen(QPen(theme.color("text"), 2))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawEllipse(at, RING, RING)
                painter.setPen(QPen(theme.color("base"), 2))
                painter.setBrush(color)
                draw_glyph(painter, grip.name, at, LIT_RADIUS if is_lit else RADIUS)

        return draw


class BubbleLayer(Layer):
    """Beside the pointer, what a drag makes of the held argument."""

    def draw(self) -> None:
        """Write it."""
        held = self.stage.held
        if held is None:
            self.clear()
            return
        picture, theme = self.stage.picture(), self.stage.theme
        lines = [Line(grip_in_words(picture, held.grip), theme.color("text"))]
        if held.grip.name == "boundaries":
            lines += seam_lines(picture, held.grip, theme)
        bubble = Bubble(QPointF(*held.pointer), self.stage.size(), lines, self.stage.font, theme)
        self.show_drawing(bubble.bounds(), bubble.draw)


def _held_place(picture: Picture, grip: Grip, press: Pixel) -> Pixel:
    """Return where a held handle is: on its tread, riser or line, at the hand's other coordinate; or on its point."""
    if grip.name == "updates":
        return picture.x_of(picture.updates), press[1]
    piece = picture.pieces[min(grip.piece, len(picture.pieces) - 1)]
    leaf, first = piece.schedule, piece.first_step
    if grip.name == "boundaries":
        return picture.x_of(first), press[1]
    if isinstance(leaf, Ramp):
        if grip.name == "init":
            return press[0] if leaf.is_constant else picture.x_of(first), picture.y_of(leaf.init)
        end = first + leaf.length
        return picture.x_of(end) if grip.is_horizontal else press[0], picture.y_of(leaf.end)
    if grip.is_vertical:
        return press[0], picture.y_of(tread_rate(leaf, grip.number))
    top, bottom = sorted(picture.y_of(tread_rate(leaf, number)) for number in (grip.number - 1, grip.number))
    return picture.x_of(first + grip.number * leaf.tread_size), min(max(press[1], top), bottom)
