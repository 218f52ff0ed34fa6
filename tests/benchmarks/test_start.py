"""Process launch to window, and the memory it takes at its peak."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

PAINTED = """
import os, time

def painted():
    now = time.monotonic()
    try:  # unlike getrusage, without what this process was forked from
        status = open("/proc/self/status").read()
        peak = 1024 * int(status.split("VmHWM:")[1].split()[0])
    except OSError:
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(now, peak, flush=True)
    os._exit(0)
"""

BARE_WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, painted)

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
        QTimer.singleShot(0, painted)

application = QApplication([])
plot = Plot()
plot.plot([0, 1, 1, 2], [1, 1, 0.5, 0.5])
plot.resize(1100, 680)
plot.show()
application.exec()
"""

FIELDS = """
import sys
from designer.__main__ import main
from designer.frame import window

window.MainWindow.add_plot = lambda self: painted()
sys.argv[1:] = []
main()
"""

CURVE = """
import sys
from designer.__main__ import main
from designer.frame import window
from PySide6.QtCore import QTimer

add_plot = window.MainWindow.add_plot

def adding(self):
    add_plot(self)
    self.plot.scene().sigPrepareForPaint.connect(lambda: QTimer.singleShot(0, painted))

window.MainWindow.add_plot = adding
sys.argv[1:] = []
main()
"""


@pytest.fixture
def launch(tmp_path):
    """Returns seconds from the launch of a process to its `painted`, and the peak of its memory in bytes."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}

    def run(code: str) -> tuple[float, float]:
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", PAINTED + code],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True,
        )  # fmt: skip
        at, peak = map(float, done.stdout.split())
        return at - start, peak

    return run


def test_the_fields(compare, launch):
    compare(
        FIELDS, BARE_WINDOW,
        name="start, to the fields painted", peer_name="bare PySide6 window",
        at_most=1.6, rounds=20, measure=lambda code: launch(code)[0],
    )  # fmt: skip


def test_the_curve(compare, launch):
    compare(
        CURVE, BARE_PLOT,
        name="start, to the curve painted", peer_name="bare PlotWidget and mlx.optimizers",
        at_most=1.15, rounds=20, measure=lambda code: launch(code)[0],
    )  # fmt: skip


def test_the_peak_of_memory(compare, launch):
    compare(
        CURVE, BARE_PLOT,
        name="start, peak memory", peer_name="bare PlotWidget and mlx.optimizers",
        at_most=1.15, rounds=5, measure=lambda code: launch(code)[1],
    )  # fmt: skip
