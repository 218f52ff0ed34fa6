"""The one place that evaluates MLX."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import SupportsIndex, TypeAlias, cast

import mlx.core as mx
import numpy as np
import numpy.typing as npt

from stepdecay.errors import ScheduleError
from stepdecay.schedules import Schedule

Steps: TypeAlias = "SupportsIndex | Iterable[SupportsIndex] | npt.NDArray[np.integer] | mx.array"


def rates(schedule: Schedule, steps: Steps) -> npt.NDArray[np.float32]:
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
    return np.asarray(schedule.build()(mx.array(as_uint64(steps))), dtype=np.float32)


def as_uint64(steps: Steps) -> npt.NDArray[np.uint64]:
    """Return steps as MLX's optimizers count them, unsigned.

    Raises:
        ScheduleError: A step is negative, too large or no whole number.
    """
    try:
        array = _as_array(steps)
        if array.dtype.kind in "iu" and not (array.size and array.min() < 0):
            return array.astype(np.uint64)
    except (TypeError, OverflowError):
        pass
    raise ScheduleError("steps must be whole numbers from 0 to 2^64 - 1, as mlx.optimizers counts them", "steps")


def _as_array(steps: Steps) -> npt.NDArray[np.integer]:
    if isinstance(steps, np.ndarray | mx.array):
        return np.asarray(steps)
    if isinstance(steps, range) and max(abs(steps.start), abs(steps.stop), abs(steps.step)) < 2**63:
        return np.arange(steps.start, steps.stop, steps.step, dtype=np.int64)
    if hasattr(steps, "__index__"):  # what isinstance(steps, SupportsIndex) asks, ten times as fast
        whole: int | list[int] = operator.index(cast(SupportsIndex, steps))
    else:
        whole = [operator.index(step) for step in steps]
    if np.min(whole, initial=0) < 0:
        raise OverflowError  # NumPy 1 would wrap it around
    return np.array(whole, dtype=np.uint64)
