#!/usr/bin/env bash
# One would guess: while schedulefree warms up, param_groups[0]["lr"], which loggers and get_last_lr read, shows the
# warm-up, as with any scheduler.
# Really: it shows the full rate from the first update on. The warm-up lives in "scheduled_lr", beside it, whose first
# value is a w-th of the rate, not 0. A chart of the rate is flat, and the curve that was trained with is in no log.
# schedulefree 1.4.1, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'schedulefree==1.4.1'
cd "$work"
python -W ignore - <<'END'
import schedulefree
import torch

weight = torch.nn.Parameter(torch.zeros(1))
optimizer = schedulefree.SGDScheduleFree([weight], lr=1.0, warmup_steps=4)
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1.0)
optimizer.train()
shown, used = [], []
for _ in range(6):
    weight.grad = torch.ones(1)
    optimizer.step()
    scheduler.step()
    shown.append(scheduler.get_last_lr()[0])
    used.append(optimizer.param_groups[0]["scheduled_lr"])
print("shown:", shown)
print("used: ", used)
assert shown == [1.0] * 6, "the rate shown follows the warm-up now"
assert used == [0.25, 0.5, 0.75, 1.0, 1.0, 1.0], "the warm-up is another"
END
