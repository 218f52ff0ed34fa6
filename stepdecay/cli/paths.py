"""The files that are meant by paths on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from stepdecay.errors import ScheduleError
from stepdecay.sources.registry import suffixes

_LEFT_OUT = {"node_modules", "__pycache__"}


class Named(NamedTuple):
    """A file to look into.

    Attributes:
        path: The file, as it is to be called.
        is_named: Whether it was named itself, and not found in a folder.
    """

    path: Path
    is_named: bool


def files_in(paths: Iterable[str]) -> Iterator[Named | ScheduleError]:
    """Return the files that paths mean, each once: those named, and those of named folders, in the order of names.

    Hidden folders, virtual environments, `node_modules` and links to folders are left out, unless they are named.

    Yields:
        The files, and why a named folder can't be read.
    """
    seen: set[Path] = set()
    for text in paths:
        path = Path(text)
        for named in _in_folder(path) if _is_folder(path) else [Named(path, True)]:
            if isinstance(named, ScheduleError):
                yield named
            elif named.path not in seen:
                seen.add(named.path)
                yield named


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, links in a circle: reading it says so
        return False


def _in_folder(top: Path) -> Iterator[Named | ScheduleError]:
    problems: list[OSError] = []
    endings = suffixes()
    for folder, folders, names in os.walk(top, onerror=problems.append):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if not _is_left_out(here, name))
        for name in sorted(names):
            if name.lower().endswith(endings):
                yield Named(here / name, False)
    for problem in problems:
        if problem.filename == str(top):
            yield ScheduleError(f"{top} can't be read: {problem.strerror}")


def _is_left_out(folder: Path, name: str) -> bool:
    return name.startswith(".") or name in _LEFT_OUT or (folder / name / "pyvenv.cfg").exists()
