from __future__ import annotations

import mlx.core as mx
import mlx.nn as nn
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
    rates,
)
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import pieces
from stepdecay.writers.python import optimizer_names
from tests.stepdecay.helpers.cases import (
    any_schedules,
    bits,
    edge_steps,
    ends,
    schedules,
    short_any_schedules,
    telling_steps,
)

STAIRCASE = StepDecay(0.1, 0.9, 3)
OPTIMIZERS = optimizer_names()


class Model(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w = mx.zeros(2)  # a vector, because MLX compiles Muon's matrices for 15 seconds


def make(name: str, schedule: Schedule) -> optim.Optimizer:
    return getattr(optim, name)(learning_rate=schedule.build())


def train(optimizer: optim.Optimizer, updates: int, compiled: bool = False) -> list[int]:
    """Train as MLX's documentation does; return the bits of the optimizer's rate after each update."""
    model, gradients = Model(), {"w": mx.array([1.0, 2.0])}
    optimizer.init(model.trainable_parameters())
    state = [model.state, optimizer.state]
    seen = []

    def step() -> None:
        optimizer.update(model, gradients)

    if compiled:
        step = mx.compile(step, inputs=state, outputs=state)
    for _ in range(updates):
        step()
        mx.eval(state)
        seen += bits(optimizer.learning_rate)
    assert mx.all(model.w != 0).item() == any(seen)
    return seen


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "compiled"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_rates_are_those_of_every_optimizer_s_training_loop(name, compiled):
    assert train(make(name, STAIRCASE), 20, compiled) == bits(rates(STAIRCASE, range(20)))


@given(schedule=short_any_schedules)
def test_rates_of_any_schedule_are_those_of_a_training_loop(schedule):
    assert train(make("SGD", schedule), 12) == bits(rates(schedule, range(12)))


WARMUP = LinearSchedule(0, 1e-3, 3)
RESTARTS = JoinSchedules([CosineDecay(0.1, 2), CosineDecay(0.05, 3, 0.01)], [2])
JOINS = [
    JoinSchedules([WARMUP, CosineDecay(1e-3, 5, 1e-5)], [4]),
    JoinSchedules([WARMUP, STAIRCASE, LinearSchedule(0.1, 0.1, 1)], [3, 10]),
    JoinSchedules([ExponentialDecay(1e-45, 1e30), WARMUP, ExponentialDecay(1e-3, 0.999)], [1, 2]),
    JoinSchedules([WARMUP, RESTARTS, JoinSchedules([STAIRCASE, RESTARTS], [4])], [3, 7]),
]


@pytest.mark.parametrize(
    "schedule",
    [
        StepDecay(1e-45, 1e30, 2),
        StepDecay(3e38, 1e-20, 3),
        StepDecay(0.1, 0, 1),
        ExponentialDecay(0.1, 0.999),
        ExponentialDecay(3e38, 1.5),
        ExponentialDecay(0.1, 0),
        CosineDecay(0.1, 10),
        CosineDecay(0, 7, 1e-3),
        CosineDecay(0.1, 1, 0.05),
        LinearSchedule(0, 1e-3, 10),
        LinearSchedule(0.1, 0, 3),
        LinearSchedule(0.3, 0.3, 1),
        LinearSchedule(0.1, 0.2, 2**63 - 1),
        *JOINS,
    ],
    ids=str,
)
def test_rates_of_every_kind_are_those_of_a_compiled_training_loop(schedule):
    assert train(make("SGD", schedule), 12, compiled=True) == bits(rates(schedule, range(12)))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_rates_of_a_join_are_those_of_every_optimizer(name):
    assert train(make(name, JOINS[-1]), 15) == bits(rates(JOINS[-1], range(15)))


@given(schedule=any_schedules, step=st.integers(0, 2**63 - 1))
def test_the_rate_of_a_resumed_run_is_right_at_any_update(schedule, step):
    assert resumed(schedule, [step]) == bits(rates(schedule, [step]))


@given(schedule=any_schedules)
def test_the_rates_around_every_boundary_are_those_of_a_resumed_run(schedule):
    steps = telling_steps(schedule)
    assert resumed(schedule, steps) == bits(rates(schedule, steps))


def resumed(schedule: Schedule, steps: list[int]) -> list[int]:
    """The bits of the rate that an optimizer uses whose state was saved before each of these steps."""
    optimizer = make("SGD", schedule)
    seen = []
    for step in steps:
        optimizer.state["step"] = mx.array(step, mx.uint64)
        optimizer.update({}, {})
        seen += bits(optimizer.learning_rate)
    return seen


def test_update_n_uses_step_n_minus_1_so_the_first_drop_is_at_update_step_size_plus_1():
    used = train(make("SGD", StepDecay(0.5, 0.5, 10)), 11)
    assert used == bits([0.5] * 10 + [0.25])


@given(schedule=any_schedules, steps=st.lists(st.integers(0, 2**63 - 1), max_size=20))
def test_many_steps_at_once_give_the_bits_of_one_step_at_a_time(schedule, steps):
    steps += telling_steps(schedule)
    one_by_one = [schedule.build()(mx.array(step, mx.uint64)).item() for step in steps]
    assert bits(rates(schedule, steps)) == bits(one_by_one)


@given(schedule=schedules)
def test_no_rate_is_ever_nan_or_below_zero(schedule):
    assert (rates(schedule, [*edge_steps(schedule), 2**64 - 1]) >= 0).all()


@given(schedule=any_schedules)
def test_no_rate_of_any_kind_is_ever_nan(schedule):
    assert not np.isnan(rates(schedule, [*telling_steps(schedule), 2**64 - 1])).any()


@pytest.mark.parametrize("steps", [3, 6, 12, 24])
def test_a_linear_decay_to_zero_may_end_a_rounding_below_it(steps):
    """`linear_schedule(0.1, 0, 3)` trains with a rate of -7.5e-09 for good, in MLX."""
    used = resumed(LinearSchedule(0.1, 0, steps), [steps, 10**9])
    assert used == bits(rates(LinearSchedule(0.1, 0, steps), [steps, 10**9])) == bits([-7.450581e-09] * 2)


@given(rate=ends, steps=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20))
def test_a_constant_is_its_rate_at_every_step(rate, steps):
    assert bits(rates(LinearSchedule(rate, rate, 1), steps)) == bits([rate] * len(steps))


@given(schedule=any_schedules, data=st.data())
def test_each_piece_of_a_join_counts_its_own_steps(schedule, data):
    """What reads a schedule piece by piece relies on it: the bits are those of the piece alone."""
    for piece in pieces(schedule):
        last = 2**63 - 1 if piece.stop_step is None else min(piece.stop_step - 1, 2**63 - 1)
        steps = [piece.first_step, last, data.draw(st.integers(piece.first_step, last))]
        alone = rates(piece.schedule, [step - piece.first_step for step in steps])
        assert bits(rates(schedule, steps)) == bits(alone)


@pytest.mark.parametrize(
    "steps",
    [
        [9, 0, 3],
        (9, 0, 3),
        iter([9, 0, 3]),
        [np.uint8(9), np.int64(0), 3],
        np.array([9, 0, 3], dtype=np.uint64),
        np.array([9, 0, 3], dtype=np.int16),
        np.array([9, 0, 3], dtype=">u8"),
        np.array([3, 7, 0, 7, 9, 7])[::-2][[0, 1, 2]],
        mx.array([9, 0, 3]),
        mx.array([9, 0, 3], mx.uint64),
    ],
    ids=lambda steps: f"{type(steps).__name__} {getattr(steps, 'dtype', '')}",
)
def test_steps_may_come_in_any_container_of_whole_numbers(steps):
    found = rates(STAIRCASE, steps)
    expected = [9, 0, 3] if not isinstance(steps, np.ndarray) else steps
    assert found.dtype == np.float32
    assert bits(found) == bits([rates(STAIRCASE, int(step)).item() for step in expected])


@pytest.mark.parametrize(
    "steps",
    [
        range(7),
        range(6, -1, -1),
        range(0, 30, 4),
        range(30, 0, -7),
        range(0),
        range(-5, -9),
        range(2**63 - 2, 2**63 + 2),
        range(2**64 - 1, 2**64 - 20, -5),
        range(0, 2**64, 2**62),
        range(5, 6, 2**70),
    ],
    ids=repr,
)
def test_a_range_means_the_steps_it_contains(steps):
    assert bits(rates(STAIRCASE, steps)) == bits(rates(STAIRCASE, list(steps)))


def test_a_single_step_gives_a_single_rate():
    for step in (4, np.uint64(4), np.array(4), mx.array(4)):
        assert rates(STAIRCASE, step).shape == ()
        assert bits(rates(STAIRCASE, step)) == bits(rates(STAIRCASE, [4]))


def test_rates_have_the_shape_of_their_steps():
    steps = np.arange(12, dtype=np.uint64).reshape(3, 4)
    for grid in (steps, steps.T, steps[:, ::-2], np.asfortranarray(steps)):
        assert rates(STAIRCASE, grid).shape == grid.shape
        assert bits(rates(STAIRCASE, grid)) == bits(rates(STAIRCASE, grid.ravel().tolist()))


@pytest.mark.parametrize("steps", [[], range(0), np.array([], dtype=np.uint64)], ids=repr)
def test_no_steps_give_no_rates(steps):
    found = rates(STAIRCASE, steps)
    assert (found.shape, found.dtype) == ((0,), np.float32)


def test_asking_for_rates_leaves_the_steps_alone():
    steps = np.array([5, 6])
    rates(STAIRCASE, steps)[:] = 0
    assert steps.tolist() == [5, 6]


@pytest.mark.parametrize(
    "steps",
    [
        -1,
        [0, -1],
        range(-1, 3),
        range(3, -2, -1),
        np.array([-1]),
        mx.array([-1]),
        2**64,
        [2**64],
        range(2**64 - 1, 2**64 + 1),
        1.0,
        [1.5],
        np.array([1.0]),
        np.array([True]),
        mx.array([1.0]),
        None,
        "12",
        [[1, 2], [3]],
        ["1"],
    ],
    ids=repr,
)
def test_a_step_that_no_optimizer_could_count_is_refused(steps):
    with pytest.raises(ScheduleError, match=r"^steps must be whole numbers from 0 to 2\^64 - 1") as refusal:
        rates(STAIRCASE, steps)
    assert refusal.value.field == "steps"
