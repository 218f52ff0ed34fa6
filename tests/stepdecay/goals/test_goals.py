from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import Run, ScheduleError, StepDecay
from stepdecay.goals.goal import Drops, EndAt, HalveEvery, Reach, movable, solve
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.numbers.text import count_text
from tests.stepdecay.helpers.cases import schedules
from tests.stepdecay.helpers.goals import (
    LONGEST,
    TENTH,
    counts,
    drops_text,
    moved,
    solved,
    wanted_rates,
)

goals = st.one_of(
    st.builds(EndAt, wanted_rates),
    st.builds(Drops, counts | st.just(0)),
    st.builds(HalveEvery, counts),
    st.builds(Reach, wanted_rates, counts),
)
wishes = goals.flatmap(lambda goal: st.tuples(st.just(goal), st.sampled_from(movable(goal))))


@given(schedule=schedules, updates=counts, wish=wishes)
@example(StepDecay(1e-45, 1e-46, LARGEST_COUNT), LONGEST, (EndAt(1e-45), "decay_rate"))
@example(StepDecay(1e-45, 2.0, 1), LONGEST, (EndAt(3.4028235e38), "step_size"))
@example(StepDecay(3.4028235e38, 3.4028235e38, 1), LONGEST, (Reach(1e-45, LONGEST), "init"))
@example(StepDecay(3.4028235e38, 1e-45, 1), LONGEST, (Reach(1e-45, LONGEST), "step_size"))
@example(StepDecay(1e-45, 1 - 2**-24, LARGEST_COUNT), LONGEST, (HalveEvery(1), "decay_rate"))
@example(StepDecay(1e-45, 1 + 2**-23, 1), LONGEST, (HalveEvery(LONGEST), "decay_rate"))
@example(StepDecay(1e-45, 1e-45, 1), 1, (HalveEvery(LONGEST), "step_size"))
def test_only_the_chosen_argument_moves_and_asking_again_moves_nothing(schedule, updates, wish):
    answer = solve(schedule, Run(updates), *wish)
    assert answer.schedule == moved(schedule, wish[1], getattr(answer.schedule, wish[1]))
    assert answer.sentence
    assert "nan" not in answer.sentence
    again = solve(answer.schedule, Run(updates), *wish)
    assert (again.schedule, again.is_reached) == (answer.schedule, answer.is_reached)


@pytest.mark.parametrize(
    ("goal", "arguments"),
    [
        (EndAt(1e-4), ("decay_rate", "step_size", "init")),
        (Reach(1e-4, 7), ("decay_rate", "step_size", "init")),
        (Drops(7), ("step_size",)),
        (HalveEvery(7), ("decay_rate", "step_size")),
    ],
)
def test_each_goal_offers_the_arguments_that_can_reach_it(goal, arguments):
    assert movable(goal) == arguments
    for argument in {"init", "decay_rate", "step_size", "updates"} - {*arguments}:
        with pytest.raises(ScheduleError, match=f"got {argument}$"):
            solve(TENTH, Run(100), goal, argument)


@pytest.mark.parametrize(
    ("make", "sentence", "field"),
    [
        (lambda: EndAt(-1), "rate must be a number, at least 0, got -1", "rate"),
        (lambda: EndAt(1e39), "rate must be finite in float32 (below 3.4028235e38), got 1e+39", "rate"),
        (lambda: Reach(math.nan, 1), "rate must be finite in float32 (below 3.4028235e38), got nan", "rate"),
        (lambda: Reach(0.1, 0), "update must be at least 1, got 0", "update"),
        (lambda: Reach(0.1, 2**53), "update must be at most 9007199254740991, got 9007199254740992", "update"),
        (lambda: Drops(-1), "drops must be at least 0, got -1", "drops"),
        (lambda: Drops(1.0), "drops must be a whole number, got 1.0", "drops"),
        (lambda: HalveEvery(0), "updates must be at least 1, got 0", "updates"),
        (lambda: HalveEvery(2**53), "updates must be at most 9007199254740991, got 9007199254740992", "updates"),
    ],
)
def test_an_impossible_goal_is_refused_at_its_field(make, sentence, field):
    with pytest.raises(ScheduleError) as refusal:
        make()
    assert (str(refusal.value), refusal.value.field) == (sentence, field)


@pytest.mark.parametrize("updates", range(1, 61))
def test_every_number_of_drops_that_a_run_can_have_is_found_with_equal_levels(updates):
    possible = {}
    for size in range(updates, 0, -1):
        possible.setdefault((updates - 1) // size, []).append(size)
    for wanted in range(updates + 3):
        answer = solve(TENTH, Run(updates), Drops(wanted), "step_size")
        size = answer.schedule.step_size
        assert answer.is_reached == (wanted in possible)
        given = (updates - 1) // size
        assert abs(given - wanted) == min(abs(count - wanted) for count in possible)
        if wanted in possible:
            assert size == min(possible[wanted])
            assert f"step_size {size} gives {drops_text(wanted)}" in answer.sentence
        if wanted and len(possible.get(wanted, [])) > 1:
            assert answer.sentence.endswith(f"; {min(possible[wanted])} to {max(possible[wanted])} do")


@pytest.mark.parametrize(
    ("updates", "count", "size", "is_reached", "sentence"),
    [
        (1000, 7, 125, True, "step_size 125 gives 7 drops in 1000 updates; 125 to 142 do"),
        (1000, 1, 500, True, "step_size 500 gives 1 drop in 1000 updates; 500 to 999 do"),
        (1000, 999, 1, True, "step_size 1 gives 999 drops in 1000 updates; no other does"),
        (1000, 0, 1000, True, "step_size 1000 gives no drops in 1000 updates, nor does any larger one"),
        (
            10,
            5,
            2,
            False,
            "step_size 2 gives 4 drops, step_size 1 gives 9; exactly 5 are not possible in 10 updates",
        ),
        (
            10,
            8,
            1,
            False,
            "step_size 2 gives 4 drops, step_size 1 gives 9; exactly 8 are not possible in 10 updates",
        ),
        (10, 10, 1, False, "step_size 1 gives 9 drops, the most that are possible in 10 updates"),
        (1, 5, 10, False, "there is no drop in 1 update, whatever step_size is"),
        (
            LONGEST,
            1,
            2**52,
            True,
            f"step_size {count_text(2**52)} gives 1 drop in {count_text(LONGEST)} updates; "
            f"{count_text(2**52)} to {count_text(LONGEST - 1)} do",
        ),
    ],
)
def test_drops_say_which_step_sizes_give_them(updates, count, size, is_reached, sentence):
    found = StepDecay(0.1, 0.9, size)
    assert solved(TENTH, updates, Drops(count), "step_size") == (found, sentence, is_reached)
