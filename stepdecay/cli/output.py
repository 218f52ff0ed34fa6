"""What the command prints: lines of output, and one sentence where it has to refuse something."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterable

_PLAIN = str.maketrans({"\u202f": " ", "→": "->", "…": "...", "−": "-", "×": "x", "·": "-", "’": "'"})


def let_everything_print() -> None:
    """Let a terminal that can't show every character show what comes nearest instead of a traceback."""
    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="nearest")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_PLAIN)
    return text.encode("ascii", "backslashreplace").decode(), error.end


def print_lines(lines: Iterable[str]) -> int:
    """Print lines as they come.

    Returns:
        0; 2 after one sentence on stderr, where they can't be written.
    """
    for line in lines:
        try:
            print(line)
        except OSError as error:
            return _stopped(error)
    try:
        sys.stdout.flush()
    except OSError as error:
        return _stopped(error)
    return 0


def _stopped(error: OSError) -> int:
    # What is left in the buffer can't be written either; Python would try to at exit, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno in (errno.EPIPE, errno.EINVAL):  # `| head` has read enough; Windows says EINVAL
        return 0
    return refuse(f"the output can't be written: {error.strerror}")


def refuse(sentence: str) -> int:
    """Print why something can't be done, and return the exit status that says so."""
    say(sentence)
    return 2


def say(sentence: str) -> None:
    """Print a sentence beside the output."""
    print(f"stepdecay: {sentence}", file=sys.stderr)
