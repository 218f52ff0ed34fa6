from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE
from stepdecay.reshaping.end_points import with_end_point, with_start_point
from stepdecay.schedule.structure import argument_name, arguments, pieces
from tests.stepdecay.helpers.cases import any_schedules, bits, short_joins, telling_steps

WARMED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
HOLD = LinearSchedule(1e-3, 1e-3, 1)
HELD = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), HOLD, CosineDecay(1e-3, 200)], [100, 800])
any_rates = st.floats() | st.floats(0, 1)
any_steps = st.sampled_from([-1, LARGEST_COUNT, 2**70]) | st.integers(-10, 10_000) | st.integers(0, 2**64)


def test_the_end_of_a_warm_up_takes_the_boundary_and_the_next_rate_along():
    assert with_end_point(WARMED, 0, rate=2e-3, step=150) == JoinSchedules(
        [LinearSchedule(0.0, 2e-3, 150), CosineDecay(2e-3, 850, 1e-5)], [150]
    )


def test_the_end_of_a_warm_up_goes_alone_with_the_command_key():
    assert with_end_point(WARMED, 0, rate=2e-3, step=150, apart=True) == JoinSchedules(
        [LinearSchedule(0.0, 2e-3, 150), CosineDecay(1e-3, 900, 1e-5)], [100]
    )


def test_the_start_of_a_decay_takes_the_end_of_the_warm_up_along_but_not_with_the_command_key():
    assert with_start_point(WARMED, 1, 2e-3) == with_end_point(WARMED, 0, rate=2e-3)
    alone = with_start_point(WARMED, 1, 2e-3, apart=True)
    assert alone == JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(2e-3, 900, 1e-5)], [100])


def test_the_last_end_moves_in_both_directions():
    assert with_end_point(WARMED, 1, rate=1e-4, step=800).schedules[1] == CosineDecay(1e-3, 700, 1e-4)


def test_an_end_that_lies_inside_its_piece_moves_without_the_boundary():
    early = JoinSchedules([CosineDecay(1e-3, 50), StepDecay(1e-3, 0.5, 10)], [100])
    assert with_end_point(early, 0, step=70) == JoinSchedules([CosineDecay(1e-3, 70), early.schedules[1]], [100])


def test_an_end_one_step_before_its_boundary_as_in_mlx_lm_takes_it_along():
    mlx_lm = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), StepDecay(1e-3, 0.5, 10)], [101])
    assert with_end_point(mlx_lm, 0, step=150) == JoinSchedules(
        [LinearSchedule(0.0, 1e-3, 150), StepDecay(1e-3, 0.5, 10)], [151]
    )


@pytest.mark.parametrize(
    "dragged",
    [
        with_end_point(HELD, 0, rate=2e-3),
        with_start_point(HELD, 1, 2e-3),
        with_end_point(HELD, 1, rate=2e-3),
        with_start_point(HELD, 2, 2e-3),
    ],
)
def test_a_constant_stays_one_and_carries_the_rate_on_to_both_sides(dragged):
    two = LinearSchedule(2e-3, 2e-3, 1)
    assert dragged == JoinSchedules([LinearSchedule(0.0, 2e-3, 100), two, CosineDecay(2e-3, 200)], [100, 800])


def test_a_constant_ends_at_its_boundary():
    assert with_end_point(HELD, 1, step=700).boundaries == (100, 700)
    assert with_end_point(HELD, 1, step=700, apart=True) == HELD
    assert with_end_point(HOLD, 0, step=700) == HOLD


def test_rates_that_only_happen_to_be_beside_each_other_stay():
    apart = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(2e-3, 900)], [100])
    assert with_end_point(apart, 0, rate=3e-3).schedules[1] == CosineDecay(2e-3, 900)


def test_a_rate_dragged_to_the_floor_stops_where_a_decay_can_still_begin():
    joined = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), StepDecay(1e-3, 0.5, 10)], [100])
    down = with_end_point(joined, 0, rate=-1.0)
    assert (down.schedules[0].end, down.schedules[1].init) == (SMALLEST_RATE, SMALLEST_RATE)
    assert with_end_point(joined, 0, rate=-1.0, apart=True).schedules[0].end == 0.0


def test_a_step_decay_has_no_end_to_drag():
    with pytest.raises(ScheduleError, match=r"^a piece that decays by a factor has no end to move$"):
        with_end_point(StepDecay(0.1, 0.5, 10), 0, rate=0.2)


@given(schedule=any_schedules, rate=any_rates, step=any_steps, apart=st.booleans(), data=st.data())
def test_any_end_can_be_dragged_anywhere(schedule, rate, step, apart, data):
    before = pieces(schedule)
    ends = [number for number, piece in enumerate(before) if hasattr(piece.schedule, "end")]
    if not ends:
        return
    index = data.draw(st.sampled_from(ends))
    after = pieces(with_end_point(schedule, index, rate=rate, step=step, apart=apart))
    assert len(after) == len(before)
    assert after[index].schedule.end == pytest.approx(min(max(0.0, rate), LARGEST_RATE), rel=0, abs=SMALLEST_RATE)
    if apart:
        assert [piece.first_step for piece in after] == [piece.first_step for piece in before]
        assert after[:index] + after[index + 1 :] == before[:index] + before[index + 1 :]


@given(schedule=any_schedules, rate=any_rates, data=st.data())
def test_any_start_can_be_dragged_anywhere(schedule, rate, data):
    index = data.draw(st.integers(0, len(pieces(schedule)) - 1))
    dragged = with_start_point(schedule, index, rate)
    wanted = min(max(0.0, rate), LARGEST_RATE)
    assert pieces(dragged)[index].schedule.init == pytest.approx(wanted, rel=0, abs=SMALLEST_RATE)
    before, after = arguments(schedule), arguments(dragged)
    assert all(argument_name(path) in ("init", "end") for path in before if before[path] != after[path])


@given(schedule=short_joins, rate=st.floats(0, 1), step=st.integers(0, 10_000), data=st.data())
def test_dragging_an_end_alone_changes_no_other_piece(schedule, rate, step, data):
    before = pieces(schedule)
    ends = [number for number, piece in enumerate(before) if hasattr(piece.schedule, "end")]
    if not ends:
        return
    piece = before[data.draw(st.sampled_from(ends))]
    dragged = with_end_point(schedule, before.index(piece), rate=rate, step=step, apart=True)
    stop = piece.stop_step or LARGEST_COUNT
    others = [at for at in telling_steps(schedule) if not piece.first_step <= at < stop]
    assert bits(rates(schedule, others)) == bits(rates(dragged, others))
