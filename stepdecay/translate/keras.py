"""What the schedules of `keras.optimizers.schedules` mean; they count updates from 0, as MLX's do."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kinds import CosineDecay, LinearSchedule, Schedule, constant
from stepdecay.translate import argument_readers as readers
from stepdecay.translate.decays import FLOAT32_NOTE, exponential
from stepdecay.translate.framework import Family, ForeignScheduler, Parameter, Told
from stepdecay.translate.joins import product, sequence

ALPHA_NOTE = "keras takes alpha as a fraction of the rate that decays; MLX takes the end itself"
BOUNDARY_NOTE = "keras uses the old value up to and with a boundary, MLX changes at it: each boundary is 1 higher here"


def _exponential(told: Told) -> Schedule:
    return exponential(told["initial_learning_rate"], told["decay_rate"], told["decay_steps"], told["staircase"])


def _cosine(told: Told) -> Schedule:
    init, peak, warmup = told["initial_learning_rate"], told["warmup_target"], told["warmup_steps"]
    if peak is None:  # keras then has no warm-up, whatever warmup_steps says
        return CosineDecay(init, told["decay_steps"], product(init, told["alpha"]))
    decay = CosineDecay(peak, told["decay_steps"], product(peak, told["alpha"]))
    return sequence([LinearSchedule(init, peak, warmup), decay], [warmup]) if warmup else decay


def _piecewise(told: Told) -> Schedule:
    boundaries, values = told["boundaries"], told["values"]
    readers.checked_boundaries("boundaries", len(boundaries), "values", len(values))
    return sequence([constant(value) for value in values], [boundary + 1 for boundary in boundaries])


def _polynomial(told: Told) -> Schedule:
    if told["cycle"]:
        raise ScheduleError(
            "cycle is True: MLX has no schedule that repeats; join one linear_schedule for each", "cycle"
        )
    return LinearSchedule(told["initial_learning_rate"], told["end_learning_rate"], told["decay_steps"])


def _smooth(told: Told) -> Iterable[str]:
    return () if told["staircase"] else (FLOAT32_NOTE,)


def _fraction(told: Told) -> Iterable[str]:
    return (ALPHA_NOTE,) if told["alpha"] != 0 else ()


def _inclusive(_told: Told) -> Iterable[str]:
    return (BOUNDARY_NOTE,)


_NAME = Parameter("name", readers.ignored, None)


KERAS = Family(
    "keras",
    imported=re.compile(
        r"(?:(?:tensorflow\.(?:compat\.v\d\.|python\.)?)?(?:tf_)?keras\.(?:\w+\.)*|tensorflow\.optimizers\.schedules\.)(\w+)"
    ),
    pasted=re.compile(r"(?:(?:(?:tf|tensorflow)\.)?keras\.(?:\w+\.)*|(?:(?:tf\.)?optimizers\.)?schedules\.)?(\w+)"),
    kinds={
        "ExponentialDecay": ForeignScheduler(
            (
                Parameter("initial_learning_rate", readers.rate),
                Parameter("decay_steps", readers.count),
                Parameter("decay_rate", readers.rate),
                Parameter("staircase", readers.flag, False),
                _NAME,
            ),
            _exponential,
            _smooth,
        ),
        "CosineDecay": ForeignScheduler(
            (
                Parameter("initial_learning_rate", readers.rate),
                Parameter("decay_steps", readers.count),
                Parameter("alpha", readers.rate, 0.0),
                _NAME,
                Parameter("warmup_target", readers.rate, None),
                Parameter("warmup_steps", readers.count_or_zero, 0),
            ),
            _cosine,
            _fraction,
        ),
        "PolynomialDecay": ForeignScheduler(
            (
                Parameter("initial_learning_rate", readers.rate),
                Parameter("decay_steps", readers.count),
                Parameter("end_learning_rate", readers.rate, 0.0001),
                Parameter("power", readers.POWER, 1.0),
                Parameter("cycle", readers.flag, False),
                _NAME,
            ),
            _polynomial,
        ),
        "PiecewiseConstantDecay": ForeignScheduler(
            (
                Parameter("boundaries", readers.counts(0, rising=True)),
                Parameter("values", readers.rates),
                _NAME,
            ),
            _piecewise,
            _inclusive,
        ),
    },
    refused={
        "CosineDecayRestarts": "it restarts for ever; join as many cosine_decay as the run has restarts",
        "InverseTimeDecay": "MLX has no schedule that falls as 1 / n; cosine_decay or exponential_decay come near",
    },
)
