"""Benchmarks: each subject beside its peer, turn by turn in one run, and at the end a table of their ratios.

Their own command, not part of the tests: `python -m pytest tests/benchmarks`.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable

import numpy as np
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYQTGRAPH_QT_LIB"] = "PySide6"

_rows: list[tuple[str, float, str, float, float, bool]] = []


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def paint_all() -> None:
    """Let everything be painted, also what a first paint leaves behind for a second one."""
    from PySide6.QtWidgets import QApplication

    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture(autouse=True)
def no_window_left_behind():
    """Nothing: the window below serves all tests of a module."""


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    from PySide6.QtCore import QSettings

    from designer.app import create_window

    folder = str(tmp_path_factory.mktemp("settings"))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    window = create_window()
    window.resize(1100, 680)
    window.show()
    qapp.processEvents()
    yield window
    window.close()


@pytest.fixture
def every_point(window, qapp):
    """Returns an action that gives a bare PlotWidget, of the plot's size and with its pen, all points anew."""
    import pyqtgraph as pg

    plots = []

    def make(x, y):
        plot = pg.PlotWidget()
        plots.append(plot)
        plot.resize(window.plot.size())
        curve = plot.plot(x, y, pen=pg.mkPen("#0072b2", width=2), antialias=True)
        plot.show()
        qapp.processEvents()
        heights = itertools.cycle((y * 1.01, y * 1.02))

        def act():
            curve.setData(x, next(heights))
            paint_all()

        return act

    yield make
    for plot in plots:
        plot.close()


@pytest.fixture
def floor(every_point):
    """40 points: what pyqtgraph needs to repaint anything at all."""
    rates = np.repeat(0.1 * 0.9 ** np.arange(20), 2)
    return every_point(np.repeat(np.arange(21.0), 2)[1:-1], rates)


@pytest.fixture
def compare(benchmark, request):
    """Times a subject and its peer by turns, and puts the ratio of the medians into the table.

    `at_most` is a ratio subject / peer to reach; `at_least` a ratio peer / subject.
    """

    def run(subject, peer, *, name, peer_name, at_most=None, at_least=None, rounds=30, measure=timed):
        peer_times, times = [], []
        for action in (subject, peer):
            measure(action)

        def turn():
            for action, seconds in ((peer, peer_times), (subject, times)):
                seconds.append(measure(action))

        benchmark.pedantic(turn, rounds=rounds)
        own, other = statistics.median(times), statistics.median(peer_times)
        ratio = own / other if at_least is None else other / own
        bound = at_most if at_least is None else at_least
        benchmark.extra_info.update(ratio=ratio, bound=bound)
        _rows.append((name, own, peer_name, ratio, bound, at_least is not None))

    return run


@pytest.fixture
def bounded():
    """Puts what a subject took beside what it may take into the table: seconds, or bytes of memory."""

    def run(taken, bound, *, name, bound_name):
        _rows.append((name, taken, bound_name, taken / bound, 1, False))

    return run


def pytest_terminal_summary(terminalreporter):
    if not _rows:
        return
    terminalreporter.section("ratios")
    terminalreporter.write_line(f"{'subject':<44} {'median':>10}  {'against':<40} {'ratio':>8}  to reach")
    for name, own, peer_name, ratio, bound, faster in _rows:
        reached = ratio >= bound if faster else ratio <= bound
        amount = f"{own / 2**20:.1f} MB" if "memory" in name else f"{own * 1000:.2f} ms"
        terminalreporter.write_line(
            f"{name:<44} {amount:>10}  {peer_name:<40} {ratio:>7.2f}x  "
            f"{'≥' if faster else '≤'} {bound:g}{'' if reached else '   NOT REACHED'}"
        )
