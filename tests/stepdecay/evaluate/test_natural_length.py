"""How long a run a schedule that comes without one is shown for."""

from __future__ import annotations

import pytest
from hypothesis import given

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates
from stepdecay.evaluate.natural_length import usual_updates
from tests.stepdecay.helpers.cases import any_schedules

WARMUP = LinearSchedule(0, 1e-3, 100)


@pytest.mark.parametrize(
    ("schedule", "updates"),
    [
        (StepDecay(0.1, 0.9, 10), 100),
        (StepDecay(0.1, 0.9, 2**63 - 1), 2**53 - 1),
        (CosineDecay(1e-3, 900), 900),
        (WARMUP, 100),
        (LinearSchedule(1e-3, 1e-3, 1), 100),
        (JoinSchedules([WARMUP, CosineDecay(1e-3, 900)], [100]), 1000),
        (JoinSchedules([WARMUP, StepDecay(1e-3, 0.5, 50)], [100]), 600),
        (JoinSchedules([LinearSchedule(v, v, 1) for v in (0.1, 0.01, 0.001)], [30, 60]), 90),
    ],
)
def test_a_run_that_nothing_is_said_of_shows_all_of_the_schedule(schedule, updates):
    assert usual_updates(schedule) == updates


def test_an_exponential_decay_is_shown_to_about_a_hundredth():
    decay = ExponentialDecay(0.1, 0.999)
    assert 0.0001 < float(rates(decay, usual_updates(decay))) < 0.002


@pytest.mark.parametrize("decay_rate", [1.0, 1.5])
def test_an_exponential_that_never_gets_there_is_shown_all_the_same(decay_rate):
    assert usual_updates(ExponentialDecay(0.1, decay_rate)) == 100


@given(schedule=any_schedules)
def test_every_schedule_has_a_run(schedule):
    assert Run(usual_updates(schedule)).updates >= 1
