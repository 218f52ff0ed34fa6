"""As gradients see it: rates after MLX's own cast, and their outline."""

from __future__ import annotations

import mlx.core as mx
import mlx.optimizers as optim
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, LinearSchedule, Outline, ScheduleError, StepDecay, outline, rates
from stepdecay.evaluate.curve import cast_extent, cast_outline, extent
from stepdecay.evaluate.dtypes import DTYPES
from stepdecay.evaluate.mlx_rates import cast
from tests.stepdecay.helpers.cases import bits, short_any_schedules
from tests.stepdecay.helpers.curves import (
    COLUMNS,
    assert_is_a_staircase,
    drawn_extremes,
    every_rate,
    spans,
    true_extremes,
)

dtypes = st.sampled_from(DTYPES)


@pytest.mark.parametrize("dtype", DTYPES)
def test_it_is_what_an_optimizer_moves_a_weight_by(dtype):
    schedule = CosineDecay(1e-3, 20, 1e-6)
    optimizer = optim.SGD(learning_rate=schedule.build())
    moved = []
    for _ in range(20):
        weights = optimizer.apply_gradients(
            {"w": mx.array(-1.0, getattr(mx, dtype))}, {"w": mx.array(0.0, getattr(mx, dtype))}
        )
        moved.append(weights["w"].astype(mx.float32).item())
    assert bits(moved) == bits(cast(rates(schedule, range(20)), dtype))


def test_float32_gradients_see_the_rates_themselves():
    schedule = StepDecay(0.1, 0.9, 10)
    assert bits(cast(rates(schedule, range(1000)), "float32")) == bits(rates(schedule, range(1000)))


def test_a_warm_up_has_few_rates_left_and_the_end_of_a_cosine_none():
    warmup = rates(LinearSchedule(0, 1e-5, 1000), range(1000))
    assert len(set(bits(cast(warmup, "float16")))) == 169
    assert len(set(bits(cast(warmup, "bfloat16")))) == 488
    fall = cast(rates(CosineDecay(1e-5, 1000), range(1000)), "float16")
    assert np.flatnonzero(fall == 0)[0] == 966


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_no_rate_that_was_lower_becomes_higher(dtype):
    """Around every number of the dtype, and around every middle between two, where a cast changes its mind."""
    halves = np.arange(2**15, dtype=np.uint16)
    if dtype == "float16":
        numbers = halves.view(np.float16).astype(np.float32)
    else:
        numbers = (halves.astype(np.uint32) << 16).view(np.float32)
    numbers = numbers[np.isfinite(numbers)]
    marks = np.concatenate((numbers, (numbers[1:] / 2 + numbers[:-1] / 2)))
    around = [marks, np.nextafter(marks, np.float32(0)), np.nextafter(marks, np.float32(3e38))]
    rising = np.sort(np.concatenate(around))
    seen = cast(rising, dtype)
    assert len(rising) > 90_000
    assert (np.diff(seen[np.isfinite(seen)]) >= 0).all()
    assert np.isfinite(seen[: np.isfinite(seen).sum()]).all(), "inf only at the end"


@given(short_any_schedules, spans(), COLUMNS, dtypes)
def test_the_outline_covers_what_gradients_see_of_every_step(schedule, span, columns, dtype):
    first, last = span
    line = cast_outline(outline(schedule, first, last, columns), dtype)
    brute = cast(every_rate(schedule, first, last), dtype).astype(np.float64)
    assert_is_a_staircase(line, first, last, columns)
    np.testing.assert_array_equal(
        drawn_extremes(line, first, last, columns), true_extremes(brute, first, last, columns)
    )
    if columns >= last - first:
        assert rate_of_every_step(line, first, last) == brute.tolist()


def rate_of_every_step(line: Outline, first: int, last: int) -> list[float]:
    """What a staircase says in the middle of each step."""
    owners = np.searchsorted(line.x, np.arange(first, last) + 0.5, side="right") - 1
    return line.y[owners].tolist()


@given(short_any_schedules, st.integers(1, 5_000), dtypes)
def test_the_extent_holds_what_gradients_see_of_every_update(schedule, updates, dtype):
    seen = cast_extent(extent(schedule, updates), dtype)
    brute = cast(every_rate(schedule, 0, updates), dtype)
    assert (seen.first, seen.last, seen.lowest, seen.highest) == (brute[0], brute[-1], brute.min(), brute.max())
    assert 0 < seen.lowest_positive < np.inf
    assert 0 < seen.highest_finite < np.inf


@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3)])
def test_the_shape_stays(shape):
    assert cast(np.zeros(shape, dtype=np.float32), "bfloat16").shape == shape


def test_another_dtype_is_refused():
    with pytest.raises(ScheduleError, match=r"^dtype must be one of float32, bfloat16, float16, got 'int8'$"):
        cast([0.1], "int8")
