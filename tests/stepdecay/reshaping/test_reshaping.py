from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.reshaping.boundaries import moved_boundary
from stepdecay.reshaping.piece_list import added, moved, removed, with_warmup
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import flattened, pieces
from tests.stepdecay.helpers.cases import any_schedules, bits, joins, leaves, short_joins, telling_steps

WARMED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
HOLD = LinearSchedule(1e-3, 1e-3, 1)
STEPS = StepDecay(0.1, 0.5, 10)
any_steps = st.sampled_from([-1, LARGEST_COUNT, 2**70]) | st.integers(-10, 10_000) | st.integers(0, 2**64)
run_lengths = st.integers(1, 20_000) | st.integers(1, 2**53)


def starts(schedule: Schedule) -> list[int]:
    return [piece.first_step for piece in pieces(schedule)]


def lengths(schedule: Schedule) -> list[int | None]:
    return [piece.schedule.length for piece in pieces(schedule)]


def kinds(schedule: Schedule) -> list[object]:
    return [piece.schedule for piece in pieces(schedule)]


def furthest(schedule: Schedule, updates: int) -> int:
    """The step at which the last piece ends at the latest."""
    last = pieces(schedule)[-1]
    return last.first_step + (last.schedule.length or updates) + updates


def same_rates(first: Schedule, second: Schedule, steps: list[int], later: int = 0) -> bool:
    return bits(rates(first, steps)) == bits(rates(second, [step + later for step in steps]))


def boundary_of(data: st.DataObject, schedule: Schedule) -> int:
    return data.draw(st.integers(1, len(pieces(schedule)) - 1))


def has_boundary(schedule: Schedule) -> bool:
    return len(pieces(schedule)) > 1


def test_a_moved_boundary_takes_the_lengths_beside_it_along():
    dragged = moved_boundary(WARMED, 1, 150)
    assert dragged == JoinSchedules([LinearSchedule(0.0, 1e-3, 150), CosineDecay(1e-3, 850, 1e-5)], [150])
    assert moved_boundary(dragged, 1, 100) == WARMED


def test_a_boundary_one_step_after_the_warm_up_stays_one_step_after_it_as_mlx_lm_joins():
    mlx_lm = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), STEPS], [101])
    assert moved_boundary(mlx_lm, 1, 151) == JoinSchedules([LinearSchedule(0.0, 1e-3, 150), STEPS], [151])


def test_a_piece_that_does_not_end_at_the_boundary_keeps_its_length():
    cut = JoinSchedules([CosineDecay(1e-3, 200), CosineDecay(1e-3, 900)], [100])
    assert lengths(moved_boundary(cut, 1, 150)) == [200, 850]


def test_a_constant_stays_a_constant_beside_a_moved_boundary():
    held = JoinSchedules([HOLD, HOLD, CosineDecay(1e-3, 10)], [1, 20])
    assert moved_boundary(held, 1, 15) == JoinSchedules([HOLD, HOLD, CosineDecay(1e-3, 10)], [15, 20])


def test_everything_to_the_right_moves_along_with_the_command_key():
    three = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 400), STEPS], [100, 500])
    dragged = moved_boundary(three, 1, 150, along=True)
    assert dragged == JoinSchedules([LinearSchedule(0.0, 1e-3, 150), CosineDecay(1e-3, 400), STEPS], [150, 550])


def test_a_boundary_moves_inside_a_join_within_a_join_and_stays_there():
    inner = JoinSchedules([CosineDecay(1.0, 50), LinearSchedule(1.0, 0.0, 40)], [50])
    outer = JoinSchedules([LinearSchedule(0.0, 1.0, 10), inner, STEPS], [10, 200])
    inner_moved = moved_boundary(outer, 2, 70)
    assert inner_moved.schedules[1] == JoinSchedules([CosineDecay(1.0, 60), LinearSchedule(1.0, 0.0, 30)], [60])
    assert inner_moved.boundaries == (10, 200)
    outer_moved = moved_boundary(outer, 1, 20)
    assert outer_moved.schedules[1] == JoinSchedules([CosineDecay(1.0, 40), LinearSchedule(1.0, 0.0, 40)], [40])
    assert (outer_moved.boundaries, starts(outer_moved)) == ((20, 200), [0, 20, 60, 200])


def test_a_piece_that_was_never_used_does_not_come_to_light():
    inner = JoinSchedules([CosineDecay(1.0, 50), CosineDecay(0.5, 50)], [50])
    hidden = JoinSchedules([inner, STEPS], [30])
    assert moved_boundary(hidden, 1, 80) == JoinSchedules([CosineDecay(1.0, 50), STEPS], [80])


@given(schedule=joins.filter(has_boundary), to=any_steps, along=st.booleans(), data=st.data())
def test_a_boundary_goes_as_near_to_any_step_as_its_neighbours_let_it(schedule, to, along, data):
    index = boundary_of(data, schedule)
    before = starts(schedule)
    after = starts(moved_boundary(schedule, index, to, along=along))
    later = after[index] - before[index] if along else 0
    highest = LARGEST_COUNT - before[-1] + before[index] if along else (*before, LARGEST_COUNT + 1)[index + 1] - 1
    assert after[:index] == before[:index]
    assert after[index] == min(max(to, before[index - 1] + 1), highest)
    assert after[index + 1 :] == [step + later for step in before[index + 1 :]]


@given(schedule=short_joins.filter(has_boundary), to=st.integers(0, 10_000), data=st.data())
def test_a_moved_boundary_leaves_the_rates_of_all_other_pieces_alone(schedule, to, data):
    index = boundary_of(data, schedule)
    dragged = moved_boundary(schedule, index, to)
    first, stop = starts(schedule)[index - 1], pieces(schedule)[index].stop_step
    untouched = [step for step in telling_steps(schedule) if step < first or (stop is not None and step >= stop)]
    assert same_rates(schedule, dragged, untouched)


@given(schedule=short_joins.filter(has_boundary), to=st.integers(0, 10_000), data=st.data())
def test_all_rates_to_the_right_are_only_later_when_they_move_along(schedule, to, data):
    index = boundary_of(data, schedule)
    dragged = moved_boundary(schedule, index, to, along=True)
    old, new = starts(schedule)[index], starts(dragged)[index]
    assert same_rates(schedule, dragged, [step for step in telling_steps(schedule) if step >= old], new - old)


@given(schedule=joins.filter(has_boundary), along=st.booleans(), data=st.data())
def test_a_boundary_that_comes_back_to_where_it_was_changes_nothing(schedule, along, data):
    index = boundary_of(data, schedule)
    assert moved_boundary(schedule, index, starts(schedule)[index], along=along) is schedule


def test_a_piece_added_in_front_moves_all_others_back():
    assert added(CosineDecay(1e-3, 900, 1e-5), 0, LinearSchedule(0.0, 1e-3, 100), 1000) == WARMED


def test_a_piece_added_at_the_end_begins_where_the_last_one_ended_or_the_run():
    assert starts(added(WARMED, 2, HOLD, 5000)) == [0, 100, 1000]
    assert starts(added(STEPS, 1, HOLD, 5000)) == [0, 5000]
    assert starts(added(JoinSchedules([HOLD, HOLD], [10]), 2, STEPS, 100)) == [0, 10, 100]


def test_a_piece_without_an_end_gets_a_tenth_of_the_run_before_others():
    assert starts(added(WARMED, 1, STEPS, 1000)) == [0, 100, 200]


def test_a_piece_taken_out_closes_the_gap():
    three = added(WARMED, 1, LinearSchedule(1e-3, 1e-3, 50), 1000)
    assert starts(three) == [0, 100, 150]
    assert removed(three, 1) == WARMED
    assert removed(WARMED, 0) == CosineDecay(1e-3, 900, 1e-5)
    assert removed(WARMED, 1) == LinearSchedule(0.0, 1e-3, 100)


@pytest.mark.parametrize("schedule", [STEPS, JoinSchedules([STEPS], [])])
def test_the_only_piece_stays(schedule):
    with pytest.raises(
        ScheduleError, match=r"^the only piece of a schedule can't be removed; change its kind instead$"
    ):
        removed(schedule, 0)


def test_pieces_change_places_with_the_time_they_take():
    three = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), HOLD, CosineDecay(1e-3, 900)], [100, 150])
    swapped = moved(three, 2, 1, 2000)
    assert swapped == JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 900), HOLD], [100, 1000])


@given(schedule=any_schedules, leaf=leaves, updates=run_lengths, data=st.data())
def test_a_piece_put_in_and_taken_out_again_leaves_the_same_schedule(schedule, leaf, updates, data):
    index = data.draw(st.integers(0, len(pieces(schedule))))
    try:
        with_one_more = added(schedule, index, leaf, updates)
    except ScheduleError:
        assert furthest(schedule, updates) + (leaf.length or updates) > LARGEST_COUNT
        return
    assert kinds(with_one_more)[index] == leaf
    assert removed(with_one_more, index) == flattened(schedule)


@given(schedule=joins, updates=run_lengths, data=st.data())
def test_a_moved_piece_is_where_it_was_put_and_the_others_keep_their_order_and_time(schedule, updates, data):
    count = len(pieces(schedule))
    index, to = (data.draw(st.integers(0, count - 1)) for _ in range(2))
    try:
        result = moved(schedule, index, to, updates)
    except ScheduleError:
        assert furthest(schedule, updates) > LARGEST_COUNT
        return
    before, after = list(pieces(schedule)), list(pieces(result))
    order = [before.pop(index)]
    order = before[:to] + order + before[to:]
    assert [piece.schedule for piece in after] == [piece.schedule for piece in order]
    for old, new in zip(order, after, strict=True):
        if old.stop_step is not None and new.stop_step is not None:
            assert new.stop_step - new.first_step == old.stop_step - old.first_step


def test_a_warm_up_takes_a_twentieth_of_the_run_and_the_rest_ends_where_it_did():
    assert with_warmup(CosineDecay(1e-3, 1000, 1e-5), 1000) == JoinSchedules(
        [LinearSchedule(0.0, 1e-3, 50), CosineDecay(1e-3, 950, 1e-5)], [50]
    )
    assert with_warmup(STEPS, 100) == JoinSchedules([LinearSchedule(0.0, 0.1, 5), STEPS], [5])


def test_a_warm_up_leaves_the_boundaries_and_fits_before_the_first():
    two = JoinSchedules([CosineDecay(1e-3, 20), STEPS], [20])
    assert with_warmup(two, 10_000) == JoinSchedules(
        [LinearSchedule(0.0, 1e-3, 10), CosineDecay(1e-3, 10), STEPS], [10, 20]
    )


def test_a_second_warm_up_is_refused_and_one_without_room():
    with pytest.raises(ScheduleError, match=r"^the schedule starts at 0 already; a warm-up would have nothing"):
        with_warmup(WARMED, 1000)
    with pytest.raises(ScheduleError, match=r"^the first piece has a single update, which leaves no room for"):
        with_warmup(JoinSchedules([STEPS, STEPS], [1]), 1000)


@given(schedule=any_schedules, updates=run_lengths)
def test_a_warm_up_rises_to_the_first_rate_and_changes_no_later_piece(schedule, updates):
    first = pieces(schedule)[0]
    try:
        warmed = with_warmup(schedule, updates)
    except ScheduleError:
        assert first.stop_step == 1 or first.schedule.init == 0
        return
    rise, piece, *_ = pieces(warmed)
    assert (rise.schedule.init, rise.schedule.end) == (0.0, first.schedule.init)
    assert rise.schedule.steps == piece.first_step <= max(updates // 15, 1)
    assert starts(warmed)[2:] == starts(schedule)[1:]
    own = first.schedule.length
    if own not in (None, 1):
        assert piece.first_step + piece.schedule.length == own
    if first.stop_step is not None:
        assert same_rates(schedule, warmed, [step for step in telling_steps(schedule) if step >= first.stop_step])


def test_an_endless_growth_warms_up_too():
    assert isinstance(with_warmup(ExponentialDecay(1e-3, 1.1), 100).schedules[0], LinearSchedule)
