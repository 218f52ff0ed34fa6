"""A training log beside the design: opened, followed while it is written, compared with the plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from designer.filing.dialogs import AskPaths, ask_paths
from designer.model.document import Document
from designer.model.view import View
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from stepdecay.trainlog.comparison import Comparing
    from stepdecay.trainlog.file import LogFile

SLICE = 1_000_000
"""Bytes that are read at once: the window answers between two of them."""

SETTLE_MS, LOOK_MS, SHOW_MS = 30, 1000, 200
"""After a change is told, reading waits so long; so often it looks without being told; so often a long log is shown."""

LARGE, REST_MS = 20_000, 200
"""So many rows are compared at once; a log that has more is compared when the design has rested so long."""


def is_log(path: Path) -> bool:
    """Return whether a file is a training log, by its name or else by what is at its beginning."""
    from stepdecay.trainlog.format import HEAD
    from stepdecay.trainlog.registry import FORMATS

    if any(one.is_told_by(path.name) for one in FORMATS):
        return True
    possible = [one for one in FORMATS if one.may_have(path.name)]
    try:
        if not possible or not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(HEAD)
    except (OSError, ValueError):  # nothing of that name can be opened
        return False
    return any(one.claims(head, path.name) for one in possible)


class Logs(QObject):
    """Has one log on the plot.

    Signals:
        failed(sentence): What could not be done and why.
        taken_back(sentence): What failed is over.
        changed: There is a log now, or none any more.
    """

    failed = Signal(str)
    taken_back = Signal(str)
    changed = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self.ask_paths: AskPaths = ask_paths
        self._file: LogFile | None = None
        self._told = ""
        self._watcher: QFileSystemWatcher | None = None
        self._shown, self._has_news = QElapsedTimer(), False
        self._reading = QTimer(self, singleShot=True)
        self._reading.timeout.connect(self._read)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._notice)
        self._comparing: Comparing | None = None
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._compare)
        document.changed.connect(self._compare_soon)
        document.view_changed.connect(self._notice_view)

    def open(self) -> None:
        """Ask for a log."""
        from stepdecay.trainlog.registry import patterns

        filters = f"Training logs ({patterns()});;All files (*)"
        for path in self.ask_paths(self._window, "Open Training Log", filters)[:1]:
            self.open_log(Path(path))

    def open_log(self, path: Path) -> None:
        """Show a log, and follow it from now on."""
        from stepdecay.trainlog.file import LogFile

        self.close()
        self._file = LogFile(path.absolute())
        self._shown.start()
        self._looking.start()
        self._read()

    def close(self) -> None:
        """Take the log away."""
        for timer in (self._reading, self._looking, self._resting):
            timer.stop()
        self._file = self._comparing = None
        self._has_news = False
        self._tell("")
        self._watch()
        self._document.look(log=None, comparison=None)

    def _notice(self, *_: object) -> None:
        """Read on soon; several changes are one."""
        if self._file is not None and not self._reading.isActive():
            self._reading.start(SETTLE_MS)

    def _read(self) -> None:
        """Read a slice, and go on with the next as soon as the window has done what it has to."""
        if self._file is None:
            return
        if self._has_news and self._shown.elapsed() > SHOW_MS:
            self._reading.start(0)
            self._show()  # in a turn of its own
            return
        try:
            has_more = self._file.read_piece(SLICE)
        except ScheduleError as error:
            self._lose(str(error))
            return
        if has_more:
            self._has_news = True
            self._reading.start(0)
        else:
            self._show()
            self._watch()

    def _show(self) -> None:
        log = None if self._file is None else self._file.log()
        document = self._document
        document.look(log=log, comparison=None if log is None else document.view.overlay.comparison)
        self._has_news = False
        self._shown.restart()
        if log is None and self._file is not None and not self._reading.isActive():
            from stepdecay.trainlog.registry import nothing_in

            self._tell(nothing_in(self._file.path.name))
        elif log is not None:
            self._tell("")

    def _lose(self, sentence: str) -> None:
        """Say that there is no file; one that was never there is not waited for."""
        if self._document.view.overlay.log is None:
            self.close()
        self._tell(sentence)

    def _tell(self, sentence: str) -> None:
        if sentence != self._told:
            if self._told:
                self.taken_back.emit(self._told)
            self._told = sentence
            if sentence:
                self.failed.emit(sentence)

    def _watch(self) -> None:
        """Be told of changes; where the system can't, the timer looks."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.fileChanged.connect(self._notice)
            self._watcher.directoryChanged.connect(self._notice)
        wanted = set() if self._file is None else {str(self._file.path), str(self._file.path.parent)}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(list(watched - wanted))
        missing = [path for path in wanted - watched if Path(path).exists()]
        if missing:
            self._watcher.addPaths(missing)

    # Compared with the plan

    def _notice_view(self, new: View, old: View) -> None:
        if new.overlay.log is not old.overlay.log:
            self._compare_soon()
        if (new.overlay.log is None) != (old.overlay.log is None):
            self.changed.emit()

    def _compare_soon(self, *_: object) -> None:
        log = self._document.view.overlay.log
        if log is not None:
            self._resting.start(REST_MS if len(log) > LARGE else 0)

    def _compare(self) -> None:
        """Compare some rows, and go on as soon as the window has done what it has to; only new ones of a log."""
        from stepdecay.trainlog.comparison import Comparing

        log, design = self._document.view.overlay.log, self._document.design
        if log is None:
            return
        plan = log, design.schedule, design.run
        if self._comparing is None or not self._comparing.takes(*plan):
            self._comparing = Comparing(*plan)
        if self._comparing.go_on(LARGE):
            self._resting.start(0)
        else:
            self._document.look(comparison=self._comparing.result())
