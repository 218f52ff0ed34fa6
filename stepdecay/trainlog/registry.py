"""The formats of logs that can be read. A new one is one line here."""

from __future__ import annotations

from stepdecay.trainlog.format import LogFormat
from stepdecay.trainlog.line_format import LINES

FORMATS: tuple[LogFormat, ...] = (LINES,)
"""In the order in which they are asked; the last one reads what nobody claims."""


def format_of(head: bytes, name: str) -> LogFormat:
    """Return the format that a file is read as.

    Args:
        head: Its beginning, at most `HEAD` bytes of it.
        name: Its name.
    """
    return next((one for one in FORMATS[:-1] if one.claims(head, name)), FORMATS[-1])


def patterns() -> str:
    """Return the names of all formats' files, as a dialog has them.

    >>> patterns()
    '*.log *.txt *.out *.jsonl *.ndjson *.csv *.tsv'
    """
    return " ".join(dict.fromkeys(pattern for one in FORMATS for pattern in one.names))


def nothing_in(name: str) -> str:
    """Say that a file has nothing that could be read."""
    readable = "; ".join(one.readable for one in FORMATS)
    return f"{name} has no learning rates and no losses; what can be read is {readable}"
