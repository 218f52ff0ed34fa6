"""A document's file while others edit it: followed, or asked about where that would lose what was done here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QWidget

from designer.filing.designs import design_of
from designer.filing.files import Choices, Files
from designer.filing.rebase import kept_run, rebased
from designer.model.design import Design, with_epoch
from designer.model.document import Document
from designer.model.source import Source, is_same_run, source_of
from stepdecay import Run, ScheduleError

SETTLE_MS = 40
"""An editor that saves makes several changes in its folder; they are read as one."""


class Follower(QObject):
    """Reads a document's file again when it has changed.

    Args:
        document: The document.
        files: What saves it, and says what was done.
        window: Its window.
        is_busy: Says whether a hand is at work, whose drag a question would end.
    """

    def __init__(self, document: Document, files: Files, window: QWidget, is_busy: Callable[[], bool]) -> None:
        super().__init__(window)
        self._is_busy = is_busy
        self._document = document
        self._files = files
        self._window = window
        self._seen: bytes | None = None
        self._told = ""
        self._watcher = QFileSystemWatcher(self)
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._look)
        # The folder as well: an editor that replaces the file takes the watch on the old one along.
        self._watcher.fileChanged.connect(self.look_again)
        self._watcher.directoryChanged.connect(self.look_again)
        document.source_changed.connect(self._notice_source)
        document.changed.connect(self._notice_design)
        files.refused_to_save.connect(self._explain)
        self._notice_source()

    def look_again(self) -> None:
        """Read the file, as soon as those who write it are done, and no hand is on the plot."""
        self._settling.start()

    def _notice_source(self, *_: object) -> None:
        source = self._document.source
        self._seen = None if source is None else source.saved
        self._take_back()
        self._watch()

    def _notice_design(self, *_: object) -> None:
        """Follow the file where only what was done here stood in the way, and that was undone."""
        source = self._document.source
        if source is not None and self._seen not in (None, source.saved) and not self._document.is_modified:
            self._seen = None
            self.look_again()

    def _explain(self, sentence: str) -> None:
        """Say why the file was not saved: that others have changed it is a question of its own."""
        from stepdecay.sources.edits import read_file

        source = self._document.source
        try:
            is_changed = source is not None and read_file(source.path) != source.saved
        except ScheduleError:
            is_changed = False
        if is_changed:
            self._seen = None
            self._look()
        else:
            self._files.failed.emit(sentence)

    def _look(self) -> None:
        from stepdecay.sources.edits import read_file

        source = self._document.source
        if source is None:
            return
        if self._is_busy():
            self._settling.start()
            return
        self._watch()
        try:
            data = read_file(source.path)
            if data == self._seen:
                return
            self._seen = data
            if data == source.saved:
                self._take_back()
            else:
                self._meet(source, source_of(source.path, data, source.near()))
        except ScheduleError as error:
            self._tell(f"{error}; the curve shows what was there before")

    def _meet(self, source: Source, there: Source) -> None:
        document = self._document
        given = document.design.given
        if not document.is_modified:
            if self._takes_redo(source, there):
                what = "following it would take away what can be redone here"
                self._ask(f"{source.path.name} was changed by another program; {what}.", source, there)
            else:
                self._follow(source, there)
        elif not (source.is_changed or there.is_pending(given) or there.differs(document.design)):
            document.adopt(there)  # they have written what is designed here
        else:
            was = source.on_disk.resolved(given).schedule
            what = "run" if was == document.design.schedule else "schedule"
            self._ask(f"{source.path.name} was changed by another program, and the {what} here.", source, there)

    def _ask(self, sentence: str, source: Source, there: Source) -> None:
        choices: Choices = {
            "Show Difference": lambda: self._show_difference(source, there),
            "Reload": lambda: self._follow(source, there),
        }
        if not there.is_pending(self._document.design.given):  # else what was designed here would have no place in it
            choices["Keep Mine"] = lambda: self._keep_mine(source, there)
        self._take_back()
        self._told = sentence
        self._files.asked.emit(sentence, choices)

    def _takes_redo(self, source: Source, there: Source) -> bool:
        """Return whether following what others wrote would take away what was undone."""
        document = self._document
        return document.undo_stack.canRedo() and (
            document.is_pending or self._followed(source, there) != document.design
        )

    def _followed(self, source: Source, there: Source) -> Design:
        """Return the design that what others wrote makes of the one in force."""
        design = self._document.design
        fresh = design_of(there, design, design.given)
        found = there.resolved(design.given).schedule
        if found is None or self._document.is_pending:
            return fresh if self._document.is_pending else design
        was_its_own = is_same_run(design.run, design_of(source.on_disk, design, design.given).run)
        run = with_epoch(fresh.run, design.run) if was_its_own or there.says_run else design.run
        return replace(design, schedule=found, run=run, freed=frozenset())

    def _follow(self, source: Source, there: Source) -> None:
        """Take over what others wrote, as an undo step that leaves nothing to save."""
        document, design = self._document, self._followed(source, there)
        if document.is_pending:
            document.open(there, design)
            return
        document.adopt(there)
        document.edit(f"Reload {there.path.name}", design)
        document.undo_stack.setClean()
        self._files.said.emit(f"Reloaded {there.path.name}")

    def _keep_mine(self, source: Source, there: Source) -> None:
        """Keep what was designed here, to be saved into what others wrote around it."""
        document = self._document
        kept, lost = rebased(source, there)
        run = self._kept_run(source, there)
        document.adopt(kept)
        document.edit(f"Keep Mine in {there.path.name}", replace(document.design, run=run))
        if lost:
            self._files.failed.emit(f"{there.path.name}: {', '.join(lost)} could not be kept as changed here")

    def _kept_run(self, source: Source, there: Source) -> Run:
        """Return the run to go on with; taking theirs would be an edit, which leaves nothing to redo."""
        run = self._document.design.run
        return run if self._document.undo_stack.canRedo() else kept_run(run, source.run, there)

    def _show_difference(self, source: Source, there: Source) -> None:
        from designer.filing.difference import show_difference

        design = self._document.design
        try:
            if not there.is_pending(design.given):
                design = replace(design, run=self._kept_run(source, there))
                source, _ = rebased(source, there)
            mine = source.written(design)
        except ScheduleError as error:
            self._files.failed.emit(str(error))
        else:
            show_difference(self._window, source.path.name, there.saved, mine)

    def _tell(self, sentence: str) -> None:
        self._take_back()
        self._told = sentence
        self._files.failed.emit(sentence)

    def _take_back(self) -> None:
        if self._told:
            self._files.taken_back.emit(self._told)
            self._told = ""

    def _watch(self) -> None:
        watcher, source = self._watcher, self._document.source
        wanted = set() if source is None else {str(source.path), str(source.path.parent)}
        watched = {*watcher.files(), *watcher.directories()}
        if watched - wanted:
            watcher.removePaths(list(watched - wanted))
        missing = [path for path in wanted - watched if Path(path).exists()]
        if missing:
            watcher.addPaths(missing)
