#!/usr/bin/env bash
# One would guess: a compiled training step that captures model.state but forgets optimizer.state fails, or trains
# with the schedule.
# Really: it trains, without a word, at the rate of the trace. The schedule moves by one each time a batch has a shape
# not seen before: it counts batch shapes. Eight updates in three shapes end at the rate of update three, and going
# back to the first shape goes back to the first rate.
# mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4'
cd "$work"
python -W ignore - <<'END'
from functools import partial

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim

SIZES = (3, 3, 3, 3, 5, 3, 7, 7)


def used(name_the_optimizer):
    """The rate of each update, read off the weights: the gradient is the batch size."""
    model = nn.Linear(4, 1)
    optimizer = optim.SGD(optim.step_decay(1.0, 0.5, 1))
    gradients = nn.value_and_grad(model, lambda model, x: model(x).sum())
    optimizer.init(model.trainable_parameters())
    state = [model.state, optimizer.state] if name_the_optimizer else [model.state]

    @partial(mx.compile, inputs=state, outputs=state)
    def step(x):
        _, found = gradients(model, x)
        optimizer.update(model, found)

    rates = []
    for size in SIZES:
        before = model.weight
        step(mx.ones((size, 4)))
        mx.eval(state)
        rates.append(round(((before - model.weight) / size)[0, 0].item(), 4))
    return rates


right, wrong = used(True), used(False)
print("batch sizes              ", SIZES)
print("with optimizer.state     ", right)
print("without optimizer.state  ", wrong)
assert right == [round(0.5**n, 4) for n in range(8)], "the named state no longer follows the schedule"
assert wrong == [1.0, 1.0, 1.0, 1.0, 0.5, 1.0, 0.25, 0.25], "a forgotten state does something else"
END
