"""The program: arguments, the application, its windows."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from designer import crash
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
from designer.model.document import DEFAULT_DESIGN, Document
from designer.model.view import Overlay, View
from designer.session.settings import Settings
from stepdecay import ScheduleError, __version__

USAGE = """usage: lr-designer [FILE | EXPRESSION]

See, shape and check an MLX learning-rate schedule.
FILE is a Python script with a schedule in it, which is never run, an mlx-lm config (YAML or JSON),
or a training log, which is shown over the last schedule. Without any, all is there that was open last.
EXPRESSION is a schedule to begin with: step_decay(0.1, 0.9, 10)

  --version   print the version
  --help      print this
"""

MOST_SENTENCES = 3
"""So many failures are told one by one; the rest is counted."""

_windows: dict[MainWindow, Wishes] = {}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: The arguments without the program's name; by default the process' own.

    Returns:
        The exit status: 0; 2 after one sentence on stderr, where the arguments can't be read.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--help"], ["-h"]):
        print(USAGE, end="")
        return 0
    if arguments == ["--version"]:
        print(f"lr-designer {__version__}")
        return 0
    application = make_application(arguments)
    crash.install()
    try:
        window = _open_first(application.arguments()[1:])
    except ScheduleError as error:
        print(f"lr-designer: {error}", file=sys.stderr)
        return 2
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    Starter(window, _windows[window].open_rest)
    window.show()
    return application.exec()


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


def make_application(arguments: Sequence[str] = ()) -> Application:
    """Make the QApplication, with the names that the system shows."""
    application = Application(["lr-designer", *arguments])
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
    _windows[window].open_rest()
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


def _open_first(arguments: Sequence[str]) -> MainWindow:
    """Open a window with the first of what the arguments ask for; the rest waits until it is whole."""
    first, *rest = _starts_with(arguments)
    window = _open(first)
    wishes = _windows[window]
    wishes.rest = rest
    wishes.offers = bool(arguments)
    return window


def _starts_with(arguments: Sequence[str]) -> list[Start]:
    """Return what the arguments ask for; without any, and for a training log, all that was open last."""
    if len(arguments) > 1:
        raise ScheduleError(f"expected one schedule or file, got {len(arguments)} arguments; quote it")
    if not arguments:
        return starts_with_all(Settings()) or [Start(DEFAULT_DESIGN)]
    if "(" in arguments[0] and not os.path.exists(arguments[0]):  # noqa: PTH110 - a Path can't be asked a long text
        return [start_with_text(arguments[0])]
    path = Path(arguments[0])
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
    wishes = Wishes(window, start.log)
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

    def __init__(self, window: MainWindow, first_log: Path | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._first_log = first_log
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
            self._say(start.sentence)
        else:
            _show_another(self._window, start)

    def open_rest(self) -> None:
        """Open what else the program was started with, now that the window is whole."""
        path, self._first_log = self._first_log, None
        if path is not None:
            self._window.logs.open_log(path)
        rest, self.rest = self.rest, []
        for start in rest:
            _show_another(self._window, start)
        if self.offers:
            self._offer()

    def _offer(self) -> None:
        """Offer what was open last and is not wanted now; where all of that is saved, be done with it."""
        self.offers = False
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
    if not start.geometry:
        window.resize(first.size())
        window.move(first.pos().x() + 24, first.pos().y() + 24)
    window.show()
