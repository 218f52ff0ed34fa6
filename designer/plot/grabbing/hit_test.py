"""Where the handles are, and what is under a pointer; nothing of Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from designer.plot.grabbing.grips import REACH, RUN_END, Grip, boundary_grips, free, grips_of
from designer.plot.grabbing.slopes import Slope
from designer.plot.grabbing.spots import Spot
from designer.plot.grabbing.stairs import Stairs
from designer.plot.picture import Picture, Pixel
from stepdecay.schedule.kind import Ramp

LOW = 14
"""Pixels above the view's lower edge where a boundary and the end of the run have their handles."""


def resting(picture: Picture, wanted: str | None = None) -> Mapping[Grip, Pixel]:
    """Return the handles that show at rest, at most one for each argument of the schedule, and where.

    They keep their distance from each other: where pieces meet or are narrow, the first one is there. One that would
    be out of view is left out.

    Args:
        picture: What is on the screen.
        wanted: The path of an argument whose handle comes before those that it would cover.
    """
    found = _resting(picture, None)
    is_there = wanted is None or any(wanted in grip.paths for grip in found)
    return found if is_there or len(picture.pieces) == 1 else _resting(picture, wanted)


@lru_cache(maxsize=16)  # a pointer asks for the same one with every move
def _resting(picture: Picture, wanted: str | None) -> Mapping[Grip, Pixel]:
    chosen: dict[Grip, Pixel] = {}
    for places in _places(picture):
        found = next(((grip, at) for grip, at in places if _is_clear(grip, at, chosen)), None)
        if found is None and places and wanted in places[0][0].paths:
            found = places[0]
            chosen = {grip: at for grip, at in chosen.items() if _is_clear(grip, at, dict([found]))}
        if found is not None:
            chosen[found[0]] = found[1]
    view = picture.viewport
    return MappingProxyType(
        {grip: (x, y) for grip, (x, y) in chosen.items() if 0 <= x <= view.width and 0 <= y <= view.height}
    )


def _places(picture: Picture) -> Iterator[list[tuple[Grip, Pixel]]]:
    """Yield for each handle the places where it may rest, by one MLX call for all."""
    groups = _groups(picture)
    steps = sorted({step for group in groups for spot in group for step in spot.steps})
    rates = dict(zip(steps, picture.rates_at(steps), strict=True)) if steps else {}

    def can_hold(spot: Spot) -> bool:
        """Return whether a tread is high enough above 0, and below inf, to be a measure of `init`."""
        return spot.grip.name != "init" or not spot.steps or picture.is_measure(rates[spot.steps[0]])

    distinct = list({*rates.values(), *(spot.rate for group in groups for spot in group if spot.rate is not None)})
    heights = dict(zip(distinct, picture.viewport.pixels_y(picture.scale.to_view(distinct)).tolist(), strict=True))
    for group in groups:
        spots = [spot for spot in group if can_hold(spot)]
        yield [(spot.grip, (spot.x, _height(spot, rates, heights))) for spot in spots]


def _height(spot: Spot, rates: Mapping[int, float], heights: Mapping[float, float]) -> float:
    if spot.rate is not None:
        return heights[spot.rate]
    return sum(heights[rates[step]] for step in spot.steps) / len(spot.steps)


def _groups(picture: Picture) -> list[list[Spot]]:
    """Return for each handle in view the places where it may rest, the best one first."""
    found: list[list[Spot]] = []
    for number in range(len(picture.pieces)):
        left, right = picture.span_of(number)
        part = _part(picture, number)
        if left < right or (isinstance(part, Slope) and part.has_points):
            groups = ([spot for spot in group if free(picture, [spot.grip])] for group in part.spots(left, right))
            found += [group for group in groups if group]
    return found


def _is_clear(grip: Grip, place: Pixel, others: Mapping[Grip, Pixel]) -> bool:
    """Return whether a handle keeps its distance: sideways in its own piece, in any direction from others."""
    for other, (x, y) in others.items():
        across, along = place[0] - x, place[1] - y
        if (abs(across) if other.piece == grip.piece else math.hypot(across, along)) < 2 * REACH:
            return False
    return True


def _part(picture: Picture, number: int) -> Stairs | Slope:
    leaf = picture.pieces[number].schedule
    if isinstance(leaf, Ramp):
        return Slope(picture, number, leaf)
    return Stairs(picture, number)


def hit(picture: Picture, x: float, y: float) -> Grip | None:
    """Return what is held at a pixel, None where nothing is in reach.

    A handle comes before the curve, the curve before a boundary and the end of the run, and a riser before a tread as
    near.
    """
    handles = {grip: math.hypot(hx - x, hy - y) for grip, (hx, hy) in resting(picture).items()}
    nearest = min(handles, key=handles.__getitem__, default=None)
    if nearest is not None and handles[nearest] <= REACH:
        return nearest
    number = picture.piece_at(x)
    on_curve = _part(picture, number).hit(x, y)
    if on_curve is not None and free(picture, [on_curve]):
        return on_curve
    return _line_at(picture, x)


def _line_at(picture: Picture, x: float) -> Grip | None:
    lines = {grip: abs(at - x) for grip, at in _lines(picture).items()}
    nearest = min(lines, key=lines.__getitem__)
    return nearest if lines[nearest] <= REACH else None


def _lines(picture: Picture) -> dict[Grip, float]:
    """Return the boundaries and the end of the run, and where these lines are."""
    found = {
        grip: picture.x_of(picture.pieces[number].first_step)
        for number in range(1, len(picture.pieces))
        for grip in boundary_grips(picture, number)
    }
    return {**found, RUN_END: picture.x_of(picture.updates)}


def handle_places(picture: Picture, wanted: str | None = None) -> dict[Grip, Pixel]:
    """Return the handles at rest and those of boundaries and of the end of the run, those in view, in Tab's order."""
    found = dict(resting(picture, wanted))
    for grip, x in _lines(picture).items():
        if 0 <= x <= picture.viewport.width:
            found[grip] = (x, picture.viewport.height - LOW)
    order = {grip.argument: number for number, grip in enumerate(grips_of(picture))}
    return {grip: found[grip] for grip in sorted(found, key=lambda grip: order[grip.argument])}
