"""Clean values near a dragged or nudged number."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay.numbers.bounds import LARGEST_RATE
from stepdecay.numbers.increment import Increment
from stepdecay.numbers.snapping import (
    count_place,
    nudged_count,
    nudged_decay_rate,
    nudged_rate,
    snapped_count,
    snapped_decay_rate,
    snapped_rate,
    tidied,
)

rates = st.floats(1e-44, LARGEST_RATE)
factors = st.floats(1e-6, 10) | st.floats(0.9, 1.1)


def digits(value: float) -> int:
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


@given(rates)
def test_a_snapped_rate_is_the_nearest_with_two_digits(value):
    snapped = snapped_rate(value)
    assert digits(snapped) <= 2
    assert abs(snapped - value) <= 0.0501 * value


@given(rates)
def test_snapped_coarsely_a_rate_is_the_nearest_of_1_2_5(value):
    snapped = snapped_rate(value, coarse=True)
    assert Decimal(repr(snapped)).normalize().as_tuple().digits in {(1,), (2,), (5,)}
    assert 1 / math.sqrt(2.51) <= snapped / value <= math.sqrt(2.51)


@pytest.mark.parametrize(
    ("value", "plain", "coarse"),
    [
        (0.8678, 0.87, 0.9), (0.111, 0.11, 0.1), (0.0456, 0.046, 0.05), (0.9123, 0.912, 0.9), (0.99678, 0.9968, 0.998),
        (0.9999, 0.9999, 0.9999), (1.0, 1.0, 1.0), (1.0123, 1.012, 1.01), (2.34, 2.3, 2.0),
        (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0),
    ],
)  # fmt: skip
def test_a_decay_rate_snaps_to_what_its_field_steps_to(value, plain, coarse):
    assert snapped_decay_rate(value) == plain
    assert snapped_decay_rate(value, coarse=True) == coarse


@given(st.floats(1, 1e15), st.floats(0, 1e6))
def test_a_count_snaps_to_the_1_2_5_grid_that_a_pixel_resolves(value, resolution):
    place, snapped = count_place(resolution), snapped_count(value, resolution)
    assert str(place).rstrip("0") in ("1", "2", "5")
    assert resolution <= place <= max(2.5 * resolution, 1)
    assert snapped == 1 or snapped % place == 0
    assert abs(snapped - value) <= place / 2 or snapped == 1


@given(st.floats(-1e9, 1e18))
def test_snapped_coarsely_a_count_is_one_of_1_2_5(value):
    assert str(snapped_count(value, 1, coarse=True)).rstrip("0") in ("1", "2", "5")


@given(rates, st.floats(0, 1))
def test_a_tidied_number_has_few_digits_and_looks_the_same(value, part):
    tidy = tidied(value, value * part)
    assert abs(tidy - value) <= max(value * part / 2, value * 1e-8) * (1 + 1e-9)
    assert digits(tidy) <= min(9, 1 + max(0, math.ceil(-math.log10(part)) if part else 9)) + 1


def test_a_tidied_number_keeps_the_nine_digits_that_tell_a_float32():
    assert tidied(0.38479163512345, 0) == 0.384791635
    assert tidied(123456789.4, 0) == 123456789


@given(rates, st.sampled_from(Increment))
def test_a_nudge_up_and_one_down_go_their_ways(value, increment):
    if increment is Increment.DECADE:
        return
    assert nudged_rate(value, True, increment) > value > nudged_rate(value, False, increment) > 0


@given(factors, st.sampled_from([Increment.PLAIN, Increment.COARSE, Increment.FINE]))
def test_a_decay_rate_is_nudged_both_ways_and_never_to_0(value, increment):
    assert nudged_decay_rate(value, True, increment) > value > nudged_decay_rate(value, False, increment) > 0


@pytest.mark.parametrize(
    ("value", "up", "increment", "expected"),
    [
        (0.1, True, Increment.PLAIN, 0.11), (0.1, False, Increment.PLAIN, 0.099), (0.123, True, Increment.PLAIN, 0.13),
        (0.1, True, Increment.COARSE, 0.2), (0.1, True, Increment.FINE, 0.101), (3e-4, False, Increment.PLAIN, 2.9e-4),
    ],
)  # fmt: skip
def test_a_rate_is_nudged_by_its_second_digit_ten_of_them_or_a_tenth(value, up, increment, expected):
    assert nudged_rate(value, up, increment) == expected


@pytest.mark.parametrize(
    ("value", "up", "increment", "expected"),
    [
        (0.9, False, Increment.PLAIN, 0.89), (0.9, True, Increment.PLAIN, 0.91), (0.9, False, Increment.COARSE, 0.8),
        (0.9, True, Increment.FINE, 0.901), (0.99, True, Increment.PLAIN, 0.991),
        (0.1, False, Increment.COARSE, 0.09), (0.0, True, Increment.PLAIN, 0.01),
    ],
)  # fmt: skip
def test_a_decay_rate_is_nudged_as_its_field_steps_ten_times_or_a_tenth(value, up, increment, expected):
    assert nudged_decay_rate(value, up, increment) == expected


@given(st.integers(1, 2**60), st.floats(0, 1e9), st.sampled_from([Increment.PLAIN, Increment.COARSE, Increment.FINE]))
def test_a_count_is_nudged_to_the_next_multiple_of_the_grid(value, resolution, increment):
    place = max(
        int(count_place(resolution) * {Increment.PLAIN: 1, Increment.COARSE: 10, Increment.FINE: 0.1}[increment]), 1
    )
    up, down = nudged_count(value, True, resolution, increment), nudged_count(value, False, resolution, increment)
    assert up % place == 0
    assert value < up <= value + place
    assert down == 1 or (down % place == 0 and value - place <= down < value)
