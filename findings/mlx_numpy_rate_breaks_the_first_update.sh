#!/usr/bin/env bash
# One would guess: np.float32(0.1), as it comes out of np.linspace or np.logspace, is as good a rate for a schedule as
# 0.1.
# Really: as a plain rate it is. In a schedule NumPy takes the multiplication over, the schedule returns NumPy's
# numbers, and the optimizer, made without complaint, fails at the first update that has a gradient. As step_size an
# np.int64 is fine.
# mlx 0.32.4 (Linux, CPU), numpy 2.4.6, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'numpy==2.4.6'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.optimizers as optim
import numpy as np


def outcome(rate):
    optimizer = optim.SGD(rate)
    try:
        return round(optimizer.apply_gradients({"w": mx.ones((1,))}, {"w": mx.zeros((1,))})["w"].item(), 6)
    except TypeError as error:
        return f"TypeError: {error}"


cases = {
    "np.float32 alone": outcome(np.float32(0.1)),
    "np.int64 step_size": outcome(optim.step_decay(0.1, 0.5, np.int64(10))),
    "np.float32 init": outcome(optim.step_decay(np.float32(0.1), 0.5, 10)),
    "np.float64 decay_rate": outcome(optim.step_decay(0.1, np.float64(0.5), 10)),
}
for name, result in cases.items():
    print(f"{name}: {result}")
assert cases["np.float32 alone"] == -0.1, "a plain NumPy rate behaves otherwise"
assert cases["np.int64 step_size"] == -0.1, "a NumPy step_size behaves otherwise"
assert str(cases["np.float32 init"]).startswith("TypeError"), "a NumPy init works now"
assert str(cases["np.float64 decay_rate"]).startswith("TypeError"), "a NumPy decay_rate works now"
END
