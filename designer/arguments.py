"""The program's arguments: what they ask for, told without Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from stepdecay import ScheduleError
from stepdecay.errors import clip

USAGE = """usage: lr-designer [FILE | EXPRESSION]
       lr-designer --picture curve.svg [--log-scale] [FILE | FILE:LINE | EXPRESSION]

See, shape and check an MLX learning-rate schedule.
FILE is a Python script with a schedule in it, which is never run, an mlx-lm config (YAML or JSON),
or a training log, which is shown over the last schedule. Without any, all is there that was open last.
EXPRESSION is a schedule to begin with: step_decay(0.1, 0.9, 10)

  --picture NAME   draw the curve into a file and open no window: .svg needs neither a screen nor Qt,
                   .png and .pdf need no screen
  --log-scale      draw it on a logarithmic axis
  --version        print the version
  --help           print this
"""


class Wanted(NamedTuple):
    """What a command line asks for.

    Attributes:
        subjects: What is to be shown: at most one file or schedule makes sense.
        picture: The file to draw it into; None for a window.
        log_scale: Whether that has a logarithmic axis.
    """

    subjects: tuple[str, ...]
    picture: str | None = None
    log_scale: bool = False


def read(arguments: Sequence[str]) -> Wanted:
    """Tell options from what is to be shown. A file may have a name like an option's; after `--` there are none.

    Raises:
        ScheduleError: There is no such option, or it lacks its value.

    >>> read(["train.py", "--picture=curve.svg"])
    Wanted(subjects=('train.py',), picture='curve.svg', log_scale=False)
    """
    subjects: list[str] = []
    picture, log_scale = None, False
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            subjects += rest
        elif argument == "--log-scale":
            log_scale = True
        elif argument.partition("=")[0] == "--picture":
            picture = argument.partition("=")[2] or next(rest, "")
            if not picture:
                raise ScheduleError("--picture needs the name of a file to draw into: --picture curve.svg")
        elif argument.startswith("-") and not os.path.lexists(argument):
            raise ScheduleError(f"there is no option {clip(argument)}; lr-designer --help lists them")
        else:
            subjects.append(argument)
    if log_scale and picture is None:
        raise ScheduleError("--log-scale is for --picture; a window has View ▸ Log Scale")
    return Wanted(tuple(subjects), picture, log_scale)


def subject_of(subjects: Sequence[str]) -> str | None:
    """Return the one schedule or file that is meant, a file by its path; None where there is none.

    Raises:
        ScheduleError: There are several, or an empty one, or one on another computer.
    """
    if len(subjects) > 1:
        raise ScheduleError(f"expected one schedule or file, got {len(subjects)} arguments; quote it")
    if not subjects:
        return None
    if not subjects[0].strip():
        raise ScheduleError("expected a schedule or a file, got an empty argument")
    return _local(subjects[0])


def is_expression(subject: str) -> bool:
    """Return whether a schedule is meant, and not a file."""
    return "(" in subject and not os.path.exists(subject)  # noqa: PTH110 - a Path can't be asked a long text


def _local(subject: str) -> str:
    """Return the path that a `file:` address means, as file managers hand them over; anything else as it is."""
    if not subject.lower().startswith("file:/") or os.path.lexists(subject):
        return subject
    from urllib.parse import unquote

    rest = subject[len("file:") :]
    host, slash, path = rest[2:].partition("/") if rest.startswith("//") else ("", "", rest)
    if host not in ("", "localhost"):
        raise ScheduleError(f"{clip(subject)} is on another computer; only files of this one can be opened")
    path = unquote(slash + path, errors="surrogateescape")
    return path[1:] if sys.platform == "win32" and path[2:3] == ":" else path
