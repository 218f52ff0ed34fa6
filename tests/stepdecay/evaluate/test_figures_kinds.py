"""The figures of every kind of schedule, and of joins."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay, levels, rates
from stepdecay.evaluate import run_figures as summary
from stepdecay.evaluate.curve import extent
from stepdecay.evaluate.run_figures import SAMPLES
from tests.stepdecay.helpers.cases import LARGEST_SINGLE, any_schedules, bits, short_any_schedules
from tests.stepdecay.helpers.figures import assert_figures, brute_figures

TRILLION = 10**12
LONGEST = 2**53 - 1
WARMUP_COSINE = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 10_000)], [100])
RESTARTS = JoinSchedules([CosineDecay(0.1, 1_000)] * 15, range(1_000, 15_000, 1_000))


@given(schedule=short_any_schedules, updates=st.integers(1, 300) | st.integers(1, 20_000))
@example(WARMUP_COSINE, 20_000)
@example(WARMUP_COSINE, 101)
@example(WARMUP_COSINE, 1)
@example(RESTARTS, 20_000)
@example(ExponentialDecay(0.1, 0.999), 20_000)
@example(ExponentialDecay(3e38, 1.01), 20_000)
@example(LinearSchedule(0.1, 0, 3), 20_000)
@example(LinearSchedule(LARGEST_SINGLE, 0, 10_000), 20_000)
@example(JoinSchedules([LinearSchedule(0, LARGEST_SINGLE, 25)] * 2, [25]), 100)
@example(JoinSchedules([LinearSchedule(0, LARGEST_SINGLE, 25), LinearSchedule(LARGEST_SINGLE, 0, 25)], [26]), 100)
@example(CosineDecay(0, 19_000, 0.1), 20_000)
@example(JoinSchedules([ExponentialDecay(1, 10), CosineDecay(1, 10)], [100]), 20_000)
@example(JoinSchedules([LinearSchedule(0.1, 0, 10), StepDecay(1, 0.5, 100), StepDecay(1, 0.5, 1)], [10, 900]), 20_000)
def test_the_figures_of_every_kind_are_those_of_all_the_run_s_updates(schedule, updates):
    assert_figures(summary.figures(schedule, updates), brute_figures(schedule, updates), 1e-4)


@given(schedule=short_any_schedules, updates=st.integers(1, SAMPLES))
def test_the_mean_of_a_short_run_is_exact_for_every_kind(schedule, updates):
    brute = brute_figures(schedule, updates)
    size = np.abs(rates(schedule, range(updates))).max() if brute.mean_rate < math.inf else 1
    found = summary.figures(schedule, updates).mean_rate
    assert found == brute.mean_rate or abs(found - brute.mean_rate) <= 1e-12 * size


@pytest.mark.parametrize(
    ("schedule", "updates"),
    [
        (ExponentialDecay(0.1, 0.99999), 2_000_000),
        (CosineDecay(0.1, 1_900_000, 1e-6), 2_000_000),
        (CosineDecay(0, 1_900_000, 0.1), 2_000_000),
        (LinearSchedule(0, 0.1, 1_500_000), 2_000_000),
        (LinearSchedule(0.1, 0, 1_999_999), 2_000_000),
        (LinearSchedule(0, 1e-45, 1_999_999), 2_000_000),
        (JoinSchedules([LinearSchedule(0, 1, 10**6), ExponentialDecay(1, 0.9999)], [10**6]), 2_000_000),
        (JoinSchedules([CosineDecay(1, 400_000, 0.1)] * 5, range(400_000, 1_700_000, 400_000)), 2_000_000),
    ],
    ids=str,
)
def test_the_mean_of_two_million_updates_is_right_to_four_digits_for_every_kind(schedule, updates):
    assert_figures(summary.figures(schedule, updates), brute_figures(schedule, updates), 1e-4)


@pytest.mark.parametrize(
    ("schedule", "updates", "mean"),
    [
        (CosineDecay(1, TRILLION), TRILLION, 0.5),
        (CosineDecay(1, TRILLION // 2, 0.5), TRILLION, 0.625),
        (LinearSchedule(1, 0, LONGEST), LONGEST, 0.5),
        (LinearSchedule(0.5, 0.5, 1), LONGEST, 0.5),
        (JoinSchedules([LinearSchedule(0, 1, TRILLION), CosineDecay(1, TRILLION)], [TRILLION]), 2 * TRILLION, 0.5),
        (JoinSchedules([LinearSchedule(0, 1, 10), ExponentialDecay(1, 0.5)], [10]), TRILLION, 6.5 / TRILLION),
    ],
    ids=str,
)
def test_the_mean_of_a_long_run_is_the_area_known_of_its_shape(schedule, updates, mean):
    assert summary.figures(schedule, updates).mean_rate == pytest.approx(mean, rel=1e-5)


@given(schedule=any_schedules, updates=st.integers(1, LONGEST))
@example(WARMUP_COSINE, LONGEST)
@example(JoinSchedules([LinearSchedule(0, 1, 10**15), ExponentialDecay(1, 1 - 2**-24)], [10**15]), LONGEST)
def test_the_figures_of_a_run_of_any_length_fit_the_rates_of_every_kind(schedule, updates):
    found, extremes = summary.figures(schedule, updates), extent(schedule, updates)
    assert bits(found.last_rate) == bits(extremes.last)
    assert found.drops == len(levels(schedule, updates)) - 1
    assert extremes.lowest <= found.mean_rate <= extremes.highest
    assert extremes.last >= extremes.highest / 10 or found.tenth_update is not None
    if found.tenth_update is not None:
        before, after = rates(schedule, [found.tenth_update - 2, found.tenth_update - 1]).astype(np.float64)
        assert after < extremes.highest / 10 <= before


@pytest.mark.parametrize(
    ("schedule", "update"),
    [
        (JoinSchedules([LinearSchedule(0, 1, 10), StepDecay(1, 0.5, 10)], [10]), 51),
        (JoinSchedules([LinearSchedule(0, 1, 10), StepDecay(1, 0.5, 10)], [5]), 46),
        (JoinSchedules([LinearSchedule(0.01, 1, 10), LinearSchedule(1, 1, 1)], [10]), None),
        (JoinSchedules([LinearSchedule(0.5, 1, 10), LinearSchedule(0.01, 1, 10)], [11]), 12),
        (JoinSchedules([LinearSchedule(1, 0, 10), LinearSchedule(2, 1, 10)], [100]), None),
        (LinearSchedule(0, 1, 10), None),
    ],
    ids=str,
)
def test_a_warm_up_is_not_yet_far_down(schedule, update):
    assert summary.figures(schedule, 1_000).tenth_update == update


def test_a_hundred_restarts_are_measured_by_two_calls_of_mlx(monkeypatch):
    asked = []

    def counted(schedule, steps):
        asked.append(len(steps))
        return rates(schedule, steps)

    monkeypatch.setattr(summary, "rates", counted)
    restarts = JoinSchedules([CosineDecay(0.1, 10**9, 0.05)] * 100, [10**9 * number for number in range(1, 100)])
    assert summary.figures(restarts, 10**11).mean_rate == pytest.approx(0.075, rel=1e-5)
    assert len(asked) == 2
