"""Opening a script of 20 000 lines, from its bytes to its schedules, against Python's own parser."""

from __future__ import annotations

import ast

import pytest

from stepdecay.sources.files import find_in

LAYER = '''
class Layer{n}(nn.Module):
    """Attention and a feed-forward part, number {n}."""

    def __init__(self, dims: int, heads: int = 8, lr: float = 1e-3):
        super().__init__()
        self.dims = dims
        self.query = nn.Linear(dims, dims, bias=False)
        self.heads = [nn.Linear(dims, dims // heads) for _ in range(heads)]

    def __call__(self, x, mask=None):
        steps = x.shape[0] * 4 + 1  # as many as there are
        total = self.query(x) if mask is None else self.query(x) * mask
        for head in self.heads:
            x = x + head(total)[:, :steps]
            if mask is not None and mask.ndim > 2:
                print(f"step {{steps}}: {{x}}")
        return x
'''
IMPORT = "import mlx.nn as nn\nimport mlx.optimizers as optim\n"
SCHEDULE = """
warmup_steps, total = 100, 1_000
lr = 1e-3
warmup = optim.linear_schedule(0, lr, warmup_steps)
cosine = optim.cosine_decay(lr, total - warmup_steps)
lr_schedule = optim.join_schedules([warmup, cosine], [warmup_steps])
"""
FUNCTION = """
def make_{n}(args, steps):
    return optim.cosine_decay(args.lr, steps - args.warmup, 1e-6)
"""
LAYERS = "".join(LAYER.format(n=n) for n in range(20_000 // LAYER.count("\n")))
SCRIPTS = {
    "a schedule at the end": (IMPORT + LAYERS + SCHEDULE, 1),
    "a schedule at the top": (IMPORT + SCHEDULE + LAYERS, 1),
    "a hundred schedules": (IMPORT + LAYERS + "".join(FUNCTION.format(n=n) for n in range(100)), 100),
    "no schedule": (IMPORT + LAYERS, 0),
}


@pytest.mark.parametrize("kind", SCRIPTS)
def test_against_the_parser(compare, kind):
    text, count = SCRIPTS[kind]
    data = text.encode()
    assert data.count(b"\n") > 19_900
    assert len(find_in(data, "train.py")) == count
    compare(
        lambda: find_in(data, "train.py"), lambda: ast.parse(data),
        name=f"open 20 000 lines, {kind}", peer_name="ast.parse", at_most=2, rounds=10,
    )  # fmt: skip
