"""Process launch to window, and the memory it takes at its peak."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

BARE_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication([])
window = Window()
window.resize(1100, 680)
window.show()
application.exec()
"""

BARE_PLOT = """
import mlx.optimizers
import pyqtgraph
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

class Plot(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication([])
plot = Plot()
plot.plot([0, 1, 1, 2], [1, 1, 0.5, 0.5])
plot.resize(1100, 680)
plot.show()
application.exec()
"""

FIELDS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer import app, window

window.MainWindow.complete = lambda self: QApplication.quit()
app.main([])
"""

CURVE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from designer import app, window

complete = window.MainWindow.complete

def completing(self):
    complete(self)
    self.plot.scene().sigPrepareForPaint.connect(lambda: QTimer.singleShot(0, QApplication.quit))

window.MainWindow.complete = completing
app.main([])
"""


@pytest.fixture
def launch(tmp_path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}

    def make(code: str):
        return lambda: subprocess.run(
            [sys.executable, "-c", code], env=environment, check=True, stderr=subprocess.DEVNULL
        )

    return make


def test_the_fields(compare, launch):
    compare(
        launch(FIELDS), launch(BARE_WINDOW),
        name="start, to the fields painted", peer_name="bare PySide6 window", at_most=1.6, rounds=20,
    )  # fmt: skip


def test_the_curve(compare, launch):
    compare(
        launch(CURVE), launch(BARE_PLOT),
        name="start, to the curve painted", peer_name="bare PlotWidget and mlx.optimizers", at_most=1.15, rounds=20,
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="peak memory is read from wait4")
def test_the_peak_of_memory(compare, launch, tmp_path):
    def peak(code: str) -> float:
        environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        child = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)

    compare(
        CURVE, BARE_PLOT,
        name="start, peak memory", peer_name="bare PlotWidget and mlx.optimizers", at_most=1.15, rounds=5, measure=peak,
    )  # fmt: skip
