"""Configs that the real mlx-lm trains a small model with, and the rates that its trainer reported.

Only `loaded`, `built` and `reported` need the package: they are what the optional tests compare with, and what was
recorded.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

RECORDED = Path(__file__).parents[1] / "recorded" / "mlx_lm.json"


class Case(NamedTuple):
    """A config, and the name that its file has."""

    text: str
    name: str = "lora.yaml"


CASES = {
    "a warm-up and a cosine": Case(
        "iters: 60\nlr_schedule:\n  name: cosine_decay\n  warmup: 10\n  warmup_init: 1e-7\n"
        "  arguments: [1e-5, 48, 1e-7]\n"
    ),
    "a cosine that the run cuts off": Case("iters: 40\nlr_schedule: {name: cosine_decay, arguments: [1e-5, 100]}\n"),
    "drops after a warm-up, with accumulation": Case(
        "iters: 50\ngrad_accumulation_steps: 3\nlr_schedule:\n  arguments:\n  - 1e-4\n  - 0.5\n  - 4\n  warmup: 5\n"
        "  name: step_decay\n"
    ),
    "accumulation that leaves iterations over": Case(
        "iters: 23\ngrad_accumulation_steps: 4\nlr_schedule: {name: exponential_decay, arguments: [.001, 0.9]}\n"
    ),
    "a line up, in whole floats": Case(
        "iters: 30\nlr_schedule:\n  name: linear_schedule\n  warmup: 4.0\n  arguments: [1_0.5e-6, 2E-5, 20.0]\n"
    ),
    "a constant": Case("iters: 8\nlearning_rate: 3e-4\n"),
    "a constant after a warm-up": Case(
        "iters: 20\nlearning_rate: 1\nlr_schedule: {name: linear_schedule, warmup: 7, arguments: [2e-5, 2e-5, 1]}\n"
    ),
    "an adapter's config": Case(
        '{"iters": 20, "lr_schedule": {"name": "cosine_decay", "warmup": 3, "arguments": [1e-05, 12, 1e-07]}}',
        "adapter_config.json",
    ),
}


def recorded() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def loaded(text: str, name: str) -> Any:
    """What the real mlx-lm reads: a YAML config by `--config`, JSON as it reads an adapter's."""
    import yaml
    from mlx_lm.lora import yaml_loader

    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return json.loads(lines) if name.endswith(".json") else yaml.load(io.StringIO(lines), yaml_loader)


def settings_of(config: Mapping[str, Any]) -> dict[str, Any]:
    """What it takes where the config says nothing."""
    from mlx_lm.lora import CONFIG_DEFAULTS

    return {**CONFIG_DEFAULTS, **{key: value for key, value in config.items() if value is not None}}


def built(config: Mapping[str, Any]) -> Callable[[Any], Any] | float:
    """What its `train_model` gives the optimizer."""
    from mlx_lm.tuner.utils import build_schedule

    settings = settings_of(config)
    made: Callable[[Any], Any] | float = (
        build_schedule(settings["lr_schedule"]) if settings["lr_schedule"] else settings["learning_rate"]
    )
    return made


def reported(case: Case, folder: Path) -> list[float]:
    """The rate that its trainer reports at each iteration, while it trains."""
    import mlx.nn as nn
    import mlx.optimizers as optim
    from mlx_lm.tuner.callbacks import TrainingCallback
    from mlx_lm.tuner.trainer import TrainingArgs, train

    rates: list[float] = []

    class Collector(TrainingCallback):
        def on_train_loss_report(self, train_info: dict[str, Any]) -> None:
            rates.append(train_info["learning_rate"])

    config = loaded(*case)
    settings = settings_of(config)
    model = nn.Sequential(nn.Embedding(8, 4), nn.Linear(4, 8))
    args = TrainingArgs(
        batch_size=1,
        iters=settings["iters"],
        steps_per_report=1,
        adapter_file=folder / "adapters.safetensors",
        grad_accumulation_steps=settings["grad_accumulation_steps"],
    )
    train(
        model,
        optim.Adam(learning_rate=built(config)),
        [([1, 2, 3, 4], 0)] * 2,
        args=args,
        training_callback=Collector(),
    )
    return rates
