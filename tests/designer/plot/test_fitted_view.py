"""What a fitted view leaves free around the curve, and how near its labels are to each other."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetricsF

from designer.model.document import Design
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay
from stepdecay.schedule.kinds import Schedule


def show(window, schedule: Schedule, updates: int) -> None:
    window.document.edit("test", Design(schedule, Run(updates)))


@pytest.mark.parametrize("log_scale", [False, True])
def test_a_fitted_view_leaves_a_twentieth_free_above_and_below(window, log_scale):
    show(window, StepDecay(0.1, 0.1, 50), 100)
    window.document.look(log_scale=log_scale)
    low, high = (-2.0, -1.0) if log_scale else (0.0, 0.1)
    margin = (high - low) / 20
    assert window.plot.viewRange()[1] == pytest.approx([low - margin, high + margin])
    assert window.plot.viewRange()[0] == pytest.approx([-2.5, 102.5]), "and half as much at the sides"


def test_above_a_join_there_is_room_for_the_names_of_its_pieces(window):
    join = JoinSchedules([LinearSchedule(0, 0.1, 50), CosineDecay(0.1, 49)], [50])
    show(window, join, 100)
    assert window.plot.viewRange()[1] == pytest.approx([-0.005, 0.109])


def test_a_run_of_nothing_but_0_is_seen_below_a_thousandth(window):
    show(window, LinearSchedule(0, 0, 1), 100)
    assert window.plot.viewRange()[1] == pytest.approx([-0.05e-3, 1.05e-3])


@pytest.mark.parametrize("updates", [100, 150, 200, 300, 400, 700, 1000, 1300, 10**6, 10**12])
def test_labels_of_updates_are_as_close_as_28_pixels_between_them_allow(window, updates):
    show(window, StepDecay(0.1, 0.5, max(1, updates // 5)), updates)
    axis = window.plot.getAxis("bottom")
    low, high = axis.range
    ((spacing, values),) = axis.tickValues(low, high, axis.width())

    def gap(spacing: float, values: list[float]) -> float:
        """Pixels between two labels."""
        texts = axis.tickStrings(values, 1, spacing)
        widest = max(QFontMetricsF(axis.font()).horizontalAdvance(text) for text in texts)
        return spacing * axis.width() / (high - low) - widest

    assert gap(spacing, values) >= 28
    closer = spacing / (2.5 if str(spacing)[0] == "5" else 2)
    assert gap(closer, [closer * number for number in range(1, int(updates / closer) + 1)]) < 28
