"""The command line: every legal name of a file is one, and what is none gets a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.app import create_window, make_application
from stepdecay import ScheduleError

SCRIPT = "import mlx.optimizers as optim\nlr = optim.step_decay(0.2, 0.8, 7)\n"

START = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer import app
from designer.frame.window import MainWindow

make = app.make_application

def make_and_leave():
    application = make()
    QTimer.singleShot(0, application, leave)
    return application

def leave():
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    print(json.dumps([QApplication.arguments(), str(window.document.source.path), QApplication.isRightToLeft()]))
    window.close()

app.make_application = make_and_leave
sys.exit(app.main(sys.argv[1:]))
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    folders = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    path = os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH", ""))))
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env={**os.environ, **folders, "PYTHONPATH": path},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["-reverse", "-style", "-qwindowtitle=x.py", "--version.py", "--picture.py", "-title"])
def test_qt_never_sees_the_name_of_a_file(tmp_path, name):
    (tmp_path / name).write_text(SCRIPT)
    done = run(tmp_path, "-c", START, name)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["lr-designer"], str(tmp_path / name), False]


def test_after_two_dashes_there_are_only_files(tmp_path):
    (tmp_path / "--version").write_text(SCRIPT)
    done = run(tmp_path, "-c", START, "--", "--version")
    assert json.loads(done.stdout)[1] == str(tmp_path / "--version")


@pytest.mark.parametrize("form", ["file://{}", "file://localhost{}", "file:{}", "FILE://{}"])
def test_an_address_of_a_file_opens_it(qtbot, own_settings, tmp_path, form):
    path = tmp_path / "two words & ünï#1.py"
    path.write_text(SCRIPT)
    address = form.format(path.as_uri().removeprefix("file://"))
    assert "%20" in address
    window = create_window([address])
    qtbot.addWidget(window)
    assert window.document.source.path == path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([""], "empty"),
        (["  "], "empty"),
        (["file://elsewhere/train.py"], "on another computer"),
        (["one.py", "two.py"], "got 2 arguments"),
    ],
)
def test_what_is_no_file_gets_a_sentence(own_settings, qapp, arguments, words):
    with pytest.raises(ScheduleError, match=words):
        create_window(arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--colour"], "there is no option --colour; lr-designer --help lists them"),
        (["--picture"], "--picture needs the name of a file"),
        (["--log-scale"], "--log-scale is for --picture"),
        ([""], "empty"),
    ],
)
def test_options_that_make_no_sense_are_told_on_the_command_line(tmp_path, arguments, words):
    done = run(tmp_path, "-m", "designer", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_help_says_how_to_draw_without_a_window(tmp_path):
    done = run(tmp_path, "-m", "designer", "--help")
    assert done.returncode == 0
    assert "--picture curve.svg" in done.stdout


def test_the_application_takes_no_arguments():
    with pytest.raises(TypeError):
        make_application(["train.py"])
