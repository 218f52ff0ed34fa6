"""What the core's tests draw and compare."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from stepdecay import ScheduleError, StepDecay

LARGEST_SINGLE = 3.4028234663852886e38

inits = st.sampled_from([0.1, 1e-05, 1.0, 1e-45, 3.4028235e38]) | st.floats(1e-45, LARGEST_SINGLE)
decay_rates = st.one_of(
    st.sampled_from([0.0, 0.5, 0.9, 1.0, 1.5, 1e-46, 1 - 2**-24, 1 + 2**-23]),
    st.floats(0, 1),
    st.floats(0.99, 1.01),
    st.floats(0, 1e-38),
    st.floats(1, LARGEST_SINGLE),
)
step_sizes = st.integers(1, 50) | st.integers(1, 30_000) | st.integers(1, 2**63 - 1)
schedules = st.builds(StepDecay, inits, decay_rates, step_sizes)
short_schedules = st.builds(StepDecay, inits, decay_rates, st.integers(1, 50) | st.integers(1, 5_000))
"""Those that drop within the first thousands of steps, so that a brute force over every step sees it."""


def bits(rates: npt.ArrayLike) -> list[int]:
    """The float32 bit patterns, so that -0.0 is not 0.0 and nothing is only nearly equal."""
    return np.asarray(rates, dtype=np.float32).view(np.uint32).ravel().tolist()


def refusal(read: Callable[[str], object], text: str) -> str | None:
    """The sentence that refuses a text, or None where it is read."""
    try:
        read(text)
    except ScheduleError as error:
        return str(error)
    return None


def edge_steps(schedule: StepDecay, levels: int = 5) -> list[int]:
    """The first and the last step of some levels, as far as MLX can count."""
    size = schedule.step_size
    steps = {step for level in (*range(levels), 100, 1000) for step in (level * size, (level + 1) * size - 1)}
    return sorted(step for step in steps if step < 2**63)


_words = [
    "step_decay",
    "optim.",
    "init",
    "decay_rate=",
    "step_size=",
    "lr",
    "1e-5",
    "1e999",
    "0x",
    "**",
    "//",
    "10",
    "0.1",
]
_tokens = st.sampled_from(
    [*"019.e_+-*/%()=,#'\"\\[]{: ;\n\0é٣\ud800", *_words, "lambda", "not ", "if ", "else ", "f'{"]
)
arithmetic_like = st.text() | st.lists(_tokens).map("".join) | st.text("0123456789.+-*/%()e _", max_size=30)
call_like = arithmetic_like | arithmetic_like.map("step_decay({})".format)
"""Text that has much of a schedule and is rarely one."""
