"""A file with any schedule in any layout: found, replaced, found again; and run by Python with MLX itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepdecay import rates
from stepdecay.sources.files import find_in
from tests.stepdecay.helpers.cases import any_schedules, bits, short_any_schedules, telling_steps
from tests.stepdecay.helpers.source_files import PROOFS, changed_paths, others, scripts

proof = settings(max_examples=PROOFS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@proof
@given(script=scripts(any_schedules))
def test_a_schedule_is_found_however_its_file_is_written(script):
    (found,) = find_in(script.data, "train.py")
    assert (found.problem, found.unknown) == (None, ())
    assert found.schedule == script.schedule


@proof
@given(data=st.data())
def test_replacing_arguments_changes_their_bytes_and_no_others(data):
    script = data.draw(scripts(any_schedules, with_unknown=True))
    new = data.draw(others(script))
    found = find_in(script.data, "train.py")[0].with_values(script.values)
    assert found.schedule == script.schedule
    assert set(found.computed) == script.fixed
    written = found.replace(new)
    assert script.pattern(changed_paths(script.schedule, new)).fullmatch(written)
    (again,) = find_in(written, "train.py")
    assert again.with_values(script.values).schedule == new


@proof
@given(script=scripts(any_schedules, with_unknown=True), new=any_schedules)
def test_any_schedule_can_take_the_place_of_any_other(script, new):
    found = find_in(script.data, "train.py")[0].with_values(script.values)
    for path in found.computed:
        found = found.freed(path)
    again = [one.with_values(script.values) for one in find_in(found.replace(new), "train.py")]
    assert new in [one.schedule for one in again]


@pytest.mark.parametrize("is_replaced", [False, True])
@settings(max_examples=PROOFS // 4, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_python_and_mlx_make_of_the_file_what_is_drawn(is_replaced, data):
    script = data.draw(scripts(short_any_schedules, with_unknown=True))
    found = find_in(script.data, "train.py")[0].with_values(script.values)
    drawn, code = script.schedule, script.data
    if is_replaced:
        drawn = data.draw(others(script))
        code = found.replace(drawn)
    space: dict = {}
    exec(compile(code, "train.py", "exec"), space)
    steps = telling_steps(drawn)[:200]
    assert bits(of_scheduler(space["lr_schedule"], steps)) == bits(rates(drawn, steps))


def of_scheduler(scheduler, steps):
    """The rates of MLX's own closure, at the optimizer's kind of step."""
    import mlx.core as mx
    import numpy as np

    return np.array(scheduler(mx.array(np.array(steps, dtype=np.uint64))) * mx.ones(len(steps)))
