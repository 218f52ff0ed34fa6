"""Schedules as torch, keras and optax write them, and the rates that the real packages train with.

Only `real_rates` needs the packages: it is what the optional tests compare with, and what was recorded.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

RECORDED = Path(__file__).parents[1] / "recorded"

TORCH = """
import torch
from torch.optim import lr_scheduler
from torch.optim.lr_scheduler import *
optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
"""
KERAS = "import keras\n"
OPTAX = "import optax\n"
HEADS = {"torch": TORCH, "keras": KERAS, "optax": OPTAX}


class Case(NamedTuple):
    """A schedule of another framework.

    Attributes:
        framework: Its package.
        code: Binds `schedule` to it.
        updates: How many updates are compared.
        per_epoch: How many updates torch's `scheduler.step()` is called after.
        is_smooth: Whether MLX's rates agree only where an epoch begins.
    """

    framework: str
    code: str
    updates: int = 40
    per_epoch: int = 1
    is_smooth: bool = False

    @property
    def text(self) -> str:
        return f"{HEADS[self.framework]}{self.code}\n"


def _torch(code: str, updates: int = 40, per_epoch: int = 1, is_smooth: bool = False) -> Case:
    return Case("torch", f"schedule = {code}", updates, per_epoch, is_smooth)


def _keras(code: str, updates: int = 40) -> Case:
    return Case("keras", f"schedule = keras.optimizers.schedules.{code}", updates)


def _optax(code: str, updates: int = 40) -> Case:
    return Case("optax", f"schedule = {code}", updates)


_SEQUENCE = """
warmup = LinearLR(optimizer, start_factor=0.1, total_iters=4)
cosine = lr_scheduler.CosineAnnealingLR(optimizer, T_max=10, eta_min=0.01)
schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, schedulers=[warmup, cosine], milestones=[4])
"""

CASES = {
    "torch StepLR": _torch("StepLR(optimizer, step_size=3, gamma=0.5)"),
    "torch StepLR by epochs": _torch("lr_scheduler.StepLR(optimizer, 3)", per_epoch=4),
    "torch MultiStepLR": _torch("MultiStepLR(optimizer, [5, 9, 20], gamma=0.1)"),
    "torch MultiStepLR by epochs": _torch("MultiStepLR(optimizer, milestones=(2, 3), gamma=0.3)", per_epoch=7),
    "torch MultiStepLR unsorted": _torch("MultiStepLR(optimizer, [9, 5, 9, 0], gamma=0.5)"),
    "torch ExponentialLR": _torch("ExponentialLR(optimizer, gamma=0.95)"),
    "torch ExponentialLR by epochs": _torch("ExponentialLR(optimizer, 0.5)", per_epoch=6),
    "torch CosineAnnealingLR": _torch("CosineAnnealingLR(optimizer, T_max=30, eta_min=1e-3)", updates=31),
    "torch CosineAnnealingLR by epochs": _torch("CosineAnnealingLR(optimizer, 8)", 33, 4, is_smooth=True),
    "torch LinearLR": _torch("LinearLR(optimizer, start_factor=0.25, end_factor=0.5, total_iters=12)"),
    "torch LinearLR by default": _torch("LinearLR(optimizer)"),
    "torch LinearLR by epochs": _torch("LinearLR(optimizer, total_iters=6)", per_epoch=4, is_smooth=True),
    "torch ConstantLR": _torch("ConstantLR(optimizer, factor=0.1, total_iters=8)"),
    "torch ConstantLR by default, by epochs": _torch("ConstantLR(optimizer)", per_epoch=4),
    "torch PolynomialLR": _torch("PolynomialLR(optimizer, total_iters=12)"),
    "torch PolynomialLR by epochs": _torch("PolynomialLR(optimizer)", per_epoch=4, is_smooth=True),
    "torch SequentialLR": Case("torch", _SEQUENCE, updates=15),
    "torch SequentialLR by epochs": Case("torch", _SEQUENCE, updates=43, per_epoch=3, is_smooth=True),
    "torch SequentialLR of drops": _torch(
        "SequentialLR(optimizer, [ConstantLR(optimizer, 0.1, 99), StepLR(optimizer, 2, 0.5),"
        " ConstantLR(optimizer), MultiStepLR(optimizer, [2, 5]), ExponentialLR(optimizer, 0.9)], [5, 9, 9, 15])",
        per_epoch=2,
    ),
    "keras ExponentialDecay": _keras("ExponentialDecay(0.1, decay_steps=8, decay_rate=0.9)"),
    "keras ExponentialDecay in steps": _keras("ExponentialDecay(0.1, 8, 0.9, staircase=True)"),
    "keras CosineDecay": _keras("CosineDecay(0.1, 30)"),
    "keras CosineDecay to alpha": _keras("CosineDecay(0.2, 30, alpha=0.1)"),
    "keras CosineDecay after a warm-up": _keras(
        "CosineDecay(0.01, decay_steps=20, alpha=0.1, warmup_target=0.1, warmup_steps=10)"
    ),
    "keras CosineDecay with a target alone": _keras("CosineDecay(0.01, 20, warmup_target=0.1)"),
    "keras CosineDecay with steps of warm-up alone": _keras("CosineDecay(0.1, 20, warmup_steps=10)"),
    "keras PolynomialDecay": _keras("PolynomialDecay(0.1, 30)"),
    "keras PiecewiseConstantDecay": _keras("PiecewiseConstantDecay([5, 9, 20], [0.1, 0.05, 0.01, 0.2])"),
    "keras PiecewiseConstantDecay from 0": _keras("PiecewiseConstantDecay([0, 9, 9], [0.1, 0.05, 0.02, 0.01])"),
    "optax exponential_decay": _optax("optax.exponential_decay(0.1, 8, 0.9)"),
    "optax exponential_decay in steps": _optax("optax.exponential_decay(0.1, 8, 0.5, staircase=True)"),
    "optax exponential_decay later": _optax("optax.exponential_decay(0.1, 8, 0.5, 5, True)"),
    "optax exponential_decay to an end": _optax(
        "optax.exponential_decay(0.1, transition_steps=4, decay_rate=0.5, transition_begin=3, end_value=0.02)"
    ),
    "optax exponential_decay in steps to an end": _optax(
        "optax.exponential_decay(0.1, 4, 0.5, staircase=True, end_value=0.02)"
    ),
    "optax exponential_decay up to an end": _optax("optax.exponential_decay(0.1, 4, 1.5, 2, end_value=0.4)"),
    "optax exponential_decay below its end": _optax("optax.exponential_decay(0.1, 4, 0.5, 2, end_value=0.4)"),
    "optax exponential_decay never at its end": _optax("optax.exponential_decay(0.1, 4, 1.0, end_value=0.2)"),
    "optax cosine_decay_schedule": _optax("optax.cosine_decay_schedule(0.1, 30)"),
    "optax cosine_decay_schedule to alpha": _optax("optax.cosine_decay_schedule(0.2, decay_steps=30, alpha=0.1)"),
    "optax warmup_cosine_decay_schedule": _optax(
        "optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=10, decay_steps=30, end_value=0.01)"
    ),
    "optax warmup_cosine_decay_schedule at once": _optax("optax.warmup_cosine_decay_schedule(0.0, 0.1, 0, 30)"),
    "optax warmup_exponential_decay_schedule": _optax(
        "optax.warmup_exponential_decay_schedule(0.0, 0.1, 10, 4, 0.5, 3, True, 0.02)"
    ),
    "optax linear_schedule": _optax("optax.linear_schedule(0.1, 0.01, 20)"),
    "optax linear_schedule later": _optax("optax.linear_schedule(0.1, 0.01, 20, transition_begin=7)"),
    "optax polynomial_schedule": _optax("optax.polynomial_schedule(0.1, 0.01, 1, 20, 7)"),
    "optax warmup_constant_schedule": _optax("optax.warmup_constant_schedule(0.01, 0.1, 10)"),
    "optax constant_schedule": _optax("optax.constant_schedule(0.3)"),
    "optax join_schedules": _optax(
        "optax.join_schedules([optax.linear_schedule(0.0, 0.1, 6), optax.constant_schedule(0.1),"
        " optax.cosine_decay_schedule(0.1, 20)], boundaries=[6, 12])"
    ),
    "optax join_schedules from 0": _optax(
        "optax.join_schedules([optax.constant_schedule(0.1)] * 2 + [optax.constant_schedule(0.2)], [0, 9])"
    ),
    "optax piecewise_constant_schedule": _optax("optax.piecewise_constant_schedule(0.1, {20: 0.1, 5: 0.5, 9: 3.0})"),
    "optax piecewise_constant_schedule from 0": _optax("optax.piecewise_constant_schedule(0.1, {0: 0.5, 9: 0.5})"),
}


def recorded(framework: str) -> dict[str, Any]:
    """The rates that were recorded from the real package, by case, and the package's version."""
    found: dict[str, Any] = json.loads((RECORDED / f"{framework}.json").read_text(encoding="utf-8"))
    return found


def record(framework: str) -> None:
    """Record what the installed package does (`python -m tests.stepdecay.helpers.framework_cases torch`)."""
    rates = {name: real_rates(case) for name, case in CASES.items() if case.framework == framework}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(values)}" for name, values in rates.items())
    text = f'{{"version": "{version(framework)}", "rates": {{\n{lines}\n}}}}\n'
    (RECORDED / f"{framework}.json").write_text(text, encoding="utf-8")


def real_rates(case: Case) -> list[float]:
    """The rates of a real optimizer's updates, by the package itself."""
    os.environ.setdefault("KERAS_BACKEND", "jax")
    bound: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch has remarks on its own SequentialLR
        exec(case.text, bound)
        updates = _UPDATES[case.framework](bound, case.per_epoch)
        return [round_to_float32(updates()) for _ in range(case.updates)]


def round_to_float32(rate: float) -> float:
    """The rate with as many digits as float32 has."""
    return float(f"{rate:.9g}")


def _torch_updates(bound: dict[str, Any], per_epoch: int) -> Callable[[], float]:
    optimizer, scheduler, done = bound["optimizer"], bound["schedule"], 0

    def update() -> float:
        nonlocal done
        rate = float(optimizer.param_groups[0]["lr"])
        optimizer.step()
        done += 1
        if done % per_epoch == 0:
            scheduler.step()
        return rate

    return update


def _keras_updates(bound: dict[str, Any], _per_epoch: int) -> Callable[[], float]:
    import keras

    optimizer, weight = keras.optimizers.SGD(bound["schedule"]), keras.Variable(0.0)
    optimizer.build([weight])

    def update() -> float:
        weight.assign(0.0)
        optimizer.apply([keras.ops.convert_to_tensor(1.0)], [weight])
        return -float(weight.numpy())

    return update


def _optax_updates(bound: dict[str, Any], _per_epoch: int) -> Callable[[], float]:
    import jax.numpy as jnp
    import optax

    optimizer, gradient = optax.sgd(bound["schedule"]), jnp.float32(1.0)
    state = optimizer.init(gradient)

    def update() -> float:
        nonlocal state
        change, state = optimizer.update(gradient, state)
        return -float(change)

    return update


_UPDATES = {"torch": _torch_updates, "keras": _keras_updates, "optax": _optax_updates}

if __name__ == "__main__":
    import sys

    for name in sys.argv[1:]:
        record(name)
