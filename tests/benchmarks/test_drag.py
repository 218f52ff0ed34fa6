"""One move of a drag to everything repainted: fields, plot with ghost, handle and bubble, pins, levels, code."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint

from designer.model.document import Design
from designer.model.pins import pin, unpin_all
from stepdecay import Run, StepDecay
from tests.benchmarks.conftest import paint_all
from tests.designer.conftest import Mouse

RUNS = [10**3, 10**12]


@pytest.fixture
def move(window):
    """Returns an action that moves a held tread and paints all of the window, with so many pins beside the curve."""
    mouse = Mouse(window.plot)

    def make(updates: int, levels: int, pins: int):
        size = updates // levels
        unpin_all(window.document)
        for number in range(pins):
            window.document.edit("pin", Design(StepDecay(0.1, 0.85 + 0.012 * number, size), Run(updates)))
            pin(window.document)
        window.document.edit("show", Design(StepDecay(0.1, 0.9 if levels == 20 else 0.99, size), Run(updates)))
        paint_all()
        middle = window.document.design.schedule
        tread = levels // 4
        from stepdecay import rates

        place = mouse.at((tread + 0.5) * size, float(rates(middle, tread * size)))
        mouse.press(place)
        assert window.plot.is_dragging
        downs = itertools.cycle((20, 35, 50, 65, 80))

        def act():
            mouse.pull(place + QPoint(0, next(downs)))
            paint_all()

        return act

    yield make
    mouse.release(QPoint(0, 0))
    unpin_all(window.document)


@pytest.mark.parametrize("updates", RUNS)
@pytest.mark.parametrize("levels", [20, 200])
@pytest.mark.parametrize(("pins", "at_most"), [(0, 3.5), (8, 6)])
def test_against_the_floor(compare, move, floor, pins, at_most, levels, updates):
    name = f"drag, {levels} levels, {pins} pins, {updates:.0e} updates"
    compare(move(updates, levels, pins), floor, name=name, peer_name="bare PlotWidget, 40 points", at_most=at_most)
