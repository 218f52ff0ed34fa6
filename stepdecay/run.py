"""How long training lasts."""

from __future__ import annotations

from dataclasses import dataclass

from stepdecay.schedules import checked_count

LONGEST_RUN = 2**53 - 1
"""The plot's x axis is float64: beyond this, two neighbouring updates are the same place."""


@dataclass(frozen=True)
class Run:
    """A training run.

    Args:
        updates: The calls of `optimizer.update`; an int from 1 to 2^53 - 1. Update n (from 1) uses MLX's step n - 1.

    Raises:
        ScheduleError: `updates` breaks its bound.
    """

    updates: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "updates", checked_count("updates", self.updates, LONGEST_RUN))
