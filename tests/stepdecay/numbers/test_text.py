from __future__ import annotations

import math
import re
import struct
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay.numbers.text import as_float32, count_text, float_literal, rate_text
from tests.stepdecay.helpers.cases import bits

singles = st.floats(0, width=32, allow_nan=False) | st.integers(0, 0x7F800000).map(
    lambda pattern: struct.unpack("f", struct.pack("I", pattern))[0]
)


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_to_the_same_bits(value):
    assert struct.pack("d", float(float_literal(value))) == struct.pack("d", value)


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_as_short_as_python_s_and_still_a_float(value):
    text = float_literal(value)
    assert Decimal(text) == Decimal(repr(value))
    assert re.fullmatch(r"-?\d+(\.\d+(e-?[1-9]\d*)?|e-?[1-9]\d*)", text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-05, "1e-5"),
        (0.0001, "0.0001"),
        (2.5e-08, "2.5e-8"),
        (1e-10, "1e-10"),
        (1e-100, "1e-100"),
        (1e16, "1e16"),
        (1e100, "1e100"),
        (1, "1.0"),
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (np.float64(0.1), "0.1"),
        (math.inf, "inf"),
    ],
)
def test_a_float_is_written_without_an_exponent_s_zeros(value, text):
    assert float_literal(value) == text


@given(value=st.floats(0))
def test_float32_is_what_mlx_will_compute_with(value):
    with np.errstate(over="ignore"):
        assert struct.pack("d", as_float32(value)) == struct.pack("d", float(np.float32(value)))


@given(rate=singles)
def test_a_rate_reads_back_to_the_same_float32(rate):
    assert bits(as_float32(float(rate_text(rate)))) == bits(rate)


@given(rate=singles.filter(math.isfinite))
def test_a_rate_has_no_digit_too_many(rate):
    digits = Decimal(rate_text(rate)).normalize().as_tuple().digits
    assert len(digits) <= 9
    shorter = f"{rate:.{max(len(digits) - 2, 0)}e}"
    assert len(digits) == 1 or as_float32(float(shorter)) != rate


@pytest.mark.parametrize(
    ("rate", "text"),
    [(0.0, "0.0"), (1.0, "1.0"), (as_float32(1e-5), "1e-5"), (as_float32(3.4e38), "3.4e38"), (math.inf, "inf")],
)
def test_a_rate_is_written_like_every_other_float(rate, text):
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (9999, "9999"), (10_000, "10 000"), (10**12, "1 000 000 000 000")]
)
def test_a_long_count_is_parted_into_groups_that_stay_on_one_line(count, text):
    assert count_text(count) == text.replace(" ", "\N{NARROW NO-BREAK SPACE}")
