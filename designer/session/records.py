"""The folder of recovery records: one file for each open document, held by the process in which it is open."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

from designer.session.recovery import Record

KEPT_DAYS = 30
"""So long a record waits for somebody to open it."""

LOG = logging.getLogger(__name__)

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Slot:
    """The place of one record, held as long as this process lives or until it is let go.

    The system ends a lock with the process that has it, however that ends; a process number in a file would outlive it.

    Args:
        path: The record's file; the lock is the file beside it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None
        self._written = ""

    @property
    def _lock_path(self) -> Path:
        return self.path.with_suffix(".lock")

    def hold(self) -> bool:
        """Make it this process's own; return whether it is."""
        if self._lock is not None:
            return True
        handle = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._lock = handle
        return True

    def read(self) -> Record | None:
        """Return the record; None where there is none, or one that nobody can read."""
        try:
            return Record.from_json(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except Exception:  # whatever is in it, it stops no start
            LOG.warning("the record %s can't be read and is ignored", self.path.name, exc_info=True)
            return None

    def write(self, record: Record) -> None:
        """Write the record, at once or not at all, unless it is there already.

        Raises:
            OSError: It can't be written, or another process holds it.
        """
        text = record.to_json()
        if text == self._written:
            return
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.hold():
            raise OSError(f"{self.path.name} is held by another process")
        file, data = QSaveFile(str(self.path)), text.encode()
        if not (file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(data) == len(data) and file.commit()):
            raise OSError(file.errorString())
        self._written = text

    def release(self) -> None:
        """Leave the record to whoever comes next."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __del__(self) -> None:
        """Let go with a window that was never closed."""
        self.release()

    def remove(self) -> None:
        """Remove the record: its document was closed."""
        self._written = ""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.release()  # Windows removes no open file
        with contextlib.suppress(OSError):
            self._lock_path.unlink(missing_ok=True)


class Records:
    """All records, of this process and of others.

    Args:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> Slot:
        """Return a place for another record; names are in the order in which they were made."""
        return Slot(self._folder / f"{time.time_ns():020d}-{os.urandom(4).hex()}.json")

    def take(self) -> list[tuple[Slot, Record]]:
        """Make all records that no living process holds this one's own, and return them, the oldest first."""
        return list(self._taken())

    def _taken(self) -> Iterator[tuple[Slot, Record]]:
        self._sweep()
        for path in sorted(self._folder.glob("*.json")):
            slot = Slot(path)
            try:
                is_held = slot.hold()
            except OSError:  # a folder that can't be written
                continue
            record = slot.read() if is_held else None
            if record is not None:
                yield slot, record
            else:
                slot.release()

    def _sweep(self) -> None:
        """Remove what nobody has come for, and what a killed process left half written."""
        oldest = time.time() - KEPT_DAYS * 24 * 3600
        with contextlib.suppress(OSError):
            for path in [path for path in self._folder.iterdir() if path.stat().st_mtime < oldest]:
                slot = Slot(path.with_suffix(".json"))
                if path.suffix not in (".json", ".lock"):
                    path.unlink(missing_ok=True)
                elif (path == slot.path or not slot.path.exists()) and slot.hold():  # a lock is never younger
                    slot.remove()
