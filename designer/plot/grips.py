"""What of a curve a hand can hold, and where; nothing of Qt. Pixels are the view's own, origin top left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from designer.plot.scale import Scale, Viewport
from stepdecay import StepDecay, rates

Place = tuple[float, float]
"""Pixels of the view, from the left and from the top."""

REACH = 8
"""A hit is so many pixels away from what it hits, at most."""

ROOM = 24
"""Treads narrower than this can't be hit one by one."""


@dataclass(frozen=True)
class Grip:
    """A part of the curve, and the argument that changes when it is dragged.

    Attributes:
        argument: `init`, `decay_rate` (both dragged up and down), `step_size` or `updates` (both left and right).
        number: The drops before the tread, or the drop that the riser is; 0 for the end of the run.
    """

    argument: str
    number: int = 0

    @property
    def is_vertical(self) -> bool:
        """Whether it is dragged up and down."""
        return self.argument in ("init", "decay_rate")


RUN_END = Grip("updates")


@dataclass(frozen=True)
class Picture:
    """A schedule and the end of its run as they stand on the screen."""

    schedule: StepDecay
    updates: int
    viewport: Viewport
    scale: Scale

    @cached_property
    def steps_per_pixel(self) -> float:
        """The steps that one pixel shows."""
        return (self.viewport.x[1] - self.viewport.x[0]) / self.viewport.width

    @cached_property
    def view_per_pixel(self) -> float:
        """The view's y that one pixel shows."""
        return (self.viewport.y[1] - self.viewport.y[0]) / self.viewport.height

    @property
    def is_dense(self) -> bool:
        """Whether treads are too narrow to be held one by one."""
        return self.schedule.step_size < ROOM * self.steps_per_pixel

    def x_of(self, step: float) -> float:
        """Return the pixel of a step."""
        return float(self.viewport.pixels_x(step))

    def rates_of(self, treads: list[int]) -> list[float]:
        """Return the rates of treads, by one MLX call."""
        size = self.schedule.step_size
        found: list[float] = rates(self.schedule, [tread * size for tread in treads]).tolist()
        return found

    def heights_of(self, treads: list[int]) -> list[float]:
        """Return the pixels of treads."""
        pixels: list[float] = self.viewport.pixels_y(self.scale.to_view(self.rates_of(treads))).tolist()
        return pixels

    def is_measure(self, rate: float) -> bool:
        """Return whether a rate is far enough from 0 and from inf on the screen to move others in proportion."""
        return 0 < rate < math.inf and (self.scale.log or rate > self.view_per_pixel)

    def tread_at(self, x: float) -> int:
        """Return the tread at a pixel, the first one left of all."""
        return max(math.floor(self.viewport.step_at(x)), 0) // self.schedule.step_size

    def span_of(self, tread: int) -> tuple[float, float]:
        """Return the pixels between which a tread is in view and within the run; the second may be below the first."""
        size = self.schedule.step_size
        left, right = self.viewport.pixels_x([tread * size, min((tread + 1) * size, self.updates)]).tolist()
        return max(left, 0.0), min(right, self.viewport.width)


def resting(picture: Picture) -> dict[Grip, Place]:
    """Return the handles that show at rest, one for each argument of the schedule, and where.

    They are at the first tread and riser with room around them; where there are none, at a quarter, half and three
    quarters of what is in view of the run. One that would be out of view is left out.
    """
    left, right = max(picture.x_of(0), 0.0), min(picture.x_of(picture.updates), picture.viewport.width)
    if left >= right:
        return {}
    found: dict[Grip, Place] = {}
    for grip, x in _places(picture, left, right):
        heights = picture.heights_of([grip.number - 1, grip.number] if grip.argument == "step_size" else [grip.number])
        y = sum(heights) / len(heights)
        if 0 <= x <= picture.viewport.width and 0 <= y <= picture.viewport.height:
            found[grip] = (x, y)
    return found


def _places(picture: Picture, left: float, right: float) -> list[tuple[Grip, float]]:
    """Choose for each argument the first of its places that keeps its distance from those chosen before."""
    size, first, last = picture.schedule.step_size, picture.tread_at(left), picture.tread_at(right)
    treads = [] if picture.is_dense else [tread for tread in range(first, last + 1) if _room(picture, tread) >= ROOM]
    risers = [] if picture.is_dense else [drop for drop in range(max(first, 1), last + 1) if _has_room(picture, drop)]
    quarter, half, three = (left + (right - left) * part / 4 for part in (1, 2, 3))
    middle = max(round(picture.viewport.step_at(half) / size), 1)
    starts = [(picture.tread_at(x), x) for x in (quarter, left + REACH, left)]
    choices: dict[str, list[tuple[int, float]]] = {
        "init": [(0, _middle(picture, 0)), *starts] if 0 in treads else starts,
        "step_size": [(drop, picture.x_of(drop * size)) for drop in (*risers, middle)],
        "decay_rate": [(tread, _middle(picture, tread)) for tread in treads] + [(picture.tread_at(three), three)],
    }
    chosen: list[tuple[Grip, float]] = []
    for argument, places in choices.items():
        for number, x in places:
            is_free = all(abs(x - other) >= 2 * REACH for _, other in chosen)
            if is_free and (number or argument == "init") and _can_hold(picture, argument, number):
                chosen.append((Grip(argument, number), x))
                break
    return chosen


def _can_hold(picture: Picture, argument: str, tread: int) -> bool:
    """Return whether a tread is high enough above 0, and below inf, to be a measure of `init`."""
    if argument != "init":
        return True
    (rate,) = picture.rates_of([tread])
    return picture.is_measure(rate)


def _room(picture: Picture, tread: int) -> float:
    left, right = picture.span_of(tread)
    return right - left


def _middle(picture: Picture, tread: int) -> float:
    return sum(picture.span_of(tread)) / 2


def _has_room(picture: Picture, drop: int) -> bool:
    return ROOM / 2 <= picture.x_of(drop * picture.schedule.step_size) <= picture.viewport.width - ROOM / 2


def hit(picture: Picture, x: float, y: float) -> Grip | None:
    """Return what is held at a pixel, None where nothing is in reach.

    A handle comes before the curve, the curve before the end of the run, and a riser before a tread as near.
    """
    handles = {grip: math.hypot(hx - x, hy - y) for grip, (hx, hy) in resting(picture).items()}
    nearest = min(handles, key=handles.__getitem__, default=None)
    if nearest is not None and handles[nearest] <= REACH:
        return nearest
    found = _hit_dense(picture, x, y) if picture.is_dense else _hit_part(picture, x, y)
    if found is None and abs(picture.x_of(picture.updates) - x) <= REACH:
        return RUN_END
    return found


def _hit_part(picture: Picture, x: float, y: float) -> Grip | None:
    """Find the nearest tread or riser."""
    size, here = picture.schedule.step_size, picture.tread_at(x)
    treads = list(range(max(here - 1, 0), here + 2))
    heights = dict(zip(treads, picture.heights_of(treads), strict=True))
    distances: list[tuple[float, Grip]] = []
    for drop in treads[1:]:
        top, bottom = sorted((heights[drop - 1], heights[drop]))
        distances.append((math.hypot(picture.x_of(drop * size) - x, _outside(y, top, bottom)), Grip("step_size", drop)))
    for tread in treads:
        left, right = picture.x_of(tread * size), picture.x_of((tread + 1) * size)
        distances.append((math.hypot(_outside(x, left, right), heights[tread] - y), _tread(tread)))
    distance, grip = min(distances, key=lambda found: found[0])  # the first of equals: risers are before treads
    return grip if distance <= REACH else None


def _hit_dense(picture: Picture, x: float, y: float) -> Grip | None:
    """Find the curve, and hold it by the tread under the pointer."""
    if picture.viewport.step_at(x + REACH) < 0:
        return None
    around = [picture.tread_at(x - REACH), picture.tread_at(x), picture.tread_at(x + REACH)]
    heights = picture.heights_of(around)
    return _tread(around[1]) if _outside(y, min(heights), max(heights)) <= REACH else None


def _tread(tread: int) -> Grip:
    return Grip("decay_rate", tread) if tread else Grip("init")


def _outside(value: float, low: float, high: float) -> float:
    return max(low - value, value - high, 0.0)
