from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import Run, StepDecay
from stepdecay.goals.goal import Answer, EndAt, Reach, solve
from stepdecay.numbers.text import as_float32, float_literal, rate_text
from tests.stepdecay.helpers.cases import LARGEST_SINGLE
from tests.stepdecay.helpers.goals import (
    TENTH,
    gentle,
    moved,
    neighbours,
    off,
    rate,
    solved,
    values,
)

LONG = 10**12


@given(schedule=gentle, updates=st.integers(2, 60), wanted=st.floats(1e-6, 1), argument=values)
@example(TENTH, 100, 1e-4, "decay_rate")
@example(TENTH, 10**12, 0.05, "decay_rate")
@example(StepDecay(0.1, 0.1, 500), 1000, 1e-3, "decay_rate")
@example(StepDecay(1e-45, 0.5, 1), 5, 3.0, "decay_rate")
@example(StepDecay(1e-30, 0.5, 1), 2, 3e-45, "decay_rate")
@example(StepDecay(1e-30, 0.5, 1), 100, 1.0, "init")
def test_no_other_float32_ends_the_run_nearer_to_the_wanted_rate(schedule, updates, wanted, argument):
    answer = solve(schedule, Run(updates), EndAt(wanted), argument)
    found, target = rate(answer.schedule, updates - 1), as_float32(wanted)
    others = [rate(other, updates - 1) for other in neighbours(answer.schedule, argument)]
    assert off(found, target) <= min(off(other, target) for other in others)
    assert answer.is_reached == (off(found, target) <= 1.005)
    value = float_literal(getattr(answer.schedule, argument))
    assert answer.sentence.startswith(f"{argument} {value} ends the run at {rate_text(found)}")


@given(
    schedule=gentle,
    update=st.integers(2, 60),
    wanted=st.floats(1e-6, 1),
    argument=values,
)
@example(StepDecay(0.1, 0.9, 10), 500, 0.01, "decay_rate")
@example(StepDecay(0.1, 0.9, 10), 500, 0.2, "decay_rate")
@example(StepDecay(0.1, 1.1, 10), 500, 0.2, "init")
def test_no_other_float32_reaches_the_wanted_rate_nearer(schedule, update, wanted, argument):
    answer = solve(schedule, Run(1000), Reach(wanted, update), argument)
    target, found = as_float32(wanted), rate(answer.schedule, update - 1)
    falls = as_float32(schedule.decay_rate) <= 1 if argument == "init" else target < as_float32(schedule.init)
    reached = (lambda rate: rate <= target) if falls else (lambda rate: rate >= target)
    if target == as_float32(schedule.init) and argument != "init":
        assert answer.is_reached
        return
    others = [rate(other, update - 1) for other in neighbours(answer.schedule, argument)]
    assert answer.is_reached == reached(found) == any(map(reached, [*others, found]))
    assert off(found, target) <= min((off(other, target) for other in others if reached(other)), default=math.inf)
    assert rate_text(found) in answer.sentence


@pytest.mark.parametrize(
    ("schedule", "updates", "goal", "argument", "value", "sentence"),
    [
        (TENTH, 100, EndAt(0.05), "decay_rate", 0.9258747, "decay_rate 0.9258747 ends the run at 0.05"),
        (
            TENTH,
            100,
            EndAt(1e-4),
            "decay_rate",
            0.4641589,
            "decay_rate 0.4641589 ends the run at 0.00010000002, the nearest to 0.0001 that float32 allows",
        ),
        (TENTH, 100, EndAt(0.5), "decay_rate", 1.1958132, "decay_rate 1.1958132 ends the run at 0.5"),
        (TENTH, 100, EndAt(0.05), "init", 0.12905878, "init 0.12905878 ends the run at 0.05"),
        (TENTH, 5, EndAt(0.05), "init", 0.05, "init 0.05 ends the run at 0.05"),
        (StepDecay(0.1, 0.3, 500), 1000, EndAt(0.001), "decay_rate", 0.01, "decay_rate 0.01 ends the run at 0.001"),
        (
            TENTH,
            1000,
            Reach(0.01, 500),
            "decay_rate",
            0.9540954,
            "decay_rate 0.9540954 puts update 500 at 0.009999973, the nearest at or below 0.01 that float32 allows",
        ),
        (TENTH, 1000, Reach(0.01, 500), "init", 1.7462949, "init 1.7462949 puts update 500 at 0.01"),
        (
            TENTH,
            1000,
            Reach(0.2, 500),
            "decay_rate",
            1.0142465,
            "decay_rate 1.0142465 puts update 500 at 0.20000075, the nearest at or above 0.2 that float32 allows",
        ),
        (
            TENTH,
            100,
            Reach(0.01, 500),
            "init",
            1.7462949,
            "init 1.7462949 puts update 500 at 0.01; the run ends before, at update 100",
        ),
    ],
)
def test_a_rate_that_is_reached_says_how(schedule, updates, goal, argument, value, sentence):
    assert solved(schedule, updates, goal, argument) == (moved(schedule, argument, value), sentence, True)


@pytest.mark.parametrize("decay_rate", [0.0, 0.9, 2.0])
def test_a_run_that_ends_at_zero_has_decay_rate_zero(decay_rate):
    schedule = StepDecay(0.1, decay_rate, 10)
    answer = solve(schedule, Run(100), EndAt(0), "decay_rate")
    assert answer == Answer(StepDecay(0.1, 0.0, 10), "decay_rate 0.0 ends the run at 0.0", True)


def test_of_many_values_with_one_rate_the_shortest_is_written():
    answer = solve(StepDecay(1e-30, 0.5, 1), Run(2), EndAt(2.8e-45), "decay_rate")
    assert rate(answer.schedule, 1) == as_float32(2.8e-45)
    assert answer.schedule.decay_rate == 3e-15
    assert solve(StepDecay(0.1, 0.3, 1), Run(2), EndAt(0.05), "decay_rate").schedule.decay_rate == 0.5


def test_a_value_that_is_as_good_already_is_not_touched():
    kept = StepDecay(0.1, 0.90000000001, 10)
    for argument in ("decay_rate", "init", "step_size"):
        assert solve(kept, Run(100), EndAt(rate(kept, 99)), argument).schedule == kept
    flat = StepDecay(1e-30, 3.123456e-15, 1)
    assert solve(flat, Run(2), EndAt(2.8e-45), "decay_rate").schedule == flat


@pytest.mark.parametrize(
    ("schedule", "updates", "goal", "argument", "sentence"),
    [
        (
            TENTH,
            10,
            EndAt(0.01),
            "decay_rate",
            "decay_rate 0.9 ends the run at 0.1, as any other would: "
            "a drop by update 10 needs a step_size of at most 9",
        ),
        (
            TENTH,
            1000,
            Reach(0.01, 1),
            "decay_rate",
            "decay_rate 0.9 puts update 1 at 0.1, as any other would: there is no drop before update 1",
        ),
        (StepDecay(0.1, 0, 10), 100, EndAt(0.01), "init", "decay_rate 0.0 ends the run at 0.0 whatever init is"),
        (TENTH, LONG, EndAt(0.01), "init", "decay_rate 0.9 ends the run at 0.0 whatever init is"),
        (StepDecay(0.1, 9, 1), 1000, Reach(1, 900), "init", "decay_rate 9.0 puts update 900 at inf whatever init is"),
        (
            TENTH,
            100,
            EndAt(0),
            "init",
            "init 0.1 ends the run at 0.03874204: for 0.0 decay_rate or step_size would have to move, "
            "as init must be above 0",
        ),
    ],
)
def test_a_rate_that_the_argument_can_not_change_leaves_the_schedule_as_it_is(
    schedule, updates, goal, argument, sentence
):
    assert solved(schedule, updates, goal, argument) == (schedule, sentence, False)


def test_a_rate_out_of_an_argument_s_range_gets_the_nearest_that_float32_has():
    assert solved(TENTH, LONG, EndAt(1e-4), "decay_rate") == (
        StepDecay(0.1, 1.0, 10),
        "decay_rate 1.0 ends the run at 0.1, the nearest to 0.0001 that float32 allows",
        False,
    )
    found, sentence, is_reached = solved(StepDecay(0.1, 1e-3, 10), 140, EndAt(1), "init")
    assert (as_float32(found.init), is_reached) == (LARGEST_SINGLE, False)
    assert sentence == (
        f"init {float_literal(found.init)} ends the run at {rate_text(rate(found, 139))}, "
        "the nearest to 1.0 that float32 allows"
    )


def test_where_no_drop_comes_before_the_end_the_goal_may_hold_already():
    assert solve(TENTH, Run(10), EndAt(0.1), "decay_rate").is_reached
    assert solve(TENTH, Run(10), Reach(0.1, 5), "decay_rate").sentence == (
        "update 1 is at 0.1 already, whatever decay_rate is"
    )
