from __future__ import annotations

import ast

import mlx.core as mx
import mlx.optimizers as optim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import ScheduleError, StepDecay, rates, to_python
from stepdecay.writers.python import arguments, optimizer_names
from tests.stepdecay.cases import bits, edge_steps, schedules, short_schedules

EXAMPLE = StepDecay(1e-05, 1, 1000)


def run(code: str) -> dict[str, object]:
    """Run code as a fresh script would."""
    names: dict[str, object] = {}
    exec(code, names)
    return names


def drawn_by(schedule: object, steps: list[int]) -> list[int]:
    return bits(schedule(mx.array(steps, mx.uint64)))


def learning_rates(optimizer: optim.Optimizer, updates: int) -> list[int]:
    seen = []
    for _ in range(updates):
        optimizer.update({}, {})
        seen += bits(optimizer.learning_rate)
    return seen


def test_the_call_is_as_short_as_a_person_would_write_it():
    assert to_python(StepDecay(0.1, 0.9, 10)) == "optim.step_decay(0.1, 0.9, 10)"
    assert to_python(EXAMPLE) == "optim.step_decay(1e-5, 1.0, 1000)"
    assert to_python(EXAMPLE, keywords=True) == "optim.step_decay(init=1e-5, decay_rate=1.0, step_size=1000)"


def test_a_snippet_is_whole_lines_with_the_import():
    assert to_python(EXAMPLE, snippet=True) == (
        "import mlx.optimizers as optim\n\nlr_schedule = optim.step_decay(1e-5, 1.0, 1000)\n"
    )
    assert to_python(EXAMPLE, optimizer="AdamW") == to_python(EXAMPLE, snippet=True, optimizer="AdamW")
    assert to_python(EXAMPLE, optimizer="AdamW").endswith("\noptimizer = optim.AdamW(learning_rate=lr_schedule)\n")


@given(schedule=schedules, keywords=st.booleans())
def test_the_pasted_call_makes_the_same_rates(schedule, keywords):
    pasted = eval(to_python(schedule, keywords=keywords), {"optim": optim})
    steps = edge_steps(schedule)
    assert drawn_by(pasted, steps) == bits(rates(schedule, steps))


@given(schedule=schedules, keywords=st.booleans())
def test_the_pasted_snippet_runs_by_itself_and_makes_the_same_rates(schedule, keywords):
    pasted = run(to_python(schedule, keywords=keywords, snippet=True))["lr_schedule"]
    steps = edge_steps(schedule)
    assert drawn_by(pasted, steps) == bits(rates(schedule, steps))


@pytest.mark.parametrize("name", optimizer_names())
def test_every_pasted_optimizer_trains_at_the_plotted_rates(name):
    assert_trains_as_plotted(StepDecay(0.1, 0.9, 3), name, keywords=False)


@given(schedule=short_schedules, name=st.sampled_from(optimizer_names()), keywords=st.booleans())
def test_a_pasted_optimizer_trains_at_any_plotted_rates(schedule, name, keywords):
    assert_trains_as_plotted(schedule, name, keywords)


def assert_trains_as_plotted(schedule: StepDecay, name: str, keywords: bool) -> None:
    optimizer = run(to_python(schedule, keywords=keywords, optimizer=name))["optimizer"]
    assert type(optimizer) is getattr(optim, name)
    assert learning_rates(optimizer, 12) == bits(rates(schedule, range(12)))


def test_adafactor_moves_the_parameters_at_the_plotted_rate():
    optimizer = run(to_python(StepDecay(0.25, 0.5, 2), optimizer="Adafactor"))["optimizer"]
    weights, moves = {"w": mx.full(2, 3.0)}, []
    for _ in range(4):
        moved = optimizer.apply_gradients({"w": mx.ones(2)}, weights)
        moves.append((weights["w"] - moved["w"])[0].item())
        weights = moved
    # A gradient that stays the same moves Adafactor by exactly its rate; by another one if it made its own.
    assert moves == pytest.approx([0.25, 0.25, 0.125, 0.125], rel=1e-5)
    assert (optimizer.relative_step, optimizer.scale_parameter) == (False, False)


def test_every_optimizer_of_mlx_that_takes_a_learning_rate_is_offered():
    def takes_a_learning_rate(optimizer: type) -> bool:
        try:
            optimizer(learning_rate=0.1)
        except TypeError:
            return False
        return True

    classes = [item for item in vars(optim).values() if isinstance(item, type) and issubclass(item, optim.Optimizer)]
    offered = optimizer_names()
    assert offered == sorted(item.__name__ for item in classes if takes_a_learning_rate(item))
    assert len(offered) >= 10  # in MLX 0.32


@pytest.mark.parametrize("name", ["Nope", "adamw", "", "MultiOptimizer", "Optimizer", "step_decay", "AdamW()"])
def test_an_optimizer_that_mlx_does_not_have_is_refused(name):
    with pytest.raises(ScheduleError, match=r"^mlx\.optimizers has no '.*' that takes a learning_rate$") as refusal:
        to_python(EXAMPLE, optimizer=name)
    assert refusal.value.field == "optimizer"


@given(schedule=schedules)
def test_each_argument_reads_back_to_the_same_value_and_kind(schedule):
    read = {name: ast.literal_eval(text) for name, text in arguments(schedule).items()}
    assert StepDecay(**read) == schedule
    assert [type(value) for value in read.values()] == [float, float, int]
    assert list(read) == ["init", "decay_rate", "step_size"]
