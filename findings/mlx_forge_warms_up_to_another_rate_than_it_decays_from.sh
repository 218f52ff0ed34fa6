#!/usr/bin/env bash
# One would guess: mlx-forge's lr_schedule, spelt as mlx-lm's, warms up to the schedule's own first argument, as
# mlx-lm does.
# Really: it climbs to `learning_rate`, a key mlx-lm ignores beside a schedule, and from there jumps to the schedule's
# first argument. With the default of 1e-5 under a cosine from 1e-4 the rate grows tenfold within one update, right
# where a warm-up should protect.
# mlx-forge 0.8.0, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-forge==0.8.0'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
from mlx_forge.config import TrainingParams
from mlx_forge.trainer.optimizer import build_scheduler

block = {"name": "cosine_decay", "arguments": [1e-4, 90, 1e-6], "warmup": 10, "warmup_init": 1e-7}
schedule = build_scheduler(TrainingParams(lr_schedule=block))
rates = [schedule(mx.array(step, mx.uint64)).item() for step in range(12)]
print("updates 9 to 12:", [f"{rate:.4g}" for rate in rates[8:]])
assert abs(rates[9] - 9.01e-6) < 1e-9, "the warm-up climbs elsewhere"
assert abs(rates[10] - 1e-4) < 1e-9, "the schedule begins elsewhere"
END
