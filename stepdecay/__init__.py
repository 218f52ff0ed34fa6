"""Learning-rate schedules of Apple's MLX: see, shape and check them before a training run.

Every number comes from `mlx.optimizers` itself, evaluated as its optimizers do. Importing this package loads neither
MLX nor NumPy; the functions that need them do when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kinds import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay
from stepdecay.schedule.run import Run

if TYPE_CHECKING:
    from stepdecay.checks.all_rules import check
    from stepdecay.checks.finding import Finding, Fix, Place
    from stepdecay.evaluate.curve import Outline, outline
    from stepdecay.evaluate.level_list import Level, Levels, levels
    from stepdecay.evaluate.mlx_rates import rates
    from stepdecay.evaluate.run_figures import Figures, figures
    from stepdecay.goals.goal import Answer, Drops, EndAt, HalveEvery, Reach, movable, solve
    from stepdecay.pyread.expressions import parse_schedule
    from stepdecay.reshaping.resuming import Resumed, resumed
    from stepdecay.sources.files import find_schedules
    from stepdecay.sources.found import Found
    from stepdecay.trainlog.callback import log_rates
    from stepdecay.trainlog.file import read_log
    from stepdecay.translate.sites import find_translations
    from stepdecay.translate.translation import Translation
    from stepdecay.writers.mlx_lm import to_mlx_lm
    from stepdecay.writers.python import to_python
    from stepdecay.writers.svg import to_svg
    from stepdecay.writers.swift import to_swift

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "CosineDecay",
    "Drops",
    "EndAt",
    "ExponentialDecay",
    "Figures",
    "Finding",
    "Fix",
    "Found",
    "HalveEvery",
    "JoinSchedules",
    "Level",
    "Levels",
    "LinearSchedule",
    "Outline",
    "Place",
    "Reach",
    "Resumed",
    "Run",
    "ScheduleError",
    "StepDecay",
    "Translation",
    "check",
    "figures",
    "find_schedules",
    "find_translations",
    "levels",
    "log_rates",
    "movable",
    "outline",
    "parse_schedule",
    "rates",
    "read_log",
    "resumed",
    "solve",
    "to_mlx_lm",
    "to_python",
    "to_svg",
    "to_swift",
]

_HOMES = {
    **dict.fromkeys(("Answer", "Drops", "EndAt", "HalveEvery", "Reach", "movable", "solve"), "stepdecay.goals.goal"),
    **dict.fromkeys(("Figures", "figures"), "stepdecay.evaluate.run_figures"),
    **dict.fromkeys(("Finding", "Fix", "Place"), "stepdecay.checks.finding"),
    "Found": "stepdecay.sources.found",
    **dict.fromkeys(("Level", "Levels", "levels"), "stepdecay.evaluate.level_list"),
    **dict.fromkeys(("Outline", "outline"), "stepdecay.evaluate.curve"),
    **dict.fromkeys(("Translation", "find_translations"), "stepdecay.translate.sites"),
    "check": "stepdecay.checks.all_rules",
    "find_schedules": "stepdecay.sources.files",
    "parse_schedule": "stepdecay.pyread.expressions",
    "log_rates": "stepdecay.trainlog.callback",
    "rates": "stepdecay.evaluate.mlx_rates",
    "read_log": "stepdecay.trainlog.file",
    **dict.fromkeys(("Resumed", "resumed"), "stepdecay.reshaping.resuming"),
    "to_mlx_lm": "stepdecay.writers.mlx_lm",
    "to_python": "stepdecay.writers.python",
    "to_svg": "stepdecay.writers.svg",
    "to_swift": "stepdecay.writers.swift",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first used (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
