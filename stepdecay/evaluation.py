"""The one place that evaluates MLX."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import SupportsIndex, TypeAlias

import mlx.core as mx
import numpy as np
import numpy.typing as npt

from stepdecay.errors import ScheduleError
from stepdecay.schedules import StepDecay

Steps: TypeAlias = "SupportsIndex | Iterable[SupportsIndex] | range | npt.NDArray[np.integer]"


def rates(schedule: StepDecay, steps: Steps) -> npt.NDArray[np.float32]:
    """Evaluate a schedule as a training run's optimizer does: by MLX, on uint64 steps, on MLX's default device.

    A Python int instead would be evaluated in double precision and disagree with training.

    Args:
        schedule: What to evaluate.
        steps: MLX's steps, counted from 0 (update n uses step n - 1), each below 2^64, of any shape.

    Returns:
        The rates per update, float32, in the shape of `steps`: MLX's own bits. They may be 0 or inf, never NaN.

    Raises:
        ScheduleError: A step is negative, too large or no whole number.

    >>> from stepdecay import StepDecay
    >>> rates(StepDecay(0.1, 0.9, 10), [0, 9, 10, 20])
    array([0.1       , 0.1       , 0.09      , 0.08099999], dtype=float32)
    """
    steps = as_uint64(steps)
    return np.array(schedule.build()(mx.array(steps)), dtype=np.float32, copy=None)


def as_uint64(steps: Steps) -> npt.NDArray[np.uint64]:
    """Return steps as MLX's optimizers count them, unsigned.

    Raises:
        ScheduleError: A step is negative, too large or no whole number.
    """
    try:
        if isinstance(steps, range):
            steps = np.arange(steps.start, steps.stop, steps.step, dtype=np.int64)
        if not isinstance(steps, np.ndarray):
            whole = operator.index(steps) if isinstance(steps, SupportsIndex) else [operator.index(n) for n in steps]
            return np.array(whole, dtype=np.uint64)
        if steps.dtype.kind in "iu" and not (steps.size and steps.min() < 0):
            return steps.astype(np.uint64)
    except (TypeError, OverflowError):
        pass
    raise ScheduleError("steps must be whole numbers from 0 to 2^64 - 1, as mlx.optimizers counts them", "steps")
