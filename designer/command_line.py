"""What the program does with its arguments, as far as that goes without Qt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from designer.arguments import USAGE, read, subject_of
from designer.screen import ScreenError, check
from stepdecay import ScheduleError, __version__
from stepdecay.engine import EngineError


def run(arguments: Sequence[str], open_window: Callable[[Sequence[str]], int]) -> int:
    """Do what a command line asks for.

    Args:
        arguments: The arguments without the program's name.
        open_window: Opens a window with a file or a schedule, or with what was there last.

    Returns:
        The exit status: 0; 2 after one sentence on stderr, where that can't be done.
    """
    if list(arguments) in (["--help"], ["-h"]):
        print(USAGE, end="")
        return 0
    if list(arguments) == ["--version"]:
        print(f"lr-designer {__version__}")
        return 0
    try:
        wanted = read(arguments)
        subject = subject_of(wanted.subjects)
        if wanted.picture is None:
            check()
            return open_window(wanted.subjects)
        from designer.headless import draw

        note = draw(wanted.picture, subject, log_scale=wanted.log_scale)
    except (ScheduleError, EngineError, ScreenError) as error:
        return refuse(str(error))
    if note:
        say(note)
    return 0


def refuse(sentence: str) -> int:
    """Print why something can't be done, and return the exit status that says so."""
    say(sentence)
    return 2


def say(sentence: str) -> None:
    """Print a sentence beside the output."""
    print(f"lr-designer: {sentence}", file=sys.stderr)
