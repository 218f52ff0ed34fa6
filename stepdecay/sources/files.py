"""The schedules of a file, found by what kind of file it is."""

from __future__ import annotations

from pathlib import Path, PurePath

from stepdecay.sources.edits import read_file
from stepdecay.sources.found import Found

CONFIG_SUFFIXES = (".yaml", ".yml", ".json")
"""Files that are read as configs of mlx-lm; all others are read as Python."""


def is_config(name: str) -> bool:
    """Return whether a file of that name is read as a config of mlx-lm.

    >>> is_config("lora.yaml"), is_config("train.py")
    (True, False)
    """
    return PurePath(name).suffix.lower() in CONFIG_SUFFIXES


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
        name: Its name, which says what kind of file it is and what to call it in sentences.

    Raises:
        ScheduleError: It is no file of its kind; the sentence names the line and the column.
    """
    if is_config(name):
        from stepdecay.sources.mlx_lm.document import find_in_config

        return list(find_in_config(data, name))
    from stepdecay.sources.python.document import find_in_python

    return list(find_in_python(data, name))
