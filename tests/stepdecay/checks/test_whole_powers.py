"""LR303: the powers of a whole factor wrap around."""

from __future__ import annotations

import pytest

from stepdecay import ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, check, parse_schedule, rates
from stepdecay.schedule.structure import with_argument
from tests.stepdecay.helpers.checks import in_file, mended, said, wrong

WHOLE = parse_schedule("step_decay(0.1, 2, 10)")


def test_a_run_that_gets_to_the_wrap_is_warned_at_the_update_from_which_rates_are_none():
    found = said("LR303", WHOLE, Run(1000))
    assert (found.severity, found.place.update, found.place.argument) == ("warning", 641, "decay_rate")
    assert found.message == (
        "decay_rate = 2 is a whole number, whose powers MLX takes modulo 2^64: from update 641 on the rate is 0, for "
        "360 updates"
    )


@pytest.mark.parametrize(("updates", "severity"), [(640, "note"), (641, "warning")])
def test_it_is_a_note_up_to_the_last_update_before_the_wrap(updates, severity):
    found = said("LR303", WHOLE, Run(updates))
    assert found.severity == severity
    assert (found.place.update is None) is (severity == "note")


def test_a_note_says_when_the_powers_would_wrap_and_how_far_they_are_used():
    ending = "they wrap around at update 641, and it is used up to update 100"
    assert said("LR303", WHOLE, Run(100)).message.endswith(ending)
    assert said("LR303", WHOLE).message.endswith("modulo 2^64: they wrap around at update 641")


@pytest.mark.parametrize(("factor", "first", "zero"), [(3, 42, None), (6, 26, 65), (12, 19, 33), (2**40, 3, 3)])
def test_what_becomes_of_the_rate_is_what_mlx_makes_of_it(factor, first, zero):
    schedule = parse_schedule(f"exponential_decay(0.1, {factor})")
    message = said("LR303", schedule, Run(100)).message
    every = rates(schedule, range(100))
    assert f"from update {first} on the rate" in message
    assert every[first - 1] != rates(ExponentialDecay(0.1, factor), first - 1)
    assert (message.count("is 0") == 1) is (zero is not None)
    if zero is not None:
        assert f"from update {zero} on" in message
        assert not every[zero - 1 :].any()
        assert every[zero - 2] > 0
    else:
        assert every.all()


def test_the_safe_fix_writes_the_float_and_leaves_the_growth_to_be_said():
    found = said("LR303", WHOLE, Run(1000))
    assert found.fix.is_safe
    assert found.fix.text == "Write decay_rate as 2.0"
    assert mended("LR303", WHOLE, Run(1000)) == StepDecay(0.1, 2.0, 10)
    assert wrong(found.fix.schedule, Run(1000)) == ["LR204"]


def test_an_edit_of_another_argument_does_not_hide_it():
    for path, value in {"init": 0.5, "step_size": 5}.items():
        assert said("LR303", with_argument(WHOLE, path, value), Run(1000)).severity == "warning"
    assert "LR303" not in wrong(with_argument(WHOLE, "decay_rate", 2.0), Run(1000))
    assert "LR303" not in {one.code for one in check(with_argument(WHOLE, "decay_rate", 0.5), Run(1000))}


def test_it_is_said_at_the_literal():
    found = in_file("import mlx.optimizers as optim\nlr = optim.step_decay(0.1, 2, 10)\n", "train.py")
    (one,) = [one for one in check(found.schedule, Run(1000), found) if one.code == "LR303"]
    assert (one.place.line, one.place.column) == (2, 28)


def test_a_boundary_before_the_wrap_makes_it_a_note_and_one_after_it_ends_the_stretch():
    warmup = parse_schedule("exponential_decay(1e-6, 2)")
    early = JoinSchedules([warmup, LinearSchedule(1e-3, 0, 100)], [10])
    assert said("LR303", early, Run(1000)).severity == "note"
    late = JoinSchedules([warmup, LinearSchedule(1e-3, 0, 100)], [100])
    found = said("LR303", late, Run(1000))
    assert found.message.endswith("from update 65 on the rate is 0, for 36 updates")
    assert found.place.argument == "schedules[0].decay_rate"


def test_other_findings_are_about_the_rates_before_the_wrap():
    """What is 0 for ever has not fallen to 0, and what jumps is not infinite."""
    for factor in (2, 3, 10):
        schedule = parse_schedule(f"step_decay(0.1, {factor}, 10)")
        for dtype in ("float32", "bfloat16"):
            assert wrong(schedule, Run(5000), dtype=dtype) == ["LR204", "LR303"]
        wrap = schedule.wrap_step
        assert f"at update {wrap}" in said("LR204", schedule, Run(5000)).message
        assert said("LR302", schedule, Run(5000), dtype="float16").place.update <= wrap
