"""Where one piece goes on to the next: what is a fault there, and what is meant."""

from __future__ import annotations

import pytest

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, Run, StepDecay, check
from stepdecay.reshaping.splitting import split
from tests.stepdecay.helpers.checks import constant, mended, restarts, said, wrong

WARMUP = LinearSchedule(1e-6, 1e-3, 100)


def join(*parts):
    """Join schedules with the steps at which all but the first begin: `join(a, 100, b, 200, c)`."""
    return JoinSchedules(parts[::2], parts[1::2])


@pytest.mark.parametrize(
    "schedule",
    [
        join(WARMUP, 100, CosineDecay(1e-3, 899, 1e-6)),
        join(WARMUP, 101, CosineDecay(1e-3, 898, 1e-6)),
        join(WARMUP, 100, StepDecay(1e-3, 0.5, 200)),
        join(WARMUP, 100, constant(1e-3), 800, CosineDecay(1e-3, 199)),
        join(WARMUP, 100, constant(1e-3), 600, constant(1e-4), 800, constant(1e-5)),
        join(constant(1e-4), 50, CosineDecay(1e-3, 949)),
        join(constant(1e-3), 500, StepDecay(1e-3, 0.1, 250)),
        join(CosineDecay(1e-3, 899, 1e-5), 900, constant(1e-5)),
        join(CosineDecay(1e-3, 899, 1e-5), 900, constant(1e-6)),
        join(ExponentialDecay(1e-3, 0.999), 900, LinearSchedule(4e-4, 0, 99)),
        join(StepDecay(0.1, 0.1, 300), 600, StepDecay(1e-4, 0.5, 100)),
        restarts(*[100] * 10),
        restarts(*[99] * 10),
        join(CosineDecay(0.1, 499), 500, CosineDecay(0.05, 249), 750, CosineDecay(0.025, 249)),
        join(WARMUP, 100, CosineDecay(1e-3, 399), 500, CosineDecay(1e-3, 499)),
        join(CosineDecay(1e-3, 499, 1e-5), 500, LinearSchedule(0, 1e-3, 50), 550, CosineDecay(1e-3, 449, 1e-5)),
        join(CosineDecay(4e-5, 300, 1e-3), 300, CosineDecay(1e-3, 699, 1e-7)),
        join(CosineDecay(1e-3, 999), 500, LinearSchedule(5e-4, 0, 499)),
        join(CosineDecay(1e-3, 499, 1e-5), 500, LinearSchedule(1e-3, 0, 499)),
        join(CosineDecay(1e-3, 499, 1e-5), 500, constant(1e-3), 800, LinearSchedule(1e-3, 0, 199)),
        join(constant(0.1), 500, join(constant(0.01), 250, constant(0.001))),
    ],
)
def test_joins_that_people_mean_are_left_in_peace(schedule):
    assert wrong(schedule) == []
    assert wrong(schedule, Run(1000)) == []


@pytest.mark.parametrize("step", [1, 100, 333, 990])
@pytest.mark.parametrize(
    "schedule",
    [
        CosineDecay(1e-3, 999, 1e-5),
        LinearSchedule(1e-3, 0, 999),
        ExponentialDecay(1e-3, 0.998),
        StepDecay(1e-3, 0.5, 200),
    ],
)
def test_a_piece_split_by_hand_goes_on_as_it_was(schedule, step):
    assert not {"LR201", "LR203"} & set(wrong(split(schedule, step, 1000), Run(1000)))


@pytest.mark.parametrize(
    ("schedule", "sentence", "after"),
    [
        (
            join(WARMUP, 100, CosineDecay(3e-4, 899)),
            "the rate drops at update 101 from 0.00099 to 0.0003: the warm-up ends at 0.001, and cosine_decay begins "
            "with 0.0003",
            join(LinearSchedule(1e-6, 3e-4, 100), 100, CosineDecay(3e-4, 899)),
        ),
        (
            join(WARMUP, 100, CosineDecay(1e-2, 899)),
            "the rate jumps at update 101 from 0.00099 to 0.01: the warm-up ends at 0.001, and cosine_decay begins "
            "with 0.01",
            join(LinearSchedule(1e-6, 1e-2, 100), 100, CosineDecay(1e-2, 899)),
        ),
        (
            join(WARMUP, 100, constant(1e-3), 800, CosineDecay(5e-4, 199)),
            "the rate drops at update 801 from 0.001 to 0.0005: linear_schedule ends at 0.001, and cosine_decay begins "
            "with 0.0005",
            join(WARMUP, 100, constant(1e-3), 800, CosineDecay(1e-3, 199)),
        ),
        (
            join(CosineDecay(1e-3, 899, 1e-5), 900, LinearSchedule(1e-4, 0, 99)),
            "the rate jumps at update 901 from 1e-05 to 0.0001: cosine_decay ends at 1e-05, and linear_schedule "
            "begins with 0.0001",
            join(CosineDecay(1e-3, 899, 1e-4), 900, LinearSchedule(1e-4, 0, 99)),
        ),
        (
            join(ExponentialDecay(1e-3, 0.999), 900, CosineDecay(8e-4, 99)),
            "the rate jumps at update 901 from 0.000407 to 0.0008: exponential_decay ends at 0.000407, and "
            "cosine_decay begins with 0.0008",
            None,
        ),
    ],
)
def test_ends_that_should_meet_are_named_and_made_to(schedule, sentence, after):
    found = said("LR201", schedule, Run(1000))
    assert found.message == sentence
    assert found.place.update is not None
    assert wrong(mended("LR201", schedule, Run(1000)), Run(1000)) == []
    assert after is None or mended("LR201", schedule, Run(1000)) == after


def test_a_jump_after_the_run_does_not_matter_to_it():
    schedule = join(constant(1e-3), 500, CosineDecay(5e-4, 200))
    assert "LR201" in wrong(schedule)
    assert "LR201" not in wrong(schedule, Run(500))


def test_a_warmup_cut_off_by_its_boundary_says_how_far_it_gets():
    schedule = join(LinearSchedule(1e-6, 1e-3, 200), 100, CosineDecay(1e-3, 899))
    found = said("LR203", schedule, Run(1000))
    assert found.message == (
        "linear_schedule gets to 0.000496, and not to its end of 0.001, before the boundary at update 101: it has 100 "
        "updates, and steps = 200"
    )
    assert found.place.update == 100
    assert mended("LR203", schedule, Run(1000)) == join(WARMUP, 100, CosineDecay(1e-3, 899))


def test_a_cycle_cut_off_by_the_next_one_is_made_to_reach_its_floor():
    schedule = restarts(150, 99)
    assert wrong(schedule, Run(200)) == ["LR203"]
    assert mended("LR203", schedule, Run(200)) == restarts(99, 99)


def test_a_warmup_that_is_wrong_twice_is_told_both():
    assert wrong(join(LinearSchedule(0, 1e-3, 200), 100, CosineDecay(1e-2, 899)), Run(1000)) == ["LR203", "LR201"]


def test_a_decay_that_the_run_never_gets_to_says_what_floor_is_missed():
    schedule = join(WARMUP, 100, constant(1e-3), 1000, CosineDecay(1e-3, 199, 1e-5))
    found = said("LR202", schedule, Run(800))
    assert found.message == (
        "cosine_decay, from update 1001 on, is never used: the run ends after update 800 at 0.001, and not at the "
        "end of 1e-05"
    )
    assert found.place.argument == "boundaries[1]"
    assert mended("LR202", schedule, Run(800)) == join(WARMUP, 100, constant(1e-3))


def test_what_is_left_of_unused_cycles_ends_with_the_run():
    assert mended("LR202", restarts(99, 99, 99), Run(150)) == restarts(99, 49)


def test_boundaries_in_iterations_are_divided_by_the_accumulation():
    schedule = join(constant(1e-3), 1000, constant(1e-4), 1500, constant(1e-5))
    found = said("LR202", schedule, Run(2000, 4))
    assert found.message.endswith("; boundaries count updates, and 2000 iterations are 500")
    assert mended("LR202", schedule, Run(2000, 4)) == JoinSchedules(schedule.schedules, [250, 375])


def test_a_piece_that_an_outer_boundary_hides_is_never_used_in_any_run():
    schedule = join(join(constant(0.1), 50, constant(0.01)), 40, constant(0.001))
    assert wrong(schedule) == ["LR202"]
    assert mended("LR202", schedule, Run(100)) == join(constant(0.1), 40, constant(0.001))


def test_a_join_of_thousands_of_pieces_is_checked_and_not_listed_to_the_end():
    pieces = [CosineDecay(1 + index / 10_000, 500) for index in range(2000)]
    schedule = JoinSchedules(pieces, [100 * index for index in range(1, 2000)])
    found = check(schedule, Run(200_000))
    assert [one.code for one in found].count("LR203") == 30
