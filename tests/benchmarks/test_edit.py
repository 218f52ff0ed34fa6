"""One edit of init to everything repainted: fields, plot, levels, code."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from designer.model.document import Design
from stepdecay import Run, StepDecay
from tests.benchmarks.conftest import paint_all

FAR = 10**12
RUNS = [10**3, 10**6, 10**9, FAR]


def twenty(updates: int) -> StepDecay:
    return StepDecay(0.1, 0.9, updates // 20)


def two_hundred(updates: int) -> StepDecay:
    return StepDecay(0.1, 0.99, updates // 200)


def dense(updates: int) -> StepDecay:
    """More levels than the plot has pixels, each with a rate of its own where float32 can tell them apart."""
    levels = min(updates, 10**6)
    return StepDecay(0.1, 0.5 ** (8 / levels), updates // levels)


@pytest.fixture
def edit(window, qapp):
    """Returns an action that edits init and paints all of the window."""

    def make(schedule: StepDecay, updates: int):
        window.document.edit("show", Design(schedule, Run(updates)))
        factors = itertools.cycle((1.01, 1.02, 1.03, 1.04, 1.05))

        def act():
            changed = replace(schedule, init=schedule.init * next(factors))
            window.document.edit("edit", Design(changed, Run(updates)), "benchmark")
            paint_all()

        return act

    return make


@pytest.mark.parametrize("updates", RUNS)
@pytest.mark.parametrize(("make", "at_most"), [(twenty, 2.5), (two_hundred, 2.5), (dense, 3.5)])
def test_against_the_floor(compare, edit, floor, make, at_most, updates):
    name = f"edit, {make.__name__.replace('_', ' ')} levels, {updates:.0e} updates"
    compare(edit(make(updates), updates), floor, name=name, peer_name="bare PlotWidget, 40 points", at_most=at_most)


@pytest.mark.parametrize("make", [twenty, two_hundred])
def test_a_run_of_a_million_million_updates_costs_what_a_thousand_cost(compare, window, edit, make, qapp):
    """Both edits in one window, by turns; each turn begins with the other run, so both pay for the change."""
    near, far = make(10**3), make(FAR)
    factors = itertools.cycle((1.01, 1.02, 1.03))

    def show(schedule, updates):
        def act():
            changed = replace(schedule, init=schedule.init * next(factors))
            window.document.edit("edit", Design(changed, Run(updates)), "benchmark")
            paint_all()

        return act

    name = f"edit, {make.__name__.replace('_', ' ')} levels, 1e+12 updates"
    compare(show(far, FAR), show(near, 10**3), name=name, peer_name="the same at 1e+03 updates", at_most=1.2)


@pytest.mark.parametrize(("updates", "at_least", "rounds"), [(10**6, 30, 10), (10**7, 300, 2)])
def test_against_pyqtgraph_with_every_step(compare, edit, every_point, updates, at_least, rounds):
    schedule = two_hundred(updates)
    peer = every_point(np.arange(float(updates)), every_rate(schedule, updates))
    name = f"edit, two hundred levels, {updates:.0e} updates"
    compare(
        edit(schedule, updates), peer, name=name, peer_name="pyqtgraph, every step", at_least=at_least, rounds=rounds
    )


@pytest.mark.parametrize(("updates", "at_least", "rounds"), [(10**6, 6, 20), (10**7, 40, 5)])
def test_against_matplotlib_with_every_step(compare, window, edit, qapp, updates, at_least, rounds):
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure

    schedule = two_hundred(updates)
    y = every_rate(schedule, updates)
    canvas = FigureCanvasQTAgg(Figure(dpi=100))
    canvas.resize(window.plot.size())
    (line,) = canvas.figure.subplots().plot(np.arange(float(updates)), y, linewidth=2)
    canvas.show()
    qapp.processEvents()
    heights = itertools.cycle((y * 1.01, y * 1.02))

    def peer():
        line.set_ydata(next(heights))
        canvas.draw()
        paint_all()

    name = f"edit, two hundred levels, {updates:.0e} updates"
    compare(
        edit(schedule, updates), peer, name=name, peer_name="matplotlib, every step", at_least=at_least, rounds=rounds
    )
    canvas.close()


def every_rate(schedule: StepDecay, updates: int) -> np.ndarray:
    from stepdecay import rates

    return rates(schedule, range(updates)).astype(float)
