"""The program: arguments, the application, its windows."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication

from designer import arguments, command_line, crash
from designer.filing.logs import is_log
from designer.filing.start import (
    Start,
    start_with_file,
    start_with_text,
    starts_with_all,
    take_records,
)
from designer.frame.starter import Starter
from designer.frame.window import MainWindow
from designer.interrupt import told_of_signals
from designer.model.document import DEFAULT_DESIGN, Document
from designer.model.view import Overlay, View
from designer.screen import refusing
from designer.session.settings import Settings
from stepdecay import ScheduleError, __version__

MOST_SENTENCES = 3
"""So many failures are told one by one; the rest is counted."""

_windows: dict[MainWindow, Wishes] = {}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: The arguments without the program's name; by default the process' own.

    Returns:
        The exit status: 0; 2 after one sentence on stderr, where what they ask for can't be done.
    """
    return command_line.run(sys.argv[1:] if argv is None else argv, open_window)


def open_window(subjects: Sequence[str]) -> int:
    """Open a window, and run the program until the last one is closed.

    Args:
        subjects: At most one file or schedule to begin with; without it all that was open last is restored.

    Returns:
        The exit status: 0; 2 where MLX can't be loaded, which is said on stderr and in the window; 128 and the
        signal's number where one ended it, as shells have it.

    Raises:
        ScheduleError: It is no schedule, or a file that can't be read or has none.
    """
    application = make_application()
    crash.install()
    window = _open_first(subjects)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    Starter(window, _windows[window].begin_first, command_line.say)
    window.show()
    with told_of_signals(_end):
        status = application.exec()
    return 2 if window.engine_problem else status


@atexit.register
def _leave() -> None:
    """Delete the windows that nobody has closed while there is all that they are made of: later, Qt would crash."""
    for window in list(_windows):
        window.hide()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _end(number: int) -> None:
    """End the program as a terminal or the system asks for it: nothing is asked, all is kept."""
    keep_all()
    QApplication.exit(128 + number)


class Application(QApplication):
    """The application, which opens what Finder asks it to, and keeps what is open when the system ends it."""

    def event(self, event: QEvent, /) -> bool:
        """Open the file of such an event; ask nothing when all is to be closed."""
        if event.type() == QEvent.Type.Quit:
            _begin_end()
        if event.type() != QEvent.Type.FileOpen or not _windows:
            return super().event(event)
        active = self.activeWindow()
        window = active if isinstance(active, MainWindow) else next(iter(_windows))
        window.complete()
        _windows[window].open_file(Path(event.file()))  # type: ignore[attr-defined]
        return True


def make_application() -> Application:
    """Make the QApplication, with the names that the system shows.

    It gets no arguments: among the names of files there are some that mean something to Qt.
    """
    said: list[str] = []
    before = qInstallMessageHandler(refusing(said))
    application = Application(["lr-designer"])
    qInstallMessageHandler(before)
    for message in said:
        qWarning(message)
    application.setApplicationName("lr-designer")
    application.setApplicationDisplayName("LR Designer")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("lr-designer")
    application.commitDataRequest.connect(keep_all)
    return application


def create_window(argv: Sequence[str] = ()) -> MainWindow:
    """Make a whole window, not yet shown; needs a QApplication, runs no event loop.

    Args:
        argv: At most one argument, a schedule or a file to begin with; without it all that was open last is
            restored, the first of it in this window.

    Raises:
        ScheduleError: The argument is no schedule, or a file that can't be read or has none.
    """
    window = _open_first(argv)
    window.complete()
    _windows[window].begin()
    return window


def keep_all(*_: object) -> None:
    """Keep what is open in all windows now."""
    for window in _windows:
        window.keeper.keep()


def end() -> None:
    """Close all windows; nothing is asked, for what is open in them is there again at the next start."""
    _begin_end()
    QApplication.closeAllWindows()


def _begin_end() -> None:
    for window in _windows:
        window.keeper.is_ending = True


def _open_first(subjects: Sequence[str]) -> MainWindow:
    """Open a window with the first of what the arguments ask for; the rest waits until it is whole."""
    first, *rest = _starts_with(subjects)
    window = _open(first)
    wishes = _windows[window]
    wishes.rest = rest
    wishes.offers = bool(subjects)
    return window


def _starts_with(subjects: Sequence[str]) -> list[Start]:
    """Return what the arguments ask for; without any, and for a training log, all that was open last."""
    subject = arguments.subject_of(subjects)
    if subject is None:
        return starts_with_all(Settings()) or [Start(DEFAULT_DESIGN)]
    if arguments.is_expression(subject):
        return [start_with_text(subject)]
    path = Path(subject)
    if is_log(path):
        first, *rest = _starts_with(())
        return [replace(first, log=path.absolute()), *rest]
    return [start_with_file(path, Settings())]


def _open(start: Start) -> MainWindow:
    settings = Settings()
    document = Document(DEFAULT_DESIGN, View(settings.preferences(), overlay=Overlay(pins=start.pins)))
    start.begin(document)
    window = MainWindow(document, settings, start.sentence)
    if start.slot is not None:
        window.keeper.take(start.slot, start.geometry)
    wishes = Wishes(window, start)
    window.new_window_wanted.connect(wishes.open_another)
    window.open_wanted.connect(wishes.open_file)
    window.end_wanted.connect(end)
    _windows[window] = wishes
    window.destroyed.connect(lambda: _windows.pop(window))
    return window


def _is_untouched(window: MainWindow) -> bool:
    document = window.document
    return document.source is None and document.design == DEFAULT_DESIGN and not document.undo_stack.count()


class Wishes(QObject):
    """Opens what is wanted in a window: there while it is untouched, else in another one.

    What is wanted in one turn of the event loop was dropped or chosen together: all that is wrong with it is said.
    """

    def __init__(self, window: MainWindow, start: Start) -> None:
        super().__init__(window)
        self._window = window
        self._start = start
        self.rest: list[Start] = []
        self.offers = False
        self._sentences: list[str] = []
        self._turn = QTimer(self, singleShot=True, interval=0)

    def open_file(self, path: Path) -> None:
        """Open a file: in the window that has it, or where there is room for it; or say why it can't be."""
        path = path.absolute()
        self._begin_turn()
        if is_log(path):
            self._window.logs.open_log(path)
            return
        for window in _windows:
            source = window.document.source
            if source is not None and _is_same(source.path, path):
                window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
                window.activateWindow()
                return
        try:
            start = start_with_file(path, Settings())
        except ScheduleError as error:
            self._say(str(error))
            return
        if _is_untouched(self._window):
            start.begin(self._window.document)
            if start.slot is not None:
                self._window.keeper.take(start.slot, "")
            self._window.document.look(pins=start.pins or self._window.document.view.overlay.pins)
            self._window.document.fit_view()
            self._offer(start)
            self._say(start.sentence)
        else:
            _show_another(self._window, start)

    def begin(self) -> None:
        """Open what else the window was started with, and offer what is left of others, now that it is whole."""
        if self._start.log is not None:
            self._window.logs.open_log(self._start.log)
        if self.offers:
            self._offer_records()
        self._offer(self._start)
        rest, self.rest = self.rest, []
        for start in rest:
            _show_another(self._window, start)

    def begin_first(self) -> None:
        """Do that in the program's first window, which also tells of an engine that lies over another one."""
        self.begin()
        from stepdecay.engine import trouble  # it takes Python's list of what is installed, when all is painted

        self._say(trouble())

    def _offer(self, start: Start) -> None:
        """Offer what was in a file before a save that was interrupted."""
        if start.path is not None:
            from designer.filing.interrupted import offer_copy  # nobody waits for it to start

            bar = self._window.message_bar
            offer_copy(start.path, bar.ask, self.open_file, bar.show_message)

    def _offer_records(self) -> None:
        """Offer what was open last and is not wanted now; where all of that is saved, be done with it."""
        taken = take_records(Settings())
        names = [record.name for _, record in taken if record.is_unsaved]
        for slot, _ in taken:
            slot.release() if names else slot.remove()
        if names:
            sentence = f"Kept from last time, with changes that are not saved: {', '.join(names)}."
            self._window.message_bar.ask(sentence, {"Open All": self._open_kept})

    def _open_kept(self) -> None:
        for start in starts_with_all(Settings()):
            _show_another(self._window, start)

    def open_another(self) -> None:
        """Open a window with the first design ever, unless this one is just that."""
        if not _is_untouched(self._window):
            _show_another(self._window, Start(DEFAULT_DESIGN))

    def _begin_turn(self) -> None:
        if not self._turn.isActive():
            self._turn.start()
            self._sentences.clear()
            self._window.message_bar.show_message("")

    def _say(self, sentence: str) -> None:
        """Say it along with all that this turn has had to say."""
        self._sentences += [sentence] if sentence else []
        told, rest = self._sentences[:MOST_SENTENCES], len(self._sentences) - MOST_SENTENCES
        if rest > 0:
            told.append(f"{rest} more file{'s' if rest > 1 else ''} could not be opened")
        if told:
            self._window.message_bar.show_message(". ".join(told))


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, through links and all."""
    try:
        return one.samefile(other)
    except OSError:  # one of them is gone
        return os.path.realpath(one) == os.path.realpath(other)


def _show_another(first: MainWindow, start: Start) -> None:
    window = _open(start)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.complete()
    _windows[window].begin()
    if not start.geometry:
        window.resize(first.size())
        window.move(first.pos().x() + 24, first.pos().y() + 24)
    window.show()
