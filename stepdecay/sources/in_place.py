"""A file overwritten where it is, with a copy of what was in it beside it until the new content is whole."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from stepdecay.disk import NO_ROOM, in_words, is_ours, open_regular, put, reason_of, settle
from stepdecay.errors import ScheduleError

PREFIX, SUFFIX = ".saving-", ".tmp"
"""What the names of unfinished files begin and end with."""

CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
"""What the system says of a folder in which nobody may make a file, or this one not."""

_MOST_COPIES = 9


@contextlib.contextmanager
def written_beside(target: Path, data: bytes, *, is_needed: bool = False) -> Iterator[Path | None]:
    """Write into a new file in the folder of another one, under a name of ours; under that it is gone in the end.

    Args:
        target: The other file.
        data: What is written; it has reached the disk.
        is_needed: Whether a folder in which nobody may make a file is an error; else None stands for the new one.

    Raises:
        OSError: The system refuses it.
    """
    import tempfile  # 5 ms, which only saving takes

    made: Path | None = None
    try:
        try:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=PREFIX, suffix=SUFFIX)
        except OSError as error:
            if is_needed or error.errno not in CLOSED:
                raise
        else:
            made = Path(name)
            with os.fdopen(handle, "wb") as file:
                put(file.fileno(), data)
        yield made
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def overwrite(target: Path, name: str, data: bytes, check: Callable[[], object]) -> None:
    """Write over a file's content; it keeps all its names and whatever else it has.

    What was in it is kept beside it until that is done, unless its folder lets nobody make a file.

    Args:
        target: The file, no link.
        name: What it is called in sentences.
        data: Its new content.
        check: Called right before the first byte is written; raises where nothing is to be written.

    Raises:
        ScheduleError: It could not be written; the sentence says what is in it now.
        OSError: The system refused it before that.
    """
    with target.open("r+b", buffering=0) as file:
        old = file.read()
        copy, is_whole = _kept(target, old), True
        try:
            check()
            is_whole = False
            _fill(file.fileno(), data)
            is_whole = True
        except OSError as error:
            is_whole = is_whole or _is_put_back(file.fileno(), old)
            raise ScheduleError(f"{name} can't be saved: {reason_of(error)}; {_state(copy, is_whole)}") from None
        finally:  # of whatever kind the end is: what stays is offered when the file is opened
            if is_whole and copy is not None:
                copy.unlink(missing_ok=True)


def _state(copy: Path | None, is_whole: bool) -> str:
    if is_whole:
        return "it is as it was"
    return "it is half written now" + ("" if copy is None else f", and what was in it is in {copy.name} beside it")


def _kept(target: Path, old: bytes) -> Path | None:
    """Put a file's content beside it, under its name only when it is whole; None where nobody may make a file there."""
    with written_beside(target, old) as made:
        if made is None:
            return None
        names = _names(target)
        copy = next((name for name in names if not os.path.lexists(name)), names[-1])
        made.replace(copy)
    settle(target.parent)
    return copy


def _names(target: Path) -> list[Path]:
    """Return how copies are called; there is a second one only where a kill left one, and nobody has chosen yet."""
    ends = ["", *(f"-{number}" for number in range(2, _MOST_COPIES + 1))]
    return [target.with_name(f".{target.name}.lr-designer-recovered{end}") for end in ends]


def _fill(handle: int, data: bytes) -> None:
    _reserve(handle, len(data))
    os.lseek(handle, 0, os.SEEK_SET)
    put(handle, data)
    os.ftruncate(handle, len(data))
    os.fsync(handle)


def _reserve(handle: int, size: int) -> None:
    """Have the room for a file's new content, or know that there is none, before a byte of it is touched."""
    if size and hasattr(os, "posix_fallocate"):  # macOS has none
        try:
            os.posix_fallocate(handle, 0, size)
        except OSError as error:  # also of file systems that can't
            if error.errno in NO_ROOM:
                raise


def _is_put_back(handle: int, old: bytes) -> bool:
    try:
        os.ftruncate(handle, len(old))
        os.lseek(handle, 0, os.SEEK_SET)
        put(handle, old)
    except OSError:
        return False
    return True


def left_copy(path: Path) -> Path | None:
    """Return what was in a file before a save that was interrupted; None where there is no such copy, or no need of it.

    Args:
        path: The file, perhaps a link to it.
    """
    target = Path(os.path.realpath(path))
    for copy in _names(target):
        with contextlib.suppress(OSError, ValueError, ScheduleError):
            if not is_ours(copy.lstat()):
                continue
            if _content(copy) != _content(target):
                return copy
            copy.unlink()  # the save was interrupted before its first byte, or put back
    return None


def put_back(path: Path, copy: Path, seen: bytes) -> None:
    """Let a file have the content of a copy again, which goes then.

    Args:
        path: The file.
        copy: What `left_copy` gave for it.
        seen: What is in the file, as far as those know who want it back.

    Raises:
        ScheduleError: The file was changed meanwhile, or can't be written.
    """
    target = Path(os.path.realpath(path))

    def check() -> None:
        if _content(target) != seen:
            raise ScheduleError(f"{path.name} was changed by another program; nothing was written")

    with in_words(path, "can't be saved"):
        overwrite(target, path.name, _content(copy), check)
        copy.unlink(missing_ok=True)


def _content(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read()
