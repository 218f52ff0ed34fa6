"""A pipe or a device by the name of a file is a sentence; nobody waits for what never comes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from stepdecay import ScheduleError, find_schedules
from stepdecay.trainlog.file import LogFile, read_log
from tests.designer.helpers.files import message, trigger

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")

NAMES = ["x.log", "x.csv", "x.txt", "x", "x.py", "x.yaml"]


@pytest.fixture
def pipe(tmp_path):
    """A pipe that nobody writes into."""

    def make(name: str) -> Path:
        os.mkfifo(tmp_path / name)
        return tmp_path / name

    return make


@pytest.mark.parametrize("read", [read_log, find_schedules, lambda path: LogFile(path).read_piece()])
def test_nobody_reads_a_pipe_or_a_device(pipe, read):
    for path in (pipe("x"), Path("/dev/zero")):
        with pytest.raises(ScheduleError, match=f"{path.name} is a device or a pipe, not a file"):
            read(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_pipe_is_said_in_the_window_whatever_its_name(window, pipe, name):
    path = pipe(name)
    window.files.ask_paths = lambda *_: [str(path)]
    trigger(window, "open")
    assert message(window) == f"{name} is a device or a pipe, not a file"


def test_a_log_that_becomes_a_pipe_is_said_and_its_curve_stays(qtbot, window, tmp_path):
    path = tmp_path / "x.log"
    path.write_text("Iter 1: Train loss 2.5, Learning Rate 1.000e-03\n")
    window.logs.open_log(path)
    qtbot.waitUntil(lambda: window.document.view.overlay.log is not None)
    path.unlink()
    os.mkfifo(path)
    qtbot.waitUntil(lambda: message(window) == "x.log is a device or a pipe, not a file")
    assert window.document.view.overlay.log is not None
