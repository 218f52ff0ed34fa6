"""Where along a schedule something begins, by few MLX calls."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from stepdecay.evaluate.mlx_rates import rates
from stepdecay.schedule.kinds import Schedule

PROBES = 512
"""Into how many parts one MLX call divides a span: 2^53 treads take six calls, each little dearer than for one step."""

Predicate = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.bool_]]


def first_step(schedule: Schedule, low: int, high: int, holds: Predicate) -> int:
    """Return the first step at which something holds of the rate, where it goes on to hold.

    That it does is the caller's to know: each piece of a schedule is monotone, a join of several need not be.

    Args:
        schedule: The schedule.
        low: A step, from 0, at which it does not hold yet.
        high: A later step, at most 2^53, at which it does.
        holds: Tells of each of some rates, in float64, whether it holds.

    Returns:
        A step after `low`, at most `high`.

    >>> from stepdecay import StepDecay
    >>> first_step(StepDecay(1, 0.5, 10), 0, 10**15, lambda rates: rates < 0.25)
    30
    """
    size = schedule.tread_size
    before, after = low // size, high // size  # the rate changes only from tread to tread
    while after - before > 1:
        parts = np.arange(PROBES + 1, dtype=np.int64)
        probed = before + (after - before) * parts // PROBES  # at most 2^53 * 512: no overflow
        found = int(np.argmax(holds(rates(schedule, probed[1:] * size).astype(np.float64))))
        before, after = probed[found : found + 2].tolist()
    return after * size
