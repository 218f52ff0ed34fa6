#!/usr/bin/env bash
# One would guess: pytorch_optimizer's PolyScheduler decays polynomially from max_lr to min_lr over t_max;
# LinearScheduler stops at min_lr; a REXScheduler begins at max_lr; and a run begins at init_lr.
# Really: PolyScheduler grows after its warm-up, from max_lr, with the power of the steps done: with max_lr 1e-3 and
# defaults it is 0.03 after 900 steps, thirty times its maximum. LinearScheduler goes on below min_lr and below 0. And
# the first update of the whole family is made at min_lr, a rate that belongs to the end: with REXScheduler and the
# default floor, at 0.
# pytorch_optimizer 4.1.0, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'numpy==2.4.6' 'pytorch_optimizer==4.1.0'
cd "$work"
python -W ignore - <<'END'
import torch
from pytorch_optimizer import CosineScheduler, LinearScheduler, PolyScheduler, REXScheduler


def rates(make, updates):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, found = make(optimizer), []
    for _ in range(updates):
        found.append(round(float(optimizer.param_groups[0]["lr"]), 5))
        optimizer.step()
        scheduler.step()
    return found


poly = rates(lambda optimizer: PolyScheduler(optimizer, t_max=1000, max_lr=1e-3, warmup_steps=10), 901)
linear = rates(lambda optimizer: LinearScheduler(optimizer, t_max=5, max_lr=1.0, min_lr=0.1, init_lr=0.5), 8)
cosine = rates(lambda optimizer: CosineScheduler(optimizer, t_max=5, max_lr=1.0, min_lr=0.1, init_lr=0.5), 3)
rex = rates(lambda optimizer: REXScheduler(optimizer, total_steps=8, max_lr=1.0), 3)
print("PolyScheduler, max_lr 1e-3, updates 100, 500, 901:", poly[99], poly[499], poly[900])
print("LinearScheduler from 0.5, max 1, min 0.1:", linear)
print("CosineScheduler from 0.5, max 1, min 0.1:", cosine)
print("REXScheduler, max 1:", rex)
assert poly[99] < poly[499] < poly[900] and poly[900] > 0.029, "PolyScheduler no longer rises"
assert linear[0] == 0.1 and linear[-1] < 0, "LinearScheduler goes elsewhere"
assert cosine[0] == 0.1, "CosineScheduler begins elsewhere"
assert rex[0] == 0.0 and rex[1] > 0.9, "REXScheduler begins elsewhere"
END
