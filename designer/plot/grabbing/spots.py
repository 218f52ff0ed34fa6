"""Where a handle may rest."""

from __future__ import annotations

from typing import NamedTuple

from designer.plot.grabbing.grips import Grip


class Spot(NamedTuple):
    """A place for a handle.

    Attributes:
        grip: What it holds.
        x: The pixel.
        steps: The steps at whose rates, or halfway between them, it is.
        rate: The rate at which it is instead, where an argument says it.
    """

    grip: Grip
    x: float
    steps: tuple[int, ...] = ()
    rate: float | None = None
