from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import Run, StepDecay, rates
from stepdecay.goals.goal import HalveEvery, solve
from stepdecay.numbers.text import as_float32, count_text, float_literal
from tests.stepdecay.helpers.goals import (
    LONGEST,
    TENTH,
    factor,
    moved,
    neighbours,
    off,
    rate,
    solved,
)


@given(init=st.floats(1e-6, 1), size=st.integers(1, 50), drops=st.integers(1, 50))
@example(0.1, 10, 1)
@example(0.1, 10, 2)
def test_after_so_many_updates_no_other_decay_rate_is_nearer_to_half(init, size, drops):
    answer = solve(StepDecay(init, 0.9, size), Run(1000), HalveEvery(size * drops), "decay_rate")
    half, found = as_float32(init) / 2, rate(answer.schedule, size * drops)
    others = [rate(other, size * drops) for other in neighbours(answer.schedule, "decay_rate")]
    assert off(found, half) <= min(off(other, half) for other in others)
    assert answer.is_reached
    assert ("as nearly as float32 allows" in answer.sentence) == (found != half)


@given(size=st.integers(1, 50), updates=st.integers(1, 500))
def test_between_two_drops_the_rate_halves_in_time_on_average(size, updates):
    answer = solve(StepDecay(0.1, 0.9, size), Run(1000), HalveEvery(updates), "decay_rate")
    assert answer.is_reached
    drops = -(-20 * updates // size)
    halvings = -math.log2(factor(answer.schedule, drops))
    assert halvings * updates == pytest.approx(drops * size, rel=1e-4)
    if updates % size:
        every_rate = rates(answer.schedule, range(updates + size + 1))
        update = int(np.argmax(every_rate <= every_rate[0] / 2)) + 1
        assert answer.sentence.endswith(f"so that it is at or below half from update {update} on")


@given(decay_rate=st.floats(0.5, 0.99), updates=st.integers(1, 200))
@example(0.9, 50)
@example(0.5, 200)
def test_no_other_step_size_halves_the_rate_nearer_to_every_so_many_updates(decay_rate, updates):
    answer = solve(StepDecay(0.1, decay_rate, 10), Run(1000), HalveEvery(updates), "step_size")
    halving = 100 / -math.log2(factor(answer.schedule, 100))
    best = min(off(size * halving, updates) for size in range(1, 2 * updates + 1))
    found = answer.schedule.step_size * halving
    assert off(found, updates) == pytest.approx(best, rel=1e-6)
    assert answer.is_reached == (off(found, updates) <= 1.005)
    assert f"step_size {answer.schedule.step_size} halves the rate" in answer.sentence


@pytest.mark.parametrize(
    ("schedule", "updates", "argument", "value", "is_reached", "sentence"),
    [
        (TENTH, 10, "decay_rate", 0.5, True, "decay_rate 0.5 halves the rate every 10 updates"),
        (
            TENTH,
            20,
            "decay_rate",
            0.70710677,
            True,
            "decay_rate 0.70710677 halves the rate every 20 updates, as nearly as float32 allows",
        ),
        (
            TENTH,
            5,
            "decay_rate",
            0.25,
            True,
            "decay_rate 0.25 halves the rate every 5 updates on average; drops come every 10 updates, "
            "so that it is at or below half from update 11 on",
        ),
        (
            TENTH,
            15,
            "decay_rate",
            0.62996054,
            True,
            "decay_rate 0.62996054 halves the rate every 15 updates on average; drops come every 10 updates, "
            "so that it is at or below half from update 21 on",
        ),
        (StepDecay(0.1, 0.9, 1), 1, "decay_rate", 0.5, True, "decay_rate 0.5 halves the rate every update"),
        (StepDecay(1e-45, 0.9, 10), 10, "decay_rate", 0.5, True, "decay_rate 0.5 halves the rate every 10 updates"),
        (
            TENTH,
            LONGEST,
            "decay_rate",
            0.99999994,
            False,
            f"decay_rate 0.99999994 halves the rate about every {count_text(116_290_791)} updates, "
            f"the nearest to {count_text(LONGEST)} that float32 allows",
        ),
        (
            StepDecay(0.1, 0.9, 1000),
            1,
            "decay_rate",
            1.1754944e-38,
            False,
            "decay_rate 1.1754944e-38 halves the rate about every 7.937 updates, the nearest to 1 that float32 allows",
        ),
        (StepDecay(0.1, 0.5, 10), 7, "step_size", 7, True, "step_size 7 halves the rate every 7 updates"),
        (
            StepDecay(0.1, 0.5, 10),
            LONGEST,
            "step_size",
            LONGEST,
            True,
            f"step_size {count_text(LONGEST)} halves the rate every {count_text(LONGEST)} updates",
        ),
        (StepDecay(0.1, 0.25, 3), 7, "step_size", 14, True, "step_size 14 halves the rate every 7 updates on average"),
        (
            TENTH,
            50,
            "step_size",
            8,
            False,
            "step_size 8 halves the rate about every 52.63 updates, the nearest to 50; "
            "step_size 7 does about every 46.05",
        ),
        (
            TENTH,
            1,
            "step_size",
            1,
            False,
            "step_size 1 halves the rate about every 6.579 updates, the nearest to 1; "
            "step_size 2 does about every 13.16",
        ),
        *[
            (
                StepDecay(0.1, decay_rate, 10),
                50,
                "step_size",
                10,
                False,
                f"decay_rate {float_literal(decay_rate)} never halves the rate, whatever step_size is",
            )
            for decay_rate in (0, 1e-46, 1, 1 - 1e-12, 1.5)
        ],
    ],
)
def test_a_halving_says_how_often_it_really_comes(schedule, updates, argument, value, is_reached, sentence):
    found = moved(schedule, argument, value)
    assert solved(schedule, 1000, HalveEvery(updates), argument) == (found, sentence, is_reached)
