from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.evaluate import curve
from stepdecay.evaluate import first_step as searching
from stepdecay.evaluate import mlx_rates as evaluation
from stepdecay.evaluate.curve import Extent, extent
from tests.stepdecay.helpers.cases import LARGEST_SINGLE, schedules, short_any_schedules, short_schedules
from tests.stepdecay.helpers.curves import LONGEST, Rates, every_rate

WARMUP_COSINE = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 10_000)], [100])


def brute_extent(seen: Rates) -> Extent:
    """What every rate says; the run has one that a log axis can show."""
    shown = seen[(seen > 0) & np.isfinite(seen)]
    return Extent(seen[0], seen[-1], seen.min(), seen.max(), shown.min(), shown.max())


@given(schedule=short_schedules, updates=st.integers(1, LONGEST))
def test_the_axis_holds_every_rate_of_the_run(schedule, updates):
    assert extent(schedule, updates) == brute_extent(every_rate(schedule, 0, updates))


@given(schedule=short_any_schedules, updates=st.integers(1, 300) | st.integers(1, LONGEST))
@example(WARMUP_COSINE, 1)
@example(WARMUP_COSINE, 2)
@example(WARMUP_COSINE, 100)
@example(WARMUP_COSINE, 101)
@example(WARMUP_COSINE, 12_000)
@example(LinearSchedule(0.1, 0, 3), 5)
@example(LinearSchedule(LARGEST_SINGLE, 0, 25), 30)
@example(LinearSchedule(0, LARGEST_SINGLE, 25), 30)
@example(LinearSchedule(0, LARGEST_SINGLE, 25), 26)
@example(CosineDecay(3.4028235e38, 2, 7.630669184085795e37), 1)  # begins at inf, by a rounding
@example(CosineDecay(3.4028235e38, 2, 7.630669184085795e37), 3)
@example(ExponentialDecay(3e38, 1.01), 1_000)
@example(JoinSchedules([StepDecay(1, 0, 7_000), ExponentialDecay(1e-45, 3e38)], [8_000]), 9_000)
def test_the_axis_holds_every_rate_of_any_schedule(schedule, updates):
    seen = every_rate(schedule, 0, updates)
    if ((seen > 0) & np.isfinite(seen)).any():
        assert extent(schedule, updates) == brute_extent(seen)
    else:
        found = extent(schedule, updates)
        assert found[:4] == (seen[0], seen[-1], seen.min(), seen.max())
        assert 0 < found.lowest_positive <= found.highest_finite < np.inf


@pytest.mark.parametrize(
    ("schedule", "shown"),
    [
        (JoinSchedules([LinearSchedule(0, 1e-3, 100), StepDecay(1e-3, 0.1, 10)], [100]), (1e-3, 1e-3)),
        (JoinSchedules([LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90, 1e-5)], [10]), (1e-3, 1e-3)),
        (LinearSchedule(0, 0, 1), (1, 1)),
    ],
    ids=str,
)
def test_a_run_that_ends_at_zero_has_an_axis_for_what_is_to_come(schedule, shown):
    assert extent(schedule, 1) == (0, 0, 0, 0, *shown)


def test_a_linear_decay_to_zero_may_end_below_zero_as_mlx_has_it():
    found = extent(LinearSchedule(0.1, 0, 3), 1_000)
    assert found.lowest == found.last == rates(LinearSchedule(0.1, 0, 3), 3) < 0
    assert found.lowest_positive == rates(LinearSchedule(0.1, 0, 3), 2)


@pytest.mark.parametrize(
    ("schedule", "lowest_positive", "highest_finite"),
    [
        (JoinSchedules([LinearSchedule(0, 1, 2**60), CosineDecay(1e-3, 10**14)], [10**12]), 2**-60, np.float32(1e-3)),
        (JoinSchedules([CosineDecay(1, 10**11), LinearSchedule(0.5, 0.25, 10)], [10**13]), 2**-25, 1),
        (JoinSchedules([LinearSchedule(1, 0.5, 10), ExponentialDecay(2**-10, 2)], [10**15]), 2**-10, 2**117),
        (JoinSchedules([ExponentialDecay(2**-10, 2), CosineDecay(0, 10, 1)], [10**15]), 2**-10, 2**117),
        (JoinSchedules([StepDecay(1, 0.5, 10**10), CosineDecay(0, 10, 1)], [10**15]), 2**-149, 1),
    ],
    ids=str,
)
def test_the_rates_next_to_zero_and_inf_are_found_in_the_longest_run(schedule, lowest_positive, highest_finite):
    """MLX's cosine from 1 comes to 0 in multiples of 2^-25; its powers of 2 overflow after 2^127."""
    assert extent(schedule, 2**53 - 1)[4:] == (lowest_positive, highest_finite)


def test_a_hundred_restarts_are_measured_with_a_few_calls_of_mlx(monkeypatch):
    asked = count_calls(monkeypatch)
    restarts = JoinSchedules([CosineDecay(0.1, 10**9)] * 100, [10**9 * number for number in range(1, 100)])
    assert extent(restarts, 10**11).lowest_positive > 0
    assert len(asked) <= 10


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many steps each call of MLX evaluates, from now on."""
    asked = []

    def counted(schedule, steps):
        asked.append(np.size(steps))
        return rates(schedule, steps)

    for module in (curve, evaluation, searching):
        monkeypatch.setattr(module, "rates", counted)
    return asked


@pytest.mark.parametrize(
    ("schedule", "updates"),
    [
        (StepDecay(0.1, 0.9, 10), 10**12),
        (StepDecay(0.1, 0.9, 10), 2**53 - 1),
        (StepDecay(1e-45, 0.5, 1), 10**15),
        (StepDecay(0.1, 1.1, 7), 10**12),
        (StepDecay(3e38, 2, 19_000), 10**15),
        (StepDecay(1, 0, 12_345), 10**12),
    ],
)
def test_the_log_axis_of_a_long_run_ends_where_its_rates_do(schedule, updates):
    seen = every_rate(schedule, 0, LONGEST)
    assert seen[-1] in (0, np.inf)  # so that all the rest of the run is, too
    assert extent(schedule, updates) == brute_extent(seen)


@given(schedule=schedules, updates=st.integers(1, 2**53 - 1))
def test_no_rate_of_any_run_lies_off_the_axis(schedule, updates):
    found = extent(schedule, updates)
    some = range(0, updates, -(-updates // 1_000))
    seen = brute_extent(rates(schedule, [*some, updates - 1]).astype(np.float64))
    assert found[:4] == seen[:4]
    assert 0 < found.lowest_positive <= seen.lowest_positive <= seen.highest_finite <= found.highest_finite < np.inf


@pytest.mark.parametrize("updates", [0, -1, 2**53 + 1])
def test_the_extent_of_no_run_is_refused(updates):
    with pytest.raises(ScheduleError):
        extent(StepDecay(0.1, 0.9, 10), updates)


def test_a_device_that_flushes_the_smallest_rates_to_zero_still_has_an_axis(monkeypatch):
    def flushing(schedule, steps):
        values = rates(schedule, steps)
        return np.where(values < np.finfo(np.float32).tiny, np.float32(0), values)

    for module in (curve, evaluation, searching):
        monkeypatch.setattr(module, "rates", flushing)
    found = extent(StepDecay(1e-40, 0.5, 10), 100)
    assert (found.first, found.lowest, found.highest) == (0, 0, 0)
    assert found.lowest_positive == found.highest_finite == 1e-40
