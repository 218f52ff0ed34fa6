"""Numbers that a text writes as whole ones, with which MLX calculates otherwise than with floats.

An optimizer's step is a uint64, and Python's `2 ** step` is one too: MLX raises a whole number modulo 2^64. Its powers
are exact until they reach 2^64, and wrap around from there on. A whole rate times such a power is a uint64 as well.
"""

from __future__ import annotations

from typing import Self

WRAP = 2**64
"""The first number that a uint64 can't hold."""


class Whole(float):
    """A rate that is written as a whole number; equal to the same float, for both are the same rate.

    Attributes:
        whole: The number, which may have more digits than a float holds.

    >>> Whole(3), Whole(3) == 3.0
    (3, True)
    """

    whole: int

    def __new__(cls, whole: int) -> Self:
        """Make the float nearest to a whole number from 0 to 2^63 - 1."""
        number = super().__new__(cls, whole)
        number.whole = int(whole)
        return number

    def __repr__(self) -> str:
        return str(self.whole)


class WholeFactor(Whole):
    """A factor that is written as a whole number; equal to no float, for the powers of that never wrap.

    >>> WholeFactor(2) == WholeFactor(2) == 2, WholeFactor(2) == 2.0, 2.0 == WholeFactor(2)
    (True, False, False)
    """

    def __eq__(self, other: object) -> bool:
        if isinstance(other, float) and not isinstance(other, WholeFactor):
            return False
        return self.whole == (other.whole if isinstance(other, WholeFactor) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.whole)


def powers_before_wrap(first: float, factor: float) -> int | None:
    """Return how many powers of a factor, from its 0th on, MLX has before they wrap; None where they never do.

    >>> powers_before_wrap(0.1, WholeFactor(2)), powers_before_wrap(Whole(3), WholeFactor(2))
    (64, 63)
    >>> powers_before_wrap(0.1, 2.0)
    """
    if not isinstance(factor, WholeFactor):
        return None
    product, count = _whole_of(first), 0
    while product < WRAP:
        product *= factor.whole
        count += 1
    return count


def powers_before_zero(first: float, factor: float) -> int | None:
    """Return how many powers of a factor MLX has before they, times a whole first rate, are 0 for ever; None for none.

    >>> powers_before_zero(0.1, WholeFactor(2)), powers_before_zero(0.1, WholeFactor(12))
    (64, 32)
    >>> powers_before_zero(0.1, WholeFactor(3))
    """
    if not isinstance(factor, WholeFactor) or factor.whole % 2:
        return None
    product, count = _whole_of(first), 0
    while product % WRAP:
        product *= factor.whole
        count += 1
    return count


def _whole_of(first: float) -> int:
    return first.whole if isinstance(first, Whole) else 1
