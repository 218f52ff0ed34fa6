"""The outline of every kind of schedule, and of joins."""

from __future__ import annotations

import tracemalloc

import mlx.core as mx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay, outline, rates
from stepdecay.evaluate import mlx_rates as evaluation
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import pieces
from tests.stepdecay.helpers.cases import LARGEST_SINGLE, any_schedules, short_any_schedules, short_joins
from tests.stepdecay.helpers.curves import (
    COLUMNS,
    assert_covers,
    assert_is,
    assert_is_a_staircase,
    drawn_extremes,
    edges,
    every_rate,
    spans,
    staircase,
)

WARMUP_COSINE = JoinSchedules([LinearSchedule(0, 1e-3, 1_000), CosineDecay(1e-3, 9_000, 1e-5)], [1_000])
WARMUP_STEPS = JoinSchedules([LinearSchedule(0, 0.1, 100), StepDecay(0.1, 0.9, 70)], [100])
RESTARTS = JoinSchedules([CosineDecay(0.1, 7)] * 100, [7 * number for number in range(1, 100)])
MILESTONES = JoinSchedules([LinearSchedule(rate, rate, 1) for rate in (0.1, 0.01, 1e-3, 0.5)], [3_000, 6_000, 6_001])
NESTED = JoinSchedules(
    [LinearSchedule(0, 1, 10), JoinSchedules([RESTARTS, MILESTONES, WARMUP_STEPS], [300, 4_000])], [9]
)


def zigzag(count: int) -> JoinSchedules:
    """One schedule a step, now high, now low, and never twice the same."""
    highs = [1 + number / (2 * count) if number % 2 else number / (2 * count) for number in range(count)]
    return JoinSchedules([LinearSchedule(rate, rate, 1) for rate in highs], range(1, count))


@given(schedule=short_any_schedules, span=spans(300) | spans(), columns=st.integers(1, 50) | COLUMNS)
@example(WARMUP_COSINE, (0, 20_000), 640)
@example(WARMUP_COSINE, (900, 1_100), 7)
@example(WARMUP_STEPS, (90, 110), 3)
@example(WARMUP_STEPS, (0, 20_000), 1)
@example(RESTARTS, (0, 700), 13)
@example(RESTARTS, (0, 700), 333)
@example(MILESTONES, (0, 20_000), 640)
@example(NESTED, (0, 20_000), 997)
@example(ExponentialDecay(0.1, 0.999), (0, 20_000), 640)
@example(ExponentialDecay(3e38, 1.001), (0, 20_000), 640)
@example(LinearSchedule(0.1, 0, 3), (0, 100), 13)
@example(LinearSchedule(LARGEST_SINGLE, 0, 25), (0, 100), 13)
@example(CosineDecay(0, 5_000, 0.1), (0, 20_000), 640)
@example(CosineDecay(0.1, 1), (0, 20_000), 640)
@example(LinearSchedule(0.1, 0.1, 1), (0, 20_000), 640)
def test_each_column_shows_exactly_the_rates_of_its_steps_for_every_kind(schedule, span, columns):
    assert_covers(schedule, *span, columns)


@given(schedule=short_any_schedules, span=spans(300), more=st.integers(0, 1_000))
@example(WARMUP_COSINE, (950, 1_050), 0)
@example(RESTARTS, (0, 300), 1)
@example(NESTED, (0, 400), 0)
def test_zoomed_in_to_single_steps_every_kind_is_the_true_staircase(schedule, span, more):
    first, last = span
    line = outline(schedule, first, last, last - first + more)
    assert_is(line, staircase(every_rate(schedule, first, last), first, last))


def told_steps(schedule: Schedule, last: int) -> set[int]:
    """The steps of boundaries and of the drops of step decays."""
    told = set()
    for piece in pieces(schedule):
        stop = last if piece.stop_step is None else min(piece.stop_step, last)
        told.add(piece.first_step)
        if isinstance(piece.schedule, StepDecay):
            told |= set(range(piece.first_step, stop, piece.schedule.step_size))
    return told


@given(schedule=short_any_schedules, span=spans(3_000), columns=st.integers(1, 200))
@example(MILESTONES, (0, 20_000), 640)
@example(MILESTONES, (5_990, 6_010), 3)
@example(WARMUP_STEPS, (0, 3_000), 60)
@example(JoinSchedules([LinearSchedule(0.1, 0.2, 1), StepDecay(0.2, 0.5, 100)], [100]), (0, 1_000), 20)
@example(StepDecay(1e-45, 1.001597766032469, 1), (0, 3_000), 6)
def test_a_change_that_is_alone_in_its_column_is_drawn_at_its_own_step(schedule, span, columns):
    first, last = span
    every, line = every_rate(schedule, first, last), outline(schedule, first, last, columns)
    changes = first + 1 + np.flatnonzero(every[1:] != every[:-1])
    told = told_steps(schedule, last) & set(changes.tolist())
    drops = [step for step in told_steps(schedule, last) if first < step < last]  # also those to the same float32
    changes = np.union1d(changes, np.array(drops, dtype=np.int64))
    column_edges = edges(first, last, columns)
    starts, stops = first + column_edges[:-1] // columns, first - (-column_edges[1:] // columns)
    counts = np.searchsorted(changes, stops) - np.searchsorted(changes, starts + 1)
    alone = set(changes[np.searchsorted(changes, starts[counts == 1] + 1)].tolist())
    assert alone & told <= set(line.x.tolist())


def test_milestones_wider_than_a_column_are_the_true_staircase():
    for columns in (7, 100, 640):
        assert_is(outline(MILESTONES, 0, 5_000, columns), staircase(every_rate(MILESTONES, 0, 5_000), 0, 5_000))


SHORT_RESTARTS = JoinSchedules([CosineDecay(0.1, 3)] * 8, range(3, 24, 3))


@pytest.mark.parametrize("schedule", [zigzag(24), SHORT_RESTARTS], ids=["zigzag", "restarts"])
def test_every_small_view_of_a_rate_that_turns_back_is_exact(schedule):
    for span in range(1, 25):
        for columns in range(1, 25):
            assert_covers(schedule, 1, 1 + span, columns)


@pytest.mark.parametrize("columns", [1, 2, 3, 100, 1_999])
def test_thousands_of_pieces_share_few_columns(columns):
    assert_covers(zigzag(3_000), 0, 5_000, columns)


@given(
    schedule=short_joins,
    start=st.integers(10**10, 2**53 - 20_000),
    before=st.integers(1, 400),
    after=st.integers(1, 5_000),
    columns=COLUMNS,
)
@example(WARMUP_STEPS, 2**53 - 20_000, 200, 5_000, 1_000)
@example(NESTED, 10**15, 400, 5_000, 333)
def test_a_boundary_is_exact_in_runs_up_to_two_to_the_53(schedule, start, before, after, columns):
    late = JoinSchedules([CosineDecay(0.1, 2**53, 0.01), schedule], [start])
    assert_covers(late, start - before, start + after, columns)


@given(
    schedule=any_schedules,
    span=spans(2**53),
    columns=st.integers(1, 1_000),
    fractions=st.lists(st.floats(0, 1), max_size=5),
)
@example(WARMUP_COSINE, (0, 2**53), 1_000, [0.5])
@example(CosineDecay(0.1, 10**15), (0, 2**53), 1_000, [0.1, 0.9])
@example(LinearSchedule(1, 0, 2**53), (2**52, 2**53), 999, [0.1, 0.9])
@example(JoinSchedules([CosineDecay(0, 2**52, 1), ExponentialDecay(1, 1 - 2**-24)], [2**51]), (0, 2**53), 1_000, [0.5])
@example(JoinSchedules([StepDecay(1, 0.9, 2**46), StepDecay(1, 0.5, 2**45)], [2**52 + 7]), (0, 2**53), 999, [0.5])
def test_columns_of_very_long_runs_hold_the_rates_of_their_steps_for_every_kind(schedule, span, columns, fractions):
    """What is known of each column: its ends, both sides of the boundaries in it, and some steps between."""
    first, last = span
    line = outline(schedule, first, last, columns)
    assert_is_a_staircase(line, first, last, columns)
    column_edges = edges(first, last, columns)
    starts, ends = first + column_edges[:-1] // columns, first - (-column_edges[1:] // columns) - 1
    probes = [starts, ends, *(starts + ((ends - starts) * fraction).astype(np.int64) for fraction in fractions)]
    for piece in pieces(schedule):
        probes += [np.clip(min(step, 2**53), starts, ends) for step in (piece.first_step - 1, piece.first_step)]
    probed = rates(schedule, np.stack(probes)).astype(np.float64)
    expected = np.stack((probed.min(axis=0), probed.max(axis=0)), axis=1)
    assert_array_equal(drawn_extremes(line, first, last, columns), expected)


def test_a_longer_view_of_a_join_takes_no_more_memory():
    def peak(span: int) -> int:
        schedule = JoinSchedules([LinearSchedule(0, 1, span // 9), CosineDecay(1, span // 2)], [span // 9])
        mx.reset_peak_memory()
        tracemalloc.start()
        outline(schedule, 0, span, 2_000)
        traced = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return traced + mx.get_peak_memory()

    peak(10**4)  # loads what is loaded once
    assert peak(10**15) < 1.1 * peak(10**4)


@pytest.mark.parametrize(
    ("schedule", "first", "last", "calls"),
    [
        (CosineDecay(0.1, 1_000), 0, 2_000, 1),
        (WARMUP_COSINE, 0, 20_000, 2),
        (WARMUP_COSINE, 2_000, 20_000, 1),
        (RESTARTS, 0, 700, 1),
        (zigzag(1_000), 500, 510, 10),
    ],
)
def test_mlx_is_asked_once_for_each_different_piece_in_view(monkeypatch, schedule, first, last, calls):
    asked = []

    def counted(schedule, steps):
        asked.append(len(steps))
        return rates(schedule, steps)

    monkeypatch.setattr(evaluation, "rates", counted)
    outline(schedule, first, last, 640)
    assert len(asked) == calls
    assert sum(asked) <= 2 * 640 + 4 * 100
