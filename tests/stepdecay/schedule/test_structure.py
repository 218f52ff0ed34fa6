from __future__ import annotations

import dataclasses

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.schedule.structure import argument_name, arguments, flattened, joined, pieces, with_argument
from tests.stepdecay.helpers.cases import any_schedules, bits, joins, leaves, short_any_schedules, telling_steps

WARMUP, COSINE, STEPS = LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90), StepDecay(0.1, 0.9, 30)
INNER = JoinSchedules([COSINE, STEPS], [90])
NESTED = JoinSchedules([WARMUP, INNER, COSINE], [10, 200])


@given(schedule=short_any_schedules)
@example(NESTED)
@example(JoinSchedules([WARMUP, INNER, COSINE], [10, 100]))
@example(JoinSchedules([WARMUP, INNER, COSINE], [10, 101]))
@example(JoinSchedules([JoinSchedules([JoinSchedules([WARMUP], [])], [])], []))
def test_a_schedule_without_nesting_trains_with_the_same_bits_at_every_step(schedule):
    steps = [*range(10_000), *telling_steps(schedule)]
    assert bits(rates(flattened(schedule), steps)) == bits(rates(schedule, steps))


@given(schedule=any_schedules, steps=st.lists(st.integers(0, 2**63 - 1), max_size=20))
@example(JoinSchedules([WARMUP, JoinSchedules([COSINE, STEPS], [2**63 - 1])], [2**63 - 1]), [2**63 - 1])
@example(JoinSchedules([WARMUP, JoinSchedules([COSINE, STEPS], [2**62])], [2**62 - 1]), [2**63 - 1, 2**63 - 2])
def test_a_schedule_without_nesting_trains_with_the_same_bits_as_far_as_mlx_counts(schedule, steps):
    steps = [*steps, *telling_steps(schedule), 2**63 - 1]
    assert bits(rates(flattened(schedule), steps)) == bits(rates(schedule, steps))


@given(schedule=any_schedules)
def test_what_is_flat_has_no_join_but_one_and_stays_as_it_is(schedule):
    flat = flattened(schedule)
    inside = flat.schedules if isinstance(flat, JoinSchedules) else (flat,)
    assert not any(isinstance(part, JoinSchedules) for part in inside)
    assert not isinstance(flat, JoinSchedules) or len(inside) > 1
    assert flattened(flat) == flat


@given(schedule=any_schedules)
def test_pieces_follow_each_other_from_step_0_for_ever(schedule):
    found = pieces(schedule)
    assert found[0].first_step == 0
    assert [piece.stop_step for piece in found[:-1]] == [piece.first_step for piece in found[1:]]
    assert found[-1].stop_step is None or found[-1].stop_step > 2**63 - 1
    assert all(piece.stop_step is None or piece.first_step < piece.stop_step for piece in found)


@given(schedule=any_schedules)
def test_a_piece_and_its_boundary_are_found_by_their_paths(schedule):
    every = arguments(schedule)
    for number, piece in enumerate(pieces(schedule)):
        named = {name: every[piece.path + name] for name in arguments(piece.schedule)}
        assert type(piece.schedule)(**named) == piece.schedule
        assert (piece.boundary is None) == (number == 0)
        assert piece.boundary is None or argument_name(piece.boundary) == "boundaries"
        assert piece.boundary is None or every[piece.boundary] <= piece.first_step


def test_a_join_within_a_join_begins_at_the_boundary_of_the_outer_one():
    found = [(piece.first_step, piece.stop_step, piece.path, piece.boundary) for piece in pieces(NESTED)]
    assert found == [
        (0, 10, "schedules[0].", None),
        (10, 100, "schedules[1].schedules[0].", "boundaries[0]"),
        (100, 200, "schedules[1].schedules[1].", "schedules[1].boundaries[0]"),
        (200, None, "schedules[2].", "boundaries[1]"),
    ]


def test_a_piece_that_no_update_uses_is_left_out():
    for boundary in (50, 100):
        found = pieces(JoinSchedules([WARMUP, INNER, COSINE], [10, boundary]))
        assert [(piece.first_step, piece.path) for piece in found] == [
            (0, "schedules[0]."),
            (10, "schedules[1].schedules[0]."),
            (boundary, "schedules[2]."),
        ]


def test_a_lone_schedule_is_one_piece_whose_arguments_have_plain_names():
    assert pieces(STEPS) == ((STEPS, 0, None, "", None),)
    assert arguments(STEPS) == {"init": 0.1, "decay_rate": 0.9, "step_size": 30}
    assert with_argument(STEPS, "step_size", 7) == StepDecay(0.1, 0.9, 7)


def test_arguments_come_in_the_order_in_which_mlx_takes_them():
    assert list(arguments(NESTED)) == [
        *("schedules[0].init", "schedules[0].end", "schedules[0].steps"),
        *(f"schedules[1].schedules[0].{name}" for name in ("init", "decay_steps", "end")),
        *(f"schedules[1].schedules[1].{name}" for name in ("init", "decay_rate", "step_size")),
        "schedules[1].boundaries[0]",
        *("schedules[2].init", "schedules[2].decay_steps", "schedules[2].end"),
        *("boundaries[0]", "boundaries[1]"),
    ]


@given(schedule=any_schedules, data=st.data())
def test_an_argument_replaced_is_the_only_one_that_differs(schedule, data):
    before = arguments(schedule)
    path = data.draw(st.sampled_from(list(before)))
    same = with_argument(schedule, path, before[path])
    assert same == schedule
    if argument_name(path) != "boundaries":
        changed = with_argument(schedule, path, 7)
        assert arguments(changed) == before | {path: 7}


@given(schedule=any_schedules, data=st.data())
def test_a_value_that_is_refused_is_refused_at_its_path(schedule, data):
    path = data.draw(st.sampled_from(list(arguments(schedule))))
    with pytest.raises(ScheduleError, match=f"^{argument_name(path)}.* must be .*, got -1$") as refusal:
        with_argument(schedule, path, -1)
    assert refusal.value.field == path


@pytest.mark.parametrize(
    ("path", "value"),
    [("boundaries[0]", 200), ("boundaries[1]", 10), ("schedules[1]", 0.1), ("schedules[1].schedules[0]", None)],
)
def test_what_does_not_fit_its_neighbours_is_refused_where_it_was_entered(path, value):
    with pytest.raises(ScheduleError) as refusal:
        with_argument(NESTED, path, value)
    assert refusal.value.field == path


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("boundaries[1]", 300, JoinSchedules([WARMUP, INNER, COSINE], [10, 300])),
        (
            "schedules[1].boundaries[0]",
            70,
            JoinSchedules([WARMUP, JoinSchedules([COSINE, STEPS], [70]), COSINE], [10, 200]),
        ),
        ("schedules[1]", STEPS, JoinSchedules([WARMUP, STEPS, COSINE], [10, 200])),
        (
            "schedules[1].schedules[1]",
            WARMUP,
            JoinSchedules([WARMUP, JoinSchedules([COSINE, WARMUP], [90]), COSINE], [10, 200]),
        ),
    ],
)
def test_a_boundary_and_a_whole_schedule_can_be_replaced(path, value, expected):
    assert with_argument(NESTED, path, value) == expected


@given(leaf=leaves, steps=st.integers(1, 2**63 - 1))
def test_a_schedule_with_an_end_can_be_given_another_length(leaf, steps):
    longer = leaf.with_length(steps)
    assert longer.length == (steps if leaf.length else None)
    assert longer == leaf or dataclasses.replace(leaf, **{length_name(leaf): steps}) == longer
    assert bits(rates(longer, 0)) == bits(rates(leaf, 0))


def length_name(leaf: CosineDecay | LinearSchedule) -> str:
    return "decay_steps" if isinstance(leaf, CosineDecay) else "steps"


@pytest.mark.parametrize("schedule", [STEPS, ExponentialDecay(0.1, 0.9), NESTED])
def test_a_schedule_without_an_end_has_no_length(schedule):
    assert schedule.length is None


@given(schedule=joins)
def test_pieces_join_to_the_schedule_again(schedule):
    assert joined([(piece.schedule, piece.first_step) for piece in pieces(schedule)]) == flattened(schedule)


def test_pieces_out_of_order_join_to_nothing():
    with pytest.raises(ScheduleError, match=r"^boundaries\[1\] must be above the boundary before it, 20, got 10$"):
        joined([(WARMUP, 0), (COSINE, 20), (STEPS, 10)])
