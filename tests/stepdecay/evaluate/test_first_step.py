from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay, rates
from stepdecay.evaluate import first_step as searching
from stepdecay.evaluate.first_step import PROBES, Predicate, first_step
from stepdecay.schedule.kinds import Leaf
from tests.stepdecay.helpers.cases import leaves, short_leaves


def arrival(schedule: Leaf, goal: float) -> Predicate:
    """Whether a rate has come as far down, or up, as the goal."""
    if rates(schedule, 0) > rates(schedule, 2**53):
        return lambda values: values <= goal
    return lambda values: values >= goal


@given(schedule=short_leaves, data=st.data())
def test_the_step_found_is_the_first_of_all_steps_that_holds(schedule, data):
    every = rates(schedule, range(20_000)).astype(np.float64)
    holds = arrival(schedule, every[data.draw(st.integers(1, len(every) - 1))])
    first = int(np.flatnonzero(holds(every))[0])
    assume(first > 0)
    low, high = data.draw(st.integers(0, first - 1)), data.draw(st.integers(first, len(every) - 1))
    assert first_step(schedule, low, high, holds) == first


@given(schedule=leaves, high=st.integers(1, 2**53), part=st.floats(0, 1))
@example(StepDecay(0.1, 1 - 2**-24, 1), 2**53, 1e-9)
@example(StepDecay(0.1, 1 + 2**-23, 7), 2**53, 1e-8)
@example(StepDecay(0.1, 0.9, 2**50), 2**53, 0.9)
@example(StepDecay(0.1, 0.9, 2**53), 2**53, 1)
@example(StepDecay(0.1, 1 - 2**-24, 3), 2**53, 1)
@example(ExponentialDecay(0.1, 1 - 2**-24), 2**53, 1e-9)
@example(CosineDecay(0.1, 10**15), 2**53, 0.1)
@example(LinearSchedule(0, 1, 2**53), 2**53, 0.7)
def test_in_a_span_of_any_length_the_step_before_the_one_found_does_not_hold(schedule, high, part):
    holds = arrival(schedule, float(rates(schedule, int(high * part))))
    assume(holds(rates(schedule, [0, high])).tolist() == [False, True])
    found = first_step(schedule, 0, high, holds)
    assert 0 < found <= high
    assert holds(rates(schedule, [found - 1, found])).tolist() == [False, True]


def test_the_end_of_a_schedule_is_found_in_the_longest_run():
    every = rates(StepDecay(0.1, 0.9, 10), range(20_000))
    assert first_step(StepDecay(0.1, 0.9, 10), 0, 2**53, lambda values: values == 0) == np.flatnonzero(every == 0)[0]


def test_within_a_join_the_step_found_is_counted_from_the_beginning_of_the_run():
    joined = JoinSchedules([LinearSchedule(1, 0.5, 7), StepDecay(0.5, 0.5, 10)], [7])
    assert first_step(joined, 0, 10**15, lambda values: values < 0.5) == 17
    assert first_step(joined, 7, 10**15, lambda values: values < 0.2) == 27
    assert first_step(joined, 0, 10**15, lambda values: values < 0.9) == 2


def test_a_rate_is_compared_with_all_the_digits_of_the_goal():
    assert first_step(StepDecay(1, 0.5, 10), 0, 100, lambda values: values < 0.5 + 1e-12) == 10
    assert first_step(StepDecay(1, 0.5, 10), 0, 100, lambda values: values < 0.5) == 20


@pytest.mark.parametrize(("step_size", "most"), [(1, 6), (2**13, 5), (2**52, 1), (2**53, 0)])
def test_six_calls_of_mlx_search_the_longest_run(monkeypatch, step_size, most):
    asked = []

    def counted(schedule, steps):
        asked.append(len(steps))
        return rates(schedule, steps)

    monkeypatch.setattr(searching, "rates", counted)
    first_step(StepDecay(1, 0, step_size), 0, 2**53, lambda values: values == 0)
    assert len(asked) <= most
    assert max(asked, default=0) <= PROBES + 1


@pytest.mark.parametrize("schedule", [ExponentialDecay(1, 0.5), LinearSchedule(1, 0, 2**53), CosineDecay(1, 2**53)])
def test_six_calls_of_mlx_search_every_kind(monkeypatch, schedule):
    asked = []

    def counted(schedule, steps):
        asked.append(len(steps))
        return rates(schedule, steps)

    monkeypatch.setattr(searching, "rates", counted)
    first_step(schedule, 0, 2**53, lambda values: values < 1e-3)
    assert len(asked) <= 6
    assert max(asked) <= PROBES + 1
