"""A window without MLX: why there is no plot is said in its place, and what needs no rate goes on working."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stepdecay.helpers.no_engine import CAUSE, environment

DRIVE = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLabel, QLineEdit
from designer import app
from designer.filing.dialogs import Closing
from designer.frame.window import MainWindow
from designer.panels.code import CodePanel

make = app.make_application
seen = {}

def make_and_watch():
    application = make()
    timer = QTimer(application, interval=50)
    timer.timeout.connect(look)
    timer.start()
    return application

def look():
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and "logs" in vars(window):  # the last part made
            use(window)
            window.files.ask_closing = lambda *_: Closing.DISCARD
            window.close()

def use(window):
    field = window.findChild(QAbstractSpinBox, "init")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.findChild(QLineEdit), "0.3")
    QTest.keyClick(field.findChild(QLineEdit), Qt.Key.Key_Return)
    actions = window.menus.actions
    actions["copy_code"].trigger()
    seen["code"], seen["copied"] = window.panel(CodePanel).code.toPlainText(), QGuiApplication.clipboard().text()
    seen["saved"] = actions["save"].isEnabled() and window.document.source is not None and window.files.save()
    plot = window.findChild(QLabel, "noPlot")
    seen["sentence"], seen["visible"] = plot.accessibleName(), plot.isVisible() and plot.height() > 200
    seen["off"] = [name for name in ("goals", "go_to", "save_image", "pin") if not actions[name].isEnabled()]
    actions["copy_snippet"].trigger()
    QApplication.processEvents()
    seen["said"] = window.message_bar.sentence.accessibleName()
    QGuiApplication.clipboard().clear()

app.make_application = make_and_watch
status = app.main(sys.argv[1:])
print(json.dumps({"status": status, **seen}))
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    folders = {name: str(folder / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    known = {**environment(folder / "broken"), **folders}
    return subprocess.run(
        [sys.executable, *arguments], env=known, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def used(tmp_path):
    """Opens a window in a process without MLX, types, copies, saves and closes it; returns what was seen."""

    def use(*arguments: str) -> tuple[dict, str]:
        done = run(tmp_path, "-c", DRIVE, *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout), done.stderr

    return use


def test_the_sentence_stands_where_the_plot_would_be_and_fields_code_and_copy_work(used):
    seen, printed = used()
    assert seen["status"] == 2
    assert printed.splitlines() == [f"lr-designer: {seen['sentence']}"]
    assert CAUSE in seen["sentence"]
    assert "pip install" in seen["sentence"]
    assert seen["visible"]
    assert seen["copied"] == "optim.step_decay(0.3, 0.9, 10)"
    assert seen["copied"] in seen["code"]


def test_a_command_that_needs_mlx_says_so_in_the_message_bar_or_is_off(used):
    seen, _ = used()
    assert seen["off"] == ["goals", "go_to", "save_image", "pin"]
    assert seen["said"] == seen["sentence"]


def test_a_file_can_be_edited_and_saved(used, tmp_path):
    script = tmp_path / "train.py"
    script.write_text("import mlx.optimizers as optim\n\nlr = optim.step_decay(1e-1, 0.9, 10)  # kept\n")
    seen, _ = used(str(script))
    assert seen["saved"]
    assert script.read_text().splitlines()[2] == "lr = optim.step_decay(0.3, 0.9, 10)  # kept"


def test_a_schedule_whose_run_has_to_be_asked_of_mlx_is_refused_with_the_sentence(tmp_path):
    done = run(tmp_path, "-m", "designer", "exponential_decay(0.1, 0.9)")
    assert done.returncode == 2
    assert done.stderr.startswith("lr-designer: MLX can't be loaded: ")
    assert len(done.stderr.splitlines()) == 1
