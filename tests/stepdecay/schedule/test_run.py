"""The run: iterations, the updates they make, and what an epoch is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import Run, ScheduleError
from stepdecay.schedule.run import LONGEST_RUN

ACCUMULATIONS = st.integers(1, 64)


@given(st.integers(1, 500), ACCUMULATIONS)
def test_updates_are_what_a_loop_that_accumulates_makes(iterations, accumulation):
    if iterations < accumulation:
        with pytest.raises(ScheduleError, match="make no update"):
            Run(iterations, accumulation)
        return
    run = Run(iterations, accumulation)
    made = [iteration for iteration in range(1, iterations + 1) if iteration % accumulation == 0]  # mlx-lm's trainer
    assert run.updates == len(made)
    assert run.unused_iterations == iterations - made[-1]


@given(st.integers(1, LONGEST_RUN // 64), ACCUMULATIONS, st.integers(1, 1000))
def test_a_run_of_so_many_updates_has_just_these_and_keeps_the_rest(updates, accumulation, per_epoch):
    run = Run(2 * accumulation - 1, accumulation, per_epoch).with_updates(updates)
    assert (run.updates, run.unused_iterations) == (updates, 0)
    assert (run.grad_accumulation_steps, run.iterations_per_epoch) == (accumulation, per_epoch)


@given(st.integers(1, 50), st.integers(1, 10**6), st.integers(1, 512))
def test_epochs_of_data_are_whole_batches_as_a_loop_counts_them(epochs, examples, batch_size):
    if examples < batch_size:
        with pytest.raises(ScheduleError, match="fill no batch") as refusal:
            Run.of_epochs(epochs, examples, batch_size)
        assert refusal.value.field == "batch_size"
        return
    run = Run.of_epochs(epochs, examples, batch_size)
    assert run.iterations_per_epoch == len(range(0, examples - batch_size + 1, batch_size))
    assert run.iterations == epochs * run.iterations_per_epoch


@pytest.mark.parametrize(
    ("make", "sentence", "field"),
    [
        (lambda: Run(0), "iterations must be at least 1, got 0", "iterations"),
        (lambda: Run(2**53), f"iterations must be at most {LONGEST_RUN}, got {2**53}", "iterations"),
        (lambda: Run(10, 0), "grad_accumulation_steps must be at least 1, got 0", "grad_accumulation_steps"),
        (lambda: Run(10, 1, 0), "iterations_per_epoch must be at least 1, got 0", "iterations_per_epoch"),
        (
            lambda: Run(3, 4),
            "3 iterations make no update with grad_accumulation_steps 4; it takes at least as many",
            "iterations",
        ),
        (lambda: Run(100).with_updates(0), "updates must be at least 1, got 0", "updates"),
        (
            lambda: Run(100, 4).with_updates(LONGEST_RUN),
            f"updates must be at most {LONGEST_RUN // 4}, got {LONGEST_RUN}",
            "updates",
        ),
        (lambda: Run.of_epochs(0, 10, 1), "epochs must be at least 1, got 0", "epochs"),
        (lambda: Run.of_epochs(1, 3, 4), "3 examples fill no batch of 4", "batch_size"),
    ],
)
def test_a_run_that_can_not_be_is_refused_with_a_sentence(make, sentence, field):
    with pytest.raises(ScheduleError) as refusal:
        make()
    assert (str(refusal.value), refusal.value.field) == (sentence, field)
