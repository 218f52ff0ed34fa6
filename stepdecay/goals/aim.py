"""A rate that is wanted at an update, and when it is met."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from stepdecay.goals.bisection import distance

TOLERANCE = 1.005
"""How many times as large as wanted a rate, or the updates of a halving, may be."""


class Side(Enum):
    """On which side of the wanted rate a rate must lie."""

    EITHER = 0
    BELOW = -1
    ABOVE = 1


@dataclass(frozen=True)
class Aim:
    """A rate wanted at one update.

    Attributes:
        rate: The rate, a float32.
        update: The update, from 1.
        is_end: Whether that is meant as the end of the run.
        side: Where the rate has to lie. On either side, it is reached within 0.5 %.
    """

    rate: float
    update: int
    is_end: bool = False
    side: Side = Side.EITHER

    def allows(self, rate: float) -> bool:
        """Tell whether a rate lies on the right side."""
        match self.side:
            case Side.EITHER:
                return True
            case Side.BELOW:
                return rate <= self.rate
            case Side.ABOVE:
                return self.rate <= rate < math.inf

    def is_met(self, rate: float) -> bool:
        """Tell whether a rate is what is wanted."""
        if self.side is Side.EITHER:
            return rate == self.rate or (self.rate > 0 and distance(rate, self.rate) <= TOLERANCE)
        return self.allows(rate)

    def badness(self, rate: float) -> tuple[bool, float]:
        """Order rates, the best one first."""
        return not self.allows(rate), distance(rate, self.rate)
