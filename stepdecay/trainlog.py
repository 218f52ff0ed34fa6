"""Learning rates and losses out of training logs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class TrainLog:
    """What a training log says."""
