"""What mlx-lm does with an `lr_schedule`, as mlx.md says it, for runs without the package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def build_schedule(block: Mapping[str, Any]) -> Callable[[Any], Any]:
    """Make the closure that mlx-lm would give an optimizer, of what its loader read."""
    import mlx.optimizers as optim

    leaf = getattr(optim, block["name"])(*block["arguments"])
    warmup = block.get("warmup", 0)
    if not warmup:
        return leaf
    rise = optim.linear_schedule(block.get("warmup_init", 0.0), block["arguments"][0], warmup)
    return optim.join_schedules([rise, leaf], [warmup + 1])
