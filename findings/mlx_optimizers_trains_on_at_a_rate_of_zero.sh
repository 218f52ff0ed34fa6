#!/usr/bin/env bash
# One would guess: at a learning rate of 0 an optimizer leaves the weights alone, and a schedule given to it rules all
# of them.
# Really: of mlx-optimizers, MARS moves vectors (biases, norms) at its learning_rate_1d, 3e-3 by default, and Muon at
# the rate of an AdamW(1e-3): the schedule reaches neither. A schedule put into Muon's alternate optimizer stays on
# its first rate for ever, as nobody counts its steps. MADGRAD adds its eps of 1e-6 to the rate: no schedule ends
# lower than that.
# mlx-optimizers 0.4.1, mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4' 'mlx-optimizers==0.4.1'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.optimizers as optim
import mlx_optimizers as third_party


def move(optimizer, shape):
    weights = {"w": mx.zeros(shape)}
    return abs(optimizer.apply_gradients({"w": mx.ones(shape)}, weights)["w"]).max().item()


moves = {
    name: (move(getattr(third_party, name)(0.0), (2, 2)), move(getattr(third_party, name)(0.0), (4,)))
    for name in ("MARS", "Muon", "MADGRAD", "QHAdam", "DiffGrad", "Lamb", "Shampoo")
}
for name, (matrix, vector) in moves.items():
    print(f"{name} at a rate of 0 moves a matrix by {matrix:.3g}, a vector by {vector:.3g}")
assert moves["MARS"][0] == 0 and abs(moves["MARS"][1] - 3e-3) < 1e-5, "MARS obeys its rate now"
assert moves["Muon"][0] == 0 and moves["Muon"][1] > 1e-3, "Muon obeys its rate now"
assert all(0 < size < 1e-4 for size in moves["MADGRAD"]), "MADGRAD obeys its rate now"
assert all(moves[name] == (0, 0) for name in ("QHAdam", "DiffGrad", "Lamb", "Shampoo")), "another one moves at 0"

muon = third_party.Muon(0.02, alternate_optimizer=optim.SGD(optim.step_decay(1.0, 0.5, 1)))
sizes = [move(muon, (4,)) for _ in range(4)]
print("a step_decay in Muon's alternate optimizer, updates 1 to 4:", sizes)
assert sizes == [1.0] * 4, "the schedule of Muon's alternate optimizer goes on now"
END
