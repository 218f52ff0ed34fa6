#!/usr/bin/env bash
# One would guess: linear_schedule(init, 0, n) is 0 at step n and after.
# Really: its last value is init + n * ((0 - init) / n) in float32. Of the lengths 1 to 199 from 0.1, 47 don't end on
# 0, and 9 end below it: from then on every update walks up the gradient, by a rate some 1e-8 of the first one.
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


def last(init, steps):
    return optim.linear_schedule(init, 0, steps)(mx.array(10 * steps, mx.uint64)).item()


ends = [last(0.1, steps) for steps in range(1, 200)]
print("not 0:", sum(end != 0 for end in ends), "below 0:", sum(end < 0 for end in ends))
print("linear_schedule(0.1, 0, 3) ends on", last(0.1, 3))
print("linear_schedule(1e-4, 0, 1000) ends on", last(1e-4, 1000))
assert sum(end != 0 for end in ends) == 47, "another number of lengths ends off 0"
assert sum(end < 0 for end in ends) == 9, "another number of lengths ends below 0"
assert last(0.1, 3) < 0 and last(1e-4, 1000) < 0, "the two examples end elsewhere"

parameters = {"w": mx.zeros((1,))}
optimizer = optim.SGD(optim.linear_schedule(0.1, 0, 3))
for _ in range(100):
    parameters = optimizer.apply_gradients({"w": mx.ones((1,))}, {"w": mx.zeros((1,))})
print("update 100 of a positive gradient moves the weight by", parameters["w"].item())
assert parameters["w"].item() > 0, "the last updates no longer go up the gradient"
END
