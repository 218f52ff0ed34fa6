from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, StepDecay, to_swift
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import flattened
from tests.stepdecay.helpers.cases import any_schedules

WARMED = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900, 1e-5)], [100])
SWIFT_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
# mlx-swift, Source/MLXOptimizers/Schedulers.swift: the argument labels of each function, in their order.
LABELS = {
    "stepDecay": (StepDecay, ["decayRate", "stepSize"]),
    "exponentialDecay": (ExponentialDecay, ["decayRate"]),
    "cosineDecay": (CosineDecay, ["decaySteps", "end"]),
    "linearSchedule": (LinearSchedule, ["end", "steps"]),
    "joinSchedules": (JoinSchedules, ["boundaries"]),
}


def read(code: str) -> Schedule:
    """Read Swift as mlx-swift takes it: labels given, in order, and only `end` of a cosine left out."""

    def function(name: str):
        kind, order = LABELS[name]

        def made(first, **labels):
            assert list(labels) == order or (name == "cosineDecay" and list(labels) == order[:1])
            return kind(first, *labels.values())

        return made

    as_python = re.sub(r"(\w+): ", r"\1=", code).replace("let ", "")
    names: dict[str, object] = {name: function(name) for name in LABELS}
    exec(as_python if "lrSchedule" in as_python else f"lrSchedule = {as_python}", names)
    return names["lrSchedule"]


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        (StepDecay(0.1, 0.9, 10), "stepDecay(0.1, decayRate: 0.9, stepSize: 10)"),
        (StepDecay(1, 2, 10), "stepDecay(1.0, decayRate: 2.0, stepSize: 10)"),
        (ExponentialDecay(1e-05, 0.999), "exponentialDecay(1e-5, decayRate: 0.999)"),
        (CosineDecay(0.1, 1000), "cosineDecay(0.1, decaySteps: 1000)"),
        (CosineDecay(0.1, 1000, 1e-5), "cosineDecay(0.1, decaySteps: 1000, end: 1e-5)"),
        (LinearSchedule(0.1, 0.1, 1), "linearSchedule(0.1, end: 0.1, steps: 1)"),
        (
            WARMED,
            "joinSchedules([linearSchedule(0.0, end: 0.001, steps: 100), "
            "cosineDecay(0.001, decaySteps: 900, end: 1e-5)], boundaries: [100])",
        ),
    ],
)
def test_every_kind_has_the_labels_of_mlx_swift(schedule, code):
    assert to_swift(schedule) == code


def test_named_pieces_are_constants_in_swift_s_spelling():
    restarts = JoinSchedules([CosineDecay(0.1, 9), CosineDecay(0.1, 9)], [10])
    assert to_swift(restarts, named=True) == (
        "let cosine1 = cosineDecay(0.1, decaySteps: 9)\n"
        "let cosine2 = cosineDecay(0.1, decaySteps: 9)\n"
        "let lrSchedule = joinSchedules([cosine1, cosine2], boundaries: [10])"
    )
    assert to_swift(StepDecay(0.1, 0.9, 10), named=True) == (
        "let lrSchedule = stepDecay(0.1, decayRate: 0.9, stepSize: 10)"
    )


@given(schedule=any_schedules)
def test_the_code_says_the_same_schedule(schedule):
    assert read(to_swift(schedule)) == schedule
    assert read(to_swift(schedule, named=True)) == flattened(schedule)


@given(schedule=any_schedules, named=st.booleans())
def test_every_number_is_one_that_swift_reads(schedule, named):
    numbers = re.findall(r"(?<![\w.])-?[\d.][\w.]*(?:(?<=e)-\d+)?", to_swift(schedule, named=named))
    assert numbers
    assert all(SWIFT_NUMBER.fullmatch(number) for number in numbers)
