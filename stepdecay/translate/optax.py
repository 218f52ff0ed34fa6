"""What the schedules of optax mean; they count updates from 0, as MLX's do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kinds import KINDS, CosineDecay, LinearSchedule, Schedule, constant
from stepdecay.translate import argument_readers as readers
from stepdecay.translate.decays import FLOAT32_NOTE, delayed, exponential, held
from stepdecay.translate.framework import Family, ForeignScheduler, Parameter, Told
from stepdecay.translate.joins import product, sequence

ALPHA_NOTE = "optax takes alpha as a fraction of init_value; MLX takes the end itself"
WARMUP_NOTE = "optax counts the warm-up in decay_steps, MLX doesn't: decay_steps is smaller by warmup_steps here"
SCALE_NOTE = "optax multiplies the rate at each boundary; here each piece has its own rate"


def _exponential(told: Told) -> Schedule:
    return _decay(told["init_value"], told)


def _decay(init: float, told: Told) -> Schedule:
    decay = exponential(init, told["decay_rate"], told["transition_steps"], told["staircase"])
    schedule = delayed(decay, init, told["transition_begin"])
    end = told["end_value"]
    return schedule if end is None else held(schedule, end, falling=told["decay_rate"] < 1)


def _cosine(told: Told) -> Schedule:
    return CosineDecay(told["init_value"], told["decay_steps"], product(told["init_value"], told["alpha"]))


def _warmup_cosine(told: Told) -> Schedule:
    peak, warmup, steps = told["peak_value"], told["warmup_steps"], told["decay_steps"]
    if steps <= warmup:
        raise ScheduleError(f"decay_steps must be above warmup_steps, {warmup}, got {steps}", "decay_steps")
    decay = CosineDecay(peak, steps - warmup, told["end_value"] if peak else 0.0)  # optax divides by the peak
    return _warmed_up(told, decay)


def _warmup_exponential(told: Told) -> Schedule:
    return _warmed_up(told, _decay(told["peak_value"], told))


def _warmed_up(told: Told, then: Schedule) -> Schedule:
    warmup = told["warmup_steps"]
    return (
        sequence([LinearSchedule(told["init_value"], told["peak_value"], warmup), then], [warmup]) if warmup else then
    )


def _linear(told: Told) -> Schedule:
    init = told["init_value"]
    return delayed(LinearSchedule(init, told["end_value"], told["transition_steps"]), init, told["transition_begin"])


def _warmup_constant(told: Told) -> Schedule:
    return LinearSchedule(told["init_value"], told["peak_value"], told["warmup_steps"])


def _join(told: Told) -> Schedule:
    schedules, boundaries = told["schedules"], told["boundaries"]
    readers.checked_boundaries("boundaries", len(boundaries), "schedules", len(schedules))
    return sequence(schedules, boundaries)


def _piecewise(told: Told) -> Schedule:
    rates, starts = [told["init_value"]], []
    for boundary, scale in sorted((told["boundaries_and_scales"] or {}).items()):
        rates.append(product(rates[-1], scale))
        starts.append(boundary)
    return sequence([constant(rate) for rate in rates], starts)


def _constant(told: Told) -> Schedule:
    return constant(told["value"])


def _smooth(told: Told) -> Iterable[str]:
    return () if told["staircase"] else (FLOAT32_NOTE,)


def _fraction(told: Told) -> Iterable[str]:
    return (ALPHA_NOTE,) if told["alpha"] != 0 else ()


def _warmup_counts(told: Told) -> Iterable[str]:
    return (WARMUP_NOTE,) if told["warmup_steps"] != 0 else ()


def _multiplies(told: Told) -> Iterable[str]:
    return (SCALE_NOTE,) if told["boundaries_and_scales"] else ()


def _rates(*names: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(name, readers.rate) for name in names)


_BEGIN = Parameter("transition_begin", readers.count_or_zero, 0)
_EXPONENT = Parameter("exponent", readers.only(1, "MLX has no power of a cosine; leave it out for a plain one"), 1.0)
_WARMUP = (*_rates("init_value", "peak_value"), Parameter("warmup_steps", readers.count_or_zero))
_LINE = (Parameter("transition_steps", readers.count), _BEGIN)
_DECAY = (
    Parameter("transition_steps", readers.count),
    Parameter("decay_rate", readers.factor),
    _BEGIN,
    Parameter("staircase", readers.flag, False),
    Parameter("end_value", readers.rate, None),
)

_KINDS = {
    "exponential_decay": ForeignScheduler((*_rates("init_value"), *_DECAY), _exponential, _smooth),
    "warmup_exponential_decay_schedule": ForeignScheduler((*_WARMUP, *_DECAY), _warmup_exponential, _smooth),
    "cosine_decay_schedule": ForeignScheduler(
        (
            *_rates("init_value"),
            Parameter("decay_steps", readers.count),
            Parameter("alpha", readers.rate, 0.0),
            _EXPONENT,
        ),
        _cosine,
        _fraction,
    ),
    "warmup_cosine_decay_schedule": ForeignScheduler(
        (*_WARMUP, Parameter("decay_steps", readers.count), Parameter("end_value", readers.rate, 0.0), _EXPONENT),
        _warmup_cosine,
        _warmup_counts,
    ),
    "linear_schedule": ForeignScheduler((*_rates("init_value", "end_value"), *_LINE), _linear),
    "polynomial_schedule": ForeignScheduler(
        (*_rates("init_value", "end_value"), Parameter("power", readers.POWER), *_LINE),
        _linear,
    ),
    "warmup_constant_schedule": ForeignScheduler(
        (*_rates("init_value", "peak_value"), Parameter("warmup_steps", readers.count)), _warmup_constant
    ),
    "constant_schedule": ForeignScheduler(_rates("value"), _constant),
    "join_schedules": ForeignScheduler(
        (Parameter("schedules", readers.pieces), Parameter("boundaries", readers.counts(0, rising=True))), _join
    ),
    "piecewise_constant_schedule": ForeignScheduler(
        (*_rates("init_value"), Parameter("boundaries_and_scales", readers.scales, None)), _piecewise, _multiplies
    ),
}
_REFUSED = {
    "cosine_onecycle_schedule": "it is not translated; join a cosine_decay up and one down",
    "linear_onecycle_schedule": "it is not translated; join a linear_schedule for each part",
    "piecewise_interpolate_schedule": "it is not translated; join a linear_schedule or cosine_decay for each part",
    "sgdr_schedule": "it is not translated; join a linear_schedule and a cosine_decay for each cycle",
}
# Names that MLX has too are optax's only where the text says so.
_OWN = "|".join(sorted((_KINDS.keys() | _REFUSED.keys()) - KINDS.keys()))

OPTAX = Family(
    "optax",
    imported=re.compile(r"optax\.(?:\w+\.)*(\w+)"),
    pasted=re.compile(rf"(?:optax\.(?:schedules\.)?(?=\w)|(?={_OWN}))(\w+)"),
    kinds=_KINDS,
    refused=_REFUSED,
)
