#!/usr/bin/env bash
# One would guess: mflux's `"lr_schedule": "cosine"` decays over the run, whose length the trainer knows, or is
# refused.
# Really: without `lr_total_steps` it is the constant rate, and so is any other name, "linear" or a slip of the pen.
# Nothing is said.
# mflux 0.24.0 without its image dependencies, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'numpy==2.4.6' 'tqdm==4.67.1' 'pillow==12.0.0'
python -m pip install -q --no-deps 'mflux==0.24.0'
cd "$work"
python -W ignore - <<'END'
from types import SimpleNamespace

import mlx.core as mx
from mflux.models.common.training.optimization.optimizer import Optimizer
from mflux.models.common.training.state.training_spec import OptimizerSpec


def rates(**options):
    spec = OptimizerSpec(name="AdamW", learning_rate=1e-4, **options)
    optimizer = Optimizer.from_spec(SimpleNamespace(optimizer=spec)).optimizer
    found = []
    for _ in range(100):
        optimizer.apply_gradients({"w": mx.ones((1,))}, {"w": mx.zeros((1,))})
        found.append(optimizer.learning_rate.item())
    return found


total, silent, slip = rates(lr_schedule="cosine", lr_total_steps=100), rates(lr_schedule="cosine"), rates(lr_schedule="linaer")
print("cosine with a total: update 1", total[0], "update 100", total[-1])
print("cosine without:      update 1", silent[0], "update 100", silent[-1])
print("a misspelt name:     update 1", slip[0], "update 100", slip[-1])
assert total[-1] < 1e-7, "cosine with a total no longer decays"
assert len(set(silent)) == 1, "cosine without a total decays now"
assert len(set(slip)) == 1, "another name is no longer taken for a constant"
END
