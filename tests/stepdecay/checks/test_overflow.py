"""Rates that the gradients' dtype can't hold."""

from __future__ import annotations

from stepdecay import CosineDecay, LinearSchedule, Run, StepDecay
from stepdecay.evaluate.mlx_rates import cast, rates
from tests.stepdecay.helpers.checks import said, wrong


def test_a_rate_that_is_infinite_in_float16_is_named_at_its_first_update():
    schedule = LinearSchedule(0.0, 1e6, 999)
    found = said("LR302", schedule, Run(1000), dtype="float16")
    infinite = cast(rates(schedule, range(1000)), "float16") == float("inf")
    assert found.place.update == infinite.argmax() + 1
    assert "LR302" not in wrong(schedule, Run(1000), dtype="bfloat16")
    assert "LR302" not in wrong(schedule, Run(1000))


def test_a_rate_that_begins_infinite_and_falls_is_named_too():
    found = said("LR302", CosineDecay(1e5, 999), Run(1000), dtype="float16")
    assert found.place.update == 1
    assert found.message.startswith("the rate is infinite for float16 gradients at update 1: it is 1e+05, and float16")


def test_a_rate_that_is_infinite_in_float32_too_is_said_once():
    assert wrong(StepDecay(1.0, 1e30, 10), Run(100), dtype="bfloat16") == ["LR204"]
