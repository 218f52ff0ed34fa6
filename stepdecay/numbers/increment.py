"""How far one step of a number goes."""

from __future__ import annotations

from enum import Enum


class Increment(Enum):
    """How far one step goes."""

    PLAIN = "plain"
    """To the next multiple of the leading digit's place."""
    COARSE = "coarse"
    """To the next of 1, 2, 5, 10, 20, 50 and so on."""
    FINE = "fine"
    """A tenth of the plain place."""
    DECADE = "decade"
    """Ten times, or a tenth."""
