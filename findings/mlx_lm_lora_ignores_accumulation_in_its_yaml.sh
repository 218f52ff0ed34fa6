#!/usr/bin/env bash
# One would guess: mlx-lm-lora's `gradient_accumulation_steps: 4` in the YAML does what the flag of that name does, as
# `iters` does.
# Really: a YAML value counts only where the flag's default is None, and this flag's is 1. The key is read and
# dropped, in silence: four times as many updates as planned, and a schedule sized for them is over after a quarter of
# the run.
# mlx-lm-lora 5.10.2, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-lm==0.32.2' 'mlx-lm-lora==5.10.2'
cd "$work"
cat >config.yaml <<'END'
model: somebody/some-model
train: true
iters: 400
gradient_accumulation_steps: 4
END
python -W ignore - <<'END'
import contextlib
import io
import sys

from mlx_lm_lora import train

# The command reads its flags and its file, and hands the result to `run`, which would load the model.
seen = []
train.run = seen.append
for flags in ([], ["--gradient-accumulation-steps", "4"]):
    sys.argv = ["mlx_lm_lora.train", "-c", "config.yaml", *flags]
    with contextlib.redirect_stdout(io.StringIO()):
        train.main()
file_only, by_flag = seen
print("YAML only: iters", file_only.iters, "accumulation", file_only.gradient_accumulation_steps)
print("by flag:   iters", by_flag.iters, "accumulation", by_flag.gradient_accumulation_steps)
assert file_only.iters == 400, "the file's iters is no longer read"
assert file_only.gradient_accumulation_steps == 1, "the file's accumulation is read now"
assert by_flag.gradient_accumulation_steps == 4, "the flag no longer works"
END
