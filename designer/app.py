"""The program: arguments, the application, its windows."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication

from designer import arguments, command_line, crash
from designer.filing.logs import is_log
from designer.filing.start import Start, start_with_file, start_with_last, start_with_text
from designer.frame.window import MainWindow
from designer.interrupt import told_of_signals
from designer.model.document import DEFAULT_DESIGN, Document
from designer.model.view import View
from designer.screen import refusing
from designer.session.settings import Settings
from stepdecay import ScheduleError, __version__

LONGEST_WAIT_MS = 1000
"""So long the rest of the window waits for its plot to be painted."""

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
        subjects: At most one file or schedule to begin with; without it the last design is restored.

    Returns:
        The exit status: 0; 2 where MLX can't be loaded, which is said on stderr and in the window; 128 and the
        signal's number where one ended it, as shells have it.

    Raises:
        ScheduleError: It is no schedule, or a file that can't be read or has none.
    """
    application = make_application()
    crash.install()
    window = _open(_start_with(subjects))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _Starter(window)
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
    for window in _windows:
        window.keeper.keep()
    QApplication.exit(128 + number)


class Application(QApplication):
    """The application, which opens what Finder asks it to."""

    def event(self, event: QEvent, /) -> bool:
        """Open the file of such an event."""
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
    return application


def create_window(argv: Sequence[str] = ()) -> MainWindow:
    """Make a whole window, not yet shown; needs a QApplication, runs no event loop.

    Args:
        argv: At most one argument, a schedule or a file to begin with; without it the last design is restored.

    Raises:
        ScheduleError: The argument is no schedule, or a file that can't be read or has none.
    """
    window = _open(_start_with(argv))
    window.complete()
    _windows[window].begin()
    return window


def _start_with(subjects: Sequence[str]) -> Start:
    """Return what the arguments ask for; without any, and for a training log, the last design."""
    subject = arguments.subject_of(subjects)
    if subject is None:
        return start_with_last(Settings())
    if arguments.is_expression(subject):
        return start_with_text(subject)
    path = Path(subject)
    if is_log(path):
        return replace(start_with_last(Settings()), log=path.absolute())
    return start_with_file(path, Settings())


def _open(start: Start, view: View | None = None) -> MainWindow:
    settings = Settings()
    document = Document(DEFAULT_DESIGN, view or settings.view())
    start.begin(document)
    window = MainWindow(document, settings, start.sentence)
    wishes = Wishes(window, start)
    window.new_window_wanted.connect(wishes.open_another)
    window.open_wanted.connect(wishes.open_file)
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
            self._window.document.fit_view()
            self._offer(start)
            self._say(start.sentence)
        else:
            _show_another(self._window, start)

    def begin(self) -> None:
        """Open the log that the window was started with, and offer what is left of its file, now that it is whole."""
        if self._start.log is not None:
            self._window.logs.open_log(self._start.log)
        self._offer(self._start)

    def _offer(self, start: Start) -> None:
        """Offer what was in a file before a save that was interrupted."""
        if start.path is not None:
            from designer.filing.interrupted import offer_copy  # nobody waits for it to start

            bar = self._window.message_bar
            offer_copy(start.path, bar.ask, self.open_file, bar.show_message)

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
    window = _open(start, View(Settings().view().preferences))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.complete()
    _windows[window].begin()
    window.resize(first.size())
    window.move(first.pos().x() + 24, first.pos().y() + 24)
    window.show()


class _Starter(QObject):
    """Adds the parts of the first window one after the other, fields and plot each on the screen before the next."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = None
        self._has_plot = False
        self._wait_for(window)

    def _wait_for(self, painted: QObject) -> None:
        self._watched = painted
        painted.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for a painting, and let it reach the screen."""
        if event.type() == QEvent.Type.Paint:
            self._go_on()
        return False

    def _go_on(self) -> None:
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
            QTimer.singleShot(0, self._add_next)

    def _add_next(self) -> None:
        if not self._window.add_part():
            gc.freeze()
            gc.enable()
            _windows[self._window].begin()
        elif self._has_plot:
            QTimer.singleShot(0, self._add_next)
        else:
            self._has_plot = True
            if self._window.engine_problem:
                command_line.say(self._window.engine_problem)
            self._wait_for(self._window.plot.viewport())
            QTimer.singleShot(LONGEST_WAIT_MS, self._go_on)  # a hidden window is never painted
