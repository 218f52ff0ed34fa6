from __future__ import annotations

import ast

import mlx.core as mx
import mlx.optimizers as optim
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    rates,
    to_python,
)
from stepdecay.schedule import structure as joining
from stepdecay.schedule.kinds import Schedule
from stepdecay.writers.python import arguments, literal_spans, optimizer_names
from tests.stepdecay.helpers.cases import any_schedules, bits, schedules, short_any_schedules, telling_steps

EXAMPLE = StepDecay(1e-05, 1, 1000)
WARMUP = LinearSchedule(0.0, 1e-3, 100)
HOLD = LinearSchedule(1e-3, 1e-3, 1)
WARMED = JoinSchedules([WARMUP, CosineDecay(1e-3, 900, 1e-5)], [100])


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


@pytest.mark.parametrize(
    ("schedule", "call"),
    [
        (ExponentialDecay(0.1, 0.999), "optim.exponential_decay(0.1, 0.999)"),
        (CosineDecay(0.1, 1000), "optim.cosine_decay(0.1, 1000)"),
        (CosineDecay(0.1, 1000, 1e-5), "optim.cosine_decay(0.1, 1000, 1e-5)"),
        (LinearSchedule(0, 1e-3, 100), "optim.linear_schedule(0.0, 0.001, 100)"),
        (HOLD, "optim.linear_schedule(0.001, 0.001, 1)"),
        (
            WARMED,
            "optim.join_schedules([optim.linear_schedule(0.0, 0.001, 100), "
            "optim.cosine_decay(0.001, 900, 1e-5)], [100])",
        ),
    ],
)
def test_every_kind_is_the_call_that_mlx_documents(schedule, call):
    assert to_python(schedule) == call


def test_a_join_names_its_arguments_too():
    assert to_python(JoinSchedules([CosineDecay(1, 9), HOLD], [9]), keywords=True) == (
        "optim.join_schedules(schedules=[optim.cosine_decay(init=1.0, decay_steps=9), "
        "optim.linear_schedule(init=0.001, end=0.001, steps=1)], boundaries=[9])"
    )


def test_pieces_are_named_as_people_name_them():
    assert to_python(WARMED, named=True) == (
        "warmup = optim.linear_schedule(0.0, 0.001, 100)\n"
        "cosine = optim.cosine_decay(0.001, 900, 1e-5)\n"
        "lr_schedule = optim.join_schedules([warmup, cosine], [100])"
    )
    assert to_python(WARMED, snippet=True) == f"import mlx.optimizers as optim\n\n{to_python(WARMED, named=True)}\n"


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ([WARMUP, HOLD, LinearSchedule(1e-3, 0, 10)], ["warmup", "hold", "linear"]),
        (
            [CosineDecay(1e-5, 10, 1e-3), CosineDecay(1e-3, 10), CosineDecay(1e-3, 10)],
            ["warmup", "cosine_1", "cosine_2"],
        ),
        ([HOLD, HOLD, HOLD], ["constant_1", "constant_2", "constant_3"]),
        ([WARMUP, EXAMPLE, ExponentialDecay(0.1, 0.9)], ["warmup", "decay_1", "decay_2"]),
        ([LinearSchedule(1, 0, 10), WARMUP], ["linear_1", "linear_2"]),
    ],
)
def test_names_say_what_a_piece_is_for_and_are_numbered_where_they_repeat(parts, names):
    boundaries = [10 * (number + 1) for number in range(len(parts) - 1)]
    written = to_python(JoinSchedules(parts, boundaries), named=True)
    assert [line.partition(" = ")[0] for line in written.splitlines()] == [*names, "lr_schedule"]


def test_joins_within_joins_are_named_as_one():
    inner = JoinSchedules([CosineDecay(1, 9), CosineDecay(0.5, 9)], [10])
    assert to_python(JoinSchedules([WARMUP, inner], [100]), named=True).endswith(
        "lr_schedule = optim.join_schedules([warmup, cosine_1, cosine_2], [100, 110])"
    )


@pytest.mark.parametrize("schedule", [EXAMPLE, JoinSchedules([EXAMPLE], [])])
def test_a_single_piece_needs_no_names(schedule):
    assert to_python(schedule, named=True) == f"lr_schedule = {to_python(EXAMPLE)}"


@given(schedule=any_schedules, keywords=st.booleans())
def test_the_pasted_call_makes_the_same_rates(schedule, keywords):
    pasted = eval(to_python(schedule, keywords=keywords), {"optim": optim})
    steps = telling_steps(schedule)
    assert drawn_by(pasted, steps) == bits(rates(schedule, steps))


@given(schedule=any_schedules, keywords=st.booleans())
def test_the_pasted_snippet_runs_by_itself_and_makes_the_same_rates(schedule, keywords):
    pasted = run(to_python(schedule, keywords=keywords, snippet=True))["lr_schedule"]
    steps = telling_steps(schedule)
    assert drawn_by(pasted, steps) == bits(rates(schedule, steps))


def literals(schedule: Schedule, keywords: bool, named: bool) -> dict[str, object]:
    """What stands where the literals are said to be."""
    code = to_python(schedule, keywords=keywords, named=named)
    spans = literal_spans(schedule, keywords=keywords, named=named)
    return {path: ast.literal_eval(code[start:stop]) for path, (start, stop) in spans.items()}


@given(schedule=any_schedules, keywords=st.booleans())
def test_the_literal_of_every_argument_is_found_in_the_call(schedule, keywords):
    written, values = literals(schedule, keywords, named=False), joining.arguments(schedule)
    assert written.items() <= values.items()
    left_out = values.keys() - written.keys()
    assert all(values[path] == 0 and joining.argument_name(path) == "end" for path in left_out)
    assert list(literal_spans(schedule)) == [path for path in values if path in written]


@given(schedule=any_schedules, keywords=st.booleans())
def test_the_literal_of_every_argument_is_found_in_the_named_lines(schedule, keywords):
    written = literals(schedule, keywords, named=True)
    parts = joining.pieces(schedule)
    values = {piece.path + path: value for piece in parts for path, value in joining.arguments(piece.schedule).items()}
    values |= {piece.boundary: piece.first_step for piece in parts[1:]}
    assert written.items() <= values.items()
    assert all(joining.argument_name(path) == "end" and not values[path] for path in values.keys() - written.keys())


@pytest.mark.parametrize("name", optimizer_names())
def test_every_pasted_optimizer_trains_at_the_plotted_rates(name):
    assert_trains_as_plotted(StepDecay(0.1, 0.9, 3), name, keywords=False)


@given(schedule=short_any_schedules, name=st.sampled_from(optimizer_names()), keywords=st.booleans())
def test_a_pasted_optimizer_trains_at_any_plotted_rates(schedule, name, keywords):
    assert_trains_as_plotted(schedule, name, keywords)


def assert_trains_as_plotted(schedule: Schedule, name: str, keywords: bool) -> None:
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


@given(schedule=any_schedules)
def test_every_argument_is_written_by_its_path(schedule):
    assert {path: ast.literal_eval(text) for path, text in arguments(schedule).items()} == joining.arguments(schedule)


@given(schedule=schedules)
def test_each_argument_reads_back_to_the_same_value_and_kind(schedule):
    read = {name: ast.literal_eval(text) for name, text in arguments(schedule).items()}
    assert StepDecay(**read) == schedule
    assert [type(value) for value in read.values()] == [float, float, int]
    assert list(read) == ["init", "decay_rate", "step_size"]
