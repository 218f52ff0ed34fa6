"""The bounds at which numbers are refused are those of MLX."""

from __future__ import annotations

import mlx.core as mx
import numpy as np
import pytest

from stepdecay.numbers.bounds import LARGEST_COUNT, LARGEST_RATE, SMALLEST_RATE


def test_the_largest_and_the_smallest_rate_are_those_of_float32():
    assert np.float32(LARGEST_RATE) == np.finfo(np.float32).max
    assert np.float32(SMALLEST_RATE) == np.finfo(np.float32).smallest_subnormal
    assert str(np.float32(SMALLEST_RATE)) == str(SMALLEST_RATE), "as a field writes it"


def test_the_largest_count_is_the_largest_that_mlx_takes():
    assert mx.array(LARGEST_COUNT, mx.int64).item() == LARGEST_COUNT
    with pytest.raises(RuntimeError, match="bad_cast"):
        mx.array(LARGEST_COUNT + 1, mx.int64)
