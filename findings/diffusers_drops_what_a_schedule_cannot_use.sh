#!/usr/bin/env bash
# One would guess: diffusers' get_scheduler applies num_warmup_steps and num_cycles to the schedule it is asked for,
# or refuses them.
# Really: with piecewise_constant (and constant) the warm-up is dropped, with cosine the cycles, in silence; the
# training scripts offer all of these flags side by side. And piecewise_constant's step rules are multiples of the
# rate, not rates.
# diffusers 0.42.1, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'torch==2.13.0' 'diffusers==0.42.1'
cd "$work"
python -W ignore - <<'END'
import torch
from diffusers.optimization import get_scheduler


def rates(name, updates=10, **options):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1e-3)
    scheduler, found = get_scheduler(name, optimizer, num_training_steps=10, **options), []
    for _ in range(updates):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


RULES = "1:4,0.1:8,0.01"
plain, warm = rates("piecewise_constant", step_rules=RULES), rates("piecewise_constant", step_rules=RULES, num_warmup_steps=3)
one, two = rates("cosine", num_warmup_steps=0), rates("cosine", num_warmup_steps=0, num_cycles=2)
restarts = rates("cosine_with_restarts", num_warmup_steps=0, num_cycles=2)
print("piecewise_constant:            ", plain)
print("piecewise_constant, warm-up 3: ", warm)
print("cosine, 2 cycles, as 1:", two == one, "restarts, 2 cycles, goes up again:", restarts[5] == restarts[0])
assert plain == warm and plain[0] == 1e-3, "the warm-up counts now"
assert abs(plain[4] - 1e-4) < 1e-12, "the rules are no longer multiples"
assert one == two and restarts[5] == restarts[0], "the cycles count now"
END
