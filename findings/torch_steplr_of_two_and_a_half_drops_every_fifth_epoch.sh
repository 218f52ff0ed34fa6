#!/usr/bin/env bash
# One would guess: PyTorch's StepLR(step_size=2.5), as it comes out of a division, drops after 3, 5, 8 ... epochs as
# mlx's step_decay does; and a LinearLR warm-up over total_iters=0 epochs is no warm-up.
# Really: StepLR drops where the epoch is a multiple of 2.5, so every fifth epoch, half as often; with 10 / 3 it never
# drops. LinearLR over 0 epochs stays on its start factor for ever: a tenth of the rate for the whole run. Neither
# says a word.
# torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0'
cd "$work"
python -W ignore - <<'END'
import torch
from torch.optim.lr_scheduler import LinearLR, StepLR


def rates(make, epochs=12):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, found = make(optimizer), []
    for _ in range(epochs):
        found.append(round(optimizer.param_groups[0]["lr"], 4))
        optimizer.step()
        scheduler.step()
    return found


half = rates(lambda optimizer: StepLR(optimizer, 2.5, 0.5))
third = rates(lambda optimizer: StepLR(optimizer, 10 / 3, 0.5), 60)
none = rates(lambda optimizer: LinearLR(optimizer, 0.1, 1.0, total_iters=0))
print("StepLR(2.5, 0.5):   ", half)
print("StepLR(10 / 3, 0.5), 60 epochs:", sorted(set(third)))
print("LinearLR(0.1, 1, 0):", none)
assert half == [1.0] * 5 + [0.5] * 5 + [0.25] * 2, "2.5 drops at other epochs"
assert set(third) == {1.0}, "10 / 3 drops now"
assert none == [0.1] * 12, "a warm-up of 0 epochs ends now"
END
