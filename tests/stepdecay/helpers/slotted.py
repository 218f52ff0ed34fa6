"""Files that hypothesis writes, and where in them the numbers stand."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass
class Slot:
    """Where a number is written, whatever is written there; `path` says which: an argument's path, or a key."""

    path: str
    text: str


class Slotted:
    """A file: its texts and slots in their order, how it is encoded, and the mark before all."""

    parts: list[str | Slot]
    encoding: str
    mark: bytes

    @property
    def data(self) -> bytes:
        texts = (part if isinstance(part, str) else part.text for part in self.parts)
        return self.mark + b"".join(text.encode(self.encoding) for text in texts)

    def differs_only_in(self, changed: set[str], data: bytes) -> bool:
        """Whether a file is this one, to the byte, but for numbers written anew in some of the slots."""
        text = data[len(self.mark) :].decode(self.encoding)
        is_spelled_alike = self.mark + text.encode(self.encoding) == data
        return is_spelled_alike and self._pattern(changed).fullmatch(text) is not None

    def _pattern(self, changed: set[str]) -> re.Pattern[str]:
        return re.compile("".join(_expected(part, changed) for part in self.parts), re.ASCII)


NUMBER = r"[-+.\w]++"
"""All the characters of a number and none given back (`++`), so that a file with many numbers is matched in one go."""


def _expected(part: str | Slot, changed: set[str]) -> str:
    if isinstance(part, str):
        return re.escape(part)
    if part.path not in changed:
        return re.escape(part.text)
    return NUMBER if part.text else f", (?:end=)?{NUMBER}"  # an argument left out has its comma before it
