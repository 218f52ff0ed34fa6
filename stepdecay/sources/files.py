"""The schedules of a file, found by what kind of file it is."""

from __future__ import annotations

from pathlib import Path

from stepdecay.sources.edits import read_file
from stepdecay.sources.found import Found
from stepdecay.sources.registry import kind_of


def find_schedules(path: Path | str) -> list[Found]:
    """Find the schedules in a file, without running it.

    Args:
        path: A Python file, or a config of mlx-lm: YAML, or JSON as in an adapter's folder.

    Returns:
        In a Python file, every outermost call of a scheduler of `mlx.optimizers`, in the file's order; calls bound to
        names and joined by another call are part of that. In a config its `lr_schedule`, or else its constant
        `learning_rate`.

    Raises:
        ScheduleError: It is no file of its kind that can be read; the sentence names the line and the column.
    """
    return find_in(read_file(path), Path(path).name)


def find_in(data: bytes, name: str) -> list[Found]:
    """Find the schedules in the bytes of a file.

    Args:
        data: The whole file.
        name: Its name, which helps to tell what kind of file it is, and says what to call it in sentences.

    Raises:
        ScheduleError: It is no file of its kind; the sentence names the line and the column.
    """
    return list(kind_of(data, name).find(data, name))
