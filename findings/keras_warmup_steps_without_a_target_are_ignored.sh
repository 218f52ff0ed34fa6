#!/usr/bin/env bash
# One would guess: Keras's CosineDecay(1e-3, 1000, warmup_steps=100) warms up to 1e-3 over 100 steps.
# Really: warmup_steps counts only beside warmup_target; alone it is dropped without a word. With a target the first
# argument is no longer the peak but where the warm-up begins, so adding warmup_target=1e-3 to the call above holds
# 1e-3 flat for 100 steps.
# keras 3.15.1 on jax 0.10.2, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'keras==3.15.1' 'jax==0.10.2'
cd "$work"
KERAS_BACKEND=jax python -W ignore - <<'END'
from keras.optimizers.schedules import CosineDecay

STEPS = (0, 50, 100, 600, 1000, 1100)


def rates(*arguments, **options):
    schedule = CosineDecay(*arguments, **options)
    return [round(float(schedule(step)), 8) for step in STEPS]


none = rates(1e-3, 1000)
alone = rates(1e-3, 1000, warmup_steps=100)
flat = rates(1e-3, 1000, warmup_steps=100, warmup_target=1e-3)
meant = rates(0.0, 1000, warmup_steps=100, warmup_target=1e-3)
for name, found in (("no warm-up", none), ("steps alone", alone), ("and a target", flat), ("from 0 to a target", meant)):
    print(name, dict(zip(STEPS, found)))
assert alone == none, "warmup_steps counts without a target now"
assert flat[:3] == [1e-3] * 3, "the first argument is no longer where the warm-up begins"
assert meant[:3] == [0.0, 5e-4, 1e-3] and meant[-1] == 0.0, "the meant spelling does something else"
END
