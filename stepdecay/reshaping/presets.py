"""Schedules that people ask for, most of which MLX has no function for: joins fitted to a run and a peak.

Each decay reaches its `end` on the last update, no warm-up wastes the first one on a rate of 0, and what a short run
has no room for is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stepdecay.numbers.clean import clean_decay_rate, clean_share, tenths
from stepdecay.numbers.snapping import snapped_rate
from stepdecay.reshaping.assembly import PlacedLeaf
from stepdecay.schedule.kinds import CosineDecay, ExponentialDecay, Leaf, LinearSchedule, Schedule, StepDecay, constant
from stepdecay.schedule.structure import joined

_WARMUP = 20
_LEVELS = 5
_TAIL = 5
_CYCLES = 4
_FLOOR = 2
_DROP = 0.5
_FALL = 0.1


@dataclass(frozen=True)
class Preset:
    """A schedule by name, for a run of any length.

    Attributes:
        id: Its name in code.
        title: Its name in a menu.
        make: The schedule for a run of so many updates (at least 1) and a highest rate (above 0 in float32).
    """

    id: str
    title: str
    make: Callable[[int, float], Schedule]


def _warmup_cosine(updates: int, peak: float) -> Schedule:
    return _warmed_up(updates, peak, _cosine)


def _warmup_step_decay(updates: int, peak: float) -> Schedule:
    return _warmed_up(updates, peak, _step_decay)


def _warmup_stable_decay(updates: int, peak: float) -> Schedule:
    return _warmed_up(updates, peak, _stable_decay)


def _stable_decay(updates: int, peak: float) -> list[PlacedLeaf]:
    """Hold the peak, and fall in a straight line over the last fifth."""
    tail = min(max(clean_share(updates, _TAIL), 2), updates)  # two updates: one at the peak, one at the end
    held: list[PlacedLeaf] = [(constant(peak), 0)] if tail < updates else []
    return [*held, (LinearSchedule(peak, tenths(peak, _FLOOR), _until_last(tail)), updates - tail)]


def _multi_step(updates: int, peak: float) -> Schedule:
    """Drop to a tenth after a half and after three quarters of the run."""
    milestones = sorted({step for step in (updates // 2, updates * 3 // 4) if step})
    steps = [0, *milestones]
    return joined([(constant(tenths(peak, drops)), step) for drops, step in enumerate(steps)])


def _restarts(updates: int, peak: float) -> Schedule:
    """Fall along a cosine four times, each cycle at least two updates: one at the peak, one at the end."""
    cycles = min(_CYCLES, max(updates // 2, 1))
    length = updates // cycles
    starts = [cycle * length for cycle in range(cycles)]
    extents = [*[length] * (cycles - 1), updates - starts[-1]]
    return joined([(_cosine_leaf(extent, peak), first) for extent, first in zip(extents, starts, strict=True)])


def _one_cycle(updates: int, peak: float) -> Schedule:
    """Rise along a cosine over 30 % of the run and fall far below the start, as fastai and torch do."""
    rise = updates * 3 // 10
    fall = CosineDecay(peak, _until_last(updates - rise), tenths(peak, 4))
    up: list[PlacedLeaf] = [(CosineDecay(snapped_rate(peak / 25), rise, peak), 0)] if rise else []
    return joined([*up, (fall, rise)])


def _warmed_up(updates: int, peak: float, rest: Callable[[int, float], list[PlacedLeaf]]) -> Schedule:
    """Rise in a straight line over about 5 % of the run, then go on as `rest` is for the updates left."""
    steps = clean_share(updates, _WARMUP)
    if 3 * steps > updates:
        return joined(rest(updates, peak))
    rise: Leaf = LinearSchedule(tenths(peak, _FLOOR), peak, steps)
    return joined([(rise, 0), *((leaf, steps + first) for leaf, first in rest(updates - steps, peak))])


def _step_decay(updates: int, peak: float) -> list[PlacedLeaf]:
    return [(StepDecay(peak, _DROP, clean_share(updates, _LEVELS)), 0)]


def _exponential_decay(updates: int, peak: float) -> list[PlacedLeaf]:
    return [(ExponentialDecay(peak, clean_decay_rate(_FALL, _until_last(updates))), 0)]


def _cosine(updates: int, peak: float) -> list[PlacedLeaf]:
    return [(_cosine_leaf(updates, peak), 0)]


def _linear(updates: int, peak: float) -> list[PlacedLeaf]:
    return [(LinearSchedule(peak, tenths(peak, _FLOOR), _until_last(updates)), 0)]


def _cosine_leaf(updates: int, peak: float) -> CosineDecay:
    return CosineDecay(peak, _until_last(updates), tenths(peak, _FLOOR))


def _until_last(updates: int) -> int:
    """Return the steps from the first of some updates to the last one."""
    return max(updates - 1, 1)


def _alone(make: Callable[[int, float], list[PlacedLeaf]]) -> Callable[[int, float], Schedule]:
    return lambda updates, peak: joined(make(updates, peak))


PRESETS = (
    Preset("warmup_cosine", "Warm-up and cosine", _warmup_cosine),
    Preset("warmup_step_decay", "Warm-up and step decay", _warmup_step_decay),
    Preset("warmup_stable_decay", "Warm-up, stable, decay", _warmup_stable_decay),
    Preset("multi_step", "Multi-step", _multi_step),
    Preset("cosine_restarts", "Cosine with restarts", _restarts),
    Preset("one_cycle", "One-cycle", _one_cycle),
    Preset("step_decay", "Step decay", _alone(_step_decay)),
    Preset("exponential_decay", "Exponential decay", _alone(_exponential_decay)),
    Preset("cosine_decay", "Cosine decay", _alone(_cosine)),
    Preset("linear_schedule", "Linear", _alone(_linear)),
    Preset("constant", "Constant", lambda updates, peak: constant(peak)),
)
"""All presets, in the order of a menu: first those that are joined."""
