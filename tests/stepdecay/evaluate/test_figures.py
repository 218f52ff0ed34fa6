from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import ScheduleError, StepDecay, rates
from stepdecay.evaluate import first_step as searching
from stepdecay.evaluate import run_figures as summary
from stepdecay.evaluate.run_figures import SAMPLES, Figures
from tests.stepdecay.helpers.cases import bits, schedules, short_schedules
from tests.stepdecay.helpers.figures import assert_figures, brute_figures

TRILLION = 10**12
LONGEST = 2**53 - 1
BARELY_FALLING = 1 - 2**-24
BARELY_RISING = 1 + 2**-23


@given(schedule=short_schedules, updates=st.integers(1, 20_000))
@example(StepDecay(0.1, 0.9, 10), 20_000)
@example(StepDecay(0.1, 0.999, 1), 20_000)
@example(StepDecay(0.1, 0.999, 1), SAMPLES)
@example(StepDecay(0.1, 0.999, 1), SAMPLES + 1)
@example(StepDecay(1e-38, 1.005, 1), 20_000)
@example(StepDecay(1e-45, 1.0001, 1), 20_000)
@example(StepDecay(3.4e38, 1, 7), 20_000)
@example(StepDecay(1, 0, 6_000), 19_000)
@example(StepDecay(1, 0, 1), 20_000)
@example(StepDecay(1e-45, 0.9999, 1), 20_000)
@example(StepDecay(7e-45, 0.9997, 1), 20_000)
@example(StepDecay(1, 1e38, 9_000), 20_000)
def test_the_figures_are_those_of_all_the_run_s_updates(schedule, updates):
    brute = brute_figures(schedule, updates)
    assert_figures(summary.figures(schedule, updates), brute, 1e-12 if brute.drops < SAMPLES else 1e-4)


@pytest.mark.parametrize(
    ("schedule", "updates"),
    [
        (StepDecay(0.1, 0.99999, 1), 2_000_000),
        (StepDecay(0.1, 0.99, 1), 2_000_000),
        (StepDecay(0.1, BARELY_FALLING, 3), 5_999_999),
        (StepDecay(1e-30, 1.00007, 1), 2_000_000),
        (StepDecay(0.1, BARELY_RISING, 1), 2_000_000),
    ],
)
def test_the_mean_of_two_million_levels_is_right_to_five_digits(schedule, updates):
    assert_figures(summary.figures(schedule, updates), brute_figures(schedule, updates), 1e-5)


@pytest.mark.parametrize("updates", [TRILLION, LONGEST])
@pytest.mark.parametrize(
    "schedule",
    [
        StepDecay(0.1, 0.9, 10),
        StepDecay(0.1, 0.995, 1),
        StepDecay(1, 0, 12_345),
        StepDecay(1, 1e-38, 1),
        StepDecay(1e-45, 0.9999, 1),
        StepDecay(5e-44, 0.9995, 2),
    ],
)
def test_updates_at_zero_bring_the_mean_of_a_long_run_down_and_nothing_else(schedule, updates):
    start = brute_figures(schedule, 30_000)
    assert start.last_rate == 0  # so that all the rest of the run is, too
    expected = start._replace(drops=(updates - 1) // schedule.step_size, mean_rate=start.mean_rate * 30_000 / updates)
    assert_figures(summary.figures(schedule, updates), expected, 1e-4)


@pytest.mark.parametrize(
    ("decay_rate", "levels", "area_ends"),
    [(BARELY_FALLING, TRILLION, 2 * 10**9), (BARELY_FALLING, 10**8, 10**8), (BARELY_RISING, 7 * 10**8, 7 * 10**8)],
)
def test_the_area_of_a_million_samples_is_that_of_a_slow_schedule(decay_rate, levels, area_ends):
    schedule = StepDecay(0.1, decay_rate, 10)
    apart = area_ends // 10**6
    values = rates(schedule, range(5 * apart, 10 * area_ends, 10 * apart)).astype(np.float64)  # the middle of each part
    found = summary.figures(schedule, 10 * levels)
    assert found.mean_rate == pytest.approx(values.sum() * apart / levels, rel=1e-5, abs=0)


@given(schedule=schedules, updates=st.integers(1, LONGEST))
@example(StepDecay(0.1, BARELY_FALLING, 1), LONGEST)
@example(StepDecay(0.1, BARELY_FALLING, 10), 10 * TRILLION)
@example(StepDecay(0.1, BARELY_RISING, 1), 7 * 10**8)
@example(StepDecay(3.4e38, 1, 1), LONGEST)
def test_the_figures_of_a_run_of_any_length_fit_its_rates(schedule, updates):
    found = summary.figures(schedule, updates)
    first, last = rates(schedule, [0, updates - 1]).astype(np.float64)
    assert bits(found.last_rate) == bits(last)
    assert found.drops * schedule.step_size < updates <= (found.drops + 1) * schedule.step_size
    assert min(first, last) <= found.mean_rate <= max(first, last)
    assert (found.tenth_update is None) == (last >= first / 10)
    if found.tenth_update is not None:
        around = rates(schedule, [found.tenth_update - 2, found.tenth_update - 1]).astype(np.float64)
        assert around[1] < first / 10 <= around[0]


def test_the_last_level_counts_only_as_far_as_the_run_goes():
    assert summary.figures(StepDecay(1, 0.5, 10), 25).mean_rate == (10 * 1 + 10 * 0.5 + 5 * 0.25) / 25


def test_a_run_shorter_than_one_level_has_its_one_rate():
    assert summary.figures(StepDecay(0.5, 0.1, 2**63 - 1), 7) == Figures(0.5, 0, 0.5, None)


@pytest.mark.parametrize("updates", [1, 15, 10**6, LONGEST])
@pytest.mark.parametrize("init", [0.1, 3.4e38, 1e-45])
def test_the_mean_of_a_constant_rate_is_that_rate(init, updates):
    found = summary.figures(StepDecay(init, 1, 1), updates)
    assert found == Figures(found.last_rate, updates - 1, found.last_rate, None)


@pytest.mark.parametrize("updates", [20, 10**6, LONGEST])
@pytest.mark.parametrize("decay_rate", [1.01, 3e38])
def test_a_run_that_overflows_has_no_finite_mean(decay_rate, updates):
    assert summary.figures(StepDecay(3e38, decay_rate, 1), updates) == Figures(math.inf, updates - 1, math.inf, None)


def test_a_large_mean_is_not_taken_for_infinite():
    assert summary.figures(StepDecay(3.4e38, BARELY_FALLING, 1), 10**6).mean_rate == pytest.approx(3.3e38, rel=0.01)


@pytest.mark.parametrize(("init", "update"), [(1, 21), (7, 11)])
def test_a_tenth_is_not_rounded_to_float32_before_it_is_compared(init, update):
    """MLX's 0.1 is 0.100000001, not below a tenth of 1; its 7 * 0.1 is 0.69999999, below a tenth of 7."""
    assert summary.figures(StepDecay(init, 0.1, 10), 100).tenth_update == update


@pytest.mark.parametrize(("updates", "expected"), [(40, None), (41, 41), (100, 41), (10**9, 41)])
def test_a_tenth_is_only_reached_within_the_run(updates, expected):
    assert summary.figures(StepDecay(0.5, 0.5, 10), updates).tenth_update == expected


@pytest.mark.parametrize(
    ("schedule", "updates", "calls"),
    [
        (StepDecay(0.1, 0.9, 10), 1_000, 1),
        (StepDecay(0.1, 0.999, 1), SAMPLES, 1),
        (StepDecay(0.1, 0.9, 10), LONGEST, 2),
        (StepDecay(0.1, BARELY_RISING, 1), LONGEST, 1),
        (StepDecay(0.1, BARELY_FALLING, 10), 10 * TRILLION, 4),
        (StepDecay(0.1, BARELY_FALLING, 1), LONGEST, 4),
        (StepDecay(0.1, 1 - 1e-5, 1), LONGEST, 4),
    ],
)
def test_a_few_short_calls_of_mlx_are_enough_for_any_run(monkeypatch, schedule, updates, calls):
    asked = []

    def counted(schedule, steps):
        asked.append(len(steps))
        return rates(schedule, steps)

    monkeypatch.setattr(summary, "rates", counted)
    monkeypatch.setattr(searching, "rates", counted)
    summary.figures(schedule, updates)
    assert len(asked) <= calls
    assert max(asked) <= 2 * SAMPLES


def test_a_device_that_flushes_the_smallest_rates_to_zero_has_figures(monkeypatch):
    def flushing(schedule, steps):
        values = rates(schedule, steps)
        return np.where(values < np.finfo(np.float32).tiny, np.float32(0), values)

    monkeypatch.setattr(summary, "rates", flushing)
    assert summary.figures(StepDecay(1e-40, 0.5, 10), 10**6) == Figures(0.0, 99_999, 0.0, None)


@pytest.mark.parametrize("updates", [0, -1, 2**53, 10.0, True])
def test_the_figures_of_an_impossible_run_are_refused(updates):
    with pytest.raises(ScheduleError) as refusal:
        summary.figures(StepDecay(0.1, 0.9, 10), updates)
    assert refusal.value.field == "updates"
