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

    def pattern(self, changed: set[str]) -> re.Pattern[bytes]:
        """What a file has to match in which only some of the numbers are written anew."""
        found = [
            b"(.+?)" if isinstance(part, Slot) and part.path in changed
            else re.escape((part if isinstance(part, str) else part.text).encode(self.encoding))
            for part in self.parts
        ]  # fmt: skip
        return re.compile(re.escape(self.mark) + b"".join(found), re.DOTALL)
