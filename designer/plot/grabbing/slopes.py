"""What can be held of the pieces with an end: the two points of a ramp, a constant anywhere."""

from __future__ import annotations

from designer.plot.grabbing.grips import REACH, Grip, end_grip, level_grip
from designer.plot.grabbing.spots import Spot
from designer.plot.picture import Picture
from stepdecay.schedule.kind import Ramp


class Slope:
    """A piece with an `end`, or a constant one."""

    def __init__(self, picture: Picture, number: int, leaf: Ramp) -> None:
        self._picture = picture
        self._number = number
        self._leaf = leaf
        self._piece = picture.pieces[number]
        self._end = self._piece.first_step + leaf.length

    @property
    def has_points(self) -> bool:
        """Whether it is held by its points, which may lie after the run; a constant is not."""
        return not self._leaf.is_constant

    def spots(self, left: float, right: float) -> list[list[Spot]]:
        """Return for each handle the places where it may rest, the best one first."""
        if not self.has_points:
            middle = (left + right) / 2
            return [[Spot(level_grip(self._piece, self._number), middle, rate=self._leaf.init)]]
        start = Spot(self._start(), self._picture.x_of(self._piece.first_step), rate=self._leaf.init)
        end = Spot(self._end_grip(), self._picture.x_of(self._end), rate=self._leaf.end)
        return [[start], [end]] if self._reaches_its_end() else [[start]]

    def hit(self, x: float, y: float) -> Grip | None:
        """Return what is held at a pixel of the curve: a constant, or the level that a piece ends on."""
        if abs(self._picture.y_of(self._leaf.end) - y) > REACH:
            return None
        if not self.has_points:
            return level_grip(self._piece, self._number) if x + REACH >= self._picture.x_of(0) else None
        return Grip(f"{self._piece.path}end", piece=self._number) if self._picture.x_of(self._end) <= x else None

    def _start(self) -> Grip:
        return Grip(f"{self._piece.path}init", piece=self._number)

    def _end_grip(self) -> Grip:
        return end_grip(self._piece, self._number, self._picture.locked)

    def _reaches_its_end(self) -> bool:
        return self._piece.stop_step is None or self._end <= self._piece.stop_step
