#!/usr/bin/env bash
# One would guess: exponential_decay(1e-3, 10) is exponential_decay(1e-3, 10.0), and both grow to inf.
# Really: a whole number is raised to the step in uint64, modulo 2^64. With 10 the rate is right up to step 19, noise
# from step 20, and exactly 0 from step 64 on. With 10.0 it grows to inf as float32 does.
# mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.optimizers as optim


def rates(decay_rate):
    return optim.exponential_decay(1e-3, decay_rate)(mx.arange(70, dtype=mx.uint64)).tolist()


whole, floating = rates(10), rates(10.0)
for step in (18, 19, 20, 21, 63, 64):
    print(f"step {step}: 10 gives {whole[step]:.6g}, 10.0 gives {floating[step]:.6g}")
assert whole[:20] == floating[:20], "the first twenty steps part now"
assert whole[20] < whole[19], "10^20 no longer wraps"
assert set(whole[64:]) == {0.0}, "step 64 is no longer 0"
assert floating[64] == float("inf"), "10.0 no longer grows to inf"
END
