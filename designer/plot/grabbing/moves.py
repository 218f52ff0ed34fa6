"""What a held argument becomes as a hand or a key moves it; nothing of Qt.

Everything is computed from the picture at the press, never by increments.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from designer.plot.grabbing.grips import RUN_END, Grip
from designer.plot.picture import Picture, Pixel
from stepdecay import rates
from stepdecay.chart.scale import Scale
from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.numbers.increment import Increment
from stepdecay.numbers.snapping import (
    nudged_count,
    nudged_decay_rate,
    nudged_rate,
    snapped_count,
    snapped_decay_rate,
    snapped_rate,
    tidied,
)
from stepdecay.numbers.stepping import next_rate
from stepdecay.schedule.kind import Factor, Role
from stepdecay.schedule.kinds import ROLES, Leaf
from stepdecay.schedule.run import LONGEST_RUN

TREMOR = 3
"""Pixels that the pointer has to leave the press by before a click is a drag; for an end point, in either direction."""


@dataclass(frozen=True)
class Move:
    """What becomes of what is held.

    Attributes:
        rate: The rate or the factor; None where the grip changes none.
        count: The length, or the step at which a boundary is; None where the grip changes none.
    """

    rate: float | None = None
    count: int | None = None


def dragged(picture: Picture, grip: Grip, press: Pixel, pointer: Pixel, increment: Increment) -> Move:
    """Return what the held arguments become while the pointer is at another place.

    Args:
        picture: What was on the screen at the press.
        grip: What is held.
        press: Where the pointer was at the press.
        pointer: Where it is now.
        increment: PLAIN snaps, COARSE snaps coarser, FINE moves a tenth as far and doesn't snap.

    Returns:
        Values within the arguments' bounds; the present ones as long as the pointer has not left the press.
    """
    share = 0.1 if increment is Increment.FINE else 1
    across, down = pointer[0] - press[0], pointer[1] - press[1]
    if grip.is_horizontal and grip.is_vertical:  # a hand that goes one way trembles the other way
        across, down = (0.0 if abs(moved) < TREMOR else moved for moved in (across, down))
    now = present(picture, grip)
    rate, count = now.rate, now.count
    if rate is not None and down:
        rate = _dragged_rate(picture, grip, down * share, increment)
    if count is not None and across:
        count = _dragged_count(picture, grip, across * share, increment)
    return Move(rate, count)


def present(picture: Picture, grip: Grip) -> Move:
    """Return what the grip's arguments are now."""
    if grip == RUN_END:
        return Move(count=picture.updates)
    piece = picture.pieces[grip.piece]
    leaf = piece.schedule
    rate = float(getattr(leaf, grip.name)) if grip.is_vertical else None
    if grip.name == "boundaries":
        return Move(count=piece.first_step)
    if not grip.is_horizontal:
        return Move(rate)
    return Move(rate, int(getattr(leaf, leaf.length_argument or grip.name)))


def _dragged_rate(picture: Picture, grip: Grip, moved: float, increment: Increment) -> float:
    leaf, scale = picture.pieces[grip.piece].schedule, picture.scale
    if not isinstance(leaf, Factor):
        y = float(scale.to_view(getattr(leaf, grip.name))) - moved * picture.view_per_pixel
        return _settled_end(picture, y, increment)
    before = tread_rate(leaf, grip.number)
    if grip.name == "init" and not picture.is_measure(before):
        before = leaf.init
    y = float(scale.to_view(before)) - moved * picture.view_per_pixel
    wanted, nearby = _rate_and_next(picture, y)
    if grip.name == "init":
        wanted = max(wanted, 10.0**scale.floor if scale.log else picture.view_per_pixel)
        factor = before / leaf.init
        value = _settled(wanted / factor, nearby / factor, increment, snapped_rate)
        return min(max(value, SMALLEST_RATE), LARGEST_RATE)
    if increment is not Increment.FINE and abs(y - float(scale.to_view(leaf.init))) < 0.5 * picture.view_per_pixel:
        return 1.0  # flat, which snapping never meets: clean values come nearer and nearer to each other there
    exact = (wanted / leaf.init) ** (1 / grip.number)
    shift = exact * min(nearby / wanted / grip.number, 0.005) if wanted else 0.0
    return min(_settled(exact, shift, increment, snapped_decay_rate), LARGEST_RATE)


def _settled_end(picture: Picture, y: float, increment: Increment) -> float:
    """Return the rate of a point at a place of the view: 0 where that is nearer than a pixel shows."""
    wanted, nearby = _rate_and_next(picture, y)
    if wanted == 0 or (
        not picture.scale.log and increment is not Increment.FINE and wanted < 0.5 * picture.view_per_pixel
    ):
        return 0.0
    return min(_settled(wanted, nearby, increment, snapped_rate), LARGEST_RATE)


@lru_cache(maxsize=16)  # a move asks for the same one where the hand is, for its handle and for its words
def tread_rate(leaf: Leaf, tread: int) -> float:
    """Return the rate of a tread, by an MLX call."""
    return float(rates(leaf, min(tread * leaf.tread_size, LARGEST_COUNT)))


def _rate_and_next(picture: Picture, y: float) -> tuple[float, float]:
    """Return the rate at a place of the view, and by how much it differs a tenth of a pixel away."""
    wanted = _rate_at(picture.scale, y)
    return wanted, abs(_rate_at(picture.scale, y + 0.1 * picture.view_per_pixel) - wanted)


def _rate_at(scale: Scale, y: float) -> float:
    """Return the rate at a place of the view, also above the place for inf, which a hand can't mean."""
    if not scale.log:
        return max(y, 0.0)
    return 0.0 if y <= scale.floor else 10.0 ** min(y, math.log10(LARGEST_RATE))


def _settled(value: float, resolution: float, increment: Increment, snap: Callable[[float, bool], float]) -> float:
    """Return the clean value nearby; moving finely, the one with the fewest digits that looks the same."""
    value = min(value, LARGEST_RATE)
    return tidied(value, resolution) if increment is Increment.FINE else snap(value, increment is Increment.COARSE)


def _dragged_count(picture: Picture, grip: Grip, moved: float, increment: Increment) -> int:
    before, beyond = present(picture, grip).count or 1, _beyond(picture, grip)
    per_pixel = _per_pixel(picture, grip)
    resolution = 1.0 if increment is Increment.FINE else per_pixel
    value = snapped_count(before - beyond + moved * per_pixel, resolution, increment is Increment.COARSE)
    return min(value + beyond, _most(picture, grip))


def _beyond(picture: Picture, grip: Grip) -> int:
    """Return 1 for a boundary one step after the end of its warm-up, as mlx-lm joins it: that end snaps, not this."""
    if grip.name != "boundaries":
        return 0
    before, piece = picture.pieces[grip.piece - 1], picture.pieces[grip.piece]
    return int(before.schedule.length == piece.first_step - before.first_step - 1)


def _per_pixel(picture: Picture, grip: Grip) -> float:
    """Return by how much a count changes when what is held moves by a pixel: riser k by a k-th of the steps."""
    return picture.steps_per_pixel / max(grip.number, 1)


def _most(picture: Picture, grip: Grip) -> int:
    if grip != RUN_END:
        return LARGEST_COUNT
    return LONGEST_RUN if picture.run is None else picture.run.most_updates


def nudged(picture: Picture, grip: Grip, up: bool, increment: Increment, *, sideways: bool) -> Move:
    """Return what an arrow key makes of an argument: one snap further, ten with COARSE, a tenth of one with FINE.

    What is dragged in one direction is moved by all four keys; an end point goes sideways in time, and else up and
    down.
    """
    now = present(picture, grip)
    rate, count = now.rate, now.count
    if count is not None and (rate is None or sideways):
        beyond = _beyond(picture, grip)
        count = min(
            nudged_count(count - beyond, up, _per_pixel(picture, grip), increment) + beyond, _most(picture, grip)
        )
    elif rate is not None:
        rate = min(_nudged_rate(grip, rate, up, increment), LARGEST_RATE)
    return Move(rate, count)


def _nudged_rate(grip: Grip, rate: float, up: bool, increment: Increment) -> float:
    if ROLES[grip.name] is Role.FACTOR:
        return nudged_decay_rate(rate, up, increment)
    return next_rate(rate, up) if rate == 0 else nudged_rate(rate, up, increment)
