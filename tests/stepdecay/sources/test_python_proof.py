"""A file with any schedule in any layout: found, replaced, found again; and run by Python with MLX itself."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings

from stepdecay import ExponentialDecay, JoinSchedules, StepDecay, rates
from stepdecay.sources.files import find_in
from tests.stepdecay.helpers.cases import any_schedules, bits, short_any_schedules, telling_steps
from tests.stepdecay.helpers.slotted import Slot
from tests.stepdecay.helpers.source_files import PROOFS, Script, changed_paths, changes, scripts

proof = settings(max_examples=PROOFS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

ALIKE = Script(
    JoinSchedules([ExponentialDecay(1.0, 2.0), StepDecay(0.1, 0.0, 1), ExponentialDecay(0.1, 2.0)], [39, 121]),
    [
        "import mlx.optimizers as optim\nlr_schedule = optim.join_schedules([optim.exponential_decay(",
        Slot("schedules[0].init", "1.0"),
        ", 2.0), optim.step_decay(",
        Slot("schedules[1].init", "0.1"),
        ", 0.0, 1), optim.exponential_decay(",
        Slot("schedules[2].init", "0.1"),
        ", 2.0)], [args.n0, args.n1])\n",
    ],
    "utf-8", b"", {"args.n0": 39, "args.n1": 121}, {"boundaries[0]", "boundaries[1]"},
)  # fmt: skip
BECOMES_THE_LAST = JoinSchedules(
    [ExponentialDecay(0.1, 2.0), StepDecay(0.5, 0.0, 1), ExponentialDecay(0.5, 2.0)], ALIKE.schedule.boundaries
)
"""Its first piece is what the last one was: none has moved, and no boundary goes with it."""


@proof
@given(script=scripts(any_schedules))
def test_a_schedule_is_found_however_its_file_is_written(script):
    (found,) = find_in(script.data, "train.py")
    assert (found.problem, found.unknown) == (None, ())
    assert found.schedule == script.schedule


@proof
@given(changes(scripts(any_schedules, with_unknown=True)))
@example((ALIKE, BECOMES_THE_LAST))
def test_replacing_arguments_changes_their_bytes_and_no_others(change):
    script, new = change
    found = find_in(script.data, "train.py")[0].with_values(script.values)
    assert found.schedule == script.schedule
    assert set(found.computed) == script.fixed
    written = found.replace(new)
    assert script.differs_only_in(changed_paths(script.schedule, new), written)
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
@given(changes(scripts(short_any_schedules, with_unknown=True)))
def test_python_and_mlx_make_of_the_file_what_is_drawn(is_replaced, change):
    script, new = change
    drawn, code = script.schedule, script.data
    if is_replaced:
        drawn, code = new, find_in(code, "train.py")[0].with_values(script.values).replace(new)
    space: dict = {}
    exec(compile(code, "train.py", "exec"), space)
    steps = telling_steps(drawn)[:200]
    assert bits(of_scheduler(space["lr_schedule"], steps)) == bits(rates(drawn, steps))


def of_scheduler(scheduler, steps):
    """The rates of MLX's own closure, at the optimizer's kind of step."""
    import mlx.core as mx
    import numpy as np

    return np.array(scheduler(mx.array(np.array(steps, dtype=np.uint64))) * mx.ones(len(steps)))
