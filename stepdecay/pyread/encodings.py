"""A Python file's bytes as text, in the encoding that it declares (PEP 263), and back."""

from __future__ import annotations

import codecs
import re
import warnings

from stepdecay.errors import ScheduleError, clip

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n?|\n")


def decoded(data: bytes, name: str) -> tuple[str, str, int]:
    """Return the text of a Python file, its encoding, and how many bytes its byte-order mark has.

    Args:
        data: The whole file.
        name: The file's name, for the sentence.

    Raises:
        ScheduleError: It is no text in the encoding that it declares; the sentence names the line and the column.
    """
    mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    if b"\0" in data:
        raise ScheduleError(f"{name} is not text: {_place(data, data.index(0), 'latin-1')} has a null byte")
    encoding = _declared(data[mark:], name, "utf-8")
    if mark and encoding != "utf-8":
        raise ScheduleError(f"{name} begins with a byte-order mark of utf-8 and declares {encoding}: line 1, column 1")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return data[mark:].decode(encoding), encoding, mark
    except UnicodeDecodeError as error:
        at = mark + error.start
        place = _place(data, at, encoding)
        raise ScheduleError(f"{name} is not text in {encoding}: {place} has the byte 0x{data[at]:02x}") from None
    except (LookupError, ValueError, AssertionError, TypeError):  # hex, rot13, idna: codecs, but not of text like this
        raise ScheduleError(
            f"{name} declares the encoding {encoding}, which is not one of text: line 1, column 1"
        ) from None


def encoded(text: str, start: int, stop: int, encoding: str, data: bytes) -> tuple[int, int] | None:
    """Return where characters of a text are among the bytes that it was read from.

    Returns:
        The first byte and the one after the last; None in an encoding where one text may be written in several ways,
        and was.
    """
    before, inside = text[:start].encode(encoding), text[start:stop].encode(encoding)
    return (len(before), len(before) + len(inside)) if data.startswith(before + inside) else None


def _declared(data: bytes, name: str, default: str) -> str:
    """Return the encoding that one of the first two lines declares."""
    lines = _LINE_END.split(data[:10_000], 2)[:2]
    for number, line in enumerate(lines, 1):
        found = _COOKIE.match(line)
        if found is not None:
            return _known(found[1].decode("ascii"), name, number)
        if not _BLANK.match(line):
            break
    return default


def _known(encoding: str, name: str, line: int) -> str:
    try:
        found = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        sentence = f"{name} declares the encoding {clip(encoding)}, which Python doesn't know: line {line}, column 1"
        raise ScheduleError(sentence) from None
    return "utf-8" if found in ("utf-8", "utf-8-sig") else found


def _place(data: bytes, at: int, encoding: str) -> str:
    """Say where a byte is, by line and column."""
    breaks = [found.end() for found in _LINE_END.finditer(data, 0, at)]
    start = breaks[-1] if breaks else 0
    try:
        before = data[start:at].decode(encoding, "replace")
    except (LookupError, ValueError):
        before = data[start:at].decode("latin-1")
    return f"line {len(breaks) + 1}, column {len(before.lstrip(chr(0xFEFF))) + 1}"
