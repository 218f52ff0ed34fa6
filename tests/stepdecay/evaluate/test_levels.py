from __future__ import annotations

import itertools
import tracemalloc
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    Level,
    Levels,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    levels,
    rates,
)
from stepdecay.evaluate.level_list import level_at
from stepdecay.schedule.kinds import Schedule
from tests.stepdecay.helpers.cases import any_schedules, bits, level_of, short_any_schedules

TRILLION = StepDecay(0.5, 1 - 2**-24, 10)
LONG_RUN = 10**13

updates = st.integers(1, 200)


def slices(count: int) -> st.SearchStrategy[slice]:
    bound = st.none() | st.integers(-count - 3, count + 3)
    return st.builds(slice, bound, bound, st.none() | st.integers(-7, 7).filter(bool))


def differences(found: Iterable[Level], brute: list[Level]) -> list[tuple[Level, Level]]:
    """The first few, because pytest takes minutes to compare thousands of levels that differ."""
    return [(level, expected) for level, expected in zip(found, brute, strict=True) if level != expected][:3]


def brute_levels(schedule: Schedule, updates: int) -> list[Level]:
    """Every update of the run, one by one, grouped by the level that it belongs to."""
    every_rate = rates(schedule, range(updates)).tolist()
    groups = itertools.groupby(range(1, updates + 1), key=lambda update: tuple(level_of(schedule, update - 1)))
    treads = [list(group) for _, group in groups]
    return [Level(tread[0], tread[-1], every_rate[tread[0] - 1], every_rate[tread[-1] - 1]) for tread in treads]


@given(schedule=short_any_schedules, updates=updates)
def test_levels_are_the_run_s_updates_grouped_by_drops(schedule, updates):
    assert not differences(levels(schedule, updates), brute_levels(schedule, updates))


@given(schedule=short_any_schedules, updates=updates, data=st.data())
def test_a_level_has_its_place_counted_from_either_end(schedule, updates, data):
    found, brute = levels(schedule, updates), brute_levels(schedule, updates)
    number = data.draw(st.integers(-len(brute), len(brute) - 1))
    assert len(found) == len(brute)
    assert found[number] == brute[number]


def test_more_levels_than_one_block_come_without_a_gap_or_a_repeat():
    schedule = StepDecay(0.1, 0.9999, 2)
    found, brute = levels(schedule, 20_001), brute_levels(schedule, 20_001)
    assert not differences(found, brute)
    assert not differences(found[::-3], brute[::-3])


@given(schedule=short_any_schedules, updates=updates, data=st.data())
def test_a_slice_of_levels_can_be_sliced_again_like_a_list(schedule, updates, data):
    found, brute = levels(schedule, updates), brute_levels(schedule, updates)
    for _ in range(2):
        part = data.draw(slices(len(brute)))
        found, brute = found[part], brute[part]
        assert isinstance(found, Levels)
        assert len(found) == len(brute)
        assert not differences(found, brute)
        assert not brute or (found[0], found[-1]) == (brute[0], brute[-1])


@given(schedule=short_any_schedules, updates=updates)
def test_the_last_level_ends_where_the_run_does(schedule, updates):
    found = levels(schedule, updates)
    assert found[-1].last_update == updates
    assert found[0].first_update == 1
    assert len(found) == level_at(schedule, updates) + 1


WARMUP_STEPS = JoinSchedules([LinearSchedule(0, 0.5, 8), StepDecay(0.5, 0.5, 20)], [8])


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        (1, [(1, 1, 0, 0)]),
        (8, [(1, 8, 0, 0.4375)]),
        (9, [(1, 8, 0, 0.4375), (9, 9, 0.5, 0.5)]),
        (49, [(1, 8, 0, 0.4375), (9, 28, 0.5, 0.5), (29, 48, 0.25, 0.25), (49, 49, 0.125, 0.125)]),
    ],
)
def test_a_warm_up_is_one_level_and_the_levels_after_it_count_from_where_it_ends(updates, expected):
    assert list(levels(WARMUP_STEPS, updates)) == expected


@pytest.mark.parametrize(
    "schedule",
    [ExponentialDecay(0.1, 0.99), CosineDecay(0.1, 50), LinearSchedule(0, 0.1, 50), LinearSchedule(0.1, 0.1, 1)],
    ids=str,
)
def test_a_schedule_without_treads_is_one_level_from_its_first_to_its_last_rate(schedule):
    assert [level[:2] for level in levels(schedule, 10**15)] == [(1, 10**15)]
    assert bits(levels(schedule, 77)[0][2:]) == bits(rates(schedule, [0, 76]))


def test_a_piece_that_begins_where_the_run_ends_is_no_level_of_it():
    restarts = JoinSchedules([CosineDecay(0.1, 10)] * 3, [10, 20])
    assert [len(levels(restarts, updates)) for updates in (10, 11, 20, 21, 10**9)] == [1, 2, 2, 3, 3]


@given(schedule=any_schedules, updates=st.integers(1, 2**53 - 1), part=st.floats(0, 1))
def test_the_levels_of_any_run_follow_each_other_without_a_gap(schedule, updates, part):
    found = levels(schedule, updates)
    assert (found[0].first_update, found[-1].last_update) == (1, updates)
    index = min(int(part * len(found)), len(found) - 1)
    level = found[index]
    assert bits(level[2:]) == bits(rates(schedule, [level.first_update - 1, level.last_update - 1]))
    assert level_at(schedule, level.first_update) == level_at(schedule, level.last_update) == index
    if index + 1 < len(found):
        assert found[index + 1].first_update == level.last_update + 1
        assert level_at(schedule, level.last_update + 1) == index + 1


@given(schedule=any_schedules, update=st.integers(1, 2**63))
@example(StepDecay(0.1, 0.9, 10), 10**18 + 1)
@example(JoinSchedules([StepDecay(0.1, 0.9, 7), CosineDecay(0.1, 10)], [2**60]), 2**60 + 1)
def test_an_update_beyond_the_longest_run_has_its_level_too(schedule, update):
    before = max(update - 1, 1)
    first, second = level_of(schedule, [before - 1, update - 1]).tolist()
    assert level_at(schedule, update) - level_at(schedule, before) == (first != second)


def test_a_run_shorter_than_one_level_is_one_level():
    assert list(levels(StepDecay(0.5, 0.9, 2**63 - 1), 7)) == [Level(1, 7, 0.5, 0.5)]


def test_a_drop_that_float32_can_not_show_still_parts_two_levels():
    found = levels(StepDecay(1, 1, 10), 35)
    assert [(level.first_update, level.last_update) for level in found] == [(1, 10), (11, 20), (21, 30), (31, 35)]
    assert {level.first_rate for level in found} == {1.0}


@pytest.mark.parametrize("number", [0, 1, 16_777_216, 16_777_217, 5 * 10**11, 10**12 - 1])
def test_a_trillion_levels_have_the_right_numbers(number):
    found = levels(TRILLION, LONG_RUN)
    assert len(found) == 10**12
    level = found[number]
    assert level == found[number - 10**12] == found[::-1][-number - 1]
    assert (level.first_update, level.last_update) == (10 * number + 1, 10 * number + 10)
    assert bits(level[2:]) == bits(rates(TRILLION, [10 * number, 10 * number + 9]))


def test_a_trillion_levels_are_not_built():
    tracemalloc.start()
    found = levels(TRILLION, LONG_RUN)
    seen = [found[10**11], *found[10**11 :: 10**9][5:7], *itertools.islice(found[::-1], 3), *itertools.islice(found, 3)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(seen) == 9
    assert peak < 10_000_000


@pytest.mark.parametrize("number", [10**12, -(10**12) - 1, 10**30])
def test_a_level_beyond_the_last_is_an_index_error_that_says_how_many_there_are(number):
    with pytest.raises(IndexError, match=f"^level {number} of 1000000000000$"):
        levels(TRILLION, LONG_RUN)[number]


@pytest.mark.parametrize(
    ("updates", "sentence"),
    [
        (0, "updates must be at least 1, got 0"),
        (2**53, "updates must be at most 9007199254740991, got 9007199254740992"),
        (10.0, "updates must be a whole number, got 10.0"),
        (True, "updates must be a whole number, got True"),
    ],
)
def test_a_run_of_impossible_length_is_refused(updates, sentence):
    with pytest.raises(ScheduleError) as refusal:
        levels(TRILLION, updates)
    assert (str(refusal.value), refusal.value.field) == (sentence, "updates")


@given(schedule=short_any_schedules, updates=updates, data=st.data())
def test_level_at_finds_the_level_that_holds_an_update(schedule, updates, data):
    update = data.draw(st.integers(1, updates))
    level = levels(schedule, updates)[level_at(schedule, update)]
    assert level.first_update <= update <= level.last_update


def test_there_is_no_level_before_the_first_update():
    with pytest.raises(ScheduleError, match=r"^update must be at least 1, got 0$"):
        level_at(TRILLION, 0)
