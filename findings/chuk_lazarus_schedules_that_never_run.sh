#!/usr/bin/env bash
# One would guess: of chuk-lazarus' two schedules in a config, exponential_decay and cosine_decay, each runs, the
# cosine down to its minimum, and the rate its warm-up helper returns is the rate used.
# Really: exponential_decay always ends in a TypeError, as mlx's takes no length. With a warm-up the cosine is as long
# as the run and begins after it, so the minimum is never reached. The helper takes the schedule's first, smallest
# rate for the peak, and reports a tenth of what the optimizer uses: mlx never looks at a rate assigned beside a
# schedule.
# chuk-lazarus 0.4.1, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'numpy==2.4.6' 'pydantic==2.13.3' 'tabulate==0.9.0' 'aiofiles==25.1.0' 'mlx-lm==0.32.2'
python -m pip install -q --no-deps 'chuk-lazarus==0.4.1'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
from chuk_lazarus.training import schedule_learning_rate
from chuk_lazarus.utils.optimizer_loader import load_optimizer


def optimizer(**schedule):
    fixed = {"name": "AdamW", "initial_lr": 1e-3, "betas": [0.9, 0.999], "eps": 1e-8, "weight_decay": 0.0}
    return load_optimizer({**fixed, "lr_schedule": schedule}, 100)


def used(one):
    one.apply_gradients({"w": mx.ones((1,))}, {"w": mx.zeros((1,))})
    return one.learning_rate.item()


try:
    optimizer(type="exponential_decay", decay_rate=0.9)
    raised = None
except TypeError as error:
    raised = error
print("exponential_decay:", repr(raised))
assert raised is not None, "exponential_decay loads now"

cosine = optimizer(type="cosine_decay", warmup_steps=10, minimum=1e-5)
rates = [used(cosine) for _ in range(100)]
print("cosine to 1e-5 in 100 updates, warm-up 10: the last rate is", rates[-1])
assert rates[-1] > 3e-5, "the minimum is reached now"

both = optimizer(type="cosine_decay", warmup_steps=10)
pairs = [(schedule_learning_rate(both, iteration, 5), used(both)) for iteration in range(12)]
print("update 11: reported", pairs[10][0], "used", pairs[10][1])
assert abs(pairs[10][0] - 1e-4) < 1e-8 and abs(pairs[10][1] - 1e-3) < 1e-8, "reported and used rates are others"
END
