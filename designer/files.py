"""A document's file: opened, chosen from, saved. Nothing of others' or of ours is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from designer.asking import AskClosing, AskPath, AskPaths, Closing, ask_closing, ask_path, ask_paths
from designer.design import design_of
from designer.document import Design, Document
from designer.source import Source, rewritten, source_of, title_of
from stepdecay import ScheduleError

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
        taken_back(sentence): What failed or was asked is over.
        refused_to_save(sentence): The file couldn't be written; others may have changed it.
    """

    open_wanted = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    asked = Signal(str, object)
    taken_back = Signal(str)
    refused_to_save = Signal(str)

    def __init__(self, document: Document, window: QMainWindow) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self.ask_path: AskPath = ask_path
        self.ask_paths: AskPaths = ask_paths
        self.ask_closing: AskClosing = ask_closing
        self.shown_notes: Callable[[], tuple[str, ...]] = tuple
        document.source_changed.connect(self._show_source)
        document.history_changed.connect(self._show_modified)
        document.changed.connect(self._show_modified)
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
        design = document.design
        try:
            problem = source.found[index].problem
            if problem is not None:
                raise ScheduleError(f"{source.place(index)}: {problem}")
            data = source.written(design) if source.differs(design) else source.data
            chosen = replace(rewritten(source, data, design, chosen=index), saved=source.saved)
        except ScheduleError as error:
            self.failed.emit(str(error))
            document.source_changed.emit(source, source)  # what chose it shows again what is designed
            return
        document.open(chosen, design_of(chosen, design, design.given))
        document.fit_view()

    def save(self) -> bool:
        """Write the schedule into its file, or into a new one; return whether that was done."""
        source = self._document.source
        if source is None:
            return self.save_as()
        try:
            unseen = [note for note in source.notes(self._document.design) if note not in self.shown_notes()]
        except ScheduleError:
            unseen = []  # why it can't be written is said below
        if unseen:
            self.asked.emit("; ".join(unseen), {"Save": self._save})
            return False
        return self._save()

    def _save(self) -> bool:
        source, design = self._document.source, self._document.design
        if source is None:
            return False
        try:
            self._write(source, source.path, self._written(source, design), source.saved)
        except ScheduleError as error:
            self.refused_to_save.emit(str(error))
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
            if path.name != Path(given).name and path.exists():  # the dialog has asked about another name
                raise ScheduleError(f"{path.name} is there already; to replace it, save under its whole name")
            data = self._new_file() if source is None else self._written(source, self._document.design)
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
            self._discard(source)
        return answer is Closing.DISCARD or (answer is Closing.SAVE and self.save())

    def _discard(self, source: Source) -> None:
        """Have the design as it is in the file."""
        try:
            fresh = source_of(source.path, source.saved, source.near())
        except ScheduleError:  # it is one that came to stand alone only here
            fresh = source_of(source.path, source.saved)
        design = self._document.design
        self._document.open(fresh, replace(design_of(fresh, design, design.given), run=design.run))

    def _written(self, source: Source, design: Design) -> bytes:
        if self._document.is_pending:
            raise ScheduleError(f"{source.path.name} was not saved: say first what its names stand for")
        return source.written(design)

    def _new_file(self) -> bytes:
        from stepdecay import to_python

        return to_python(self._document.design.schedule, optimizer=self._document.view.optimizer).encode()

    def _write(self, source: Source | None, path: Path, data: bytes, expected: bytes | None) -> None:
        from stepdecay.sources.edits import save

        save(path, data, expected)
        if source is None:
            self._document.adopt(source_of(path, data))
        else:
            self._document.adopt(rewritten(replace(source, path=path), data, self._document.design))
        self._document.undo_stack.setClean()
        self._show_modified()
        self.said.emit(f"Saved {path.name}")

    def _show_source(self, *_: object) -> None:
        source = self._document.source
        self._window.setWindowFilePath("" if source is None else str(source.path))  # a Mac's proxy icon
        self._window.setWindowTitle(title_of(source))
        self._show_modified()

    def _show_modified(self, *_: object) -> None:
        self._window.setWindowModified(self._document.is_modified)
