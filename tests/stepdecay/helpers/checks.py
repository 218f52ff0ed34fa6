"""What the tests of findings write and ask."""

from __future__ import annotations

from stepdecay import CosineDecay, Finding, JoinSchedules, LinearSchedule, Run, check
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.sources.files import find_in
from stepdecay.sources.found import Found
from stepdecay.trainers.mlx_lm import LoraSchedule

SAMPLE = """\
# The learning rate schedule
iters: 1000
lr_schedule:
  name: cosine_decay
  warmup: 100 # 0 for no warmup
  warmup_init: 1.0e-7 # 0 if not specified
  arguments: [1.0e-5, 1000, 1.0e-7] # passed to scheduler
"""
"""The `lr_schedule` of mlx-lm's own example, uncommented."""


def constant(rate: float) -> LinearSchedule:
    """The constant that MLX has no function for."""
    return LinearSchedule(rate, rate, 1)


def lora(leaf: Leaf, warmup: int = 100) -> Schedule:
    """A schedule after a warm-up, as mlx-lm joins them."""
    return LoraSchedule(leaf, warmup, 1e-7).schedule


def restarts(*lengths: int, extent: int = 100) -> JoinSchedules:
    """Equal cosines, each begun anew after as many updates."""
    starts = [extent * (index + 1) for index in range(len(lengths) - 1)]
    return JoinSchedules([CosineDecay(0.1, length) for length in lengths], starts)


def wrong(schedule: Schedule | None, run: Run | None = None, source: Found | None = None, **options: str) -> list[str]:
    """The codes of the errors and warnings, in the order in which they are said."""
    return [one.code for one in check(schedule, run, source, **options) if one.severity != "note"]


def noted(schedule: Schedule, run: Run | None = None) -> list[str]:
    """The codes of the notes."""
    return [one.code for one in check(schedule, run) if one.severity == "note"]


def said(code: str, schedule: Schedule, run: Run | None = None, **options: str) -> Finding:
    """The one finding of a code."""
    (found,) = [one for one in check(schedule, run, **options) if one.code == code]
    return found


def mended(code: str, schedule: Schedule, run: Run, **options: str) -> Schedule:
    """What the fix of a finding makes of a schedule."""
    fix = said(code, schedule, run, **options).fix
    assert fix is not None
    assert fix.run == run
    return fix.schedule


def in_file(text: str, name: str = "lora.yaml") -> Found:
    """The only schedule of a file."""
    (found,) = find_in(text.encode(), name)
    return found
