"""What the tests of grips share: pictures of schedules, and the value that a move comes to."""

from __future__ import annotations

from designer.plot.grabbing import moves
from designer.plot.grabbing.grips import ROOM, Grip
from designer.plot.grabbing.hit_test import hit, resting
from designer.plot.picture import Picture
from stepdecay import StepDecay
from stepdecay.chart.scale import Viewport, fitted_x, fitted_y, scale_for
from stepdecay.evaluate.curve import extent
from stepdecay.schedule.kinds import Schedule

__all__ = ["Picture", "dragged", "heights_of", "hit", "is_dense", "nudged", "picture_of", "rates_of", "resting"]


def picture_of(
    schedule: Schedule, updates: int, *, log: bool = False, width: float = 700, height: float = 500,
    locked: frozenset[str] = frozenset(),
) -> Picture:  # fmt: skip
    bounds = extent(schedule, updates)
    scale = scale_for(bounds, log=log)
    view = Viewport(fitted_x(updates), fitted_y(bounds, scale), width, height)
    return Picture(schedule, updates, view, scale, locked)


def is_dense(picture: Picture) -> bool:
    """Whether the treads of a lone step decay are too narrow to be held one by one."""
    assert isinstance(picture.schedule, StepDecay)
    return picture.schedule.step_size < ROOM * picture.steps_per_pixel


def rates_of(picture: Picture, treads: list[int]) -> list[float]:
    return picture.rates_at([tread * picture.schedule.step_size for tread in treads])


def heights_of(picture: Picture, treads: list[int]) -> list[float]:
    return picture.heights_at([tread * picture.schedule.step_size for tread in treads])


def dragged(picture: Picture, grip: Grip, press, pointer, pace) -> float | int:
    """The one value that a grip of one argument comes to."""
    return _value(moves.dragged(picture, grip, press, pointer, pace))


def nudged(picture: Picture, grip: Grip, up: bool, pace) -> float | int:
    return _value(moves.nudged(picture, grip, up, pace, sideways=grip.is_horizontal))


def _value(move: moves.Move) -> float | int:
    assert (move.rate is None) != (move.count is None)
    return move.count if move.rate is None else move.rate
