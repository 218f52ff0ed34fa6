"""Resume at update k: what is left of a schedule, as a lambda and as arguments of its own."""

from __future__ import annotations

import math

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    parse_schedule,
    rates,
    resumed,
    to_python,
)
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import LONGEST_RUN
from tests.stepdecay.helpers.cases import any_schedules, bits, short_any_schedules, telling_steps

WARMED = JoinSchedules([LinearSchedule(1e-5, 1e-3, 100), CosineDecay(1e-3, 899, 1e-5)], [100])
STEPS = StepDecay(0.1, 0.9, 10)
HELD = "linear_schedule(0.08099999, 0.08099999, 1)"
RISE, FALL = "linear_schedule(1e-5, 0.001, 100)", "cosine_decay(0.001, 899, 1e-5)"


def run_code(code: str):
    """What a person's script has as lr_schedule when the lines are pasted into it."""
    names: dict[str, object] = {"optim": optim}
    exec(code, names)
    return names["lr_schedule"]


def as_training_does(schedule, steps) -> list[int]:
    """The rates of some steps, one after the other, from the optimizer's own kind of step."""
    return bits([schedule(mx.array(step, mx.uint64)).item() for step in steps])


def test_the_lambda_goes_on_with_the_very_rates():
    code = resumed(WARMED, 500).code
    assert code.splitlines()[-2:] == [
        "schedule = optim.join_schedules([warmup, cosine], [100])",
        "lr_schedule = lambda step: schedule(step + 500)",
    ]
    assert as_training_does(run_code(code), range(500)) == bits(rates(WARMED, range(500, 1000)))


def test_the_lambda_works_in_an_optimizer_whose_step_is_compiled():
    lr_schedule = run_code(resumed(STEPS, 25).code)
    optimizer = optim.SGD(learning_rate=lr_schedule)
    parameters = {"w": mx.array(1.0)}
    seen = []
    for _ in range(20):
        optimizer.apply_gradients({"w": mx.array(0.0)}, parameters)
        seen.append(optimizer.learning_rate.item())
    assert bits(seen) == bits(rates(STEPS, range(25, 45)))
    compiled = mx.compile(lr_schedule)
    assert as_training_does(compiled, range(20)) == bits(rates(STEPS, range(25, 45)))


@given(any_schedules, st.integers(0, LONGEST_RUN) | st.integers(0, 2_000))
def test_the_lambda_counts_on_in_uint64_however_far(schedule, update):
    lr_schedule = run_code(resumed(schedule, update).code)
    steps = [0, 1, 7, 2**53]
    assert (mx.array(0, mx.uint64) + update).dtype == mx.uint64
    assert as_training_does(lr_schedule, steps) == bits(rates(schedule, [step + update for step in steps]))


@pytest.mark.parametrize(
    ("schedule", "update", "code"),
    [
        (STEPS, 0, "step_decay(0.1, 0.9, 10)"),
        (STEPS, 20, "step_decay(0.08099999, 0.9, 10)"),
        (STEPS, 23, f"join_schedules([{HELD}, step_decay(0.07289999, 0.9, 10)], [7])"),
        (LinearSchedule(1, 0, 100), 25, "linear_schedule(0.75, 0.0, 75)"),
        (LinearSchedule(1, 0.5, 100), 100, "linear_schedule(0.5, 0.5, 1)"),
        (ExponentialDecay(1, 0.5), 2, "exponential_decay(0.25, 0.5)"),
        (CosineDecay(1, 100, 0.1), 500, "linear_schedule(0.1, 0.1, 1)"),
        (WARMED, 50, "join_schedules([linear_schedule(0.000505, 0.001, 50), cosine_decay(0.001, 899, 1e-5)], [50])"),
        (WARMED, 100, "cosine_decay(0.001, 899, 1e-5)"),
        (JoinSchedules([STEPS, WARMED], [25]), 23, f"join_schedules([{HELD}, {RISE}, {FALL}], [2, 102])"),
    ],
)  # fmt: skip
def test_the_arguments_of_what_is_left(schedule, update, code):
    rest = resumed(schedule, update).schedule
    assert to_python(rest).replace("optim.", "") == code


@pytest.mark.parametrize("update", [1, 500, 998])
def test_a_cosine_in_its_middle_is_no_cosine_and_that_is_said(update):
    rest = resumed(CosineDecay(1e-3, 999), update)
    assert rest.schedule is None
    what = "What is left of a cosine_decay is no cosine_decay"
    assert rest.sentence == f"{what}; only schedule(step + {update}) goes on with it"
    assert resumed(CosineDecay(1e-3, 999), 999).schedule is not None


def test_a_rate_of_inf_can_not_be_an_argument():
    assert resumed(StepDecay(1, 10, 1), 100).schedule is None
    assert "inf" in resumed(StepDecay(1, 10, 1), 100).sentence


def test_a_decay_that_is_0_stays_0():
    assert resumed(STEPS, 100_000).schedule == LinearSchedule(0, 0, 1)


def test_what_is_exact_is_said_to_be_and_what_is_not_says_how_far_off():
    assert resumed(WARMED, 100).sentence == "The recomputed schedule has the same rates to the last bit"
    near = resumed(STEPS, 20)
    assert not near.is_exact
    assert "differ by up to" in near.sentence
    assert "of a rate" in near.sentence


@given(short_any_schedules, st.integers(0, 6_000), st.integers(1, 4_000))
def test_what_is_said_of_the_rates_holds_for_every_one_of_them(schedule, update, more):
    rest = resumed(schedule, update, update + more)
    if rest.schedule is None:
        return
    old = rates(schedule, range(update, update + more)).astype(np.float64)
    new = rates(rest.schedule, range(more)).astype(np.float64)
    if rest.is_exact:
        assert bits(old) == bits(new)
        return
    said = float(rest.sentence.split("up to ")[1].split(" ")[0])
    pairs = [(a, b) for a, b in zip(old, new, strict=True) if a != b and max(a, b) < math.inf]
    assert max(abs(a - b) / max(a, b, 2.0**-126) for a, b in pairs) == pytest.approx(said, rel=0.06)


@given(any_schedules, st.integers(0, LONGEST_RUN) | st.integers(0, 100_000))
def test_what_is_left_can_be_written_and_read_and_begins_with_the_next_rate(schedule, update):
    rest = resumed(schedule, update)
    if rest.schedule is not None:
        assert parse_schedule(to_python(rest.schedule)) == rest.schedule
        assert bits(rates(rest.schedule, 0)) == bits(rates(schedule, update))


@given(any_schedules)
def test_nothing_done_leaves_the_same_rates(schedule):
    rest = resumed(schedule, 0)
    assert rest.is_exact
    steps = telling_steps(schedule)
    assert bits(rates(rest.schedule, steps)) == bits(rates(schedule, steps))


@pytest.mark.parametrize("update", [-1, 2**53, 1.5, "7", True])
def test_an_update_that_can_not_be_is_refused(update):
    with pytest.raises(ScheduleError, match=r"^update must be "):
        resumed(STEPS, update)


def test_a_long_run_is_compared_at_few_steps(monkeypatch):
    asked: list[int] = []
    import stepdecay.evaluate.parts
    from stepdecay.evaluate.mlx_rates import rates as real

    def counting(schedule: Schedule, steps):
        asked.append(np.size(steps))
        return real(schedule, steps)

    monkeypatch.setattr("stepdecay.evaluate.mlx_rates.rates", counting)
    assert resumed(StepDecay(0.1, 0.9, 10**9), 25 * 10**9, 10**12).schedule is not None
    assert stepdecay.evaluate.parts is not None
    assert 0 < sum(asked) < 20_000
