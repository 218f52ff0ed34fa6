"""A staircase on the screen: the pieces that multiply by a factor, a step decay's treads or every update's own."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from functools import cached_property

from designer.plot.grabbing.grips import REACH, ROOM, Grip
from designer.plot.grabbing.spots import Spot
from designer.plot.picture import Picture

ENOUGH = 8
"""Of so many treads or risers with room one is clear of the handles that were placed before."""


class Stairs:
    """A step decay, or an exponential decay as one that drops with every update."""

    def __init__(self, picture: Picture, number: int) -> None:
        piece = picture.pieces[number]
        self._picture = picture
        self._number = number
        self._path = piece.path
        self._first = piece.first_step
        wrap = piece.schedule.wrap_step  # from there on rates are no stairs
        stops = [stop for stop in (piece.stop_step, wrap and piece.first_step + wrap) if stop is not None]
        self._last = min(stops) - 1 if stops else None
        self._riser = piece.schedule.tread_argument
        self._size = piece.schedule.tread_size

    @cached_property
    def is_dense(self) -> bool:
        """Whether treads are too narrow to be held one by one."""
        return self._size < ROOM * self._picture.steps_per_pixel

    def tread_at(self, x: float) -> int:
        """Return the tread at a pixel: the first one left of all, the last one right of all."""
        step = max(math.floor(self._picture.viewport.step_at(x)), self._first)
        return self._tread(step if self._last is None else min(step, self._last))

    def step_of(self, tread: int) -> int:
        """Return the step at which a tread begins."""
        return self._first + tread * self._size

    def span_of(self, tread: int) -> tuple[float, float]:
        """Return the pixels between which a tread is in view and within the run; the second may be below the first."""
        end = min(self.step_of(tread + 1), self._picture.updates)
        end = end if self._last is None else min(end, self._last + 1)
        left, right = self._picture.x_of(self.step_of(tread)), self._picture.x_of(end)
        return max(left, 0.0), min(right, self._picture.viewport.width)

    # Where handles may rest

    def spots(self, left: float, right: float) -> list[list[Spot]]:
        """Return for each argument the places where its handle may rest, the best one first.

        They are at the first tread and riser with room around them; where there are none, at a quarter, half and three
        quarters of what is in view.
        """
        if self._last is not None:
            right = min(right, self._picture.x_of(self._last + 1))
        if left >= right:
            return []
        first, last = self.tread_at(left), self.tread_at(right)
        treads = self._first_of(first, last, lambda tread: self._room(tread) >= ROOM)
        quarter, half, three = (left + (right - left) * part / 4 for part in (1, 2, 3))
        starts = [self._spot("init", self.tread_at(x), x) for x in (quarter, left + REACH, left)]
        if 0 in treads:
            starts.insert(0, self._spot("init", 0, self._middle(0)))
        elif self._riser is None and self._picture.x_of(self._first) >= 0:
            starts.insert(0, self._spot("init", 0, self._picture.x_of(self._first)))
        inner = [self._spot("decay_rate", tread, self._middle(tread)) for tread in treads if tread]
        there = self.tread_at(three)
        inner += [self._spot("decay_rate", there, three)] if there else []
        return [starts, inner] if self._riser is None else [starts, self._risers(self._riser, first, last, half), inner]

    def _risers(self, riser: str, first: int, last: int, half: float) -> list[Spot]:
        drops = self._first_of(max(first, 1), last, self._has_room)
        middle = max(round((self._picture.viewport.step_at(half) - self._first) / self._size), 1)
        return [
            self._spot(riser, drop, self._picture.x_of(self.step_of(drop)), between=True)
            for drop in (*drops, middle)
            if self._last is None or self.step_of(drop) <= self._last
        ]

    def _first_of(self, first: int, last: int, has_room: Callable[[int], bool]) -> list[int]:
        return [] if self.is_dense else list(itertools.islice(filter(has_room, range(first, last + 1)), ENOUGH))

    def _spot(self, name: str, number: int, x: float, *, between: bool = False) -> Spot:
        steps = (self.step_of(number - 1), self.step_of(number)) if between else (self.step_of(number),)
        return Spot(Grip(self._path + name, number, self._number), x, steps)

    def _room(self, tread: int) -> float:
        left, right = self.span_of(tread)
        return right - left

    def _middle(self, tread: int) -> float:
        return sum(self.span_of(tread)) / 2

    def _has_room(self, drop: int) -> bool:
        return ROOM / 2 <= self._picture.x_of(self.step_of(drop)) <= self._picture.viewport.width - ROOM / 2

    # What is under a pointer

    def hit(self, x: float, y: float) -> Grip | None:
        """Return the tread or riser at a pixel; a riser comes before a tread as near."""
        return self._hit_dense(x, y) if self.is_dense else self._hit_part(x, y)

    def _hit_part(self, x: float, y: float) -> Grip | None:
        here = self.tread_at(x)
        last = here + 1 if self._last is None else min(here + 1, self._tread(self._last))
        treads = list(range(max(here - 1, 0), last + 1))
        heights = dict(zip(treads, self._picture.heights_at([self.step_of(tread) for tread in treads]), strict=True))
        edges = {tread: self._picture.x_of(self.step_of(tread)) for tread in (*treads, last + 1)}
        distances: list[tuple[float, Grip]] = []
        for drop in treads[1:]:
            if self._riser is not None:
                top, bottom = sorted((heights[drop - 1], heights[drop]))
                distances.append((math.hypot(edges[drop] - x, _outside(y, top, bottom)), self._grip(self._riser, drop)))
        for tread in treads:
            across = _outside(x, edges[tread], edges[tread + 1])
            distances.append((math.hypot(across, heights[tread] - y), self._held_by(tread)))
        distance, grip = min(distances, key=lambda found: found[0])  # the first of equals: risers are before treads
        return grip if distance <= REACH else None

    def _hit_dense(self, x: float, y: float) -> Grip | None:
        """Find the curve, and hold it by the tread under the pointer."""
        first, last = (self._picture.viewport.step_at(end) for end in (x - REACH, x + REACH))
        if last < self._first or (self._last is not None and first > self._last + 1):
            return None
        around = [self.tread_at(x - REACH), self.tread_at(x), self.tread_at(x + REACH)]
        heights = self._picture.heights_at([self.step_of(tread) for tread in around])
        return self._held_by(around[1]) if _outside(y, min(heights), max(heights)) <= REACH else None

    def _held_by(self, tread: int) -> Grip:
        return self._grip("decay_rate", tread) if tread else self._grip("init", 0)

    def _grip(self, name: str, number: int) -> Grip:
        return Grip(self._path + name, number, self._number)

    def _tread(self, step: int) -> int:
        return (step - self._first) // self._size


def _outside(value: float, low: float, high: float) -> float:
    return max(low - value, value - high, 0.0)
