"""The start: what may not be loaded before the fields are on the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from designer.app import create_window
from designer.panels.levels import LevelsPanel

NOT_AT_START = (
    "numpy", "mlx.core", "mlx.optimizers", "pyqtgraph", "yaml", "matplotlib",
    "PySide6.QtSvg", "PySide6.QtPrintSupport", "PySide6.QtOpenGL",
)  # fmt: skip

START = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer.frame import window
from designer import app

add_plot, add_details = window.MainWindow.add_plot, window.MainWindow.add_details

def adding_plot(self):
    from designer.panels.schedule.panel import SchedulePanel
    self.loaded = [name for name in {names!r} if name in sys.modules]
    self.seen = {{name: field.value() for name, field in self.panel(SchedulePanel).fields.items()}}
    add_plot(self)

def adding_details(self):
    add_details(self)
    QTimer.singleShot(0, lambda: finish(self))

def finish(self):
    from designer.panels.levels import LevelsPanel
    width = self.plot.grab().toImage().width()
    rows = self.panel(LevelsPanel).model.rowCount()
    print(json.dumps({{"loaded": self.loaded, "fields": self.seen, "width": width, "rows": rows}}))
    QApplication.quit()

window.MainWindow.add_plot = adding_plot
window.MainWindow.add_details = adding_details
sys.exit(app.main([]))
"""


def run(code: str, tmp_path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=120, check=False
    )


def test_the_fields_are_painted_before_anything_heavy_is_loaded_and_the_plot_follows(tmp_path):
    done = run(START.format(names=NOT_AT_START), tmp_path)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["loaded"] == []
    assert seen["fields"] == {"init": 0.1, "decay_rate": 0.9, "step_size": 10}
    assert seen["width"] > 400
    assert seen["rows"] == 10


TELLING = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer import app
from stepdecay import engine

engine.trouble = lambda: "mlx-cpu and mlx-cuda-12 are in each other's way"
begin_first = app.Wishes.begin_first

def begin_and_look(self):
    begin_first(self)
    print(self.parent().message_bar.sentence.accessibleName())
    QApplication.quit()

app.Wishes.begin_first = begin_and_look
sys.exit(app.main([]))
"""


def test_engines_that_are_in_each_others_way_are_told_at_the_start(tmp_path):
    assert run(TELLING, tmp_path).stdout.strip() == "mlx-cpu and mlx-cuda-12 are in each other's way"


def test_a_command_that_is_faster_than_the_start_finds_a_whole_window(qtbot, own_settings):
    from designer.frame.window import MainWindow
    from designer.model.document import Document
    from designer.session.settings import Settings

    window = MainWindow(Document(), Settings())
    qtbot.addWidget(window)
    assert window.add_part()
    assert window.add_part()
    window.menus.actions["go_to"].trigger()
    assert not window.panel(LevelsPanel).goto.isHidden()


@pytest.mark.parametrize("parts", [0, 1, 2])
def test_a_window_closed_before_it_is_whole_keeps_what_was_designed_in_it(qtbot, own_settings, parts):
    from designer.frame.window import MainWindow
    from designer.model.document import Document
    from designer.session.settings import Settings

    window = MainWindow(Document(), Settings())
    qtbot.addWidget(window)
    for _ in range(parts):
        assert window.add_part()
    window.document.edit_argument("init", 0.25)
    assert window.close()
    again = create_window()
    qtbot.addWidget(again)
    assert again.document.design.schedule.init == 0.25


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--version"], 0, "lr-designer"),
        (["--help"], 0, "step_decay(0.1, 0.9, 10)"),
        (["step_decay(0.1, 0.9, 0)"], 2, "step_size must be at least 1, got 0"),
        (["one", "two"], 2, "expected one schedule"),
    ],
)
def test_arguments_are_answered_with_one_sentence(tmp_path, arguments, status, words):
    done = run(f"import sys; from designer.app import main; sys.exit(main({arguments!r}))", tmp_path)
    assert done.returncode == status
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_schedule_longer_than_any_file_name_is_no_file(qtbot, own_settings):
    pieces, boundaries = ["cosine_decay(0.1, 99)"] * 20, [100 * number for number in range(1, 20)]
    window = create_window([f"join_schedules([{', '.join(pieces)}], {boundaries})"])
    qtbot.addWidget(window)
    assert window.document.design.schedule.boundaries == tuple(boundaries)
