#!/usr/bin/env bash
# One would guess: with gradient_accumulation_steps=4 a Keras schedule counts updates, as optimizer.iterations does.
# Really: optimizer.iterations counts updates, and the schedule is asked with four times as much: it counts batches.
# The first update takes the rate of step 3, the second that of step 7, and a schedule sized in updates is over after
# a quarter of the run.
# keras 3.15.1 on jax 0.10.2, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'keras==3.15.1' 'jax==0.10.2'
cd "$work"
KERAS_BACKEND=jax python -W ignore - <<'END'
import keras
import numpy as np

# A rate that is its own step number, so that the move of the weight says which step was asked for.
schedule = keras.optimizers.schedules.PolynomialDecay(0.0, 1000, 1000.0)
optimizer = keras.optimizers.SGD(schedule, gradient_accumulation_steps=4)
weight = keras.Variable(0.0)
optimizer.build([weight])
steps = []
for _ in range(12):
    before = float(weight)
    optimizer.apply([np.float32(1.0)])
    if float(weight) != before:
        steps.append(round(before - float(weight)))
print("12 batches: the updates used the rates of steps", steps)
print("optimizer.iterations:", int(optimizer.iterations), "optimizer.learning_rate:", float(optimizer.learning_rate))
assert steps == [3, 7, 11], "the schedule is asked at other steps"
assert int(optimizer.iterations) == 3, "iterations no longer counts updates"
assert round(float(optimizer.learning_rate)) == 12, "the rate shown is of another step"
END
