"""A seam: the rates of the updates on both sides of a boundary."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from designer.look.theme import Theme
from designer.plot.grabbing.grips import Grip, boundary_grips
from designer.plot.layers.bubble import Bubble, Line
from designer.plot.layers.layer import Layer
from designer.plot.picture import Picture
from stepdecay.numbers.text import rate_text

BESIDE = 3
"""Updates that are read on each side."""


class SeamLayer(Layer):
    """Beside the boundary that a person points at, edits or has the focus on; while a hand moves it, its bubble."""

    def draw(self) -> None:
        """Read the rates."""
        stage, view = self.stage, self.stage.document.view
        lit = {stage.focused, view.focus.hovered, view.focus.argument} - {None}
        picture = stage.picture() if lit and stage.held is None else None
        grip = None if picture is None else _boundary(picture, lit)
        if picture is None or grip is None:
            self.clear()
            return
        piece, size = picture.pieces[grip.piece], stage.size()
        is_high = picture.y_of(piece.schedule.init) < size.height() / 2  # then the curve is not in the lower half
        at = QPointF(picture.x_of(piece.first_step), size.height() * (0.85 if is_high else 0.3))
        bubble = Bubble(at, size, seam_lines(picture, grip, stage.theme), stage.font, stage.theme)
        self.show_drawing(bubble.bounds(), bubble.draw)


def seam_lines(picture: Picture, grip: Grip, theme: Theme) -> list[Line]:
    """Write the exact rates of three updates before a boundary and of three after it, parted by a rule."""
    first = picture.pieces[grip.piece].first_step
    steps = range(max(first - BESIDE, 0), first + BESIDE)
    return [
        Line(picture.time_of(step + 1), theme.color("text"), value=rate_text(rate), is_parted=step == first)
        for step, rate in zip(steps, picture.rates_at(steps), strict=True)
    ]


def _boundary(picture: Picture, paths: set[str | None]) -> Grip | None:
    """Return the boundary that one of the paths names, if it is in view."""
    for number in range(1, len(picture.pieces)):
        x = picture.x_of(picture.pieces[number].first_step)
        for grip in boundary_grips(picture, number):
            if grip.argument in paths and 0 <= x <= picture.viewport.width:
                return grip
    return None
