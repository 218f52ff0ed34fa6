"""Training that goes on with what is left of a schedule, where the optimizer's own step begins at 0 again.

A restored `optimizer.state` brings its step along and needs none of this. Where only weights are restored, as by
mlx-lm's `--resume-adapter-file`, the schedule would begin anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stepdecay.errors import ScheduleError
from stepdecay.evaluate.mlx_rates import rates
from stepdecay.evaluate.natural_length import usual_updates
from stepdecay.evaluate.parts import ends_of, parts, rates_of, wrapped
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count
from stepdecay.numbers.text import float_literal, rate_text
from stepdecay.reshaping.assembly import PlacedLeaf
from stepdecay.schedule.kind import Ramp
from stepdecay.schedule.kinds import Leaf, Schedule, constant
from stepdecay.schedule.run import LONGEST_RUN
from stepdecay.schedule.structure import joined, pieces
from stepdecay.writers.python import to_python

MOST_COMPARED = 4096
"""So many steps are compared at most, and the ends of all pieces: one MLX call each."""

_SMALLEST_NORMAL = 2.0**-126
"""Below it float32 has fewer digits, and a ratio says nothing."""

_BEYOND = 2.0**128
"""Stands for inf where rates are compared: what float32's largest number is nearest to."""

_RESULT = "lr_schedule = "


@dataclass(frozen=True)
class Resumed:
    """What is left of a schedule after some updates.

    Attributes:
        update: The updates that are done.
        code: Two lines or more of Python that go on with the schedule as it is, by `lambda step: schedule(step + k)`:
            the same rates, to the last bit.
        schedule: The same as a schedule with arguments of its own; None where MLX has none.
        sentence: How near its rates are to MLX's own, or why there is none; without a full stop.
        is_exact: Whether its rates are the same, to the last bit.
    """

    update: int
    code: str
    schedule: Schedule | None
    sentence: str
    is_exact: bool


def resumed(schedule: Schedule, update: int, updates: int | None = None) -> Resumed:
    """Return what is left of a schedule after some updates, to go on with where the optimizer counts from 0 again.

    Args:
        schedule: The schedule.
        update: The updates that are done, from 0 to 2^53 - 1; training goes on with the update after them.
        updates: The length of the whole run, within which rates are compared; None for one that shows all.

    Raises:
        ScheduleError: `update` breaks its bound.

    >>> from stepdecay import StepDecay
    >>> rest = resumed(StepDecay(1, 0.5, 10), 25)
    >>> print(rest.code)
    schedule = optim.step_decay(1.0, 0.5, 10)
    lr_schedule = lambda step: schedule(step + 25)
    >>> to_python(rest.schedule)
    'optim.join_schedules([optim.linear_schedule(0.25, 0.25, 1), optim.step_decay(0.125, 0.5, 10)], [5])'
    >>> rest.sentence
    'The recomputed schedule has the same rates to the last bit'
    """
    done = checked_count("update", update, LONGEST_RUN, smallest=0)
    before, _, last = to_python(schedule, named=True).rpartition(_RESULT)
    code = f"{before}schedule = {last}\n{_RESULT}lambda step: schedule(step + {done})"
    try:
        rest = _rest(schedule, done)
    except ScheduleError as error:
        return Resumed(done, code, None, f"{error}; only schedule(step + {done}) goes on with it", False)
    span = usual_updates(rest) if updates is None else max(updates - done, 1)
    span = min(span, LONGEST_RUN + 1 - done)
    wraps = [
        (max(start - done, 0), stop - done) for start, stop in wrapped(parts(schedule, done + span)) if stop > done
    ]
    if wraps != wrapped(parts(rest, span)):
        sentence = f"Whole powers wrap around, and those of what is left later; only schedule(step + {done}) is it"
        return Resumed(done, code, None, sentence, False)
    worst = _difference(schedule, rest, done, span)
    return Resumed(done, code, rest, _sentence(worst), not worst)


def _sentence(worst: float) -> str:
    if not worst:
        return "The recomputed schedule has the same rates to the last bit"
    part = float_literal(float(f"{worst:.1e}"))
    return f"The recomputed rates differ by up to {part} of a rate, for float32 rounds them otherwise"


def _rest(schedule: Schedule, done: int) -> Schedule:
    """Return a schedule whose step 0 is step `done` of another one.

    Raises:
        ScheduleError: MLX has none.
    """
    found = pieces(schedule)
    index = sum(piece.first_step <= done for piece in found) - 1
    current, later = found[index], found[index + 1 :]
    room = LARGEST_COUNT if current.stop_step is None else current.stop_step - done
    left = _rest_of(current.schedule, done - current.first_step, room)
    return joined([*left, *((piece.schedule, piece.first_step - done) for piece in later)])


def _rest_of(leaf: Leaf, done: int, room: int) -> list[PlacedLeaf]:
    """Return what is left of a piece that is used for so many more steps, each schedule with the step it begins at."""
    if not done:
        return [(leaf, 0)]
    rate, ahead = _rate(leaf, done), -done % leaf.tread_size
    if not rate or (isinstance(leaf, Ramp) and (leaf.length <= done or leaf.init == leaf.end)):
        return [(constant(rate), 0)]
    if not ahead:
        return [(leaf.rest(done, rate), 0)]
    held: list[PlacedLeaf] = [(constant(rate), 0)]  # until the next drop
    if room <= ahead or done + ahead > LARGEST_COUNT:
        return held
    following = _rate(leaf, done + ahead)
    return [*held, (leaf.rest(done + ahead, following) if following else constant(0.0), ahead)]


def _rate(leaf: Leaf, step: int) -> float:
    """Return MLX's rate as the number with the fewest digits that float32 takes for the same."""
    rate = float(rates(leaf, step))
    if rate == math.inf:
        raise ScheduleError("The rate is inf by then, which no argument can be")
    return float(rate_text(rate))


def _difference(schedule: Schedule, rest: Schedule, done: int, span: int) -> float:
    """Return the largest difference between rates of the two that was found, as a part of the larger rate."""
    steps = np.arange(span) if span <= MOST_COMPARED else _spread(rest, span)
    old = rates_of(parts(schedule, done + span), steps + done)
    new = rates_of(parts(rest, span), steps)
    pairs = np.stack((old, new))[:, old != new].clip(max=_BEYOND)
    larger = np.maximum(pairs.max(axis=0, initial=0.0), _SMALLEST_NORMAL)
    return float(np.max(np.abs(pairs[0] - pairs[1]) / larger, initial=0.0))


def _spread(rest: Schedule, span: int) -> npt.NDArray[np.int64]:
    """Return steps all over a span, among them the first and the last one of each piece."""
    even = np.arange(MOST_COMPARED, dtype=np.int64) * (span // MOST_COMPARED)
    return np.unique(np.concatenate((even, ends_of(parts(rest, span)).ravel())))
