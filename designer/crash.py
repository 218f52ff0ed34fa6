"""Exceptions anywhere: into a log file, and to whoever shows them; the program goes on and nothing is lost."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QMessageLogContext, QObject, QStandardPaths, QtMsgType, Signal, qInstallMessageHandler

from stepdecay import __version__
from stepdecay.engine import EngineError

LOG = logging.getLogger("designer")
LOG_BYTES = 1_000_000


@dataclass(frozen=True)
class Report:
    """An unexpected exception, for a person: a sentence, and the details to send to those who can mend it."""

    sentence: str
    details: str


class Reporter(QObject):
    """Tells windows, in the thread of the user interface, of exceptions in any thread."""

    reported = Signal(object)


reporter = Reporter()


def log_path() -> Path:
    """Return the log file's path, in the system's place for an application's data."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return Path(folder) / "lr-designer" / "lr-designer.log"


def install() -> None:
    """Log to the file, and report every exception that nobody catches and every Qt warning that is logged."""
    LOG.setLevel(logging.INFO)
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        if log_path().exists() and log_path().stat().st_size > LOG_BYTES:
            log_path().replace(log_path().with_suffix(".1.log"))
        handler: logging.Handler = logging.FileHandler(log_path(), encoding="utf-8")
    except OSError:  # a full or read-only disk doesn't stop a start
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    LOG.addHandler(handler)
    sys.excepthook = report
    threading.excepthook = lambda thread: report(thread.exc_type, thread.exc_value, thread.exc_traceback)
    qInstallMessageHandler(_log_qt)


def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Log an exception and show it; Ctrl+C ends the program as always."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
        return
    if isinstance(error, EngineError):  # what was asked for needs MLX; why there is none has been said on stderr
        LOG.warning("%s", error)
        reporter.reported.emit(Report(str(error), ""))
        return
    import platform

    details = "".join(traceback.format_exception(kind, error, trace))
    LOG.error("unexpected exception\n%s", details)
    if sys.stderr is not None:  # a program without a console has none
        print(details, file=sys.stderr, end="")
    versions = f"lr-designer {__version__}, Python {platform.python_version()}, PySide6 {pyside_version}"
    sentence = f"Something went wrong ({kind.__name__}). Your schedule is safe; you can go on."
    reporter.reported.emit(Report(sentence, f"{versions}, {platform.platform()}\n\n{details}"))


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(kind, logging.WARNING)
    LOG.log(level, "Qt: %s", message)
