"""What the schedulers of `torch.optim.lr_scheduler` mean; they count epochs, or whatever calls `step()`."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import checked_rate
from stepdecay.schedule.kinds import CosineDecay, LinearSchedule, Schedule, StepDecay, constant
from stepdecay.translate import argument_readers as readers
from stepdecay.translate.call import Reading
from stepdecay.translate.framework import Family, ForeignScheduler, Parameter, Told, no_notes
from stepdecay.translate.joins import product, sequence

RISES_NOTE = "torch rises again after T_max; MLX holds eta_min"
SMOOTH_NOTE = (
    "torch keeps a rate for a whole epoch; MLX changes it at every update and has torch's rate where an epoch begins"
)
_OPTIMIZER = re.compile(r"(?:torch\.)?optim\.[A-Z]\w*|A?SGD|[NR]?Adam\w*|SparseAdam|Ada\w+|RMSprop|Rprop|LBFGS|Muon")
"""The optimizers of torch as people write them; all take the rate second."""


def optimizer_rate(reading: Reading, _field: str, node: ast.expr) -> float | None:
    """Read the rate of the optimizer that a scheduler is given; ask for `lr` where the text does not tell it."""
    call = reading.names.resolved(node)
    written = _written_rate(reading, call) if isinstance(call, ast.Call) else None
    number = reading.asked("lr") if written is None else reading.number("lr", written)
    return None if number is None else checked_rate("lr", number, above_zero=True)


def _written_rate(reading: Reading, call: ast.Call) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "lr"), None)
    if named is not None or len(call.args) < 2 or any(isinstance(item, ast.Starred) for item in call.args[:2]):
        return named
    is_torch = any(
        path.startswith("torch.optim.") if imported else _OPTIMIZER.fullmatch(path)
        for path, imported in reading.names.paths(call.func)
    )
    return call.args[1] if is_torch else None


def _step(told: Told) -> Schedule:
    return StepDecay(told["optimizer"], told["gamma"], told["step_size"] * told["updates_per_epoch"])


def _multi_step(told: Told) -> Schedule:
    milestones = sorted(told["milestones"])
    levels = [product(told["optimizer"], told["gamma"], times) for times in range(len(milestones) + 1)]
    starts = [milestone * told["updates_per_epoch"] for milestone in milestones]
    return sequence([constant(level) for level in levels], starts)


def _exponential(told: Told) -> Schedule:
    return StepDecay(told["optimizer"], told["gamma"], told["updates_per_epoch"])


def _cosine(told: Told) -> Schedule:
    return CosineDecay(told["optimizer"], told["T_max"] * told["updates_per_epoch"], told["eta_min"])


def _linear(told: Told) -> Schedule:
    lr = told["optimizer"]
    steps = told["total_iters"] * told["updates_per_epoch"]
    return LinearSchedule(product(lr, told["start_factor"]), product(lr, told["end_factor"]), steps)


def _polynomial(told: Told) -> Schedule:
    return LinearSchedule(told["optimizer"], 0.0, told["total_iters"] * told["updates_per_epoch"])


def _constant(told: Told) -> Schedule:
    lr = told["optimizer"]
    parts = [constant(product(lr, told["factor"])), constant(lr)]
    return sequence(parts, [told["total_iters"] * told["updates_per_epoch"]])


def _sequential(told: Told) -> Schedule:
    schedules, milestones = told["schedulers"], told["milestones"]
    readers.checked_boundaries("milestones", len(milestones), "schedulers", len(schedules))
    return sequence(schedules, [milestone * told["updates_per_epoch"] for milestone in milestones])


def _smooth(told: Told) -> Iterable[str]:
    return () if told["updates_per_epoch"] == 1 else (SMOOTH_NOTE,)


def _rises(told: Told) -> Iterable[str]:
    return (RISES_NOTE, *_smooth(told))


def _schedulers(reading: Reading, field: str, node: ast.expr) -> list[Schedule | None]:
    """Read the schedulers of a `SequentialLR`.

    Raises:
        ScheduleError: One is a `SequentialLR` itself. torch 2.14 makes its milestone one epoch early where it comes
            first, and raises NotImplementedError where it comes later.
    """
    for index, item in enumerate(reading.items(field, node)):
        call = reading.names.resolved(item)
        paths = reading.names.paths(call.func) if isinstance(call, ast.Call) else ()
        if any(path.endswith("SequentialLR") for path, _ in paths):
            raise ScheduleError(
                f"{field}[{index}]: torch does not count right in a SequentialLR within another; list all in one", field
            )
    return readers.pieces(reading, field, node)


def _kind(
    make: Callable[[Told], Schedule], *parameters: Parameter, notes: Callable[[Told], Iterable[str]] = no_notes
) -> ForeignScheduler:
    """Describe a scheduler by the arguments between its optimizer and those that all of them end with."""
    return ForeignScheduler((_OPTIMIZER_ARGUMENT, *parameters, *_LAST_ARGUMENTS), make, notes, per_epoch=True)


_FROM_START = readers.only(-1, "only a schedule from its first epoch on is translated; leave it out")
_OPTIMIZER_ARGUMENT = Parameter("optimizer", optimizer_rate)
_LAST_ARGUMENTS = (Parameter("last_epoch", _FROM_START, -1), Parameter("verbose", readers.ignored, False))
_GAMMA = Parameter("gamma", readers.rate, 0.1)

TORCH = Family(
    "torch",
    imported=re.compile(r"torch\.optim\.lr_scheduler\.(\w+)"),
    pasted=re.compile(r"(?:(?:(?:torch\.)?optim\.)?lr_scheduler\.)?(\w+)"),
    kinds={
        "StepLR": _kind(_step, Parameter("step_size", readers.count), _GAMMA),
        "MultiStepLR": _kind(_multi_step, Parameter("milestones", readers.counts(0, rising=False)), _GAMMA),
        "ExponentialLR": _kind(_exponential, Parameter("gamma", readers.rate)),
        "CosineAnnealingLR": _kind(
            _cosine, Parameter("T_max", readers.count), Parameter("eta_min", readers.rate, 0.0), notes=_rises
        ),
        "LinearLR": _kind(
            _linear,
            Parameter("start_factor", readers.fraction, 1 / 3),
            Parameter("end_factor", readers.fraction, 1.0),
            Parameter("total_iters", readers.count, 5),
            notes=_smooth,
        ),
        "ConstantLR": _kind(
            _constant, Parameter("factor", readers.fraction, 1 / 3), Parameter("total_iters", readers.count, 5)
        ),
        "PolynomialLR": _kind(
            _polynomial,
            Parameter("total_iters", readers.count, 5),
            Parameter("power", readers.POWER, 1.0),
            notes=_smooth,
        ),
        "SequentialLR": _kind(
            _sequential,
            Parameter("schedulers", _schedulers),
            Parameter("milestones", readers.counts(1, rising=True)),
        ),
    },
    refused={
        "ChainedScheduler": "MLX can't multiply schedules; write the rates that come out as one join_schedules",
        "CosineAnnealingWarmRestarts": "it restarts for ever; join as many cosine_decay as the run has restarts",
        "CyclicLR": "MLX has no schedule that repeats; join one linear_schedule for each way up and down",
        "LambdaLR": "its rates come out of a function that is not run; write them with MLX's schedules",
        "MultiplicativeLR": "its rates come out of a function that is not run; write them with MLX's schedules",
        "OneCycleLR": "it is not translated; join a linear_schedule or cosine_decay up and a cosine_decay down",
        "ReduceLROnPlateau": "MLX's schedules know no measured value; write its drops as a join_schedules",
    },
)
