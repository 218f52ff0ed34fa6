"""Proves that an installed lr-designer works: started by .ci/run where there is a wheel and no checkout.

The window opens, draws its curve, exports its code and closes; the program's commands run. Settings and log of whoever
runs this are left alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tempfile
import traceback
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QTimer
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication

from designer import app
from designer.frame.window import MainWindow
from designer.look import assets
from designer.look.theme import DARK, LIGHT
from stepdecay import __version__

PATIENCE_MS = 60_000


def main() -> None:
    """Run everything; fail on the first thing that is wrong."""
    installed = Path(sys.prefix).resolve()
    for module in (app, sys.modules["stepdecay"]):
        assert Path(module.__file__).resolve().is_relative_to(installed), f"{module.__file__} is not the wheel's"
    for name in ("icons/app.svg", "icons/export.svg", "examples/step_decay.py"):
        assert assets.resource(name).resolve().is_relative_to(installed), f"{name} is not the wheel's"
    check_commands()
    check_window()


def check_commands() -> None:
    """The scripts that pip made run."""
    version = run("lr-designer", "--version")
    # A Windows program without a console has nowhere to print to.
    assert sys.platform == "win32" or version == f"lr-designer {__version__}\n", version
    table = run("stepdecay", "show", "step_decay(0.1, 0.9, 10)", "--updates", "25", "--format", "csv")
    assert table.splitlines()[2] == "1,11,20,0.089999996,0.089999996", table
    print("the commands run")


def run(name: str, *arguments: str) -> str:
    """Run one of the scripts beside this Python and return what it prints."""
    script = Path(sysconfig.get_path("scripts")) / name
    return subprocess.run([script, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def check_window() -> None:
    """The program starts as for a person, until a visitor closes its window."""
    make, visits = app.make_application, []

    def make_and_visit() -> QApplication:
        application = make()
        visits.append(Visit(application))
        return application

    app.make_application = make_and_visit
    QStandardPaths.setTestModeEnabled(True)
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        status = app.main([])
    assert status == 0, f"the program ended with {status}: {visits[0].problem}"
    print("the window opens, draws, exports and closes")


class Visit(QObject):
    """Waits for the window to be complete, looks at them, exports, and closes the window, which ends the program."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.problem = "no curve within a minute"
        self._timer = QTimer(self, interval=50)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        QTimer.singleShot(PATIENCE_MS, self, lambda: application.exit(1))

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and hasattr(window, "plot") and window.plot.isEnabled():
                self._timer.stop()
                try:
                    visit(window)
                except Exception:
                    self.problem = traceback.format_exc()
                    QApplication.exit(1)


def visit(window: MainWindow) -> None:
    """Look at the curve's pixels, press Export, and leave."""
    image = window.plot.grab().toImage()
    colors = {QColor(theme.curve).rgb() for theme in (LIGHT, DARK)}
    drawn = sum(image.pixel(x, y) in colors for x in range(image.width()) for y in range(image.height()))
    assert drawn > image.width() // 2, f"{drawn} pixels have the colour of the curve"
    window.findChild(QAbstractButton, "exportButton").click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "optim.step_decay(0.1, 0.9, 10)", clipboard.text()
    clipboard.clear()
    assert window.close()


if __name__ == "__main__":
    main()
