#!/usr/bin/env bash
# One would guess: a warm-up of 0 steps is no warm-up: the schedule begins at its peak.
# Really: Optax keeps a transition of 0 steps on its *first* value for ever. warmup_constant_schedule(0, 1e-3, 0) and
# linear_schedule(0, 1e-3, 0) are 0 at every step, so a sweep over warm-up lengths that includes 0 has one run that
# learns nothing; the only word is a log line. warmup_cosine_decay_schedule(0, 1e-3, 0, ...), of the same family, does
# begin at the peak.
# optax 0.2.8, jax 0.10.2, seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'optax==0.2.8' 'jax==0.10.2'
cd "$work"
python -W ignore - <<'END'
import optax

STEPS = (0, 1, 10, 100_000)
schedules = {
    "linear_schedule": optax.linear_schedule(0.0, 1e-3, 0),
    "warmup_constant_schedule": optax.schedules.warmup_constant_schedule(0.0, 1e-3, 0),
    "warmup_cosine_decay_schedule": optax.warmup_cosine_decay_schedule(0.0, 1e-3, 0, 200_000),
}
rates = {name: [float(schedule(step)) for step in STEPS] for name, schedule in schedules.items()}
for name, found in rates.items():
    print(name, "with a warm-up of 0:", found)
assert rates["linear_schedule"] == [0.0] * 4, "linear_schedule over 0 steps is on its end now"
assert rates["warmup_constant_schedule"] == [0.0] * 4, "warmup_constant_schedule begins at the peak now"
assert rates["warmup_cosine_decay_schedule"][0] > 9e-4, "warmup_cosine_decay_schedule no longer begins at the peak"
END
