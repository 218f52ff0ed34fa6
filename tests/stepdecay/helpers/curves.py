"""What an outline draws, and what every step of a schedule says that it should."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from stepdecay import Outline, outline, rates
from stepdecay.schedule.kinds import Schedule

LONGEST = 20_000
COLUMNS = st.integers(1, 4_000)

Rates = npt.NDArray[np.float64]


@st.composite
def spans(draw: st.DrawFn, longest: int = LONGEST) -> tuple[int, int]:
    """Any part of a run: mostly of a long one, sometimes all of it."""
    last = draw(st.integers(1, longest) | st.just(longest))
    return draw(st.integers(0, last - 1) | st.just(0)), last


def every_rate(schedule: Schedule, first: int, last: int) -> Rates:
    return rates(schedule, range(first, last)).astype(np.float64)


def edges(first: int, last: int, columns: int) -> npt.NDArray[np.int64]:
    """The columns' edges, as distances from `first` in units of 1 / columns step: whole numbers, so exact."""
    return np.arange(columns + 1, dtype=np.int64) * (last - first)


def drawn_extremes(line: Outline, first: int, last: int, columns: int) -> Rates:
    """The lowest and the highest y that a staircase draws between the edges of each column."""
    x = (line.x.astype(np.int64) - first) * columns
    column_edges = edges(first, last, columns)
    starts = np.searchsorted(x, column_edges[:-1], side="right") - 1  # the horizontal that crosses the left edge
    stops = np.searchsorted(x, column_edges[1:], side="left")
    return np.array([(line.y[a:b].min(), line.y[a:b].max()) for a, b in zip(starts, stops, strict=True)])


def true_extremes(brute: Rates, first: int, last: int, columns: int) -> Rates:
    """The lowest and the highest rate of all the steps whose tread touches each column."""
    column_edges = edges(first, last, columns)
    starts, stops = column_edges[:-1] // columns, -(-column_edges[1:] // columns)
    return np.array([(brute[a:b].min(), brute[a:b].max()) for a, b in zip(starts, stops, strict=True)])


def staircase(brute: Rates, first: int, last: int) -> Outline:
    """Every step as it is, a vertical only where the rate changes."""
    drops = np.flatnonzero(brute[1:] != brute[:-1]) + 1
    x = np.concatenate(([first], np.repeat(first + drops, 2), [last]))
    inner = np.stack((brute[drops - 1], brute[drops]), axis=1).ravel()
    return Outline(x, np.concatenate((brute[:1], inner, brute[-1:])))


def assert_is_a_staircase(line: Outline, first: int, last: int, columns: int) -> None:
    x, y = line
    assert x.dtype == y.dtype == np.float64
    assert len(x) == len(y) <= 4 * columns
    assert (x[0], x[-1]) == (first, last)
    assert (np.diff(x) >= 0).all()
    assert (x == np.floor(x)).all()
    assert not np.isnan(y).any()
    assert ((x[1:] == x[:-1]) | (y[1:] == y[:-1])).all(), "neither horizontal nor vertical"


def assert_covers(schedule: Schedule, first: int, last: int, columns: int) -> Outline:
    """Each column shows exactly the rates of its steps, and every step is drawn where there are as many columns."""
    line = outline(schedule, first, last, columns)
    brute = every_rate(schedule, first, last)
    assert_is_a_staircase(line, first, last, columns)
    assert_array_equal(drawn_extremes(line, first, last, columns), true_extremes(brute, first, last, columns))
    if columns >= last - first:
        assert_is(line, staircase(brute, first, last))
    return line


def assert_is(line: Outline, expected: Outline) -> None:
    assert_array_equal(line.x, expected.x)
    assert_array_equal(line.y, expected.y)
