"""What the tests of drags share: every one on both axes, places by step and rate."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint

from stepdecay import StepDecay, rates


@pytest.fixture(params=["linear", "log"], autouse=True)
def axis(request, window):
    """Every test on both axes."""
    if request.param == "log":
        window.menus.actions["log_scale"].trigger()
    return request.param


@pytest.fixture
def on(window, mouse, axis):
    """The pixel of a step and a rate."""

    def place(step: float, rate: float) -> QPoint:
        return mouse.at(step, math.log10(rate) if axis == "log" else rate)

    return place


def schedule(window) -> StepDecay:
    return window.document.design.schedule


def tread(window, number: int) -> float:
    now = schedule(window)
    return float(rates(now, number * now.step_size))
