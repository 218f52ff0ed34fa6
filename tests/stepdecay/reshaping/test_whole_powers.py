"""What is made of a schedule whose whole powers wrap around."""

from __future__ import annotations

import json
import math

import pytest

from stepdecay import Run, ScheduleError, StepDecay, levels, parse_schedule, rates, resumed, to_swift
from stepdecay.evaluate.natural_length import usual_updates
from stepdecay.goals.goal import EndAt, HalveEvery, Reach, solve
from stepdecay.reshaping.splitting import split
from stepdecay.reshaping.stretching import stretched
from stepdecay.writers.table import table_lines
from tests.stepdecay.helpers.cases import bits

WHOLE = parse_schedule("step_decay(0.1, 2, 10)")


def test_it_is_split_before_the_wrap_and_refused_after_it():
    halves = split(WHOLE, 300, 1000).schedules
    assert [half.decay_rate == WHOLE.decay_rate for half in halves] == [True, True]
    assert bits(rates(split(WHOLE, 300, 1000), range(640))) == bits(rates(WHOLE, range(640)))
    with pytest.raises(ScheduleError, match="update 641 is none, for whole powers wrap around before"):
        split(WHOLE, 640, 1000)


def test_what_is_left_is_the_same_only_in_a_run_that_ends_before_the_wrap():
    rest = resumed(WHOLE, 300, 640)
    assert rest.is_exact
    assert bits(rates(rest.schedule, range(340))) == bits(rates(WHOLE, range(300, 640)))
    for done in (300, 640, 700):
        rest = resumed(WHOLE, done, 1000)
        assert rest.schedule is None
        assert rest.sentence.startswith("Whole powers wrap around, and those of what is left later; only schedule(st")
        assert "optim.step_decay(0.1, 2, 10)" in rest.code
    assert resumed(WHOLE, 0, 1000).is_exact


@pytest.mark.parametrize("factor", [2, 3, 10])
def test_a_run_for_it_is_as_long_as_for_any_other_that_grows(factor):
    assert usual_updates(parse_schedule(f"exponential_decay(0.1, {factor})")) == 100
    assert usual_updates(parse_schedule(f"step_decay(0.1, {factor}, 10)")) == 100


def test_stretching_keeps_it_whole():
    assert stretched(WHOLE, 2000) == parse_schedule(f"step_decay(0.1, 2, {stretched(WHOLE, 2000).step_size})")


def test_swift_has_the_same_number():
    assert to_swift(WHOLE) == "stepDecay(0.1, decayRate: 2, stepSize: 10)"


# Goals


def test_a_rate_above_the_first_one_is_reached_before_the_wrap():
    """The first of the wrapped rates may be above it by chance."""
    for factor in (2, 3):
        schedule = parse_schedule(f"step_decay(0.1, {factor}, 10)")
        answer = solve(schedule, Run(10**6), Reach(1000.0, 10**6), "step_size")
        drops = math.ceil(math.log(1e4, factor))
        assert answer.is_reached
        assert (10**6 - 1) // answer.schedule.step_size == drops
        assert float(rates(answer.schedule, 10**6 - 1)) >= 1000


def test_a_factor_that_is_solved_for_is_a_float():
    answer = solve(WHOLE, Run(1000), EndAt(1e-3), "decay_rate")
    assert type(answer.schedule.decay_rate) is float
    assert answer.is_reached
    assert type(solve(WHOLE, Run(1000), HalveEvery(20), "decay_rate").schedule.decay_rate) is float


def test_a_goal_that_is_met_already_changes_nothing():
    rate = float(rates(WHOLE, 99))
    assert solve(WHOLE, Run(100), EndAt(rate), "decay_rate").schedule == WHOLE
    assert solve(WHOLE, Run(100), EndAt(rate), "decay_rate").schedule != StepDecay(0.1, 2.0, 10)


# Tables


def test_a_table_says_wraps_where_there_is_no_level():
    found = levels(WHOLE, 1000)[-2:]
    assert list(table_lines(found, "table"))[-1].split() == ["64", "641", "1000", "wraps"]
    assert list(table_lines(found, "csv"))[-1] == "64,641,1000,wraps,wraps"
    last = json.loads("".join(table_lines(found, "json")))[-1]
    assert (last["first_rate"], last["last_rate"]) == ("wraps", "wraps")


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_iterations_of_a_file_say_wraps_from_the_wrap_on(run, tmp_path, form):
    path = tmp_path / "lora.yaml"
    block = "lr_schedule: {name: exponential_decay, arguments: [0.1, 2]}"
    path.write_text(f"iters: 140\ngrad_accumulation_steps: 2\n{block}\n")
    _, out, _ = run("show", path, "--format", form)
    rows = [line for line in out.splitlines() if "," in line or line.strip()[:1].isdigit()]
    wrapping = [line for line in rows if "wraps" in line]
    assert len(wrapping) == 140 - 130 + 1
    assert wrapping == rows[-11:]
    if form == "json":
        assert json.loads(out)[129]["rate"] == "wraps"
