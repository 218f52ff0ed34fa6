from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import Run, StepDecay, rates
from stepdecay.goals.goal import EndAt, Reach, solve
from stepdecay.numbers.text import as_float32, count_text, rate_text
from tests.stepdecay.helpers.goals import (
    TENTH,
    drops_text,
    moved,
    near_key,
    off,
    rate,
    reaches,
    short,
    wanted_rates,
)


@given(schedule=short, updates=st.integers(1, 60), wanted=wanted_rates)
@example(TENTH, 1, 0.05)
@example(StepDecay(0.1, 0, 10), 60, 0.05)
@example(StepDecay(0.1, 1 - 2**-24, 10), 60, 0.09999998)
@example(StepDecay(1e-20, 1e30, 10), 60, 1e15)
def test_of_all_step_sizes_none_ends_the_run_nearer_to_the_wanted_rate(schedule, updates, wanted):
    answer = solve(schedule, Run(updates), EndAt(wanted), "step_size")
    found, target = rate(answer.schedule, updates - 1), as_float32(wanted)
    brute = [rate(moved(schedule, "step_size", size), updates - 1) for size in range(1, updates + 1)]
    assert near_key(found, target) == min(near_key(other, target) for other in brute)
    assert answer.is_reached == (off(found, target) <= 1.005)
    size = count_text(answer.schedule.step_size)
    drops = drops_text((updates - 1) // answer.schedule.step_size)
    assert answer.sentence.startswith(f"step_size {size} ends the run at {rate_text(found)} after {drops}")


@given(schedule=short, update=st.integers(1, 60), wanted=wanted_rates)
@example(TENTH, 60, 0.0)
@example(StepDecay(0.1, 10, 10), 60, 3e38)
@example(StepDecay(1e-20, 1e30, 10), 60, 1e15)
@example(StepDecay(0.1, 1, 10), 60, 0.05)
def test_the_largest_step_size_that_reaches_a_rate_is_found(schedule, update, wanted):
    answer = solve(schedule, Run(1000), Reach(wanted, update), "step_size")
    target, first = as_float32(wanted), as_float32(schedule.init)
    if target == first:
        assert (answer.schedule, answer.is_reached) == (schedule, True)
        return
    brute = {size: rates(moved(schedule, "step_size", size), range(update)) for size in range(1, update + 2)}
    reaching = [size for size, all_rates in brute.items() if reaches(all_rates, target, first)]
    assert answer.is_reached == bool(reaching)
    if reaching:
        size = answer.schedule.step_size
        assert size == max(reaching)
        drop = next(step for step in range(update) if reaches(brute[size][: step + 1], target, first))
        assert answer.sentence == (
            f"step_size {size} reaches {rate_text(brute[size][drop])} at update {drop + 1}; "
            f"step_size {size + 1} puts update {update} at {rate_text(brute[size + 1][-1])}"
        )


@pytest.mark.parametrize(
    ("schedule", "updates", "goal", "size", "is_reached", "sentence"),
    [
        (
            TENTH,
            100,
            EndAt(0.05),
            13,
            False,
            "step_size 13 ends the run at 0.047829684 after 7 drops, the nearest to 0.05; "
            "step_size 15 would give 0.053144094 after 6 drops",
        ),
        (
            TENTH,
            100,
            EndAt(0.052),
            15,
            False,
            "step_size 15 ends the run at 0.053144094 after 6 drops, the nearest to 0.052; "
            "step_size 13 would give 0.047829684 after 7 drops",
        ),
        (TENTH, 1000, EndAt(0.081), 334, True, None),
        (StepDecay(0.1, 0.1, 10), 1000, EndAt(1e-3), 334, True, "step_size 334 ends the run at 0.001 after 2 drops"),
        (
            TENTH,
            100,
            EndAt(0.5),
            100,
            False,
            "step_size 100 ends the run at 0.1 after no drops, the nearest to 0.5 of all step_sizes: "
            "decay_rate 0.9 only lowers the rate",
        ),
        (
            StepDecay(0.1, 1.5, 10),
            100,
            EndAt(0.05),
            100,
            False,
            "step_size 100 ends the run at 0.1 after no drops, the nearest to 0.05 of all step_sizes: "
            "decay_rate 1.5 only raises the rate",
        ),
        (
            TENTH,
            10,
            EndAt(0.01),
            1,
            False,
            "step_size 1 ends the run at 0.03874204 after 9 drops, the nearest to 0.01 of all step_sizes: "
            "no more drops fit",
        ),
        (
            StepDecay(0.1, 1, 10),
            100,
            EndAt(0.05),
            10,
            False,
            "step_size 10 ends the run at 0.1 after 9 drops, the nearest to 0.05 of all step_sizes: "
            "decay_rate 1.0 keeps the rate as it is",
        ),
        (
            TENTH,
            1,
            EndAt(0.05),
            10,
            False,
            "step_size 10 ends the run at 0.1 after no drops, the nearest to 0.05 of all step_sizes: "
            "there is no drop before update 1",
        ),
        (
            StepDecay(0.1, 0, 10),
            100,
            EndAt(0.05),
            100,
            False,
            "step_size 100 ends the run at 0.1 after no drops, the nearest to 0.05; "
            "step_size 50 would give 0.0 after 1 drop",
        ),
        (TENTH, 100, Reach(0.2, 50), 50, False, None),
        (
            TENTH,
            1000,
            Reach(0.01, 500),
            22,
            True,
            "step_size 22 reaches 0.009847703 at update 485; step_size 23 puts update 500 at 0.010941893",
        ),
        (
            TENTH,
            100,
            Reach(0.01, 500),
            22,
            True,
            "step_size 22 reaches 0.009847703 at update 485; step_size 23 puts update 500 at 0.010941893; "
            "the run ends before, at update 100",
        ),
        (
            StepDecay(1e-20, 1e30, 10),
            1000,
            Reach(1e15, 100),
            50,
            False,
            "step_size 50 puts update 100 at 10000000000.0 after 1 drop, the nearest to 1000000000000000.0; "
            "step_size 34 would give inf after 2 drops",
        ),
    ],
)
def test_a_moved_step_size_says_what_it_gives_and_what_others_would(
    schedule, updates, goal, size, is_reached, sentence
):
    found = solve(schedule, Run(updates), goal, "step_size")
    assert (found.schedule.step_size, found.is_reached) == (size, is_reached)
    assert sentence in (found.sentence, None)
