"""Steps lead to clean decimals, always in their direction, and fit the size of the number."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay.numbers.stepping import Increment, next_count, next_decay_rate, next_rate

UP, DOWN = True, False


def walk(step, value, up, increment, times):
    values = []
    for _ in range(times):
        value = step(value, up, increment)
        values.append(value)
    return values


@pytest.mark.parametrize(
    ("start", "up", "increment", "values"),
    [
        (0.1, DOWN, Increment.PLAIN, [0.09, 0.08, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.01, 0.009, 0.008]),
        (0.1, UP, Increment.PLAIN, [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 2.0]),
        (0.25, UP, Increment.PLAIN, [0.3, 0.4]),
        (0.25, DOWN, Increment.PLAIN, [0.2, 0.1, 0.09]),
        (9e-5, UP, Increment.PLAIN, [1e-4, 2e-4]),
        (0.1, DOWN, Increment.FINE, [0.099, 0.098]),
        (0.1, UP, Increment.FINE, [0.11, 0.12]),
        (3e-5, DOWN, Increment.FINE, [2.9e-5, 2.8e-5]),
        (3e-5, UP, Increment.COARSE, [5e-5, 1e-4, 2e-4, 5e-4]),
        (1e-4, DOWN, Increment.COARSE, [5e-5, 2e-5, 1e-5, 5e-6]),
        (3e-5, UP, Increment.DECADE, [3e-4, 3e-3]),
        (0.25, DOWN, Increment.DECADE, [0.025, 0.0025]),
        (0.0, UP, Increment.PLAIN, [1e-6, 2e-6]),
        (0.0, DOWN, Increment.PLAIN, [0.0, 0.0]),
        (0.1 + 0.2, UP, Increment.PLAIN, [0.4]),
    ],
)
def test_a_rate_steps_by_its_leading_digit(start, up, increment, values):
    assert walk(next_rate, start, up, increment, len(values)) == values


@pytest.mark.parametrize(
    ("start", "up", "increment", "values"),
    [
        (0.88, UP, Increment.PLAIN, [0.89, 0.9, 0.91, 0.911, 0.912]),
        (0.12, DOWN, Increment.PLAIN, [0.11, 0.1, 0.09, 0.089]),
        (0.123, UP, Increment.PLAIN, [0.13, 0.14]),
        (0.99, UP, Increment.PLAIN, [0.991, 0.9911]),
        (0.99, DOWN, Increment.PLAIN, [0.989, 0.988]),
        (0.95, UP, Increment.PLAIN, [0.951]),
        (0.05, UP, Increment.PLAIN, [0.051]),
        (1.05, UP, Increment.PLAIN, [1.051]),
        (1.05, DOWN, Increment.PLAIN, [1.049]),
        (2.0, UP, Increment.PLAIN, [2.1]),
        (0.0, UP, Increment.PLAIN, [0.01]),
        (0.0, UP, Increment.FINE, [0.001]),
        (0.0, DOWN, Increment.PLAIN, [0.0]),
        (1.0, DOWN, Increment.PLAIN, [0.99]),
        (1.0, UP, Increment.PLAIN, [1.01]),
        (1.0, DOWN, Increment.FINE, [0.999]),
        (0.5, UP, Increment.FINE, [0.501]),
        (0.99, UP, Increment.FINE, [0.9901]),
        (0.05, UP, Increment.COARSE, [0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999]),
        (0.995, DOWN, Increment.COARSE, [0.99, 0.98, 0.95, 0.9, 0.8, 0.5, 0.2, 0.1, 0.05]),
        (0.7, UP, Increment.COARSE, [0.8]),
        (0.7, DOWN, Increment.COARSE, [0.5]),
        (1.0, UP, Increment.COARSE, [1.1, 1.2, 1.5, 2.0, 5.0, 10.0]),
        (10.0, DOWN, Increment.COARSE, [5.0, 2.0, 1.5, 1.2, 1.1, 1.05]),
        (1.0, DOWN, Increment.COARSE, [0.9, 0.8]),
        (0.5, UP, Increment.DECADE, [0.95, 0.995]),
        (0.9, UP, Increment.DECADE, [0.99, 0.999]),
        (0.05, UP, Increment.DECADE, [0.5, 0.95]),
        (0.999, DOWN, Increment.DECADE, [0.99, 0.9, 0.09, 0.009]),
        (1.5, UP, Increment.DECADE, [15.0]),
        (1.5, DOWN, Increment.DECADE, [0.15]),
    ],
)
def test_a_decay_rate_steps_finer_the_nearer_it_is_to_0_or_1(start, up, increment, values):
    assert walk(next_decay_rate, start, up, increment, len(values)) == values


@pytest.mark.parametrize(
    ("start", "up", "increment", "values"),
    [
        (8, UP, Increment.PLAIN, [9, 10, 20, 30]),
        (20, DOWN, Increment.PLAIN, [10, 9, 8]),
        (130, UP, Increment.PLAIN, [200]),
        (130, DOWN, Increment.PLAIN, [100, 90]),
        (1, DOWN, Increment.PLAIN, [0, 0]),
        (0, UP, Increment.PLAIN, [1, 2]),
        (10, UP, Increment.FINE, [11, 12]),
        (10, DOWN, Increment.FINE, [9]),
        (100, UP, Increment.FINE, [110]),
        (100, DOWN, Increment.FINE, [99]),
        (130, UP, Increment.FINE, [140]),
        (7, UP, Increment.COARSE, [10, 20, 50, 100]),
        (130, DOWN, Increment.COARSE, [100, 50, 20, 10, 5, 2, 1, 0]),
        (15, UP, Increment.DECADE, [150, 1500]),
        (150, DOWN, Increment.DECADE, [15, 2, 1, 1]),
        (0, UP, Increment.DECADE, [1, 10]),
        (2**63 - 1, UP, Increment.PLAIN, [10**19]),
        (2**63 - 1, DOWN, Increment.PLAIN, [9 * 10**18]),
        (9007199254740993, UP, Increment.DECADE, [90071992547409930]),
    ],
)
def test_a_count_steps_by_its_leading_digit(start, up, increment, values):
    assert walk(next_count, start, up, increment, len(values)) == values


positive_rates = st.floats(min_value=1e-44, max_value=3.4e38) | st.floats(min_value=0.001, max_value=3)


@pytest.mark.parametrize("step", [next_rate, next_decay_rate])
@pytest.mark.parametrize("increment", Increment)
@given(rate=positive_rates)
@example(rate=math.nextafter(1, 0))
@example(rate=math.nextafter(1, 2))
def test_up_is_always_more_and_down_is_always_less_but_never_negative(step, increment, rate):
    assert step(rate, UP, increment) > rate
    assert 0 <= step(rate, DOWN, increment) < rate


@pytest.mark.parametrize("increment", [Increment.PLAIN, Increment.COARSE, Increment.FINE])
@given(rate=positive_rates)
def test_a_decay_rate_never_steps_across_1(increment, rate):
    for up in (UP, DOWN):
        assert (next_decay_rate(rate, up, increment) - 1) * (rate - 1) >= 0


@pytest.mark.parametrize("step", [next_rate, next_decay_rate])
@pytest.mark.parametrize("increment", [Increment.PLAIN, Increment.COARSE])
@given(rate=st.floats(min_value=1e-9, max_value=0.999))
def test_a_step_leaves_a_number_a_person_would_write(step, increment, rate):
    significant = 2
    for up in (UP, DOWN):
        result = step(rate, up, increment)
        nearest = min(result, 1 - result) if step is next_decay_rate and 0 < result < 1 else result
        assert round(nearest, 15) == round(float(f"{nearest:.{significant}g}"), 15)
        assert len(repr(result).rstrip("0")) <= len(repr(rate)) + significant


@pytest.mark.parametrize("increment", Increment)
@given(count=st.integers(1, 2**63 - 1))
def test_a_count_steps_in_its_direction_and_stays_whole(increment, count):
    higher, lower = next_count(count, UP, increment), next_count(count, DOWN, increment)
    assert type(higher) is int
    assert type(lower) is int
    assert higher > count
    assert 0 <= lower < count or (increment is Increment.DECADE and count == lower == 1)
