"""What a library of Linux needs, read from its file."""

from __future__ import annotations

import struct
from pathlib import Path

NEEDED, STRING_TABLE = 1, 5
DYNAMIC, LOADED = 2, 1


def needed(path: Path) -> set[str]:
    """Return the names of the libraries that a 64-bit one is linked with."""
    data = path.read_bytes()
    (offset,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    headers = [struct.unpack_from("<IIQQQQ", data, offset + size * number) for number in range(count)]
    start, length = next((at, filled) for kind, _, at, _, _, filled in headers if kind == DYNAMIC)
    entries = list(struct.iter_unpack("<QQ", data[start : start + length]))
    table = next(value for tag, value in entries if tag == STRING_TABLE)
    strings = next(at + table - memory for kind, _, at, memory, _, filled in headers
                   if kind == LOADED and memory <= table < memory + filled)  # fmt: skip
    starts = [strings + value for tag, value in entries if tag == NEEDED]
    return {data[start : data.index(b"\0", start)].decode() for start in starts}
