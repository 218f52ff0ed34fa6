"""What a held argument becomes as a hand or a key moves it; nothing of Qt.

Everything is computed from the picture at the press, never by increments.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from designer.plot.grips import RUN_END, Grip, Picture, Place
from designer.plot.scale import Scale
from stepdecay.pace import Pace
from stepdecay.run import LONGEST_RUN
from stepdecay.schedules import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.snapping import (
    nudged_count,
    nudged_decay_rate,
    nudged_rate,
    snapped_count,
    snapped_decay_rate,
    snapped_rate,
    tidied,
)


def dragged(picture: Picture, grip: Grip, press: Place, pointer: Place, pace: Pace) -> float | int:
    """Return what the held argument becomes while the pointer is at another place.

    Args:
        picture: What was on the screen at the press.
        grip: What is held.
        press: Where the pointer was at the press.
        pointer: Where it is now.
        pace: PLAIN snaps, COARSE snaps coarser, FINE moves a tenth as far and doesn't snap.

    Returns:
        A value within the argument's bounds; the present one as long as the pointer has not left the press.
    """
    along = 1 if grip.is_vertical else 0
    moved = (pointer[along] - press[along]) * (0.1 if pace is Pace.FINE else 1)
    if moved == 0:
        value: float | int = getattr(picture if grip == RUN_END else picture.schedule, grip.argument)
        return value
    return _dragged_rate(picture, grip, moved, pace) if grip.is_vertical else _dragged_count(picture, grip, moved, pace)


def _dragged_rate(picture: Picture, grip: Grip, moved: float, pace: Pace) -> float:
    schedule, scale = picture.schedule, picture.scale
    (before,) = picture.rates_of([grip.number])
    if grip.argument == "init" and not picture.is_measure(before):
        before = schedule.init
    y = float(scale.to_view(before)) - moved * picture.view_per_pixel
    wanted = _rate_at(scale, y)
    nearby = abs(_rate_at(scale, y + 0.1 * picture.view_per_pixel) - wanted)
    if grip.argument == "init":
        wanted = max(wanted, 10.0**scale.floor if scale.log else picture.view_per_pixel)
        factor = before / schedule.init
        value = _settled(wanted / factor, nearby / factor, pace, snapped_rate)
        return min(max(value, SMALLEST_RATE), LARGEST_RATE)
    if pace is not Pace.FINE and abs(y - float(scale.to_view(schedule.init))) < 0.5 * picture.view_per_pixel:
        return 1.0  # flat, which snapping never meets: clean values come nearer and nearer to each other there
    exact = (wanted / schedule.init) ** (1 / grip.number)
    shift = exact * min(nearby / wanted / grip.number, 0.005) if wanted else 0.0
    return min(_settled(exact, shift, pace, snapped_decay_rate), LARGEST_RATE)


def _rate_at(scale: Scale, y: float) -> float:
    """Return the rate at a place of the view, also above the place for inf, which a hand can't mean."""
    if not scale.log:
        return max(y, 0.0)
    return 0.0 if y <= scale.floor else 10.0 ** min(y, math.log10(LARGEST_RATE))


def _settled(value: float, resolution: float, pace: Pace, snap: Callable[[float, bool], float]) -> float:
    """Return the clean value nearby; moving finely, the one with the fewest digits that looks the same."""
    value = min(value, LARGEST_RATE)
    return tidied(value, resolution) if pace is Pace.FINE else snap(value, pace is Pace.COARSE)


def _dragged_count(picture: Picture, grip: Grip, moved: float, pace: Pace) -> int:
    is_run = grip == RUN_END
    before, share = (picture.updates, 1) if is_run else (picture.schedule.step_size, grip.number)
    per_pixel = picture.steps_per_pixel / share
    resolution = 1.0 if pace is Pace.FINE else per_pixel
    value = snapped_count(before + moved * per_pixel, resolution, pace is Pace.COARSE)
    return min(value, LONGEST_RUN if is_run else LARGEST_COUNT)


def nudged(picture: Picture, grip: Grip, up: bool, pace: Pace) -> float | int:
    """Return what an arrow key makes of an argument: one snap further, ten with COARSE, a tenth of one with FINE."""
    schedule = picture.schedule
    match grip.argument:
        case "init":
            return min(nudged_rate(schedule.init, up, pace), LARGEST_RATE)
        case "decay_rate":
            return min(nudged_decay_rate(schedule.decay_rate, up, pace), LARGEST_RATE)
        case "step_size":
            per_pixel = picture.steps_per_pixel / max(grip.number, 1)
            return min(nudged_count(schedule.step_size, up, per_pixel, pace), LARGEST_COUNT)
    return min(nudged_count(picture.updates, up, picture.steps_per_pixel, pace), LONGEST_RUN)
