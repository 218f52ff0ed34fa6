#!/usr/bin/env bash
# One would guess: Adafactor(learning_rate=...) uses that rate, and reports the one it uses.
# Really: relative_step is on by default and wins. Rates of 1e-2 and 1e-7 and a step_decay give bit-equal weights,
# while optimizer.learning_rate shows the ignored value. With relative_step=False the rate counts, times the weights'
# RMS.
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


def trained(rate, **options):
    optimizer = optim.Adafactor(rate, **options)
    weights = {"w": mx.ones((4, 4))}
    for _ in range(5):
        weights = optimizer.apply_gradients({"w": mx.ones((4, 4))}, weights)
    return weights["w"][0, 0].item(), optimizer.learning_rate.item()


rates = (1e-2, 1e-7, optim.step_decay(1e-2, 0.1, 1))
ignored = [trained(rate) for rate in rates]
obeyed = [trained(rate, relative_step=False) for rate in rates]
print("default (weight, reported rate):", ignored)
print("relative_step=False            :", obeyed)
assert len({weight for weight, _ in ignored}) == 1, "the rate counts by default now"
assert len({rate for _, rate in ignored}) == 3, "the reported rate is no longer the ignored one"
assert len({weight for weight, _ in obeyed}) == 3, "relative_step=False no longer turns the rate on"
END
