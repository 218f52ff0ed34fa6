"""How long a run a schedule looks made for, where nothing says so."""

from __future__ import annotations

from stepdecay.schedule.kind import Factor
from stepdecay.schedule.kinds import USUAL_FALL, Leaf, Schedule
from stepdecay.schedule.run import LONGEST_RUN
from stepdecay.schedule.structure import pieces

USUAL_UPDATES = 100


def usual_updates(schedule: Schedule) -> int:
    """Return the updates of a run that shows all of a schedule: until it has reached its end, or ten drops.

    An exponential decay is shown until a hundredth of its first rate, a constant after others as long as those were on
    average.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
    >>> usual_updates(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]))
    1000
    >>> usual_updates(StepDecay(0.1, 0.9, 10))
    100
    """
    *before, last = pieces(schedule)
    first, leaf = last.first_step, last.schedule
    if leaf.is_constant:
        updates = first // len(before) if before else USUAL_UPDATES
    elif isinstance(leaf, Factor) and leaf.tread_argument is None:
        updates = _until_hundredth(leaf)
    else:
        updates = leaf.natural_steps
    return min(max(first + updates, 1), LONGEST_RUN)


def _until_hundredth(decay: Leaf) -> int:
    from stepdecay.evaluate.first_step import first_step
    from stepdecay.evaluate.mlx_rates import rates  # with MLX, which is not needed to start with another schedule
    from stepdecay.numbers.snapping import snapped_count

    target, farthest = float(rates(decay, 0)) / USUAL_FALL, 10**9
    if decay.wrap_step is not None or not float(rates(decay, farthest)) < target:
        return USUAL_UPDATES
    return snapped_count(first_step(decay, 0, farthest, lambda found: found < target), 1, coarse=True)
