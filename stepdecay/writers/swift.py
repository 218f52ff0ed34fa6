"""A schedule as Swift code for mlx-swift, whose functions have MLX's names in Swift's spelling."""

from __future__ import annotations

from stepdecay.schedule.kinds import KINDS, LEAVES, Schedule
from stepdecay.writers.tokens import Dialect, call, lines, text_of


def to_swift(schedule: Schedule, *, named: bool = False) -> str:
    """Write a schedule as the call of mlx-swift's `MLXOptimizers` that makes it.

    There it is a function from the step, counted from 0, to the rate; `optimizer.learningRate` is set from it before
    each update.

    Args:
        schedule: The schedule.
        named: Whether to bind each piece to a name, one per line, and the schedule to `lrSchedule`. Joins within joins
            become one, which has the same rates.

    Returns:
        The expression or the named lines, without a line end after the last.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
    >>> to_swift(StepDecay(0.1, 0.9, 10))
    'stepDecay(0.1, decayRate: 0.9, stepSize: 10)'
    >>> print(to_swift(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]), named=True))
    let warmup = linearSchedule(0.0, end: 0.001, steps: 100)
    let cosine = cosineDecay(0.001, decaySteps: 900)
    let lrSchedule = joinSchedules([warmup, cosine], boundaries: [100])
    """
    return text_of((lines if named else call)(schedule, _SWIFT))


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


# The first argument has no label: func stepDecay(_ initial: Float, decayRate: Float, stepSize: Int).
_LABELED = (*(one.name for kind in LEAVES.values() for one in kind.arguments()[1:]), "boundaries")
_SWIFT = Dialect(
    functions={name: _camel_case(name) for name in KINDS},
    labels={name: f"{_camel_case(name)}: " for name in _LABELED},
    binding="let {} = ",
    result="lrSchedule",
    numbered="{}{}",
)
