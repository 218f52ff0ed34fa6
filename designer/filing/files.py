"""A document's file: opened, chosen from, saved. Nothing of others' or of ours is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

from designer.filing.designs import design_of, reread
from designer.filing.dialogs import AskClosing, AskPath, AskPaths, Closing, ask_closing, ask_path, ask_paths
from designer.filing.save_as import NEW_NAME, Content, Target, content_for, open_filters, save_filters, target_of
from designer.model.design import with_epoch
from designer.model.document import Design, Document
from designer.model.source import Source, source_of, title_of
from designer.model.written import rewritten, saved
from stepdecay import ScheduleError
from stepdecay.schedule.kinds import Schedule

Choices = dict[str, Callable[[], object]]


class Files(QObject):
    """Opens and saves for one window.

    Args:
        document: The document.
        window: Its window.
        shown_notes: Says what a person can read already of what saving has to say.

    Signals:
        open_wanted(path): A person wants a file, in this window or in another one.
        said(sentence): What was done, for a quiet notice.
        failed(sentence): What could not be done and why.
        asked(sentence, choices): What a person has to decide: callables by the texts of their buttons.
        taken_back(sentence): What failed or was asked is over.
        refused_to_save(sentence): The file couldn't be written; others may have changed it.
        code_wanted: A person wants the code on the clipboard.
    """

    open_wanted = Signal(object)
    said = Signal(str)
    failed = Signal(str)
    asked = Signal(str, object)
    taken_back = Signal(str)
    refused_to_save = Signal(str)
    code_wanted = Signal()

    def __init__(self, document: Document, window: QMainWindow, shown_notes: Callable[[], tuple[str, ...]]) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self.ask_path: AskPath = ask_path
        self.ask_paths: AskPaths = ask_paths
        self.ask_closing: AskClosing = ask_closing
        self._shown_notes = shown_notes
        self._refusal = ""
        document.source_changed.connect(self._show_source)
        document.history_changed.connect(self._show_modified)
        document.changed.connect(self._notice_design)
        self._show_source()

    def open(self) -> None:
        """Ask for files, and want each."""
        for path in self.ask_paths(self._window, "Open", open_filters()):
            self.open_wanted.emit(Path(path))

    def choose(self, index: int) -> None:
        """Design another schedule of the file; what was changed of the present one stays to be saved."""
        document, source = self._document, self._document.source
        if source is None or index == source.on_disk.index:
            return
        design = document.design
        try:
            problem = source.on_disk.found[index].problem
            if problem is not None:
                raise ScheduleError(f"{source.place(index)}: {problem}")
            data = source.written(design)
            chosen = replace(rewritten(source.on_disk, data, design, chosen=index), saved=source.saved)
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
            unseen = [note for note in source.notes(self._document.design) if note not in self._shown_notes()]
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
            data = self._written(source, design)
        except ScheduleError as error:
            self._refuse(source, error)
            return False
        try:
            self._write(source.path, Content(data, source.saved))
        except ScheduleError as error:
            self.refused_to_save.emit(str(error))
            return False
        return True

    def save_as(self, name: str = "") -> bool:
        """Ask for a file and write there: the whole file with the schedule, or the schedule alone.

        Args:
            name: The name to propose; by default the file's own.
        """
        document, source = self._document, self._document.source
        name = name or (NEW_NAME if source is None else str(source.path))
        given, chosen = self.ask_path(self._window, "Save As", name, save_filters(name, source))
        if not given:
            return False
        target = target_of(given, chosen, source)
        path = target.path
        if path.name != Path(given).name and path.exists():  # the dialog has asked about another name
            self.failed.emit(f"{path.name} is there already; to replace it, save under its whole name")
            return False
        if source is not None and document.is_pending:
            self.failed.emit(_waits(source))
            return False
        return self._write_as(target)

    def _write_as(self, target: Target) -> bool:
        """Write to a file that was chosen; where its trainer would join the schedule otherwise, offer that instead."""
        document, path, kind = self._document, target.path, target.way.kind
        try:
            optimizer = document.view.preferences.optimizer
            self._write(path, content_for(target, document.source, document.design, optimizer))
        except ScheduleError as error:
            fitting = kind.nearest(document.design.schedule)
            if fitting is None:
                self.failed.emit(str(error))
            else:
                self._refusal = f"{path.name} was not saved: {error}"
                text = f"Join as {kind.maker} Does"
                self.asked.emit(self._refusal, {text: lambda: self._join_and_write(text, target, fitting)})
            return False
        return True

    def _join_and_write(self, text: str, target: Target, fitting: Schedule) -> None:
        self._document.replace_schedule(text, fitting)
        self._write_as(target)

    def save_as_python(self) -> bool:
        """Ask for a Python file, which can say every schedule, and write there."""
        source = self._document.source
        return self.save_as(NEW_NAME if source is None else str(source.path.with_suffix(".py")))

    def may_close(self) -> bool:
        """Ask what becomes of changes that are not in the file yet; return whether the window can be closed."""
        source = self._document.source
        if not self._document.has_unsaved_work:
            return True
        answer = self.ask_closing(self._window, "" if source is None else source.path.name)
        if answer is Closing.DISCARD and source is not None:
            self._discard(source)
        return answer is Closing.DISCARD or (answer is Closing.SAVE and self.save())

    def _discard(self, source: Source) -> None:
        """Have the design as it is in the file."""
        try:
            fresh = source_of(source.path, source.saved, source.near())
        except ScheduleError:  # it is one that came to stand alone only here
            fresh = source_of(source.path, source.saved)
        self._document.open(fresh, reread(fresh, self._document.design))

    def _written(self, source: Source, design: Design) -> bytes:
        if self._document.is_pending and source.last_save is None:
            raise ScheduleError(_waits(source))
        return source.written(design)

    def _refuse(self, source: Source, error: ScheduleError) -> None:
        """Say why a file was not saved; where its kind can't say the schedule, offer what can."""
        if source.kind.says_all:
            self.refused_to_save.emit(str(error))
            return
        self._refusal = f"{source.path.name} was not saved: {error}"
        choices = {"Copy Python Code": self.code_wanted.emit, "Save as Python…": self.save_as_python}
        self.asked.emit(self._refusal, choices)

    def _write(self, path: Path, content: Content) -> None:
        from stepdecay.sources.edits import save

        document, source = self._document, self._document.source
        save(path, content.data, content.expected)
        if source is None or content.is_new_kind:
            self._begin(source_of(path, content.data))
        else:
            document.adopt(saved(source, path, content.data, document.design))
        document.undo_stack.setClean()
        self._show_modified()
        self._take_refusal_back()
        self.said.emit(f"Saved {path.name}{content.remark}")

    def _begin(self, source: Source) -> None:
        """Let a file that says the design already be the document's; what else it says, such as its run, holds now."""
        document, design = self._document, self._document.design
        document.adopt(source)
        if source.run is not None:
            document.edit(f"Save in {source.path.name}", replace(design, run=with_epoch(source.run, design.run)))

    def _notice_design(self, *_: object) -> None:
        self._show_modified()
        self._take_refusal_back()

    def _take_refusal_back(self) -> None:
        """Say no more why the file can't be saved: that was said of another design."""
        if self._refusal:
            self.taken_back.emit(self._refusal)
            self._refusal = ""

    def _show_source(self, *_: object) -> None:
        source = self._document.source
        self._window.setWindowFilePath("" if source is None else str(source.path))  # a Mac's proxy icon
        self._window.setWindowTitle(title_of(source))
        self._show_modified()

    def _show_modified(self, *_: object) -> None:
        self._window.setWindowModified(self._document.is_modified)


def _waits(source: Source) -> str:
    return f"{source.path.name} was not saved: say first what its names stand for"
