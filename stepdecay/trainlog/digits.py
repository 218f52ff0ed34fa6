"""Reads the digits of many numbers at once, in arrays: up to eight of them by three multiplications."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint64]
"""The eight bytes at each place of a block, the first one lowest."""

Places = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]

_SPAN = re.compile(rb"([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?)(\d+))?")
_MOST_DIGITS = 18
"""So many fit into 64 bits."""

_POWERS = np.array([float(f"1e{power}") for power in range(99 + _MOST_DIGITS + 1)])
_LOW = np.uint64(0x0F0F0F0F0F0F0F0F)
_STEPS = tuple(
    (np.uint64(10 ** (width // 2) * 2 ** (4 * width) + 1), np.uint64(4 * width), np.uint64(mask))
    for width, mask in ((2, 0x00FF00FF00FF00FF), (4, 0x0000FFFF0000FFFF), (8, 0x00000000FFFFFFFF))
)
"""Neighbouring digits become one number, then pairs of them, then those of four."""


def numbers_at(text: bytes, words: Words, starts: Places) -> tuple[Numbers, Numbers | float]:
    """Return the numbers that begin at places and are written like a text, each with digits of its own.

    They are at most one unit in the last place of a float64 away from what Python reads. The second value is what one
    in the last digit is worth.
    """
    parts = _SPAN.fullmatch(text)
    if parts is None:  # nan or inf, in the same letters everywhere
        return np.full(len(starts), float(text)), 0.0
    mantissa: Numbers = _digits((parts.span(2), parts.span(3)), words, starts).astype(np.float64)
    if parts[1] == b"-":
        np.negative(mantissa, mantissa)
    decimals = len(parts[3])
    if parts[5] is None:
        mantissa /= _POWERS[decimals]
        return mantissa, 1 / float(_POWERS[decimals])
    size = _digits((parts.span(5),), words, starts).astype(np.int64)
    if parts[4] == b"-":
        size += decimals
        power: Numbers = _POWERS[size]
        mantissa /= power
        return mantissa, 1 / power
    size -= decimals
    up, down = _POWERS[size.clip(0)], _POWERS[(-size).clip(0)]
    return mantissa * up / down, up / down


def last_place(text: bytes) -> float:
    """Return what one in the last digit of a number is worth.

    >>> last_place(b"1.585e-06"), last_place(b"0.10")
    (1e-09, 0.01)
    """
    parts = _SPAN.fullmatch(text)
    return 0.0 if parts is None else float(f"1e{int((parts[4] or b'') + (parts[5] or b'0')) - len(parts[3])}")


def decimals_of(text: bytes) -> int:
    """Return how many decimals a number is written with."""
    parts = _SPAN.fullmatch(text)
    return 0 if parts is None else len(parts[3])


def digits_of(text: bytes) -> int:
    """Return how many digits of a number, without zeros that lead it, are written."""
    parts = _SPAN.fullmatch(text)
    return 0 if parts is None else len((parts[2] + parts[3]).lstrip(b"0"))


def is_plain(text: bytes) -> bool:
    """Return whether a number has few enough digits to be read by `numbers_at`."""
    parts = _SPAN.fullmatch(text)
    return parts is None or (len(parts[2] + parts[3]) <= _MOST_DIGITS and len(parts[5] or b"") <= 2)


def _digits(spans: tuple[tuple[int, int], ...], words: Words, starts: Places) -> Words:
    """Return what the digits in some places of a number are together."""
    whole: Words | None = None
    for first, last in spans:
        for place in range(first, last, 8):
            width = min(8, last - place)
            part = _few_digits(words[place:][starts], width)
            if whole is None:
                whole = part
            else:
                whole *= np.uint64(10**width)
                whole += part
    return np.zeros(len(starts), np.uint64) if whole is None else whole


def _few_digits(word: Words, width: int) -> Words:
    if width == 1:
        word &= np.uint64(0xF)
        return word
    word <<= np.uint64(8 * (8 - width))
    word &= _LOW
    for factor, shift, mask in _STEPS:
        word *= factor
        word >>= shift
        word &= mask
    return word
