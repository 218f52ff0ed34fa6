"""Numbers as text, in one place: floats as the shortest digits that read back to the same value, counts for reading."""

from __future__ import annotations

import math
import struct
from typing import SupportsFloat

from stepdecay.numbers.whole import Whole

WRAPS = "wraps"
"""What stands for the rates of steps at which whole powers have wrapped around."""


def float_literal(value: float) -> str:
    """Write a float as Python's `repr` does, without the exponent's leading zero and plus sign.

    One that is whole (see `stepdecay.numbers.whole`) has no point.

    >>> float_literal(1e-05), float_literal(0.1), float_literal(1), float_literal(1e22)
    ('1e-5', '0.1', '1.0', '1e22')
    """
    if isinstance(value, Whole):
        return repr(value)
    mantissa, _, exponent = repr(float(value)).partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def as_float32(value: SupportsFloat) -> float:
    """Round a number to float32, as MLX does with a Python float; too large becomes an infinity.

    >>> as_float32(0.1)
    0.10000000149011612
    """
    try:
        return float(struct.unpack("f", struct.pack("f", float(value)))[0])
    except OverflowError:
        return float("inf")


def rate_text(rate: float) -> str:
    """Write a float32 rate with the fewest digits that read back to the same float32.

    NaN, which no rate is, stands for those where a whole number's powers have wrapped around.

    >>> rate_text(as_float32(0.1)), rate_text(0.059048995375633240), rate_text(0.0), rate_text(math.nan)
    ('0.1', '0.059048995', '0.0', 'wraps')
    """
    if math.isnan(rate):
        return WRAPS
    from numpy import float32

    return float_literal(float(str(float32(rate))))


def count_text(count: int) -> str:
    r"""Write a count for reading, in groups of three from five digits on, parted by narrow no-break spaces.

    >>> count_text(1000), count_text(1234567) == "1\u202f234\u202f567"
    ('1000', True)
    """
    return str(count) if abs(count) < 10_000 else f"{count:,}".replace(",", "\u202f")


def drops_text(count: int) -> str:
    """Write a number of drops.

    >>> drops_text(1), drops_text(7)
    ('1 drop', '7 drops')
    """
    return f"{count_text(count)} {'drop' if count == 1 else 'drops'}"
