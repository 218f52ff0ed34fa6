"""A log's file while it is written: what was appended is read, and all of it anew when it is another file now."""

from __future__ import annotations

import os
from pathlib import Path

from stepdecay.disk import open_regular
from stepdecay.errors import ScheduleError
from stepdecay.trainlog.log import TrainLog
from stepdecay.trainlog.reader import PIECE, LogReader

_SEEN = 64
"""So many of the last bytes that were read are looked at again, to know whether the file is still the same."""


class LogFile:
    """Reads a log piece by piece.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity = (0, 0)
        self._offset = 0
        self._seen = b""
        self._reader = LogReader(path.name)

    def read_piece(self, size: int = PIECE) -> bool:
        """Read on, at most so many bytes; return whether there were any.

        Raises:
            ScheduleError: It can't be read; what was read of it before is kept.
        """
        try:
            with open_regular(self.path) as file:
                found = os.fstat(file.fileno())
                identity = (found.st_dev, found.st_ino)
                file.seek(max(self._offset - _SEEN, 0))
                if identity != self._identity or file.read(min(self._offset, _SEEN)) != self._seen:
                    self._begin(identity)
                    file.seek(0)
                data = file.read(size)
        except OSError as error:
            raise ScheduleError(f"{self.path.name} can't be read: {error.strerror or 'its name is none'}") from None
        self._offset += len(data)
        self._seen = (self._seen + data)[-_SEEN:]
        self._reader.feed(data)
        self._reader.settle()
        return bool(data)

    def log(self) -> TrainLog | None:
        """Return what it says so far; None as long as that is nothing."""
        return self._reader.log()

    def _begin(self, identity: tuple[int, int]) -> None:
        self._identity = identity
        self._offset = 0
        self._seen = b""
        self._reader = LogReader(self.path.name)
