"""Times in updates, iterations and epochs, as they are shown and as they are typed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import Run, ScheduleError
from stepdecay.schedule.run import LONGEST_RUN
from stepdecay.schedule.units import UNITS, length_text, read_length, shown_unit, time_number, time_text, times_text

RUN = Run(1000, 4, 250)
RUNS = st.builds(
    lambda updates, accumulation, per_epoch: Run(updates * accumulation, accumulation, per_epoch),
    st.integers(1, 10**9),
    st.integers(1, 64),
    st.none() | st.integers(1, 10**6),
)


@given(RUNS, st.integers(1, 10**9))
def test_an_update_is_named_by_the_iteration_that_makes_it(run, update):
    number = int(time_number(update, run, "iterations").replace("\u202f", ""))
    assert number == update * run.grad_accumulation_steps
    assert Run(number, run.grad_accumulation_steps).updates == update
    assert number == run.grad_accumulation_steps or Run(number - 1, run.grad_accumulation_steps).updates == update - 1


@given(RUNS, st.integers(1, 10**9))
def test_epochs_have_four_digits(run, update):
    text = time_number(update, run, "epochs").replace("\u202f", "")
    if run.iterations_per_epoch is None:
        assert text == str(update)
        return
    exact = Fraction(update * run.grad_accumulation_steps, run.iterations_per_epoch)
    assert abs(Fraction(text) - exact) <= exact / 1000


@given(RUNS, st.sampled_from(UNITS), st.integers(1, 10**8))
def test_what_is_shown_can_be_typed(run, unit, updates):
    text = length_text(updates, run, unit)
    assert read_length(text, "steps", run) == pytest.approx(updates, abs=1, rel=1e-3)
    if shown_unit(unit, run) != "epochs":
        assert read_length(text, "steps", run) == updates


@given(RUNS)
def test_all_of_the_run_is_a_hundred_percent_of_it(run):
    assert read_length("100%", "steps", run) == run.updates
    assert read_length("100 %", "iterations", run, of="iterations") == run.iterations


@pytest.mark.parametrize(
    ("text", "updates"),
    [
        ("10%", 25), ("10 %", 25), ("12.5%", 31), ("0.001%", 1), ("200%", 500),
        ("2ep", 125), ("2 epochs", 125), ("0.5EP", 31), ("1/5 epoch", 12),
        ("300it", 75), ("300 iters", 75), ("1e3 iterations", 250), ("1it", 1), ("6it", 2),
        ("25up", 25), ("25 updates", 25), ("2 * 25", 50), ("1_000", 1000), ("0%", 0),
    ],
)  # fmt: skip
def test_lengths_are_read_in_every_unit(text, updates):
    assert read_length(text, "steps", RUN) == updates


@pytest.mark.parametrize(
    ("text", "iterations"),
    [("10%", 100), ("2ep", 500), ("300it", 300), ("25up", 100), ("600", 600)],
)
def test_a_number_of_iterations_is_read_in_every_unit_too(text, iterations):
    assert read_length(text, "iterations", RUN, of="iterations") == iterations


@pytest.mark.parametrize(
    ("text", "run", "sentence"),
    [
        ("2ep", Run(1000), "steps: how many iterations an epoch has is not known: say it in the Run panel"),
        ("2days", RUN, "steps: '2days' is not a number; write 1000, 1_000 or 1e3"),
        ("ep", RUN, "steps: 'ep' is not a number; write 1000, 1_000 or 1e3"),
        ("%", RUN, "steps: '%' is not a number; write 1000, 1_000 or 1e3"),
        ("1,000.5it", RUN, "steps: '1,000.5' could mean two things; write 10%, 2ep or 300it"),
        ("x%", RUN, "steps: 'x' is not a number; write 10%, 2ep or 300it"),
        ("10%", None, "steps: '10%' is not a number; write 1000, 1_000 or 1e3"),
    ],
)
def test_what_is_no_length_is_refused_with_a_sentence(text, run, sentence):
    with pytest.raises(ScheduleError) as refusal:
        read_length(text, "steps", run)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "steps"


@pytest.mark.parametrize(
    ("run", "unit", "text"),
    [
        (Run(100), "updates", "update 25"),
        (Run(100), "iterations", "iteration 25"),
        (Run(100), "epochs", "update 25"),
        (Run(1000, 4), "updates", "update 25, iteration 100"),
        (Run(1000, 4, 250), "epochs", "epoch 0.4, update 25, iteration 100"),
        (Run(1000, 1, 250), "iterations", "iteration 25, epoch 0.1"),
    ],
)
def test_a_moment_has_a_name_in_each_unit_that_tells_something(run, unit, text):
    assert times_text(25, run, unit) == text
    assert times_text(25, run, unit).startswith(time_text(25, run, unit))


def test_the_last_update_of_the_longest_run_is_exact():
    assert time_number(LONGEST_RUN, Run(LONGEST_RUN), "iterations") == "9\u202f007\u202f199\u202f254\u202f740\u202f991"
    assert time_number(LONGEST_RUN, Run(LONGEST_RUN, 1, 1), "epochs").replace("\u202f", "") == str(LONGEST_RUN)
