"""Regular files: opened where they are some, written to the last byte, and what the system says of them in words."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from stepdecay.errors import ScheduleError

NO_ROOM = (errno.ENOSPC, errno.EFBIG, *([errno.EDQUOT] if hasattr(errno, "EDQUOT") else []))
"""What the system says where a file can't grow."""

_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "its disk can only be read",
    **dict.fromkeys(NO_ROOM, "the disk is full"),
    errno.EFBIG: "File too large",
    errno.ENOENT: "it is not there",
    errno.ENOTDIR: "it is not there",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading: a pipe would be waited for, and a device has no end.

    Raises:
        ScheduleError: It is a folder, a device or a pipe.
        OSError: The system refuses it.
    """
    _check_kind(path, path.stat().st_mode)  # before, for opening a device may do something
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        _check_kind(path, os.fstat(handle).st_mode)  # and again, if it has become a pipe meanwhile
    except ScheduleError:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise ScheduleError(f"{path.name or path} is a folder; open a file in it")
    if not stat.S_ISREG(mode):
        raise ScheduleError(f"{path.name} is a device or a pipe, not a file")


def put(handle: int, data: bytes) -> None:
    """Write all bytes, and wait until they have reached the disk."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def settle(folder: Path) -> None:
    """Let a folder's new entry reach the disk, where a folder can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def is_ours(found: os.stat_result) -> bool:
    """Return whether a regular file with one name belongs to whom this program runs for."""
    is_own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and is_own


@contextlib.contextmanager
def in_words(path: Path, what: str) -> Iterator[None]:
    """Say in a sentence what the system refuses.

    Args:
        path: The file.
        what: What can't be done: `can't be opened`.

    Raises:
        ScheduleError: Instead of what the system raises.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # a name with a null byte; links in a circle
        if isinstance(error, ScheduleError):
            raise
        raise ScheduleError(f"{path.name or path} {what}: {reason_of(error)}") from None


def reason_of(error: Exception) -> str:
    """Return why the system refused something.

    >>> reason_of(PermissionError(13, "Permission denied"))
    'permission denied'
    """
    if isinstance(error, RuntimeError):  # what pathlib calls it up to Python 3.12
        return _REASONS[errno.ELOOP]
    number = getattr(error, "errno", None)
    return _REASONS.get(number or 0) or getattr(error, "strerror", None) or "its name is none"
