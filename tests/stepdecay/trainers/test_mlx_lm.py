from __future__ import annotations

import mlx.core as mx
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    rates,
    to_mlx_lm,
)
from stepdecay.reshaping.boundaries import moved_boundary
from stepdecay.schedule.structure import argument_name, arguments, with_argument
from stepdecay.trainers.mlx_lm import LoraSchedule, conformed, leaf_of, lora_schedule, reported_step, steps_to_floor
from tests.stepdecay.helpers.cases import any_schedules, bits, decay_rates, ends, refusal, telling_steps
from tests.stepdecay.helpers.config_files import COUNTS, loras
from tests.stepdecay.helpers.lora_itself import build_schedule

SAMPLE = LoraSchedule(CosineDecay(1e-5, 1000, 1e-7), 100, 1e-7)
warmed = loras.filter(lambda lora: bool(lora.warmup))


@given(loras)
def test_the_rule_is_what_mlx_lm_builds(lora):
    values = [getattr(lora.leaf, one.name) for one in lora.leaf.arguments()]
    block = {"name": lora.name, "warmup": lora.warmup, "warmup_init": lora.warmup_init, "arguments": values}
    theirs, steps = build_schedule(block), telling_steps(lora.schedule)
    assert bits(rates(lora.schedule, steps)) == bits([float(theirs(mx.array(step, mx.uint64))) for step in steps])


@given(loras)
def test_a_config_says_what_it_was_read_from(lora):
    again = lora_schedule(lora.schedule)
    assert again.schedule == lora.schedule
    assert (again.leaf, again.warmup) == (lora.leaf, lora.warmup)


@given(any_schedules)
def test_any_other_schedule_is_refused_with_its_reason(schedule):
    reason = refusal(to_mlx_lm, schedule)
    assert reason is None or "mlx-lm" in reason
    if reason is None:
        steps = telling_steps(schedule)
        assert bits(rates(lora_schedule(schedule).schedule, steps)) == bits(rates(schedule, steps))


@pytest.mark.parametrize(
    ("schedule", "reason"),
    [
        (JoinSchedules([LinearSchedule(0, 1, 9), CosineDecay(1, 9), CosineDecay(1, 9)], [10, 20]), "but not 3 pieces"),
        (JoinSchedules([StepDecay(1, 0.5, 9), CosineDecay(1, 9)], [10]), "only a warm-up by linear_schedule"),
        (JoinSchedules([LinearSchedule(0, 0.5, 9), CosineDecay(1, 9)], [10]), "must be 1.0, got 0.5"),
        (JoinSchedules([LinearSchedule(0, 1, 9), CosineDecay(1, 9)], [9]), "boundaries[0] must be 10, got 9"),
    ],
)
def test_what_a_config_cant_say_is_refused_with_the_reason(schedule, reason):
    with pytest.raises(ScheduleError) as caught:
        to_mlx_lm(schedule)
    assert reason in str(caught.value)


@given(warmed, st.data())
def test_whatever_is_typed_for_a_warm_up_leaves_something_that_a_config_can_say(lora, data):
    schedule = lora.schedule
    path = data.draw(st.sampled_from(list(arguments(schedule))))
    kind = {"init": ends, "end": ends, "decay_rate": decay_rates}.get(argument_name(path), COUNTS)
    value = data.draw(kind)
    if isinstance(lora.leaf, StepDecay | ExponentialDecay) and path in ("schedules[0].end", "schedules[1].init"):
        assume(value > 0)  # they can't begin at 0
    made = conformed(schedule, with_argument(schedule, path, value))
    assert lora_schedule(made).schedule == made
    is_lowest = path == "boundaries[0]" and value == 1  # a warm-up has one update at least
    assert arguments(made)[path] == (2 if is_lowest else value)
    others = {"schedules[1].init", "schedules[0].end", "schedules[0].steps", "boundaries[0]"} | {path}
    assert {key: one for key, one in arguments(made).items() if key not in others} == {
        key: one for key, one in arguments(schedule).items() if key not in others
    }


@given(warmed, st.integers(0, 2**41), st.booleans())
def test_wherever_its_boundary_is_dragged_a_config_can_say_it(lora, step, along):
    schedule = lora.schedule
    made = conformed(schedule, moved_boundary(schedule, 1, step, along=along))
    assert lora_schedule(made).schedule == made
    assert made.boundaries[0] == max(step, 2)


@given(warmed, loras)
def test_another_schedule_after_the_warm_up_takes_the_peak_along(lora, other):
    schedule = lora.schedule
    made = conformed(schedule, with_argument(schedule, "schedules[1]", other.leaf))
    assert made == LoraSchedule(other.leaf, lora.warmup, lora.warmup_init).schedule


def test_a_warm_up_just_put_before_a_schedule_gets_mlx_lms_boundary():
    cosine = CosineDecay(1e-5, 900)
    made = conformed(cosine, JoinSchedules([LinearSchedule(0, 1e-5, 100), cosine], [100]))
    assert made == LoraSchedule(CosineDecay(1e-5, 899), 100).schedule


def test_a_peak_that_a_step_decay_cant_begin_with_is_refused_where_it_was_typed():
    before = LoraSchedule(StepDecay(1e-5, 0.5, 100), 10).schedule
    with pytest.raises(ScheduleError, match="init must be a number above 0") as caught:
        conformed(before, with_argument(before, "schedules[0].end", 0.0))
    assert caught.value.field == "schedules[0].end"


@pytest.mark.parametrize("schedule", [CosineDecay(1, 9), JoinSchedules([StepDecay(1, 0.5, 9), CosineDecay(1, 9)], [9])])
def test_what_is_no_warm_up_and_schedule_stays_as_it_is(schedule):
    assert conformed(SAMPLE.schedule, schedule) is schedule


def test_the_last_update_has_the_rate_end_and_the_one_before_it_not():
    for warmup in (0, 1, 100):
        for updates in (103, 250, 1000):
            steps = steps_to_floor(updates, warmup)
            schedule = LoraSchedule(CosineDecay(1e-3, steps, 1e-7), warmup).schedule
            before, last = rates(schedule, [updates - 2, updates - 1])
            assert last == np.float32(1e-7)
            assert before > last or steps == 1


def test_the_trainer_reports_the_rate_of_the_last_update():
    assert [reported_step(iteration, 4) for iteration in (1, 3, 4, 7, 8, 1000)] == [0, 0, 0, 0, 1, 249]


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("cosine", [1, 2], "name"),
        ("join_schedules", [[], []], "name"),
        ("cosine_decay", [1e-5], "arguments"),
        ("linear_schedule", [1, 2], "arguments"),
        ("exponential_decay", [1, 2, 3], "arguments"),
        ("cosine_decay", ["1e-5", 10], "init"),
        ("cosine_decay", [1e-5, 10.5], "decay_steps"),
        ("step_decay", [1e-5, 0.5, True], "step_size"),
        ("exponential_decay", [1e-5, 2**63], "decay_rate"),
    ],
)
def test_the_argument_that_is_refused_is_named(name, values, field):
    with pytest.raises(ScheduleError) as caught:
        leaf_of(name, values)
    assert caught.value.field == field


def test_whole_floats_count():
    assert leaf_of("cosine_decay", [1, 1000.0, 0]) == CosineDecay(1.0, 1000, 0.0)
    assert leaf_of("exponential_decay", [1, 1.0]) == ExponentialDecay(1.0, 1.0)
