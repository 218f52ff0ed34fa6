"""The `stepdecay` command in this process, and files for it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from stepdecay.cli import main

ENDS_EARLY = """
    # mlx-lm's own sample, with its schedule
    model: "mlx-community/model"
    iters: 1000
    grad_accumulation_steps: 1
    lr_schedule:
      name: cosine_decay
      warmup: 100 # 0 for no warmup
      warmup_init: 1.0e-7
      arguments: [1.0e-5, 1000, 1.0e-7] # passed to scheduler
"""
HEALTHY = ENDS_EARLY.replace("1000,", "898,")
SCRIPT = """
    import mlx.optimizers as optim

    warmup = optim.linear_schedule(1e-7, 1e-5, 100)
    cosine = optim.cosine_decay(1e-5, 1000, 1e-7)
    lr_schedule = optim.join_schedules([warmup, cosine], [100])
"""
SENTENCE = (
    "LR101 the run ends after update 1000 at 3.52e-07, and not at the end of 1e-07: "
    "the warm-up's 101 updates are not part of decay_steps = 1000; 898 fits"
)


def run_command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Run the command in this process; return its exit status, its output and its errors."""
    try:
        status = main([str(argument) for argument in arguments])
    except SystemExit as leave:  # argparse's way
        status = leave.code
    return status, *capsys.readouterr()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    return path
