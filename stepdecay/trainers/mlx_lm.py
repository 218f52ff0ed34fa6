"""What mlx-lm makes of the `lr_schedule` of a config: the one place that knows how it joins a warm-up.

The source is mlx-lm 0.32.2: `build_schedule` in `mlx_lm/tuner/utils.py`, `train` in `mlx_lm/tuner/trainer.py` and
`CONFIG_DEFAULTS` in `mlx_lm/lora.py`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stepdecay.errors import ScheduleError, clip
from stepdecay.numbers.bounds import checked_count
from stepdecay.numbers.clean import clean_share, tenths
from stepdecay.schedule.kind import Factor, Role
from stepdecay.schedule.kinds import LEAVES, ROLES, CosineDecay, JoinSchedules, Leaf, LinearSchedule, Schedule, of_text
from stepdecay.schedule.structure import flattened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEFAULT_ITERS, DEFAULT_ACCUMULATION, DEFAULT_LEARNING_RATE = 1000, 1, 1e-5
"""What mlx-lm takes where a config has no `iters`, `grad_accumulation_steps` or `learning_rate`, or has null."""


@dataclass(frozen=True)
class LoraSchedule:
    """The `lr_schedule` of an mlx-lm config.

    Attributes:
        leaf: What `name` and `arguments` make.
        warmup: The updates of the warm-up; 0 for none.
        warmup_init: The rate that the warm-up begins with; 0.0 without one.
    """

    leaf: Leaf
    warmup: int = 0
    warmup_init: float = 0.0

    @property
    def name(self) -> str:
        """The name of MLX's function."""
        return self.leaf.function

    @property
    def is_constant(self) -> bool:
        """Whether it is a rate that never changes, which `learning_rate` can say too."""
        return not self.warmup and self.leaf.is_constant

    @property
    def schedule(self) -> Schedule:
        """The schedule that mlx-lm builds.

        The peak is held for two updates: the warm-up reaches it at step `warmup`, and the schedule begins with it at
        step `warmup + 1`.

        >>> from stepdecay import CosineDecay
        >>> LoraSchedule(CosineDecay(1e-5, 898, 1e-7), 100, 1e-7).schedule.boundaries
        (101,)
        """
        if not self.warmup:
            return self.leaf
        rise = LinearSchedule(self.warmup_init, self.leaf.init, self.warmup)
        return JoinSchedules([rise, self.leaf], [joint(self.warmup)])


def joint(warmup: int) -> int:
    """Return the step at which mlx-lm goes on to the schedule after a warm-up of so many updates."""
    return warmup + 1


def steps_to_floor(updates: int, warmup: int) -> int:
    """Return the `decay_steps` (or `steps`) with which the last update of a run has the rate `end`; at least 1.

    >>> steps_to_floor(1000, 100), steps_to_floor(1000, 0)
    (898, 999)
    """
    return max(updates - 1 - (joint(warmup) if warmup else 0), 1)


def fitted(updates: int, peak: float) -> Schedule:
    """Return a warm-up of about 5 % of a run and a cosine to a tenth of the peak, joined as mlx-lm joins them.

    Args:
        updates: The run's, at least 2; with less than 4 there is no room for a warm-up.
        peak: The highest rate, above 0 in float32.

    >>> fitted(1000, 1e-5) # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=1e-07, end=1e-05, steps=50),
                             CosineDecay(init=1e-05, decay_steps=948, end=1e-06)), boundaries=(51,))
    """
    warmup = clean_share(updates, 20)
    if 3 * warmup > updates or joint(warmup) > updates - 2:
        warmup = 0
    fall = CosineDecay(peak, steps_to_floor(updates, warmup), tenths(peak, 1))
    return LoraSchedule(fall, warmup, tenths(peak, 2)).schedule


def reported_step(iteration: int, grad_accumulation_steps: int) -> int:
    """Return the MLX step whose rate mlx-lm's trainer reports at an iteration, counted from 1.

    Before the first update it reports the rate that the optimizer was made with: that of step 0.
    """
    return max(0, iteration // grad_accumulation_steps - 1)


def reported_steps(iterations: NDArray[np.int64], grad_accumulation_steps: int) -> NDArray[np.int64]:
    """Return the same for many iterations at once."""
    steps: NDArray[np.int64] = (iterations // grad_accumulation_steps - 1).clip(0)
    return steps


def lora_schedule(schedule: Schedule) -> LoraSchedule:
    """Return how an mlx-lm config says a schedule.

    Raises:
        ScheduleError: It can't; the sentence says why.
    """
    schedule = flattened(schedule)
    if not isinstance(schedule, JoinSchedules):
        return LoraSchedule(schedule)
    if len(schedule.schedules) > 2:
        raise ScheduleError(
            f"an mlx-lm config can say one schedule after a warm-up, but not {len(schedule.schedules)} pieces",
            "schedules",
        )
    rise, leaf = schedule.schedules
    (boundary,) = schedule.boundaries
    if isinstance(leaf, JoinSchedules) or not isinstance(rise, LinearSchedule):
        raise ScheduleError(
            f"an mlx-lm config can say only a warm-up by linear_schedule before a schedule, not {rise.function}",
            "schedules",
        )
    if rise.end != leaf.init:
        raise ScheduleError(
            "mlx-lm's warm-up always rises to the schedule's own init: "
            f"schedules[0].end must be {leaf.init!r}, got {rise.end!r}",
            "schedules[0].end",
        )
    if boundary != joint(rise.steps):
        raise ScheduleError(
            f"mlx-lm goes on to the schedule at step warmup + 1: boundaries[0] must be {joint(rise.steps)}, "
            f"got {boundary}",
            "boundaries[0]",
        )
    return LoraSchedule(leaf, rise.steps, rise.init)


def conformed(old: Schedule, new: Schedule) -> Schedule:
    """Return an edited schedule as mlx-lm would join it, where the one before could be said in its config.

    The length of the warm-up and the boundary belong together, and so do the rate that it rises to and the schedule's
    `init`: where one of them was changed, the other follows. What is no warm-up and schedule is returned as it is.

    Raises:
        ScheduleError: The schedule can't begin with the rate that the warm-up was made to rise to.

    >>> from stepdecay import CosineDecay
    >>> from stepdecay.schedule.structure import with_argument
    >>> before = LoraSchedule(CosineDecay(1e-5, 898), 100).schedule
    >>> conformed(before, with_argument(before, "schedules[0].steps", 50)).boundaries
    (51,)

    A warm-up that has just been put before a schedule gets mlx-lm's second update at the peak, and what follows still
    reaches its end when it did:

    >>> conformed(CosineDecay(1e-5, 999), JoinSchedules([LinearSchedule(0, 1e-5, 100), CosineDecay(1e-5, 899)], [100]))
    ... # doctest: +ELLIPSIS
    JoinSchedules(schedules=(LinearSchedule(...), CosineDecay(init=1e-05, decay_steps=898, end=0.0)), boundaries=(101,))
    """
    match new:
        case JoinSchedules(schedules=(LinearSchedule() as rise, leaf), boundaries=(boundary,)) if not isinstance(
            leaf, JoinSchedules
        ):
            pass
        case _:
            return new
    before = _warmup_of(old)
    if before is None:  # one that has just come to be joined: what comes first is what a hand has put there
        warmup = max(rise.steps if boundary >= rise.steps else boundary, 1)
        steps = leaf.length
        if steps is not None:  # it still reaches its end when it did
            leaf = leaf.with_length(max(steps + boundary - joint(warmup), 1))
        return LoraSchedule(leaf, warmup, rise.init).schedule if _rises_to(rise, leaf) else new
    warmup = boundary - 1 if rise.steps == before.warmup else rise.steps
    if rise.end != before.leaf.init and leaf.init == before.leaf.init:
        try:
            leaf = replace(leaf, init=rise.end)
        except ScheduleError as error:  # a step_decay can't begin at 0
            raise ScheduleError(str(error), "schedules[0].end") from None
    return LoraSchedule(leaf, max(warmup, 1), rise.init).schedule


def _rises_to(rise: LinearSchedule, leaf: Leaf) -> bool:
    return rise.end == leaf.init and not rise.is_constant


def _warmup_of(schedule: Schedule) -> LoraSchedule | None:
    try:
        found = lora_schedule(schedule)
    except ScheduleError:
        return None
    return found if found.warmup else None


def leaf_of(name: str, values: list[Any]) -> Leaf:
    """Return what mlx-lm makes of a name and its arguments: MLX's function of that name, called with them in order.

    A count that is written as a whole float, such as `1000.0`, is that count: MLX takes it, and has the same rates.

    Raises:
        ScheduleError: mlx-lm or MLX would refuse it, or it is no schedule; the error's `field` is MLX's argument.
    """
    if name not in LEAVES:
        usable = ", ".join(sorted(LEAVES))
        raise ScheduleError(f"mlx-lm can use only {usable} in lr_schedule, got {clip(repr(name))}", "name")
    parameters = dataclasses.fields(LEAVES[name])
    least = sum(one.default is dataclasses.MISSING for one in parameters)
    if not least <= len(values) <= len(parameters):
        from stepdecay.pyread.signatures import SIGNATURES

        count = str(least) if least == len(parameters) else f"{least} or {len(parameters)}"
        raise ScheduleError(f"{SIGNATURES[name]} takes {count} arguments, got {len(values)}", "arguments")
    named = dict(zip((one.name for one in parameters), values, strict=False))
    counts = {field: value for field, value in named.items() if ROLES[field] is Role.COUNT}
    leaf = of_text(name, named | {field: whole(value) for field, value in counts.items()})
    assert not isinstance(leaf, JoinSchedules)
    if isinstance(leaf, Factor) and any(isinstance(value, float) for value in counts.values()):
        return replace(leaf, decay_rate=float(leaf.decay_rate))  # a step divided by a float is one, as are its powers
    return leaf


def whole(value: object) -> object:
    """Return a whole float as the int that it is, and anything else as it is.

    >>> whole(1000.0), whole(2.5)
    (1000, 2.5)
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


def checked_warmup(value: object) -> int:
    """Return the updates of a warm-up.

    Raises:
        ScheduleError: It is no whole number from 0.
    """
    return checked_count("warmup", value, 2**53 - 2, smallest=0)
