"""What a format of logs is: how its files are told from others, and what takes their bytes as they come.

A format is one file beside this one, with a subclass of `LogFormat` in it, and one line in `registry`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from fnmatch import fnmatch
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from stepdecay.trainlog.log import TrainLog

HEAD = 100_000
"""So many bytes of a file's beginning tell its format."""


class Reader(Protocol):
    """Takes the bytes of one log from its beginning, in pieces of any size, also while it is written."""

    def feed(self, data: bytes) -> None:
        """Take more bytes."""

    def end(self) -> None:
        """Take what is left for all that will come, where nobody writes any more."""

    def settle(self) -> None:
        """Do now what would be done when somebody looks, where that can be done piece by piece."""

    def log(self) -> TrainLog | None:
        """Return what was read so far, the same as before if nothing was added; None as long as that is nothing."""


class WholeReader:
    """Reads a log that is one document, and says something only when all of it is there.

    Args:
        read: Returns what all the bytes say; None where that is nothing, or they are not all of it.
    """

    def __init__(self, read: Callable[[bytes], TrainLog | None]) -> None:
        self._read = read
        self._data = bytearray()
        self._log: TrainLog | None = None
        self._is_read = True

    def feed(self, data: bytes) -> None:
        """Take more bytes."""
        self._data += data
        self._is_read = False

    def end(self) -> None:
        """Do nothing: a document that isn't whole says nothing."""

    def settle(self) -> None:
        """Do nothing: reading all of it after each piece would take the square of its time."""

    def log(self) -> TrainLog | None:
        """Return what the document says; None as long as it is not whole."""
        if not self._is_read:
            self._log, self._is_read = self._read(bytes(self._data)), True
        return self._log


class LogFormat(ABC):
    """A format of logs.

    Attributes:
        readable: What can be read, as in: what can be read is CSV with a header.
        names: The names of its files, as a dialog has them: `*.log`.
        telling: Those of `names` that no other files have; of others the content tells.
        is_whole: Whether a file is written anew each time, so that a part of it is not yet another log.
    """

    readable: ClassVar[str]
    names: ClassVar[tuple[str, ...]]
    telling: ClassVar[tuple[str, ...]] = ()
    is_whole: ClassVar[bool] = False

    def is_told_by(self, name: str) -> bool:
        """Return whether a file is one by its name alone."""
        return any(fnmatch(name.lower(), pattern) for pattern in self.telling)

    def may_have(self, name: str) -> bool:
        """Return whether a file may be one by its name, and is worth a look."""
        return any(fnmatch(name.lower(), pattern) for pattern in self.names)

    @abstractmethod
    def claims(self, head: bytes, name: str) -> bool:
        """Return whether a file is one by what is at its beginning.

        Args:
            head: At most `HEAD` bytes of it.
            name: Its name.
        """

    @abstractmethod
    def reader(self, name: str) -> Reader:
        """Make what reads one file.

        Args:
            name: Its name, for what is said of it.
        """
