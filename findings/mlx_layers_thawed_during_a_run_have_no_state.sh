#!/usr/bin/env bash
# One would guess: unfreezing a layer in the middle of a run is enough to train it; the optimizer makes state for it,
# as for all others at the first update.
# Really: state is made once. The next update raises KeyError. optimizer.init(...) once more helps and, against a
# second guess, does not set the schedule back: step and rate stay.
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
import mlx.nn as nn
import mlx.optimizers as optim

model = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
model.layers[0].freeze()
optimizer = optim.Adam(optim.step_decay(1e-2, 0.5, 2))
gradients = nn.value_and_grad(model, lambda model, x: model(x).sum())


def update():
    optimizer.update(model, gradients(model, mx.ones((1, 2)))[1])


for _ in range(3):
    update()
model.layers[0].unfreeze()
try:
    update()
    raised = None
except KeyError as error:
    raised = error
print("after unfreeze:", repr(raised))
assert raised is not None, "state is made for new layers now"
step, rate = optimizer.step.item(), optimizer.learning_rate.item()
optimizer.init(model.trainable_parameters())
print("step and rate before init:", step, rate, "after:", optimizer.step.item(), optimizer.learning_rate.item())
assert (optimizer.step.item(), optimizer.learning_rate.item()) == (step, rate), "init sets the schedule back now"
update()
print("next update: step", optimizer.step.item())
END
