"""A join without a mouse: its handles and boundaries by Tab and arrows, and what is said of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.plot import keys as plot_keys
from designer.plot.framing import extent
from designer.plot.grabbing.grip_words import grip_in_words
from designer.plot.grabbing.grips import Grip
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates
from stepdecay.chart.words import curve_in_words
from stepdecay.numbers.text import rate_text
from tests.designer.helpers.grips import picture_of
from tests.designer.helpers.joins import WARM, axis, plot

__all__ = ["axis", "plot"]

NO_KEYS, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONSTANT = LinearSchedule(5e-4, 5e-4, 1)


@pytest.fixture
def press(plot):
    """Presses keys on the plot, which has the focus."""
    plot.canvas.setFocus()

    def press_key(key, modifiers=NO_KEYS, times=1):
        for _ in range(times):
            QTest.keyClick(plot.canvas, key, modifiers)

    return press_key


@pytest.fixture
def heard(monkeypatch):
    """What a screen reader would speak."""
    sentences = []
    monkeypatch.setattr(plot_keys, "announce", lambda widget, sentence: sentences.append(sentence))
    return sentences


def test_tab_goes_through_the_handles_of_all_pieces_and_says_where_it_is(plot, press, heard):
    seen = []
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        seen.append(plot.document.view.focus.argument)
    assert seen == [
        "schedules[0].init", "schedules[0].end", "boundaries[0]", "schedules[1].init", "schedules[1].end", "updates"
    ]  # fmt: skip
    before, after, last = (rate_text(float(rate)) for rate in rates(WARM, [99, 100, 999]))
    assert heard == [
        "piece 1, linear_schedule: init = 0.0",
        "piece 1, linear_schedule: end = 0.001, steps = 100 (from update 101)",
        f"boundary = 100 (cosine_decay begins at update 101), from {before} to {after}",
        "piece 2, cosine_decay: init = 0.001",
        "piece 2, cosine_decay: end = 1e-5, decay_steps = 900 (from update 1001)",
        f"updates = 1000 (the last one at {last})",
    ]


@pytest.mark.parametrize(
    ("tabs", "key", "schedule"),
    [
        (2, Qt.Key.Key_Down, JoinSchedules([LinearSchedule(0, 9.9e-4, 100), CosineDecay(9.9e-4, 900, 1e-5)], [100])),
        (2, Qt.Key.Key_Right, JoinSchedules([LinearSchedule(0, 1e-3, 102), CosineDecay(1e-3, 898, 1e-5)], [102])),
        (3, Qt.Key.Key_Left, JoinSchedules([LinearSchedule(0, 1e-3, 98), CosineDecay(1e-3, 902, 1e-5)], [98])),
        (5, Qt.Key.Key_Up, JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900, 1.1e-5)], [100])),
        (5, Qt.Key.Key_Left, JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 898, 1e-5)], [100])),
    ],
)
def test_arrows_nudge_rates_up_and_down_and_counts_sideways(plot, press, tabs, key, schedule):
    press(Qt.Key.Key_Tab, times=tabs)
    press(key)
    assert plot.schedule == schedule
    assert plot.document.undo_stack.count() == 1
    press(key, times=3)
    assert plot.document.undo_stack.count() == 1, "nudges of one handle are one undo step"
    plot.document.undo_stack.undo()
    assert plot.schedule == WARM


def test_return_asks_for_the_field_of_the_handle(plot, press, qtbot):
    press(Qt.Key.Key_Tab, times=3)
    with qtbot.waitSignal(plot.canvas.field_wanted) as wanted:
        press(Qt.Key.Key_Return)
    assert wanted.args == ["boundaries[0]"]


def test_the_handle_in_focus_is_seen_where_another_one_would_cover_it(plot, press):
    plot.document.look(argument="schedules[1].init")
    lit = plot.canvas.viewport().grab().toImage()
    plot.document.look(argument=None)
    assert plot.canvas.viewport().grab().toImage() != lit


def test_shift_and_arrows_move_the_crosshair_from_piece_to_piece(plot, press):
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(key, SHIFT)
        seen.append(plot.document.view.focus.crosshair)
    assert seen == [0, 100, 999, 0]


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        (StepDecay(0.1, 0.5, 500), "Step decay from 0.1 to 0.05 in 1 drop over 1000 updates."),
        (CosineDecay(1e-3, 500), "Cosine decay from 0.001 to 0.0 over 1000 updates."),
        (ExponentialDecay(0.5, 1), "Exponential decay from 0.5 to 0.5 over 1000 updates."),
        (LinearSchedule(0.5, 0.25, 128), "Linear schedule from 0.5 to 0.25 over 1000 updates."),
        (CONSTANT, "Constant at 0.0005 over 1000 updates."),
        (
            JoinSchedules([LinearSchedule(0, 1e-3, 100), CONSTANT, CosineDecay(1e-3, 5)], [100, 1000]),
            "3 pieces from 0.0 to 0.0005 over 1000 updates. "
            "linear_schedule, updates 1 to 100, from 0.0 to 0.00099. "
            "constant, updates 101 to 1000, from 0.0005 to 0.0005. cosine_decay after the run.",
        ),
    ],
)  # fmt: skip
def test_the_plot_says_what_it_shows(schedule, sentence):
    assert curve_in_words(schedule, Run(1000), extent(schedule, 1000)) == sentence


@pytest.mark.parametrize(
    ("schedule", "grip", "sentence"),
    [
        (ExponentialDecay(0.5, 0.5), Grip("decay_rate", 3), "decay_rate = 0.5 (update 4 at 0.0625)"),
        (CONSTANT, Grip("init", second="end"), "constant = 0.0005"),
        (CosineDecay(1e-3, 500), Grip("end"), "end = 0.0 (from update 501)"),
        (CosineDecay(1e-3, 500), Grip("decay_steps"), "decay_steps = 500 (from update 501)"),
        (WARM, Grip("boundaries[0]", piece=1), "boundary = 100 (cosine_decay begins at update 101)"),
        (
            JoinSchedules([LinearSchedule(0, 1e-3, 50), WARM], [50]),
            Grip("schedules[1].boundaries[0]", piece=2),
            "boundary = 100 (cosine_decay begins at update 151)",
        ),
        (
            JoinSchedules([LinearSchedule(0, 1e-3, 100), StepDecay(1e-3, 0.5, 200)], [100]),
            Grip("schedules[1].step_size", 2, 1),
            "step_size = 200 (drop 2 at update 501)",
        ),
    ],
)  # fmt: skip
def test_a_bubble_says_what_is_held_and_what_it_means_there(schedule, grip, sentence):
    assert grip_in_words(picture_of(schedule, 1000), grip) == sentence
