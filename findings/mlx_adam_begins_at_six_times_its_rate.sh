#!/usr/bin/env bash
# One would guess: an update of Adam moves a weight by about the learning rate, from the first one, as in PyTorch and
# Optax.
# Really: mlx's Adam and AdamW don't correct the bias unless told to. Under a steady gradient the first update is 3.16
# times the rate, the twelfth 6.57 times, the hundredth still 3.2 times. Adamax can't be told, and errs the other way:
# it begins at a tenth. So a schedule without a warm-up begins far above what it says, and a short warm-up ends where
# Adam is at its wildest.
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


def sizes(optimizer, updates=300):
    """The size of each update under a gradient of 1, in learning rates."""
    weight, moves = {"w": mx.zeros((1,))}, []
    for _ in range(updates):
        new = optimizer.apply_gradients({"w": mx.ones((1,))}, weight)
        moves.append((weight["w"] - new["w"]).item() / 1e-3)
        weight = new
    return moves


adam = sizes(optim.Adam(1e-3))
adamw = sizes(optim.AdamW(1e-3, weight_decay=0))
corrected = sizes(optim.Adam(1e-3, bias_correction=True))
adamax = sizes(optim.Adamax(1e-3))
for name, moves in (("Adam", adam), ("AdamW", adamw), ("bias_correction=True", corrected), ("Adamax", adamax)):
    print(f"{name}: updates 1, 12, 100, 300 are", [round(moves[n - 1], 3) for n in (1, 12, 100, 300)], "rates")
assert abs(adam[0] - 3.162) < 0.01, "Adam's first update is another size"
assert max(adam) == adam[11] and abs(adam[11] - 6.569) < 0.01, "Adam is largest elsewhere"
assert abs(adam[99] - 3.24) < 0.05, "Adam's hundredth update is another size"
assert adam == adamw, "AdamW parts from Adam"
assert max(abs(move - 1) for move in corrected) < 0.01, "the correction no longer gives the rate"
assert abs(adamax[0] - 0.1) < 0.001, "Adamax begins elsewhere"
END
