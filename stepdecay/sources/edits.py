"""Changing a file: some of its bytes, and then the file itself, at once or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from stepdecay.errors import ScheduleError

LARGEST_FILE = 20_000_000
"""Nobody's script has so many bytes, and a larger file would keep the window waiting."""

_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "its disk can only be read",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC: "the disk is full",
    errno.ENOENT: "it is not there",
    errno.ENOTDIR: "it is not there",
    errno.ELOOP: "its links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}


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
    with _in_words(path, "can't be opened"):
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ScheduleError(f"{path.name or path} is a folder; open a file in it")
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device has no end
            raise ScheduleError(f"{path.name} is a device or a pipe, not a file")
        _check_size(path, found.st_size)
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        _check_size(path, len(data))
        return data


def save(path: Path | str, data: bytes, expected: bytes | None) -> None:
    """Write a file at once or not at all, through links to it, keeping its mode and, where allowed, its owner.

    A file with several hard links is written in place, after a copy of its new content is safe on the disk beside it:
    replacing it would part it from its other names. The copy is removed once that is done.

    Args:
        path: The file.
        data: Its new content.
        expected: What is in it now; anything else there is left alone. None writes over whatever is there.

    Raises:
        ScheduleError: The file was changed meanwhile, or can't be written; it is as it was.
    """
    path = Path(path)
    with _in_words(path, "can't be saved"):
        target = path.resolve(strict=expected is not None)
        if expected is not None and read_file(target) != expected:
            raise ScheduleError(f"{path.name} was changed by another program; nothing was written")
        found = target.stat() if target.exists() else None
        if found is not None and not stat.S_ISREG(found.st_mode):
            raise ScheduleError(f"{path.name} is a folder or a device, not a file; nothing was written")
        if found is not None and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "")
        _write(target, data, found)


def _write(target: Path, data: bytes, found: os.stat_result | None) -> None:
    import tempfile  # 5 ms, which only saving takes

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".saving-", suffix=".tmp")
    copy = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _put(file.fileno(), data)
        if found is None:
            copy.chmod(0o666 & ~_umask())
        else:
            copy.chmod(stat.S_IMODE(found.st_mode))
            _keep_owner(copy, found)
        if found is not None and found.st_nlink > 1:
            _overwrite(target, data)
        else:
            copy.replace(target)
            _settle(target.parent)
    finally:
        copy.unlink(missing_ok=True)


def _put(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def _overwrite(target: Path, data: bytes) -> None:
    with target.open("r+b") as file:
        _put(file.fileno(), data)
        file.truncate(len(data))
        os.fsync(file.fileno())


def _keep_owner(copy: Path, found: os.stat_result) -> None:
    if hasattr(os, "chown") and (found.st_uid, found.st_gid) != (copy.stat().st_uid, copy.stat().st_gid):
        with contextlib.suppress(OSError):  # only root may give a file away
            os.chown(copy, found.st_uid, found.st_gid)
            copy.chmod(stat.S_IMODE(found.st_mode))  # a change of owner takes some bits away


def _settle(folder: Path) -> None:
    """Let the folder's new entry reach the disk, where a folder can be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _check_size(path: Path, size: int) -> None:
    if size > LARGEST_FILE:
        raise ScheduleError(f"{path.name} has {size / 1e6:.0f} MB; a script has at most {LARGEST_FILE / 1e6:.0f} MB")


@contextlib.contextmanager
def _in_words(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # a name with a null byte; links in a circle
        if isinstance(error, ScheduleError):
            raise
        number = getattr(error, "errno", None)
        reason = _REASONS.get(number or 0) or getattr(error, "strerror", None) or "its name is none"
        raise ScheduleError(f"{path.name or path} {what}: {reason}") from None
