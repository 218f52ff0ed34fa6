from __future__ import annotations

import itertools
import tracemalloc

import mlx.core as mx
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from stepdecay import ScheduleError, StepDecay, outline, rates
from tests.stepdecay.helpers.cases import short_schedules
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


def assert_exact(schedule: StepDecay, first: int, last: int, columns: int) -> None:
    line = assert_covers(schedule, first, last, columns)
    if schedule.step_size * columns >= last - first:
        assert_is(line, staircase(every_rate(schedule, first, last), first, last))


@given(schedule=short_schedules, span=spans(), columns=COLUMNS)
@example(StepDecay(0.1, 0.9, 1), (0, 20_000), 1)
@example(StepDecay(0.1, 0.9, 10), (0, 20_000), 4_000)
@example(StepDecay(0.1, 0.9999, 3), (7, 19_999), 3_989)
@example(StepDecay(1e-3, 1.01, 5), (0, 20_000), 997)
@example(StepDecay(1e-45, 1e38, 7_000), (0, 20_000), 13)
@example(StepDecay(1, 0, 6_000), (1, 19_000), 640)
def test_each_column_of_the_plot_shows_exactly_the_rates_of_its_steps(schedule, span, columns):
    assert_exact(schedule, *span, columns)


@given(schedule=short_schedules, span=spans(300), columns=COLUMNS)
@example(StepDecay(0.1, 0.9, 1), (100, 200), 100)
@example(StepDecay(0.1, 0.9, 1), (100, 200), 101)
def test_zoomed_in_to_single_steps_the_plot_is_the_true_staircase(schedule, span, columns):
    first, last = span
    line = outline(schedule, first, last, max(columns, last - first))
    assert_is(line, staircase(every_rate(schedule, first, last), first, last))


@given(schedule=short_schedules, span=spans(), columns=st.integers(1, 1_000))
def test_levels_wider_than_a_column_drop_at_their_own_step(schedule, span, columns):
    first, last = span
    wide = StepDecay(schedule.init, schedule.decay_rate, -(-(last - first) // columns) + schedule.step_size)
    drops = outline(wide, first, last, columns).x[1:-1]
    assert not (drops % wide.step_size).any()
    assert_exact(wide, first, last, columns)


@given(
    size=st.integers(10**10, 10**14),
    level=st.integers(1, 60),
    decay_rate=st.floats(0.3, 3),
    before=st.integers(1, 400),
    after=st.integers(1, 400),
    columns=COLUMNS,
)
@example(size=10**14, level=10, decay_rate=0.5, before=200, after=1, columns=800)
@example(size=2**53 - 1, level=1, decay_rate=0.5, before=200, after=1, columns=3)
def test_a_drop_is_exact_in_runs_up_to_two_to_the_53(size, level, decay_rate, before, after, columns):
    drop = size * level
    assert_exact(StepDecay(0.1, decay_rate, size), drop - before, min(drop + after, 2**53), columns)


@st.composite
def long_views(draw: st.DrawFn) -> tuple[StepDecay, int, int, int]:
    """A view of a run of any length, with from 0.01 to 100 drops a column and up to 8 decades between its ends."""
    first, last = draw(spans(2**53))
    columns = draw(st.integers(1, 1_000))
    step_size = max(1, int((last - first) / columns * 10 ** draw(st.floats(-2, 2))))
    decades_a_drop = draw(st.floats(-8, 8)) * step_size / last
    return StepDecay(0.1, 10 ** min(decades_a_drop, 30), step_size), first, last, columns


@given(view=long_views(), fractions=st.lists(st.floats(0, 1), min_size=1, max_size=5))
@example((StepDecay(0.1, 0.9, 10**13), 0, 10**15, 1_000), [0.5])
@example((StepDecay(0.1, 0.999, 10**11), 10**15 - 10**13, 10**15, 999), [0.1, 0.9])
@example((StepDecay(0.1, 0.9, 10), 0, 2**53, 1_000), [0.1, 0.9])
@example((StepDecay(0.1, 0.9, 2**63 - 1), 2**52, 2**53, 1_000), [0.5])
def test_columns_of_very_long_runs_hold_the_rates_of_their_steps(view, fractions):
    schedule, first, last, columns = view
    line = outline(schedule, first, last, columns)
    assert_is_a_staircase(line, first, last, columns)
    column_edges = edges(first, last, columns)
    starts, ends = first + column_edges[:-1] // columns, first - (-column_edges[1:] // columns) - 1
    inside = [starts + ((ends - starts) * fraction).astype(np.int64) for fraction in fractions]
    probed = rates(schedule, np.stack((starts, ends, *inside))).astype(np.float64)
    expected = np.stack((probed.min(axis=0), probed.max(axis=0)), axis=1)
    assert_array_equal(drawn_extremes(line, first, last, columns), expected)


def test_every_small_view_is_exact():
    for span, columns in itertools.product(range(1, 33), repeat=2):
        assert_exact(StepDecay(0.1, 0.9, 1), 2, 2 + span, columns)


def test_a_longer_view_takes_no_more_memory():
    def peak(span: int) -> int:
        mx.reset_peak_memory()
        tracemalloc.start()
        outline(StepDecay(0.1, 0.999, 10), 0, span, 2_000)
        traced = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return traced + mx.get_peak_memory()

    peak(10**4)  # loads what is loaded once
    assert peak(10**15) < 1.1 * peak(10**4)


@pytest.mark.parametrize(
    ("first", "last", "columns"), [(5, 5, 10), (6, 5, 10), (-1, 5, 10), (0, 2**53 + 1, 10), (0, 5, 0), (0, 5, -3)]
)
def test_a_view_of_nothing_is_refused(first, last, columns):
    with pytest.raises(ScheduleError):
        outline(StepDecay(0.1, 0.9, 10), first, last, columns)
