"""What the goals' tests draw and compare."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from stepdecay import Run, StepDecay, rates
from stepdecay.goals.goal import Goal, solve
from tests.stepdecay.helpers.cases import decay_rates, inits

TENTH = StepDecay(0.1, 0.9, 10)
LONGEST = 2**53 - 1

counts = st.integers(1, 60) | st.integers(1, 5_000) | st.integers(1, LONGEST)
wanted_rates = st.sampled_from([0.0, 1e-45, 1e-5, 0.05, 0.1, 1.0]) | st.floats(1e-6, 1) | inits
gentle = st.builds(StepDecay, st.floats(1e-6, 1), st.floats(0.3, 1.5), st.integers(1, 20))
"""Schedules whose rates stay among the usual numbers in a run of 60 updates."""
short = st.builds(StepDecay, inits, decay_rates, st.integers(1, 70)) | gentle
values = st.sampled_from(["decay_rate", "init"])


def rate(schedule: StepDecay, step: int) -> float:
    return float(rates(schedule, [step])[0])


def off(found: float, wanted: float) -> float:
    """How many times too large or too small a rate is."""
    if found == wanted:
        return 1.0
    return max(found / wanted, wanted / found) if found and wanted else math.inf


def moved(schedule: StepDecay, argument: str, value: float) -> StepDecay:
    arguments = {"init": schedule.init, "decay_rate": schedule.decay_rate, "step_size": schedule.step_size}
    return StepDecay(**{**arguments, argument: value})


def neighbours(schedule: StepDecay, argument: str, reach: int = 12) -> list[StepDecay]:
    """The schedules whose argument is one of the nearest float32 numbers, and some far from it."""
    middle = int(np.float32(getattr(schedule, argument)).view(np.uint32))
    near = [bits for bits in range(middle - reach, middle + reach + 1) if 0 < bits < 0x7F800000]
    far = list(range(1, 0x7F800000, 0x7F800000 // 40))
    return [moved(schedule, argument, float(np.uint32(bits).view(np.float32))) for bits in near + far]


def solved(schedule: StepDecay, updates: int, goal: Goal, argument: str) -> tuple[StepDecay, str, bool]:
    answer = solve(schedule, Run(updates), goal, argument)
    return answer.schedule, answer.sentence, answer.is_reached


def near_key(found: float, target: float) -> float:
    return off(found, target) if target else found


def reaches(all_rates: npt.NDArray[np.float32], target: float, first: float) -> bool:
    """Whether the rates have fallen to a target below the first, or risen to one above it, without becoming inf."""
    if target < first:
        return bool(all_rates[-1] <= target)
    return bool(all_rates[-1] >= target and min(all_rates[all_rates >= target]) < np.inf)


def factor(schedule: StepDecay, drops: int) -> float:
    return rate(StepDecay(1, schedule.decay_rate, 1), drops)


def drops_text(count: int) -> str:
    return {0: "no drops", 1: "1 drop"}.get(count, f"{count} drops")
