"""Shaping a join with a mouse, by real events: its boundaries, its points, and each piece's own handles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from designer.model.document import Design
from designer.model.source import source_of
from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates
from tests.designer.helpers.joins import CONTROL, WARM, axis, close, plot

__all__ = ["axis", "plot"]

ALT = Qt.KeyboardModifier.AltModifier
WARM_150 = JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 850, 1e-5)], [150])


@pytest.mark.parametrize("log_scale", [False, True])
def test_dragging_the_boundary_of_a_warm_up_changes_the_three_numbers_that_are_about_it(window, mouse, log_scale):
    window.document.edit_schedule("show", WARM)
    window.document.edit_argument("updates", 1000)
    window.document.look(log_scale=log_scale)
    window.document.undo_stack.clear()
    (_, _), (low, high) = window.plot.viewRange()
    start = mouse.at(100, low + (high - low) * 0.45)
    mouse.press(start)
    for right in range(1, 200):  # with an eye on the bubble, which says boundary = 150
        mouse.pull(start + QPoint(right, 0))
        if window.document.design.schedule.boundaries[0] >= 150:
            break
    mouse.release(start + QPoint(right, 0))
    assert window.document.design.schedule == WARM_150
    assert window.document.undo_stack.undoText() == "Change boundary to 150"
    window.document.undo_stack.undo()
    assert window.document.design.schedule == WARM


def test_a_dragged_boundary_takes_the_lengths_beside_it_along(plot):
    plot.drag(plot.low(100), plot.low(150))
    assert plot.schedule == WARM_150
    assert plot.document.undo_stack.count() == 1
    assert plot.document.undo_stack.undoText() == "Change boundary to 150"


def test_with_command_everything_right_of_the_boundary_moves_along(plot):
    plot.drag(plot.low(100), plot.low(150), CONTROL)
    assert plot.schedule == JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 900, 1e-5)], [150])


def test_command_is_read_live(plot):
    start, end = plot.low(100), plot.low(150)
    plot.mouse.press(start)
    plot.mouse.pull(end)
    QTest.keyPress(plot.canvas, Qt.Key.Key_Control)
    assert plot.schedule.schedules[1].decay_steps == 900
    QTest.keyRelease(plot.canvas, Qt.Key.Key_Control)
    assert plot.schedule == WARM_150
    plot.mouse.release(end)
    assert plot.document.undo_stack.count() == 1


def test_a_boundary_stops_where_its_neighbours_have_one_update_left(plot):
    plot.show(JoinSchedules([CosineDecay(1e-3, 300), CosineDecay(1e-3, 300), CosineDecay(1e-3, 300)], [300, 600]))
    plot.drag(plot.low(600), plot.low(100))
    assert plot.schedule.boundaries == (300, 301)
    plot.drag(plot.low(600), QPoint(-30_000, 100))
    assert plot.schedule.boundaries == (300, 301)


def test_escape_leaves_the_join_as_it_was(plot):
    plot.mouse.press(plot.low(100))
    plot.mouse.pull(plot.low(400))
    assert plot.schedule != WARM
    QTest.keyClick(plot.canvas, Qt.Key.Key_Escape)
    plot.mouse.release(plot.low(400))
    assert plot.schedule == WARM
    assert plot.document.undo_stack.count() == 0


def test_there_and_back_leaves_no_undo_step(plot):
    start = plot.on(100, 1e-3)
    plot.mouse.press(start)
    for offset in (QPoint(40, 30), QPoint(-20, 60), QPoint(0, 0)):
        plot.mouse.pull(start + offset)
    plot.mouse.release(start)
    assert plot.schedule == WARM
    assert plot.document.undo_stack.count() == 0


def test_the_point_where_two_pieces_meet_goes_anywhere_and_both_stay_joined(plot):
    goal = plot.on(200, 5e-4)
    plot.drag(plot.on(100, 1e-3), goal)
    warm, cosine = plot.schedule.schedules
    assert warm.steps == plot.schedule.boundaries[0] == 1000 - cosine.decay_steps == 200
    assert warm.end == cosine.init == 5e-4
    assert plot.document.undo_stack.undoText() == "Change end to 0.0005 and steps to 200"


def test_with_command_ends_that_meet_part(plot):
    plot.drag(plot.on(100, 1e-3), plot.on(100, 5e-4), CONTROL)
    warm, cosine = plot.schedule.schedules
    assert (warm.end, cosine.init) == (5e-4, 1e-3)
    assert plot.schedule.boundaries == (100,)


def test_a_hand_that_trembles_sideways_changes_no_length(plot):
    plot.drag(plot.on(100, 1e-3), plot.on(100, 5e-4) + QPoint(2, 0))
    assert plot.schedule.boundaries == (100,)
    assert plot.schedule.schedules[0].end == 5e-4


def test_the_last_point_of_a_cosine_sets_its_end_and_its_length(plot):
    plot.drag(plot.on(1000, 1e-5), plot.on(800, 4e-4))
    assert plot.schedule == JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 700, 4e-4)], [100])


def test_where_a_cosine_stays_on_its_end_the_curve_is_dragged_up_and_down(plot):
    plot.show(CosineDecay(1e-3, 500, 2e-4))
    plot.drag(plot.on(750, 2e-4), plot.on(780, 4e-4))
    assert plot.schedule == CosineDecay(1e-3, 500, 4e-4)


def test_a_start_is_dragged_down_to_zero_and_up_again(plot):
    plot.show(LinearSchedule(1e-4, 1e-3, 500))
    floor = plot.canvas.getViewBox().sceneBoundingRect().bottom()
    plot.drag(plot.on(0, 1e-4), QPoint(plot.on(0, 1e-4).x(), round(floor) - 1))
    assert plot.schedule.init == (0 if plot.canvas.getAxis("left").rate_scale.log is False else plot.schedule.init)
    plot.show(LinearSchedule(0, 1e-3, 500))
    plot.drag(plot.on(0, 0), plot.on(0, 5e-4))
    assert plot.schedule == LinearSchedule(5e-4, 1e-3, 500)


def test_a_constant_is_dragged_anywhere_on_its_line(plot):
    plot.show(
        JoinSchedules([LinearSchedule(0, 1e-3, 100), LinearSchedule(1e-3, 1e-3, 1), CosineDecay(5e-4, 400)], [100, 600])
    )
    plot.drag(plot.on(250, 1e-3), plot.on(260, 7e-4))
    warm, constant, cosine = plot.schedule.schedules
    assert constant == LinearSchedule(7e-4, 7e-4, 1)
    assert warm.end == 7e-4, "it met the constant, and still does"
    assert cosine.init == 5e-4


def test_with_command_a_constant_moves_alone(plot):
    plot.show(JoinSchedules([LinearSchedule(0, 1e-3, 100), LinearSchedule(1e-3, 1e-3, 1)], [100]))
    plot.drag(plot.on(250, 1e-3), plot.on(260, 7e-4), CONTROL)
    warm, constant = plot.schedule.schedules
    assert warm.end == 1e-3
    assert constant.is_constant
    assert close(constant.init, 7e-4)


def test_an_exponential_is_held_at_its_start_for_init(plot):
    plot.show(ExponentialDecay(1e-3, 0.995))
    plot.drag(plot.on(0, 1e-3), plot.on(0, 5e-4))
    assert plot.schedule == ExponentialDecay(5e-4, 0.995)


def test_an_exponential_stays_under_the_pointer_with_another_decay_rate(plot):
    plot.show(ExponentialDecay(1e-3, 0.998))
    before, goal = float(rates(plot.schedule, 200)), 4e-4
    plot.drag(plot.on(200, before), plot.on(200, goal))
    assert plot.schedule.init == 1e-3
    assert abs(plot.on(200, float(rates(plot.schedule, 200))).y() - plot.on(200, goal).y()) <= 12


STAIRS = JoinSchedules([LinearSchedule(0, 1e-3, 100), StepDecay(1e-3, 0.5, 200)], [100])


def test_a_staircase_after_a_warm_up_is_held_where_it_is_drawn(plot):
    plot.show(STAIRS)
    plot.drag(plot.on(400, 5e-4), plot.on(400, 7e-4))
    assert plot.schedule.schedules[1].decay_rate == pytest.approx(0.7, abs=0.011)
    plot.show(STAIRS)
    plot.drag(plot.on(300, 7e-4), plot.on(350, 7e-4))
    assert plot.schedule == JoinSchedules([STAIRS.schedules[0], StepDecay(1e-3, 0.5, 250)], [100])
    plot.show(STAIRS)
    plot.drag(plot.on(160, 1e-3), plot.on(160, 5e-4))
    assert plot.schedule == JoinSchedules([LinearSchedule(0, 5e-4, 100), StepDecay(5e-4, 0.5, 200)], [100])


def test_the_end_of_the_run_is_still_dragged(plot):
    plot.drag(plot.low(1000), plot.low(700))
    assert plot.document.design.run == Run(700)
    assert plot.schedule == WARM


NESTED = JoinSchedules([WARM, LinearSchedule(5e-4, 5e-4, 1)], [700])


def test_a_join_within_a_join_stays_one(plot):
    plot.show(NESTED)
    plot.drag(plot.low(100), plot.low(150))
    assert plot.schedule == JoinSchedules([WARM_150, LinearSchedule(5e-4, 5e-4, 1)], [700])
    plot.drag(plot.on(850, 5e-4), plot.on(850, 3e-4))
    assert close(plot.schedule.schedules[1].init, 3e-4)


def test_with_option_a_boundary_moves_a_tenth_as_far_and_to_every_update(plot):
    plot.mouse.press(plot.low(100))
    plot.mouse.pull(plot.low(100) + QPoint(41, 0), ALT)
    (x0, x1), _ = plot.canvas.viewRange()
    per_pixel = (x1 - x0) / plot.canvas.getViewBox().width()
    assert abs(plot.schedule.boundaries[0] - (100 + 4.1 * per_pixel)) <= 0.51
    plot.mouse.release(plot.low(100) + QPoint(41, 0), ALT)


def test_far_corners_make_no_invalid_schedule_of_any_piece(plot):
    every = JoinSchedules(
        [
            LinearSchedule(0, 1e-3, 100),
            LinearSchedule(1e-3, 1e-3, 1),
            StepDecay(1e-3, 0.5, 80),
            ExponentialDecay(5e-4, 0.99),
        ],
        [100, 300, 700],
    )
    plot.show(every)
    starts = [plot.on(0, 0), plot.on(100, 1e-3), plot.on(200, 1e-3), plot.low(300), plot.on(420, 5e-4), plot.low(700)]
    for start in starts:
        for corner in (QPoint(-30_000, -30_000), QPoint(30_000, 30_000), QPoint(30_000, -30_000)):
            for keys in (Qt.KeyboardModifier.NoModifier, CONTROL):
                plot.drag(start, corner, keys)
                assert plot.document.undo_stack.count() == 1
                plot.canvas.viewport().grab()
                plot.document.undo_stack.undo()
                assert plot.schedule == every


def test_there_and_back_keeps_a_piece_that_is_never_used(plot):
    hidden = JoinSchedules(
        [JoinSchedules([LinearSchedule(0, 1e-3, 300), CosineDecay(1e-3, 9)], [500]), CosineDecay(1e-3, 700)], [300]
    )
    plot.show(hidden)
    start = plot.on(0, 0)
    plot.mouse.press(start)
    for up in (-40, -80, 0):
        plot.mouse.pull(start + QPoint(0, up))
    plot.mouse.release(start)
    assert plot.schedule == hidden
    assert plot.document.undo_stack.count() == 0


SCRIPT = b"""from mlx import optimizers as optim
warmup = optim.linear_schedule(0, 1e-3, 100)
cosine = optim.cosine_decay(args.lr, args.steps, 1e-5)
lr_schedule = optim.join_schedules([warmup, cosine], [100])
"""


def test_what_the_users_file_computes_is_left_alone_by_a_hand(plot):
    source = source_of(Path("train.py"), SCRIPT)
    given = (("args.lr", 1e-3), ("args.steps", 900))
    plot.document.open(source, Design(source.resolved(given).schedule, Run(1000), given))
    assert plot.schedule == WARM
    plot.drag(plot.low(100), plot.low(150))
    assert plot.schedule == JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 900, 1e-5)], [150])
    plot.document.undo_stack.undo()
    plot.drag(plot.on(100, 1e-3), plot.on(100, 5e-4))
    assert plot.schedule == JoinSchedules([LinearSchedule(0, 5e-4, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
    plot.document.undo_stack.undo()
    plot.drag(plot.on(1000, 1e-5), plot.on(800, 5e-4))
    assert plot.schedule.schedules[1] == CosineDecay(1e-3, 900, 5e-4), "its length is args.steps"
