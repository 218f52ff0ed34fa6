#!/usr/bin/env bash
# One would guess: transformers' warmup_steps counts updates; warmup_stable_decay and cosine_warmup_with_min_lr warm
# up from 0 as all others do.
# Really: below 1 it is a share of the run: 0.999 is the whole run, 1.0 a single update, 2.5 two. warmup_stable_decay
# with min_lr_ratio=0.1 warms up from a tenth of the rate, and cosine_warmup_with_min_lr (not to be confused with
# cosine_with_min_lr) from a w-th of it, so that its peak comes one update earlier than the other's.
# transformers 5.24.0, accelerate 1.15.0, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'transformers==5.24.0' 'accelerate==1.15.0'
cd "$work"
python -W ignore - <<'END'
import torch
from transformers import TrainingArguments, get_scheduler


def rates(name, updates=5, **options):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, found = get_scheduler(name, optimizer, 3, 12, scheduler_specific_kwargs=options), []
    for _ in range(updates):
        found.append(round(optimizer.param_groups[0]["lr"], 4))
        optimizer.step()
        scheduler.step()
    return found


warmups = {
    value: TrainingArguments(output_dir="out", use_cpu=True, warmup_steps=value).get_warmup_steps(1000)
    for value in (0.05, 0.999, 1.0, 2.5)
}
stable = rates("warmup_stable_decay", num_decay_steps=3, min_lr_ratio=0.1)
early = rates("cosine_warmup_with_min_lr", min_lr_rate=0.1)
late = rates("cosine_with_min_lr", min_lr_rate=0.1)
print("warmup_steps in a run of 1000 updates:", warmups)
print("warmup_stable_decay, warm-up 3:      ", stable)
print("cosine_warmup_with_min_lr, warm-up 3:", early)
print("cosine_with_min_lr, warm-up 3:       ", late)
assert warmups == {0.05: 50, 0.999: 999, 1.0: 1, 2.5: 2}, "warmup_steps means something else"
assert stable[:4] == [0.1, 0.4, 0.7, 1.0], "warmup_stable_decay begins elsewhere"
assert early.index(1.0) == 2 and late.index(1.0) == 3, "the peaks lie elsewhere"
assert early[0] == 0.3333 and late[0] == 0.0, "the two begin elsewhere"
END
