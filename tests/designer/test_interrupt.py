"""A program that is told to end from a terminal, or that nobody closes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from designer.model.document import DEFAULT_DESIGN

EDITED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer import app
from designer.frame.window import MainWindow

def edit():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and window.isVisible():
            window.document.edit_argument("init", 0.25)
            print("edited", flush=True)

make = app.make_application
def made():
    application = make()
    QTimer.singleShot(0, edit)
    return application
app.make_application = made
sys.exit(app.main([]))
"""

LEFT_OPEN = """
from designer import app
application = app.make_application()
window = app.create_window()
window.show()
for _ in range(20):
    application.processEvents()
print(window.document.design.schedule.init)
"""


def environment(folder: Path) -> dict[str, str]:
    root = Path(__file__).parents[2]
    return {
        **os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(root),
    }  # fmt: skip


def left_open(folder: Path) -> subprocess.CompletedProcess[str]:
    """A program whose window is never closed."""
    command = [sys.executable, "-c", LEFT_OPEN]
    return subprocess.run(
        command, env=environment(folder), cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill on Windows that a program hears of")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_program_and_what_was_not_saved_is_there_at_the_next_start(tmp_path, name):
    number = getattr(signal, name)
    program = subprocess.Popen(
        [sys.executable, "-c", EDITED], env=environment(tmp_path), cwd=tmp_path, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout.readline() == "edited\n"
    program.send_signal(number)
    assert program.wait(timeout=60) == 128 + number
    program.stdout.close()
    again = left_open(tmp_path)
    assert again.stdout == "0.25\n", again.stderr


def test_a_window_that_is_never_closed_lets_the_interpreter_end(tmp_path):
    done = left_open(tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{DEFAULT_DESIGN.schedule.init}\n"), done.stderr
