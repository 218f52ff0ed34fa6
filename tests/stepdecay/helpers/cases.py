"""What the core's tests draw and compare."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.schedule.kinds import Leaf, Schedule
from stepdecay.schedule.structure import pieces

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

ends = st.just(0.0) | inits
lengths = st.integers(1, 50) | st.integers(1, 30_000) | st.integers(1, LARGEST_COUNT)
short_lengths = st.integers(1, 50) | st.integers(1, 5_000)
constants = st.builds(lambda rate: LinearSchedule(rate, rate, 1), ends)
exponentials = st.builds(ExponentialDecay, inits, decay_rates)


def _leaves(lengths: st.SearchStrategy[int]) -> st.SearchStrategy[Leaf]:
    return st.one_of(
        st.builds(StepDecay, inits, decay_rates, lengths),
        st.builds(CosineDecay, ends, lengths, ends),
        st.builds(LinearSchedule, ends, ends, lengths),
        exponentials,
        constants,
    )


def _joins(parts: st.SearchStrategy[Schedule], lengths: st.SearchStrategy[int]) -> st.SearchStrategy[JoinSchedules]:
    boundaries = st.sets(lengths, max_size=4).map(sorted)
    return boundaries.flatmap(
        lambda steps: st.builds(
            JoinSchedules, st.lists(parts, min_size=len(steps) + 1, max_size=len(steps) + 1), st.just(steps)
        )
    )


def _nested(lengths: st.SearchStrategy[int]) -> st.SearchStrategy[JoinSchedules]:
    leaves = _leaves(lengths)
    return _joins(leaves | _joins(leaves | _joins(leaves, lengths), lengths), lengths)


cosines = st.builds(CosineDecay, ends, lengths, ends)
linears = st.builds(LinearSchedule, ends, ends, lengths)
leaves = _leaves(lengths)
joins = _nested(lengths)
"""Joins of up to five schedules, joins of the same kind among them, with boundaries anywhere that MLX can count."""
any_schedules: st.SearchStrategy[Schedule] = leaves | joins
short_leaves = _leaves(short_lengths)
short_joins = _nested(short_lengths)
short_any_schedules: st.SearchStrategy[Schedule] = short_leaves | short_joins
"""Those whose pieces lie within the first thousands of steps."""


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


def telling_steps(schedule: Schedule) -> list[int]:
    """The steps around every boundary, and around the ends and the first drops of every piece."""
    marks = {0}
    for piece in pieces(schedule):
        leaf = piece.schedule
        match leaf:
            case StepDecay(step_size=size):
                inside = [size, 2 * size, 5 * size]
            case CosineDecay(decay_steps=length) | LinearSchedule(steps=length):
                inside = [length // 2, length]
            case _:
                inside = [7, 1000]
        marks |= {piece.first_step, *(piece.first_step + step for step in inside)}
    return sorted({step for mark in marks for step in range(mark - 2, mark + 3) if 0 <= step < 2**63})


def level_of(schedule: Schedule, steps: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """What tells levels apart, a row for each step: its piece, and the drops before it if that is a step decay."""
    found = pieces(schedule)
    counted = np.asarray(steps, dtype=np.int64)
    starts = np.array([piece.first_step for piece in found], dtype=np.int64)
    numbers = np.searchsorted(starts, counted, side="right") - 1
    sizes = np.array([leaf.step_size if isinstance(leaf, StepDecay) else 0 for leaf, *_ in found], dtype=np.int64)
    drops = (counted - starts[numbers]) // np.maximum(sizes, 1)[numbers]
    return np.stack((numbers, np.where(sizes[numbers] > 0, drops, 0)), axis=-1)


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
