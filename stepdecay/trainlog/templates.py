"""Reads the numbers of many lines at once that differ in nothing but digits.

A line that was understood becomes a template: its digits may be others, all else has to be the same, byte by byte.
Lines are compared eight bytes at a time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stepdecay.trainlog.digits import Numbers, Places, Words, is_plain, last_place, numbers_at
from stepdecay.trainlog.line import LineMeaning
from stepdecay.trainlog.names import Role

WIDEST = 256
"""Lines whose numbers end later are read one by one."""

PADDING = bytes(WIDEST + 16)
"""What has to follow the last line, for words are read beyond its end."""


def words_of(block: bytes) -> Words:
    """Return the eight bytes at each place of a padded block as numbers, without copying any."""
    return np.ndarray((len(block) - 7,), "<u8", block, 0, (1,))


class Look(NamedTuple):
    """What eight bytes of a line have to be like: some the same, some digits.

    Attributes:
        place: Where in the line they are.
        model: The bytes themselves, with 0 for digits.
        raised: What makes 16 or more of anything else than a digit, or than the same byte, that was compared with them.
        looked_at: The bytes that there are; only their upper halves where there are digits among them.
        has_digits: Whether there is a digit among them.
    """

    place: int
    model: np.uint64
    raised: np.uint64
    looked_at: np.uint64
    has_digits: bool

    def differences(self, words: Words, starts: Places) -> Words:
        """Return 0 for each line that is like that."""
        difference = words[self.place :][starts]
        difference ^= self.model
        if not self.has_digits:
            difference &= self.looked_at
            return difference
        above = difference + self.raised
        above |= difference
        above &= self.looked_at
        return above


class Template:
    """Lines that look like one that was understood.

    Attributes:
        meaning: What that one means.
        is_whole: Whether they are alike to their ends.
        length: The length of that one, and of all if they are alike to their ends.
    """

    def __init__(self, line: bytes, meaning: LineMeaning, stop: int = 0) -> None:
        self._line = line
        self.meaning = meaning
        self.is_whole = stop == len(line)
        self.length = len(line) - 1
        self._looks = tuple(_look(line[:stop], place) for place in reversed(range(0, stop, 8)))

    def alike(self, words: Words, starts: Places) -> npt.NDArray[np.bool_]:
        """Tell which of the lines that start at these places look like it."""
        last, *others = self._looks
        found: npt.NDArray[np.bool_] = last.differences(words, starts) == 0  # where most that don't look otherwise
        starts = starts if found.all() else starts[found]
        if not others or not len(starts):
            return found
        differences = others[0].differences(words, starts)
        for look in others[1:]:
            differences |= look.differences(words, starts)
        found[found] = differences == 0
        return found

    def numbers(self, role: Role, words: Words, starts: Places) -> tuple[Numbers, Numbers | float]:
        """Return one of the numbers of lines that look like it, and what one in its last digit is worth."""
        return numbers_at(self.text(role), words[self.meaning.spans[role][0] :], starts)

    def own_number(self, role: Role) -> tuple[Numbers, float]:
        """Return one of the numbers of that one line, and what one in its last digit is worth."""
        return np.array([float(self.text(role))]), last_place(self.text(role))

    def text(self, role: Role) -> bytes:
        """Return one of the numbers as that one line has it."""
        first, last = self.meaning.spans[role]
        return self._line[first:last]


def template_of(line: bytes, end: bytes, meaning: LineMeaning | None) -> Template | None:
    """Return what lines look like that mean what this one means, or None where they can't be told by their looks.

    Args:
        line: The line.
        end: What ends it.
        meaning: What it means; None where it says nothing.
    """
    stop = len(line) + 1
    if meaning is not None and not meaning.is_whole:
        stop = max(last for _, last in meaning.spans.values()) + 1
        stop = stop if line[stop:].strip() else len(line) + 1
    meaning = meaning or LineMeaning()
    if stop > WIDEST or any(not is_plain(line[first:last]) for first, last in meaning.spans.values()):
        return None
    return Template(line + end, meaning, stop)


def _look(line: bytes, place: int) -> Look:
    model = raised = looked_at = 0
    bytes_there = line[place : place + 8]
    has_digits = any(0x30 <= byte <= 0x39 for byte in bytes_there)
    for shift, byte in enumerate(bytes_there):
        is_digit = 0x30 <= byte <= 0x39
        model |= (0x30 if is_digit else byte) << 8 * shift
        raised |= (6 if is_digit else 0xF) << 8 * shift
        looked_at |= (0xF0 if has_digits else 0xFF) << 8 * shift
    return Look(place, np.uint64(model), np.uint64(raised), np.uint64(looked_at), has_digits)
