"""A document's file: opened, followed while others edit it, saved; nothing of theirs or of ours is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal
from PySide6.QtWidgets import QMainWindow

from designer.asking import AskClosing, AskPath, AskPaths, Closing, ask_closing, ask_path, ask_paths
from designer.document import DEFAULT_DESIGN, Design, Document
from designer.source import Given, Source, read_source, rewritten, source_of
from stepdecay import Run, ScheduleError

OPEN_FILTERS = "Python (*.py);;All files (*)"
SAVE_FILTERS = "Python (*.py)"

Choices = dict[str, Callable[[], object]]


class Files(QObject):
    """Opens and saves for one window.

    Signals:
        open_wanted(path): A person wants a file, in this window or in another one.
        said(sentence): What was done, for a quiet notice.
        failed(sentence): What could not be done and why.
        asked(sentence, choices): What a person has to decide: callables by the texts of their buttons.
    """

    open_wanted = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    asked = Signal(str, object)

    def __init__(self, document: Document, window: QMainWindow) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._watcher: QFileSystemWatcher | None = None
        self.ask_path: AskPath = ask_path
        self.ask_paths: AskPaths = ask_paths
        self.ask_closing: AskClosing = ask_closing
        document.source_changed.connect(self._show_source)
        document.history_changed.connect(self._show_modified)
        self._show_source()

    def open(self) -> None:
        """Ask for files, and want each."""
        for path in self.ask_paths(self._window, "Open", OPEN_FILTERS):
            self.open_wanted.emit(Path(path))

    def choose(self, index: int) -> None:
        """Design another schedule of the file; what was changed of the present one stays to be saved."""
        document, source = self._document, self._document.source
        if source is None or index == source.index:
            return
        try:
            data = source.data if document.undo_stack.isClean() else _written(document, source)
            chosen = replace(source_of(source.path, data), saved=source.saved, index=index)
        except ScheduleError as error:
            self.failed.emit(str(error))
            return
        design = document.design
        document.open(chosen, design_of(chosen, design, design.given))
        document.fit_view()

    def save(self) -> bool:
        """Write the schedule into its file, or into a new one; return whether that was done."""
        source = self._document.source
        if source is None:
            return self.save_as()
        if self._document.is_pending:
            self.failed.emit(f"{source.path.name} was not saved: say first what its names stand for")
            return False
        try:
            data = _written(self._document, source)
            self._write(source, source.path, data, source.saved)
        except ScheduleError as error:
            self.failed.emit(str(error))
            self.look_again()
            return False
        return True

    def save_as(self) -> bool:
        """Ask for a file and write there: the whole script with the schedule, or the schedule alone."""
        source = self._document.source
        name = "schedule.py" if source is None else str(source.path)
        given, _ = self.ask_path(self._window, "Save As", name, SAVE_FILTERS)
        if not given:
            return False
        path = Path(given) if Path(given).suffix else Path(f"{given}.py")
        try:
            data = self._new_file() if source is None else _written(self._document, source)
            self._write(source, path, data, None)
        except ScheduleError as error:
            self.failed.emit(str(error))
            return False
        return True

    def may_close(self) -> bool:
        """Ask what becomes of changes that are not in the file yet; return whether the window can be closed."""
        source = self._document.source
        if source is None or not self._document.is_modified:
            return True
        answer = self.ask_closing(self._window, source.path.name)
        if answer is Closing.DISCARD:
            self._begin_with(replace(source, data=source.saved))
        return answer is Closing.DISCARD or (answer is Closing.SAVE and self.save())

    def watch(self) -> None:
        """Follow the file from now on."""
        self._watcher = QFileSystemWatcher(self)
        # The folder as well: an editor that replaces the file takes the watch on the old one along.
        self._watcher.fileChanged.connect(self.look_again)
        self._watcher.directoryChanged.connect(self.look_again)
        self._watch_source()

    def look_again(self) -> None:
        """Read the file if others have changed it: follow them, or ask where that would lose what was done here."""
        source = self._document.source
        if source is None:
            return
        self._watch_source()
        try:
            there = read_source(source.path, source.found[source.index])
        except ScheduleError as error:
            self.failed.emit(f"{error}; the curve shows what was there before")
            return
        if there.saved == source.saved:
            self.failed.emit("")
            return
        if not self._document.is_modified:
            self._follow(there)
            return
        choices: Choices = {
            "Show Difference": lambda: self._show_difference(source, there),
            "Reload": lambda: self._follow(there),
            "Keep Mine": lambda: self._keep_mine(there),
        }
        self.asked.emit(f"{source.path.name} was changed by another program, and the schedule here.", choices)

    def _follow(self, there: Source) -> None:
        """Take over what others wrote, as an undo step that leaves nothing to save."""
        document = self._document
        design = document.design
        document.adopt(there)
        found = there.resolved(design.given).schedule
        if found is not None:
            document.edit(f"Reload {there.path.name}", replace(design, schedule=found, freed=frozenset()))
        document.undo_stack.setClean()
        self.failed.emit("")
        self.said.emit(f"Reloaded {there.path.name}")

    def _keep_mine(self, there: Source) -> None:
        """Keep the schedule as it is here, to be saved into what others wrote around it."""
        self._document.adopt(there)
        self._document.undo_stack.resetClean()

    def _show_difference(self, source: Source, there: Source) -> None:
        from designer.difference import show_difference

        mine = _written(self._document, source)
        show_difference(self._window, source.path.name, there.saved, mine)

    def _begin_with(self, source: Source) -> None:
        fresh = source_of(source.path, source.data, source.found[source.index])
        self._document.open(fresh, design_of(fresh, self._document.design, self._document.design.given))

    def _new_file(self) -> bytes:
        from stepdecay import to_python

        return to_python(self._document.design.schedule, optimizer=self._document.view.optimizer).encode()

    def _write(self, source: Source | None, path: Path, data: bytes, expected: bytes | None) -> None:
        from stepdecay.sources.edits import save

        save(path, data, expected)
        if source is None:
            self._document.adopt(source_of(path, data))
        else:
            design = self._document.design
            self._document.adopt(rewritten(replace(source, path=path), data, design.schedule, design.given))
        self._document.undo_stack.setClean()
        self._show_modified()
        self.said.emit(f"Saved {path.name}")

    def _show_source(self, *_: object) -> None:
        source = self._document.source
        self._window.setWindowFilePath("" if source is None else str(source.path))  # a Mac's proxy icon
        self._window.setWindowTitle(f"{'Untitled' if source is None else source.path.name}[*]")
        self._show_modified()
        if self._watcher is not None:
            self._watch_source()

    def _show_modified(self) -> None:
        self._window.setWindowModified(self._document.is_modified)

    def _watch_source(self) -> None:
        watcher, source = self._watcher, self._document.source
        if watcher is None:
            return
        wanted = set() if source is None else {str(source.path), str(source.path.parent)}
        watched = {*watcher.files(), *watcher.directories()}
        if watched - wanted:
            watcher.removePaths(list(watched - wanted))
        missing = [path for path in wanted - watched if Path(path).exists()]
        if missing:
            watcher.addPaths(missing)


def design_of(source: Source, default: Design = DEFAULT_DESIGN, given: Given = ()) -> Design:
    """Return the design that a source says, for a run that shows all of it.

    While values of names are missing there is none: then it is the default one with what is given.
    """
    schedule = source.resolved(given).schedule
    if schedule is None:
        return replace(default, given=given, freed=frozenset())
    from stepdecay.spans import usual_updates

    return Design(schedule, Run(usual_updates(schedule)), given)


def _written(document: Document, source: Source) -> bytes:
    design = document.design
    return source.written(design.schedule, design.given, design.freed)
