from __future__ import annotations

import dataclasses
import inspect
import math
from fractions import Fraction

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
    rates,
)
from stepdecay.schedule.kinds import KINDS, Leaf
from tests.stepdecay.helpers.cases import any_schedules, bits, leaves

GOOD = {"init": 0.1, "decay_rate": 0.9, "step_size": 10}
LARGEST_STEP_SIZE = 2**63 - 1


def test_a_schedule_never_changes_under_its_owner():
    with pytest.raises(dataclasses.FrozenInstanceError):
        StepDecay(**GOOD).init = 0.2


def test_schedules_with_the_same_arguments_are_the_same():
    assert StepDecay(1, 0.5, 10) == StepDecay(1.0, 0.5, np.int32(10))
    assert len({StepDecay(1, 0.5, 10), StepDecay(1.0, 0.5, 10), StepDecay(1, 0.5, 11)}) == 2


def test_arguments_have_the_names_and_the_order_of_mlx():
    assert [field.name for field in dataclasses.fields(StepDecay)] == ["init", "decay_rate", "step_size"]
    assert StepDecay(0.1, 0.9, 10) == StepDecay(**GOOD)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("init", 3.4028235e38),
        ("init", 1e-45),
        ("init", Fraction(1, 4)),
        ("init", np.float32(0.1)),
        ("decay_rate", 0),
        ("decay_rate", -0.0),
        ("decay_rate", 1e-46),
        ("decay_rate", 3.4028235e38),
        ("step_size", 1),
        ("step_size", LARGEST_STEP_SIZE),
        ("step_size", np.uint64(7)),
    ],
)
def test_a_value_at_its_bound_is_accepted_and_trains(field, value):
    schedule = StepDecay(**(GOOD | {field: value}))
    assert getattr(schedule, field) == value
    assert type(getattr(schedule, field)) is type(GOOD[field])
    assert not np.isnan(rates(schedule, [0, 1, 1000])).any()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("init", 0, "init must be a number above 0, got 0"),
        ("init", -0.0, "init must be a number above 0, got -0.0"),
        ("init", -1e-50, "init must be a number above 0, got -1e-50"),
        ("init", 1e-46, "init must be a number above 0 in float32 (at least 1.4e-45), got 1e-46"),
        ("init", 3.5e38, "init must be finite in float32 (below 3.4028235e38), got 3.5e+38"),
        ("init", math.inf, "init must be finite in float32 (below 3.4028235e38), got inf"),
        ("init", math.nan, "init must be finite in float32 (below 3.4028235e38), got nan"),
        ("init", True, "init must be a number above 0, got True"),
        ("init", "0.1", "init must be a number above 0, got '0.1'"),
        ("init", None, "init must be a number above 0, got None"),
        ("init", 1j, "init must be a number above 0, got 1j"),
        ("init", np.ones((2, 2)), "init must be a number above 0, got array([[1., 1.], [1., 1.]])"),
        ("decay_rate", -1e-50, "decay_rate must be a number, at least 0, got -1e-50"),
        ("decay_rate", -0.5, "decay_rate must be a number, at least 0, got -0.5"),
        ("decay_rate", 3.5e38, "decay_rate must be finite in float32 (below 3.4028235e38), got 3.5e+38"),
        ("decay_rate", math.nan, "decay_rate must be finite in float32 (below 3.4028235e38), got nan"),
        ("decay_rate", False, "decay_rate must be a number, at least 0, got False"),
        ("step_size", 0, "step_size must be at least 1, got 0"),
        ("step_size", -5, "step_size must be at least 1, got -5"),
        ("step_size", 10.0, "step_size must be a whole number, got 10.0"),
        ("step_size", True, "step_size must be a whole number, got True"),
        ("step_size", "10", "step_size must be a whole number, got '10'"),
        ("step_size", 2**63, f"step_size must be at most {LARGEST_STEP_SIZE}, got {2**63}"),
        ("step_size", "7" * 99, f"step_size must be a whole number, got '{'7' * 38}…"),
    ],
)
def test_a_refusal_names_the_field_its_bound_and_the_value(field, value, sentence):
    with pytest.raises(ScheduleError) as refusal:
        StepDecay(**(GOOD | {field: value}))
    assert str(refusal.value) == sentence
    assert refusal.value.field == field


@pytest.mark.parametrize("field", ["init", "decay_rate", "step_size"])
def test_a_number_too_long_to_be_written_is_refused_in_a_sentence(field):
    with pytest.raises(ScheduleError, match=rf"^{field} must be .*, got a number of more than 4300 digits$"):
        StepDecay(**(GOOD | {field: 10**5000}))


@given(value=st.floats())
def test_init_is_refused_exactly_where_its_float32_is_no_positive_number(value):
    with np.errstate(over="ignore"):
        usable = 0 < np.float32(value) < math.inf
    if usable:
        assert bits(rates(StepDecay(value, 0.9, 10), 0)) == bits(np.float32(value))
    else:
        with pytest.raises(ScheduleError):
            StepDecay(value, 0.9, 10)


def test_whole_numbers_train_as_floats_because_integer_arithmetic_would_wrap_around():
    schedule = StepDecay(1, 2, 10)
    assert repr(schedule) == "StepDecay(init=1.0, decay_rate=2.0, step_size=10)"
    assert rates(schedule, 10 * 64).tolist() == 2.0**64


def test_a_negative_zero_decays_to_zero_without_a_sign():
    assert bits(rates(StepDecay(1, -0.0, 1), [1, 2, 3])) == [0, 0, 0]


def test_the_schedule_an_optimizer_gets_is_mlx_s_own():
    built, original = StepDecay(**GOOD).build(), optim.step_decay(**GOOD)
    assert (built.__module__, built.__qualname__) == (original.__module__, original.__qualname__)
    assert built.__code__ is original.__code__
    assert [cell.cell_contents for cell in built.__closure__] == [cell.cell_contents for cell in original.__closure__]


@given(schedule=any_schedules)
def test_every_schedule_that_can_be_made_can_be_built(schedule):
    assert schedule.build()(mx.array([0], mx.uint64)).dtype == mx.float32


def test_the_example_in_mlx_s_documentation_comes_out_as_documented():
    optimizer = optim.SGD(learning_rate=StepDecay(1e-1, 0.9, 10).build())
    assert repr(optimizer.learning_rate) == "array(0.1, dtype=float32)"
    for _ in range(21):
        optimizer.update({}, {})
    assert repr(optimizer.learning_rate) == "array(0.081, dtype=float32)"


def test_every_kind_has_the_names_the_order_and_the_defaults_of_mlx():
    for name, kind in KINDS.items():
        theirs = inspect.signature(getattr(optim, name)).parameters.values()
        ours = inspect.signature(kind).parameters.values()
        assert [(each.name, each.default) for each in ours] == [(each.name, each.default) for each in theirs]


@given(schedule=any_schedules)
def test_a_schedule_knows_the_function_of_mlx_that_makes_it(schedule):
    built = schedule.build()
    assert built.__qualname__.partition(".")[0] == schedule.function
    assert KINDS[schedule.function] is type(schedule)


@given(leaf=leaves)
def test_every_kind_gives_mlx_its_arguments_as_they_are(leaf):
    built, original = leaf.build(), getattr(optim, leaf.function)(**dataclasses.asdict(leaf))
    assert built.__code__ is original.__code__
    assert [cell.cell_contents for cell in built.__closure__] == [cell.cell_contents for cell in original.__closure__]


GOOD_KINDS: list[Leaf] = [
    StepDecay(0.1, 0.9, 10),
    ExponentialDecay(0.1, 0.9),
    CosineDecay(0.1, 10, 0.01),
    LinearSchedule(0.1, 0.2, 10),
]
RATE, ABOVE_ZERO, COUNT = "a number, at least 0", "a number above 0", "at least 1"
BOUNDS = [
    (leaf, field, bound)
    for leaf, bounds in zip(
        GOOD_KINDS,
        [
            {"init": ABOVE_ZERO, "decay_rate": RATE, "step_size": COUNT},
            {"init": ABOVE_ZERO, "decay_rate": RATE},
            {"init": RATE, "decay_steps": COUNT, "end": RATE},
            {"init": RATE, "end": RATE, "steps": COUNT},
        ],
        strict=True,
    )
    for field, bound in bounds.items()
]


@pytest.mark.parametrize(("leaf", "field", "bound"), BOUNDS)
def test_every_argument_of_every_kind_is_refused_below_its_bound_and_above_the_largest(leaf, field, bound):
    is_count = bound is COUNT
    low = (0, -1) if is_count else (-1e-50, -0.5, -math.inf)
    refused = [(value, bound) for value in low] + [(0.0, bound)] * (bound is ABOVE_ZERO)
    if is_count:
        refused += [(2**63, f"at most {2**63 - 1}"), (10.0, "a whole number"), (True, "a whole number")]
    else:
        refused = [(value, said) for value, said in refused if value > -math.inf]
        refused += [(3.5e38, "finite in float32"), (math.nan, "finite in float32"), ("0.1", bound), (True, bound)]
    for value, said in refused:
        with pytest.raises(ScheduleError, match=f"^{field} must be {said}.*, got ") as refusal:
            dataclasses.replace(leaf, **{field: value})
        assert refusal.value.field == field


@pytest.mark.parametrize(("leaf", "field", "bound"), BOUNDS)
def test_every_argument_of_every_kind_is_accepted_at_its_bounds(leaf, field, bound):
    accepted = [1, 2**63 - 1, np.int32(7)] if bound is COUNT else [3.4028235e38, 1e-45, Fraction(1, 4)]
    for value in accepted + [0, -0.0] * (bound is RATE):
        schedule = dataclasses.replace(leaf, **{field: value})
        assert getattr(schedule, field) == value
        assert type(getattr(schedule, field)) is type(getattr(leaf, field))
        assert not np.isnan(rates(schedule, [0, 1, 1_000, 2**63 - 1])).any()


def test_a_cosine_ends_at_zero_unless_told_otherwise():
    assert CosineDecay(0.1, 10) == CosineDecay(0.1, 10, 0.0)
    assert rates(CosineDecay(0.1, 10), 10) == 0


@pytest.mark.parametrize(
    ("schedule", "constant"),
    [
        (LinearSchedule(0.1, 0.1, 1), True),
        (LinearSchedule(0, 0, 1), True),
        (LinearSchedule(0.1, 0.1, 2), False),
        (LinearSchedule(0.1, 0.2, 1), False),
    ],
)
def test_a_constant_is_a_line_of_one_step_that_goes_nowhere(schedule, constant):
    assert schedule.is_constant is constant


WARMUP, COSINE = LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90)


def test_a_join_keeps_what_it_was_made_of():
    parts, boundaries = [WARMUP, COSINE], [np.int64(10)]
    joined = JoinSchedules(parts, boundaries)
    parts.clear()
    boundaries[0] = 7
    assert (joined.schedules, joined.boundaries) == ((WARMUP, COSINE), (10,))
    assert type(joined.boundaries[0]) is int
    assert joined == JoinSchedules((WARMUP, COSINE), range(10, 11))
    assert hash(joined) == hash(JoinSchedules((WARMUP, COSINE), (10,)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        joined.boundaries = (11,)


@pytest.mark.parametrize(
    ("schedules", "boundaries", "field", "sentence"),
    [
        ([], [], "schedules", "a join needs at least one schedule"),
        ([WARMUP, 0.1], [10], "schedules", "a join takes only schedules"),
        ([WARMUP, StepDecay], [10], "schedules", "a join takes only schedules"),
        ([WARMUP, COSINE], [], "boundaries", "boundaries must be one fewer than the 2 schedules, got 0"),
        ([WARMUP], [10], "boundaries", "boundaries must be one fewer than the 1 schedules, got 1"),
        ([WARMUP] * 3, [20, 10], "boundaries[1]", "boundaries[1] must be above the boundary before it, 20, got 10"),
        ([WARMUP] * 3, [20, 20], "boundaries[1]", "boundaries[1] must be above the boundary before it, 20, got 20"),
        ([WARMUP] * 2, [0], "boundaries[0]", "boundaries[0] must be at least 1, got 0"),
        ([WARMUP] * 2, [2**63], "boundaries[0]", f"boundaries[0] must be at most {2**63 - 1}, got {2**63}"),
        ([WARMUP] * 3, [10, 20.0], "boundaries[1]", "boundaries[1] must be a whole number, got 20.0"),
        ([WARMUP] * 2, [True], "boundaries[0]", "boundaries[0] must be a whole number, got True"),
        ([WARMUP] * 2, "7", "boundaries[0]", "boundaries[0] must be a whole number, got '7'"),
    ],
)
def test_a_join_that_mlx_would_not_make_or_not_mean_is_refused_in_a_sentence(schedules, boundaries, field, sentence):
    with pytest.raises(ScheduleError) as refusal:
        JoinSchedules(schedules, boundaries)
    assert (str(refusal.value), refusal.value.field) == (sentence, field)


def test_a_join_of_one_and_a_boundary_as_late_as_mlx_counts_can_be_trained():
    late = JoinSchedules([JoinSchedules([COSINE], []), WARMUP], [2**63 - 1])
    assert bits(rates(late, [0, 2**63 - 2, 2**63 - 1])) == bits([*rates(COSINE, [0, 90]), 0])
