"""Decays that begin later, fall over several updates or stop at a rate, as keras and optax have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepdecay.numbers.text import as_float32
from stepdecay.schedule.kinds import ExponentialDecay, Schedule, StepDecay, constant
from stepdecay.translate.joins import sequence

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LAST_STEP = 2**53
"""As far as is searched for an end; a longer run is none."""

FLOAT32_NOTE = (
    "MLX rounds the factor of one update to float32: after n updates the rates can differ by n times 6e-8 of their size"
)


def exponential(init: float, decay_rate: float, steps: int, staircase: bool) -> Schedule:
    """Return the decay that multiplies by `decay_rate` in so many steps: all at once, or a little at every step."""
    return StepDecay(init, decay_rate, steps) if staircase else ExponentialDecay(init, decay_rate ** (1 / steps))


def delayed(schedule: Schedule, init: float, begin: int) -> Schedule:
    """Return a schedule that begins later and holds a rate until then."""
    return sequence([constant(init), schedule], [begin]) if begin else schedule


def held(schedule: Schedule, end: float, falling: bool) -> Schedule:
    """Return a schedule that stays at `end` from the update on at which it would fall, or rise, past it."""
    from stepdecay.evaluate.first_step import first_step
    from stepdecay.evaluate.mlx_rates import rates

    def past(rate: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        return rate <= as_float32(end) if falling else rate >= as_float32(end)

    at_first, at_last = past(rates(schedule, [0, _LAST_STEP]).astype("float64"))
    if at_first:
        return constant(end)
    if not at_last:
        return schedule
    return sequence([schedule, constant(end)], [first_step(schedule, 0, _LAST_STEP, past)])
