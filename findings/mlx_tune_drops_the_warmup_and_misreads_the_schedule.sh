#!/usr/bin/env bash
# One would guess: mlx-tune's SFTConfig, spelt as TRL's, warms up over warmup_steps (10 by default) and knows TRL's
# schedule names, or refuses them.
# Really: there is no warm-up, the first update is made at the full rate; and "constant_with_warmup", like any name it
# doesn't know, is a cosine down to 0.
# mlx-tune 0.6.0, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-tune==0.6.0'
cd "$work"
python -W ignore - <<'END'
import contextlib
import io
from types import SimpleNamespace

import mlx.core as mx
from mlx_tune.sft_trainer import SFTConfig, SFTTrainer


def rates(name):
    config = SFTConfig(output_dir="out", learning_rate=1.0, warmup_steps=5, max_steps=12, lr_scheduler_type=name)
    with contextlib.redirect_stdout(io.StringIO()):
        trainer = SFTTrainer(SimpleNamespace(lora_config={}), None, [{"text": "a"}] * 16, args=config)
    # What train() hands to AdamW; calling train() itself would need a model.
    schedule = trainer._get_lr_schedule()
    return [round(schedule(mx.array(step, mx.uint64)).item(), 4) for step in (0, 1, 5, 11)]


linear, cosine, unknown = (rates(name) for name in ("linear", "cosine", "constant_with_warmup"))
print("warm-up 5 of 12, updates 1, 2, 6, 12: linear", linear, "cosine", cosine, "constant_with_warmup", unknown)
assert linear == [1.0, 0.9167, 0.5833, 0.0833], "linear warms up now"
assert cosine[0] == 1.0, "cosine warms up now"
assert unknown == cosine, "constant_with_warmup is no cosine now"
END
