#!/usr/bin/env bash
# One would guess: what an mlx module saves it can load, and an optimizer's state survives tree_flatten, a file and
# tree_unflatten.
# Really: flattened names don't say whether "2" was a list's place or a dict's key, and unflattening takes it for a
# place. A module that keeps its layers in a dict under digits ("0", "2": experts, kept layers) trains and saves;
# loading its own file raises KeyError, and an optimizer resumed from its own state raises TypeError at the next
# update.
# mlx 0.32.4 (Linux, CPU), seen 2026-12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work"
export PATH=$work/bin:$PATH
python -m pip install -q 'mlx[cpu]==0.32.4'
cd "$work"
python -W ignore - <<'END'
import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
from mlx.utils import tree_flatten, tree_unflatten


class Layers(nn.Module):
    def __init__(self, *names):
        super().__init__()
        self.layers = {name: nn.Linear(2, 2) for name in names}

    def __call__(self, x):
        for layer in self.layers.values():
            x = layer(x)
        return x


def outcome(action):
    try:
        action()
    except (KeyError, TypeError) as error:
        return type(error).__name__
    return "fine"


def reload(*names):
    Layers(*names).save_weights("weights.safetensors")
    return outcome(lambda: Layers(*names).load_weights("weights.safetensors"))


def resume(*names):
    model = Layers(*names)
    gradients = nn.value_and_grad(model, lambda model, x: model(x).sum())
    first, second = (optim.Adam(optim.step_decay(1e-2, 0.5, 2)) for _ in range(2))
    first.update(model, gradients(model, mx.ones((1, 2)))[1])
    mx.save_safetensors("state.safetensors", dict(tree_flatten(first.state)))
    second.state = tree_unflatten(list(mx.load("state.safetensors").items()))
    return outcome(lambda: second.update(model, gradients(model, mx.ones((1, 2)))[1]))


named, digits = (reload("a", "c"), resume("a", "c")), (reload("0", "2"), resume("0", "2"))
print("layers a and c, weights loaded and state resumed:", named)
print("layers 0 and 2, weights loaded and state resumed:", digits)
assert named == ("fine", "fine"), "named layers no longer load back"
assert digits == ("KeyError", "TypeError"), "layers named by digits do something else"
END
