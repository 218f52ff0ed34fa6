"""The one place that evaluates MLX. Loading it raises `EngineError` where there is no MLX that can.

NumPy is loaded by what needs it: `few_rates` does not, and whoever asks for no more than a few rates need not wait.
"""

from __future__ import annotations

import operator
import typing
from collections.abc import Iterable
from typing import TYPE_CHECKING, SupportsIndex, TypeAlias

from stepdecay.engine import in_words
from stepdecay.errors import ScheduleError
from stepdecay.evaluate.dtypes import DTYPES
from stepdecay.schedule.kinds import Schedule

with in_words():
    import mlx.core as mx
    import mlx.optimizers  # noqa: F401 - what every schedule is built with; it may be what is missing

    mx.eval(mx.zeros(1))  # a Mac looks for its Metal library only now

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Steps: TypeAlias = "SupportsIndex | Iterable[SupportsIndex] | npt.NDArray[np.integer] | mx.array"


def rates(schedule: Schedule, steps: Steps) -> npt.NDArray[np.float32]:
    """Evaluate a schedule as a training run's optimizer does: by MLX, on uint64 steps, on MLX's default device.

    A Python int instead would be evaluated in double precision and disagree with training.

    Args:
        schedule: What to evaluate.
        steps: MLX's steps, counted from 0 (update n uses step n - 1), each below 2^64, of any shape.

    Returns:
        The rates per update, float32, in the shape of `steps`: MLX's own bits. They may be 0 or inf, never NaN. Where
        MLX has uint64 rates, for `init` and `decay_rate` are whole, it rounds them so for float32 gradients.

    Raises:
        ScheduleError: A step is negative, too large or no whole number.

    >>> from stepdecay import StepDecay
    >>> rates(StepDecay(0.1, 0.9, 10), [0, 9, 10, 20])
    array([0.1       , 0.1       , 0.09      , 0.08099999], dtype=float32)
    """
    import numpy as np

    return np.asarray(schedule.build()(mx.array(as_uint64(steps))).astype(mx.float32))


def few_rates(schedule: Schedule, steps: Iterable[int]) -> list[float]:
    """Evaluate a schedule at a few steps, as `rates` does, and to the same bits.

    Args:
        schedule: What to evaluate.
        steps: MLX's steps, counted from 0, each from 0 to 2^63 - 1.

    >>> from stepdecay import StepDecay
    >>> few_rates(StepDecay(0.5, 0.5, 10), [0, 9, 10])
    [0.5, 0.5, 0.25]
    """
    found = schedule.build()(mx.array(list(steps), dtype=mx.uint64)).astype(mx.float32)
    return typing.cast("list[float]", found.tolist())


def cast(rates: npt.ArrayLike, dtype: str) -> npt.NDArray[np.float32]:
    """Return rates as gradients of a dtype see them: MLX's optimizers cast a rate to the dtype of what they update.

    The cast keeps the order of rates: none that was lower becomes higher.

    Args:
        rates: Rates per update, of any shape; float32 numbers.
        dtype: The name of one of `mlx.core`'s dtypes, of `stepdecay.evaluate.dtypes.DTYPES`.

    Returns:
        The rates after MLX's own cast, in float32, which holds them exactly, and in the same shape.

    Raises:
        ScheduleError: There is no such dtype.

    >>> cast([1e-5, 1e-8], "float16")
    array([1.001358e-05, 0.000000e+00], dtype=float32)
    """
    if dtype not in DTYPES:
        raise ScheduleError.out_of_bounds("dtype", f"one of {', '.join(DTYPES)}", dtype)
    import numpy as np

    singles = np.asarray(rates, dtype=np.float32)
    return np.asarray(mx.array(singles).astype(getattr(mx, dtype)).astype(mx.float32))


def as_uint64(steps: Steps) -> npt.NDArray[np.uint64]:
    """Return steps as MLX's optimizers count them, unsigned.

    Raises:
        ScheduleError: A step is negative, too large or no whole number.
    """
    import numpy as np

    try:
        array = _as_array(steps)
        if array.dtype.kind in "iu" and not (array.size and array.min() < 0):
            return array.astype(np.uint64)
    except (TypeError, OverflowError):
        pass
    raise ScheduleError("steps must be whole numbers from 0 to 2^64 - 1, as mlx.optimizers counts them", "steps")


def _as_array(steps: Steps) -> npt.NDArray[np.integer]:
    import numpy as np

    if isinstance(steps, np.ndarray | mx.array):
        return np.asarray(steps)
    if isinstance(steps, range) and max(abs(steps.start), abs(steps.stop), abs(steps.step)) < 2**63:
        return np.arange(steps.start, steps.stop, steps.step, dtype=np.int64)
    if hasattr(steps, "__index__"):  # what isinstance(steps, SupportsIndex) asks, ten times as fast
        whole: int | list[int] = operator.index(typing.cast(SupportsIndex, steps))
    else:
        whole = [operator.index(step) for step in steps]
    if np.min(whole, initial=0) < 0:
        raise OverflowError  # NumPy 1 would wrap it around
    return np.array(whole, dtype=np.uint64)
