#!/usr/bin/env bash
# One would guess: 10 iterations with gradient_accumulation_steps 3 are 3 updates in mlx-vlm as in mlx-lm, from which
# it grew.
# Really: mlx-lm drops the last, unfinished window; mlx-vlm applies it: a fourth update from one batch, and a schedule
# one step further. Size a schedule by ceil here, by floor there.
# mlx-vlm 0.7.10 without its model dependencies, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-lm==0.32.2' 'requests==2.32.5' 'pillow==12.0.0'
python -m pip install -q --no-deps 'mlx-vlm==0.7.10'
cd "$work"
python -W ignore - <<'END'
from itertools import repeat

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
from mlx_vlm.trainer.common.config import CoreTrainingArgs
from mlx_vlm.trainer.common.engine import train
from mlx_vlm.trainer.common.task import TrainingTask

task = TrainingTask(
    loss=lambda model, batch: (model(batch).square().mean(), {"weight": mx.array(1.0)}),
    batches=lambda dataset, train=False, seed=None: repeat(dataset[0]) if train else iter(dataset),
    save_weights=lambda *arguments, **options: None,
)
optimizer = optim.SGD(optim.linear_schedule(1e-3, 0, 10))
arguments = CoreTrainingArgs(iters=10, gradient_accumulation_steps=3, steps_per_report=10)
last = train(nn.Linear(1, 1), optimizer, [mx.ones((1, 1))], None, arguments, task)
print("updates of 10 iterations:", last["optimizer_step"], "step:", optimizer.step.item(), "last rate:", last["learning_rate"])
assert last["optimizer_step"] == optimizer.step.item() == 4, "another number of updates"
assert abs(last["learning_rate"] - 7e-4) < 1e-9, "another last rate"
END
