"""Stretch to the run: all pieces and boundaries together, until the last end falls on the last update."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.numbers.text import as_float32
from stepdecay.reshaping.stretching import stretched
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import arguments, pieces
from stepdecay.trainers.mlx_lm import LoraSchedule, conformed, lora_schedule
from tests.stepdecay.helpers.cases import any_schedules, bits, short_any_schedules

RUNS = st.integers(1, 60) | st.integers(1, 20_000) | st.integers(1, 2**53 - 1)
WARMED = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), CosineDecay(1e-3, 899, 1e-5)], [100])
HOLD = LinearSchedule(1e-3, 1e-3, 1)


def starts(schedule: Schedule) -> list[int]:
    return [piece.first_step for piece in pieces(schedule)]


def stretched_or_none(schedule: Schedule, updates: int) -> Schedule | None:
    """The stretched schedule; None where the run is too short for its pieces."""
    try:
        return stretched(schedule, updates)
    except ScheduleError:
        assert updates < 2 * len(pieces(schedule)) + 1
        return None


def test_all_lengths_and_boundaries_grow_together():
    twice = JoinSchedules([LinearSchedule(0.0, 1e-3, 200), CosineDecay(1e-3, 1799, 1e-5)], [200])
    assert stretched(WARMED, 2000) == twice
    assert stretched(twice, 1000) == WARMED


def test_mlx_lms_sample_config_then_ends_at_its_floor_and_can_still_be_said():
    sample = LoraSchedule(CosineDecay(1e-5, 1000, 1e-7), 100, 1e-7).schedule
    fitted = stretched(sample, 1000)
    assert float(rates(sample, 999)) > 3e-7
    assert bits(rates(fitted, 999)) == bits(as_float32(1e-7))
    assert lora_schedule(fitted) == LoraSchedule(CosineDecay(1e-5, 907, 1e-7), 91, 1e-7)
    assert conformed(sample, fitted) == fitted, "what the document makes of it"


@given(
    st.builds(CosineDecay, st.just(1e-3), st.integers(1, 5_000), st.just(1e-5))
    | st.builds(StepDecay, st.just(1e-3), st.just(0.5), st.integers(1, 5_000)),
    st.integers(1, 500),
    st.integers(5, 20_000),
)
def test_what_an_mlx_lm_config_can_say_it_can_still_say(leaf, warmup, updates):
    fitted = stretched(LoraSchedule(leaf, warmup, 1e-6).schedule, updates)
    assert lora_schedule(fitted).schedule == fitted


def test_a_step_decay_shows_its_ten_drops_over_the_run():
    assert stretched(StepDecay(0.1, 0.9, 10), 1000) == StepDecay(0.1, 0.9, 100)
    assert stretched(StepDecay(0.1, 0.9, 10), 7).step_size == 1


def test_an_exponential_decay_falls_to_a_hundredth_on_the_last_update():
    fitted = stretched(ExponentialDecay(0.1, 0.9), 5000)
    assert float(rates(fitted, 4999)) == pytest.approx(1e-3, rel=1e-3)


def test_an_exponential_decay_before_a_boundary_comes_to_the_same_rate_there():
    before = JoinSchedules([ExponentialDecay(1e-3, 0.99), CosineDecay(1e-4, 400)], [200])
    after = stretched(before, 6001)
    assert after.boundaries == (2000,)
    assert float(rates(after, 1999)) == pytest.approx(float(rates(before, 199)), rel=0.01)
    assert float(rates(after.schedules[0], 2000)) == pytest.approx(float(rates(before.schedules[0], 200)), rel=1e-3)


@pytest.mark.parametrize("schedule", [HOLD, JoinSchedules([LinearSchedule(0.0, 1e-3, 50), HOLD], [50])])
def test_a_constant_fits_every_run(schedule):
    assert stretched(schedule, 17) is schedule
    assert stretched(schedule, 10**9) is schedule


def test_a_multi_step_keeps_its_shares():
    hold = [LinearSchedule(rate, rate, 1) for rate in (0.1, 0.01, 0.001)]
    assert stretched(JoinSchedules(hold, [30, 60]), 900).boundaries == (300, 600)


def test_joins_within_joins_stay_nested():
    inner = JoinSchedules([HOLD, CosineDecay(1e-3, 299)], [100])
    nested = JoinSchedules([LinearSchedule(0.0, 1e-3, 100), inner], [100])
    fitted = stretched(nested, 1000)
    assert fitted.boundaries == (200,)
    assert fitted.schedules[1] == JoinSchedules([HOLD, CosineDecay(1e-3, 599)], [200])


def test_a_run_too_short_for_the_pieces_says_how_many_updates_they_take():
    with pytest.raises(ScheduleError, match=r"^a run of 2 updates is too short for these pieces: they take 3$") as told:
        stretched(WARMED, 2)
    assert told.value.field == "updates"
    assert starts(stretched(WARMED, 3)) == [0, 1]


@given(any_schedules, RUNS)
def test_stretching_twice_is_stretching_once(schedule, updates):
    once = stretched_or_none(schedule, updates)
    assume(once is not None)
    again = stretched(once, updates)
    last = pieces(once)[-1].schedule
    assume(last.is_constant == pieces(schedule)[-1].schedule.is_constant)  # a level line of one step is a constant
    if not (isinstance(last, LinearSchedule) and last.is_constant):
        assert again is once
    else:  # nothing tells where a constant ends: its share is rounded, by one update or two
        assert all(abs(one - other) <= 2 for one, other in zip(starts(again), starts(once), strict=True))


@given(short_any_schedules, st.integers(1, 20_000))
def test_the_last_update_has_the_rate_that_the_schedule_ends_at(schedule, updates):
    fitted = stretched_or_none(schedule, updates)
    assume(fitted is not None)
    last = pieces(fitted)[-1]
    length = last.schedule.own_length
    if length is not None:
        assert last.first_step + length == updates - 1
        assert bits(rates(fitted, updates - 1)) == bits(rates(last.schedule, length))


@given(any_schedules, RUNS)
def test_rates_and_kinds_stay_and_boundaries_rise(schedule, updates):
    fitted = stretched_or_none(schedule, updates)
    assume(fitted is not None)
    old, new = pieces(schedule), pieces(fitted)
    assert [type(piece.schedule) for piece in new] == [type(piece.schedule) for piece in old]
    for before, after in zip(old, new, strict=True):
        values = arguments(before.schedule)
        assert all(
            value == values[name] for name, value in arguments(after.schedule).items() if name in ("init", "end")
        )
    assert starts(fitted) == sorted(set(starts(fitted)))
    assert len(new) == 1 or fitted == schedule or new[-1].first_step < updates


def cosines(extents: list[int]) -> JoinSchedules:
    """Cosines that end at their boundaries, and on the last of all these updates."""
    stops = [sum(extents[: index + 1]) for index in range(len(extents))]
    return JoinSchedules(
        [CosineDecay(1e-3, extent - (index == len(extents) - 1), 1e-5) for index, extent in enumerate(extents)],
        stops[:-1],
    )


EXTENTS = st.lists(st.integers(20, 2000), min_size=2, max_size=5)


@given(EXTENTS, st.integers(1, 50).map(lambda factor: factor / 10))
def test_there_and_back_is_near(extents, factor):
    schedule, updates = cosines(extents), sum(extents)
    other = max(round(updates * factor), 2 * len(extents))
    back = stretched(stretched(schedule, other), updates)
    room = 1 + updates / other
    assert all(abs(a - b) <= room for a, b in zip(starts(back), starts(schedule), strict=True))
    lengths = zip(pieces(back), pieces(schedule), strict=True)
    assert all(abs(a.schedule.decay_steps - b.schedule.decay_steps) <= 2 * room for a, b in lengths)


@given(EXTENTS, st.integers(2, 10**9))
def test_stretching_by_a_whole_factor_multiplies_every_boundary_and_length(extents, factor):
    wide = stretched(cosines(extents), (sum(extents) - 1) * factor + 1)
    assert starts(wide) == [factor * step for step in starts(cosines(extents))]
    lengths = zip(pieces(wide), pieces(cosines(extents)), strict=True)
    assert all(a.schedule.decay_steps == factor * b.schedule.decay_steps for a, b in lengths)
