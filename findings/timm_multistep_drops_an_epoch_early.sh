#!/usr/bin/env bash
# One would guess: timm's MultiStepLRScheduler(decay_t=[30, 60]) drops at epoch 30, as its own
# StepLRScheduler(decay_t=30) and PyTorch's MultiStepLR do; and CosineLRScheduler with warmup_t=5 reaches the rate it
# was given.
# Really: the milestones drop one epoch early, at 29 and 59. And by default (warmup_prefix=False) the cosine runs
# under the warm-up: it is entered where epoch 5 lies on it, and the given rate is never used: the longer the warm-up,
# the lower the top.
# timm 1.0.31 (its schedulers alone, without torchvision), torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'numpy==2.4.6'
python -m pip install -q --no-deps 'timm==1.0.31'
cd "$work"
python -W ignore - <<'END'
import importlib.util
import sys
from types import ModuleType

import torch

# timm's own __init__ wants torchvision for its models; an empty one in its place is enough for timm.scheduler.
timm = ModuleType("timm")
timm.__path__ = list(importlib.util.find_spec("timm").submodule_search_locations)
sys.modules["timm"] = timm
from timm.scheduler import CosineLRScheduler, MultiStepLRScheduler, StepLRScheduler  # noqa: E402


def rates(make, epochs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    found = [optimizer.param_groups[0]["lr"]]
    for epoch in range(1, epochs):
        scheduler.step(epoch)
        found.append(round(optimizer.param_groups[0]["lr"], 4))
    return found


def drops(found):
    return [epoch for epoch in range(1, len(found)) if found[epoch] < found[epoch - 1]]


multi = drops(rates(lambda optimizer: MultiStepLRScheduler(optimizer, decay_t=[30, 60], decay_rate=0.1), 90))
step = drops(rates(lambda optimizer: StepLRScheduler(optimizer, decay_t=30, decay_rate=0.1), 90))
print("drops of MultiStep [30, 60]:", multi, "of Step 30:", step)
tops = {
    prefix: max(rates(lambda optimizer: CosineLRScheduler(optimizer, 20, warmup_t=5, warmup_prefix=prefix), 25))
    for prefix in (False, True)
}
print("top of a cosine over 20 epochs with a warm-up of 5, by warmup_prefix:", tops)
assert multi == [29, 59] and step == [30, 60], "the milestones moved"
assert abs(tops[False] - 0.8536) < 1e-3 and tops[True] == 1.0, "the top is another"
END
