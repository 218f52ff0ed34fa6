"""The program: arguments, the application, its windows."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from designer import crash
from designer.document import DEFAULT_DESIGN, Design, Document, ViewState
from designer.settings import Settings
from designer.window import MainWindow
from stepdecay import ScheduleError, __version__

USAGE = """usage: lr-designer [EXPRESSION]

See, shape and check an MLX learning-rate schedule.
EXPRESSION is a schedule to begin with: step_decay(0.1, 0.9, 10)

  --version   print the version
  --help      print this
"""

LONGEST_WAIT_MS = 1000
"""So long the rest of the window waits for its plot to be painted."""

_windows: set[MainWindow] = set()


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
        window = _open(_first_design(application.arguments()[1:]))
    except ScheduleError as error:
        print(f"lr-designer: {error}", file=sys.stderr)
        return 2
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    _Starter(window)
    window.show()
    return application.exec()


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Make the QApplication, with the names that the system shows."""
    application = QApplication(["lr-designer", *arguments])
    application.setApplicationName("lr-designer")
    application.setApplicationDisplayName("LR Designer")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("lr-designer")
    return application


def create_window(argv: Sequence[str] = ()) -> MainWindow:
    """Make a whole window, not yet shown; needs a QApplication, runs no event loop.

    Args:
        argv: At most one argument, a schedule to begin with; without it the last design is restored.

    Raises:
        ScheduleError: The argument is no schedule.
    """
    window = _open(_first_design(argv))
    window.complete()
    return window


def _first_design(arguments: Sequence[str]) -> Design | None:
    if len(arguments) > 1:
        raise ScheduleError(f"expected one schedule, got {len(arguments)} arguments; quote it")
    if not arguments:
        return None
    from stepdecay import parse_schedule

    return Design(parse_schedule(arguments[0]), DEFAULT_DESIGN.run)


def _open(design: Design | None, view: ViewState | None = None) -> MainWindow:
    settings = Settings()
    document = Document(design or settings.design(), view or settings.view())
    window = MainWindow(document, settings)
    window.new_window_wanted.connect(lambda: _open_another(window))
    _windows.add(window)
    window.destroyed.connect(lambda: _windows.discard(window))
    return window


def _open_another(first: MainWindow) -> None:
    """Open a window with the first design ever, unless the one it was asked from is just that."""
    if first.document.design == DEFAULT_DESIGN and not first.document.undo_stack.count():
        return
    window = _open(DEFAULT_DESIGN, replace(Settings().view(), pins=()))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.complete()
    window.resize(first.size())
    window.move(first.pos().x() + 24, first.pos().y() + 24)
    window.show()


class _Starter(QObject):
    """Adds the parts of the first window one after the other, fields and plot each on the screen before the next."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QObject | None = None
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
        had_plot = hasattr(self._window, "plot")
        if not self._window.add_part():
            gc.freeze()
            gc.enable()
        elif had_plot:
            QTimer.singleShot(0, self._add_next)
        else:
            self._wait_for(self._window.plot.viewport())
            QTimer.singleShot(LONGEST_WAIT_MS, self._go_on)  # a hidden window is never painted
