"""Changing a file: some of its bytes, and then the file itself, at once or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from stepdecay.disk import in_words, is_ours, open_regular, settle
from stepdecay.errors import ScheduleError
from stepdecay.sources.in_place import CLOSED, PREFIX, SUFFIX, overwrite, written_beside

LARGEST_FILE = 20_000_000
"""Nobody's script has so many bytes, and a larger file would keep the window waiting."""

_UNFINISHED = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}" + re.escape(SUFFIX))
_LONGEST_SAVE = 60
"""Seconds. What a save has left unfinished for longer is left for good."""


class Edit(NamedTuple):
    """Bytes to put in the place of others.

    Attributes:
        start: The first byte to replace.
        stop: The byte after the last; `start` inserts.
        new: What is put there.
    """

    start: int
    stop: int
    new: bytes


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return bytes with edits made; every byte outside of them stays.

    Raises:
        ValueError: Edits overlap, or reach beyond the end.

    >>> edited(b"step_decay(0.1, 0.9, 10)", [Edit(16, 19, b"0.5"), Edit(11, 14, b"1.0")])
    b'step_decay(1.0, 0.5, 10)'
    """
    parts, at = [], 0
    for start, stop, new in sorted(edits):
        if not at <= start <= stop <= len(data):
            raise ValueError(f"no edit can be made from {start} to {stop}")
        parts += [data[at:start], new]
        at = stop
    return b"".join([*parts, data[at:]])


def read_file(path: Path | str) -> bytes:
    """Return the bytes of a file.

    Raises:
        ScheduleError: It is no file of at most 20 MB that may be read; the sentence says what it is.
    """
    path = Path(path)
    with in_words(path, "can't be opened"), open_regular(path) as file:
        _check_size(path, os.fstat(file.fileno()).st_size)
        data = file.read(LARGEST_FILE + 1)
        _check_size(path, len(data))
        return data


def save(path: Path | str, data: bytes, expected: bytes | None) -> None:
    """Write a file at once or not at all, through links to it.

    Another file takes its place, with its mode, its owner, its access lists and its extended attributes. Where that
    can't have all of them, or the file has several hard links, or its folder takes no new file, it is written in
    place, after a copy of what was in it is safe on the disk beside it; that goes when the new content is whole.

    Args:
        path: The file.
        data: Its new content.
        expected: What is in it now; anything else there is left alone. None writes over whatever is there.

    Raises:
        ScheduleError: The file was changed meanwhile, or can't be written; it is as it was, or the sentence says what
            it is.
    """
    path = Path(path)
    with in_words(path, "can't be saved"):
        found = _found(path, expected)
        target = path.resolve()

        def check() -> None:
            if expected is not None and read_file(target) != expected:
                raise ScheduleError(f"{path.name} was changed by another program; nothing was written")

        if not _is_replaced(target, data, found, check):
            _check_size(path, target.stat().st_size)  # what is in it is read, to be kept
            overwrite(target, path.name, data, check)
        _sweep(target.parent)


def _found(path: Path, expected: bytes | None) -> os.stat_result | None:
    """Return what the system says of a file that may be written; None of one that is to be made.

    Raises:
        ScheduleError: It is none.
        OSError: It can't be written, or is not there and should be.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        if expected is not None:
            raise
        return None
    if not stat.S_ISREG(found.st_mode):
        raise ScheduleError(f"{path.name} is a folder or a device, not a file; nothing was written")
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "")
    return found


def _is_replaced(target: Path, data: bytes, found: os.stat_result | None, check: Callable[[], object]) -> bool:
    """Put a new file in the place of one, with all that it has; return False where that can't be, or must not."""
    from stepdecay.sources.attributes import takes_over

    if found is not None and found.st_nlink > 1:  # it would be parted from its other names
        return False
    with written_beside(target, data, is_needed=found is None) as made:
        if made is None:
            return False
        if found is None:
            made.chmod(0o666 & ~_umask())
        elif not takes_over(made, target, found):
            return False
        check()
        return _takes_place(made, target)


def _takes_place(made: Path, target: Path) -> bool:
    try:
        made.replace(target)
    except OSError as error:
        if error.errno in (*CLOSED, errno.EBUSY) and target.exists():  # another's in a shared folder; a mount
            return False
        raise
    settle(target.parent)
    return True


def _sweep(folder: Path) -> None:
    """Remove what saves of ours that were killed have left in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _UNFINISHED.fullmatch(entry.name):
                found = entry.stat(follow_symlinks=False)
                if is_ours(found) and time.time() - found.st_mtime > _LONGEST_SAVE:
                    Path(entry.path).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _check_size(path: Path, size: int) -> None:
    if size > LARGEST_FILE:
        raise ScheduleError(f"{path.name} has {size / 1e6:.0f} MB; a script has at most {LARGEST_FILE / 1e6:.0f} MB")
