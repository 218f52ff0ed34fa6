#!/usr/bin/env bash
# One would guess: lr_schedule's `warmup: 2.5` is refused, or rounded; and after `warmup: 3` the peak is used once
# before the decay begins.
# Really: mlx-lm joins at warmup + 1, so after 3 the peak is used twice. 2.5 is taken as it is: the boundary is 3.5, the
# peak is used once, and the decay begins half a step in.
# mlx-lm 0.32.2, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-lm==0.32.2'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.optimizers as optim
from mlx_lm.tuner.utils import build_schedule


def rates(warmup):
    schedule = build_schedule({"name": "cosine_decay", "arguments": [1.0, 10], "warmup": warmup})
    return [schedule(mx.array(step, mx.uint64)).item() for step in range(7)]


whole, half = rates(3), rates(2.5)
body = optim.cosine_decay(1.0, 10)
print("warmup 3:  ", [round(rate, 5) for rate in whole])
print("warmup 2.5:", [round(rate, 8) for rate in half])
assert whole[3] == whole[4] == 1.0 and whole[5] < 1.0, "the peak is no longer used twice"
assert abs(half[1] - 0.4) < 1e-6 and half[3] == 1.0, "the warm-up of 2.5 climbs otherwise"
assert abs(half[4] - body(mx.array(0.5)).item()) < 1e-6, "the decay no longer begins half a step in"
END
