"""What the names of columns, keys and words in logs stand for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Role = Literal["iterations", "updates", "rate", "loss", "val_loss"]
"""What a number is: a count of iterations or of updates, a learning rate, a loss of training or of validation."""

COUNTS: tuple[Role, ...] = ("iterations", "updates")

NUMBER = rb"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|(?i:nan|inf(?:inity)?))"

_ITERATIONS = {"iteration", "iterations", "iter", "iters", "it"}
_UPDATES = {"update", "updates", "step", "steps", "global_step", "optimizer_step"}
_VALIDATION = {"val", "valid", "validation", "eval"}


@lru_cache(maxsize=1024)
def role_of(name: bytes) -> Role | None:
    """Return what a column or a key is about; what comes before a slash, a dot or a dash counts only for losses.

    >>> [role_of(name) for name in (b"Iteration", b"train/learning_rate", b"eval_loss", b"decay_rate", b"_step")]
    ['iterations', 'rate', 'val_loss', None, 'updates']
    """
    text = name.decode("utf-8", "replace").lower()
    words = re.findall(r"[a-z]+", text)
    last = "_".join(re.findall(r"[a-z]+", re.split(r"[/.]| - ", text)[-1]))
    if last in _ITERATIONS:
        return "iterations"
    if last in _UPDATES:
        return "updates"
    if last == "rate" or last.endswith("learning_rate") or last.split("_")[-1:] == ["lr"]:
        return "rate"
    if words[-1:] == ["loss"]:
        return "val_loss" if _VALIDATION & set(words) else "loss" if len(words) == 1 or "train" in words else None
    return None
