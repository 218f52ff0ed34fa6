"""A log's file, read at once or followed while it is written.

What was appended is read, and all of it anew when it is another file now.
"""

from __future__ import annotations

import os
from pathlib import Path

from stepdecay.disk import open_regular
from stepdecay.errors import ScheduleError
from stepdecay.trainlog.format import HEAD
from stepdecay.trainlog.log import TrainLog
from stepdecay.trainlog.registry import FORMATS, format_of, nothing_in

PIECE = 2_000_000
"""So many bytes are read at once: few enough for the processor's cache, and for a window to stay awake."""

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
        self._seen = self._head = b""
        self._format = FORMATS[-1]
        self._reader = self._format.reader(path.name)
        self._before: TrainLog | None = None

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
        if self._is_begun_anew(data):
            return True
        self._offset += len(data)
        self._seen = (self._seen + data)[-_SEEN:]
        self._reader.feed(data)
        self._reader.settle()
        return bool(data)

    def log(self) -> TrainLog | None:
        """Return what it says so far; None as long as that is nothing.

        While a document is written anew, that is what it said when it was last whole.
        """
        log = self._reader.log()
        return self._before if log is None else log

    def _begin(self, identity: tuple[int, int]) -> None:
        self._before = self.log() if self._format.is_whole else None
        self._identity = identity
        self._offset = 0
        self._seen = self._head = b""
        self._format = FORMATS[-1]
        self._reader = self._format.reader(self.path.name)

    def _is_begun_anew(self, data: bytes) -> bool:
        """Look what format it is, as far as its beginning is there; return whether that is to be read once more."""
        if not self._offset == len(self._head) < HEAD:
            return False
        self._head += data[: HEAD - len(self._head)]
        form = format_of(self._head, self.path.name)
        if form is self._format:
            return False
        self._format, self._reader = form, form.reader(self.path.name)
        was_read, self._offset, self._seen = self._offset > 0, 0, b""
        return was_read


def read_log(path: Path | str) -> TrainLog:
    """Read the learning rates and losses of a training log.

    Args:
        path: The output of mlx-lm or mlx-lm-lora, JSON lines, or a table with a header.

    Raises:
        ScheduleError: It can't be read, or says nothing of the kind; the sentence says what can be read.
    """
    path = Path(path)
    try:
        with open_regular(path) as file:
            data = file.read(PIECE)
            reader = format_of(data[:HEAD], path.name).reader(path.name)
            while data:
                reader.feed(data)
                data = file.read(PIECE)
    except OSError as error:
        raise ScheduleError(f"{path.name or path} can't be opened: {error.strerror or 'its name is none'}") from None
    reader.end()
    log = reader.log()
    if log is None:
        raise ScheduleError(nothing_in(path.name))
    return log
