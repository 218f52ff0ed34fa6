#!/usr/bin/env bash
# One would guess: an mlx optimizer's state in a safetensors file goes on in PyTorch: same names, same numbers, the
# step counted on.
# Really: mlx counts in uint64. PyTorch loads the step and shows it, and refuses to add to it, on the CPU, until it is
# cast. NumPy adds.
# mlx 0.32.4 (Linux, CPU), safetensors 0.8.0, torch 2.13.0 (CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'safetensors==0.8.0' 'torch==2.13.0' 'numpy==2.4.6'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.optimizers as optim
from mlx.utils import tree_flatten

optimizer = optim.Adam(optim.cosine_decay(1e-3, 100))
for _ in range(3):
    optimizer.apply_gradients({"w": mx.ones((1,))}, {"w": mx.zeros((1,))})
mx.save_safetensors("state.safetensors", dict(tree_flatten(optimizer.state)))

import torch  # noqa: E402
from safetensors.numpy import load_file as load_numpy  # noqa: E402
from safetensors.torch import load_file as load_torch  # noqa: E402

step = load_torch("state.safetensors")["step"]
try:
    after = step + 1
except NotImplementedError as error:
    after = f"NotImplementedError: {error}"
print("the step in PyTorch:", step, "plus 1:", after)
print("cast first:", step.to(torch.int64) + 1, "in NumPy:", load_numpy("state.safetensors")["step"] + 1)
assert step.dtype == torch.uint64 and step.item() == 3, "the step is stored otherwise"
assert str(after).startswith("NotImplementedError"), "PyTorch adds to it now"
assert (step.to(torch.int64) + 1).item() == 4, "a cast no longer helps"
END
