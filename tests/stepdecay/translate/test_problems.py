from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stepdecay import Translation, find_translations
from stepdecay.translate.keras import KERAS
from stepdecay.translate.optax import OPTAX
from stepdecay.translate.torch import TORCH
from tests.stepdecay.helpers.cases import arithmetic_like

FAMILIES = (TORCH, KERAS, OPTAX)


def only(text: str) -> Translation:
    [found] = find_translations(text)
    return found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "StepLR(opt)",
            "torch StepLR(optimizer, step_size, gamma=0.1, last_epoch=-1, verbose=False) is missing step_size",
        ),
        (
            "ExponentialDecay(0.1, 100, decay_rat=0.9)",
            "keras ExponentialDecay(initial_learning_rate, decay_steps, decay_rate, staircase=False, name=None) has no "
            "argument 'decay_rat'; decay_rate is probably meant",
        ),
        ("ExponentialDecay(0.1, 100, 0.9, staircase=s)", "keras ExponentialDecay: staircase: the text does not tell"),
        ("StepLR(opt, *args)", "torch StepLR(optimizer, step_size"),
        ("StepLR(opt, 0)", "torch StepLR: step_size must be at least 1, got 0"),
        ("StepLR(opt, 2.5)", "torch StepLR: step_size must be a whole number, got 2.5"),
        ("StepLR(opt, 30, -0.1)", "torch StepLR: gamma must be a number, at least 0, got -0.1"),
        ("StepLR(opt, 30, 'fast')", "torch StepLR: gamma: \"'fast'\" is not a number"),
        ("StepLR(opt, 1 / 0)", "torch StepLR: step_size: '1 / 0' divides by zero"),
        ("StepLR(opt, 30, last_epoch=5)", "torch StepLR: last_epoch is 5: only a schedule from its first epoch on"),
        ("StepLR(SGD(n, lr=-1), 30)", "torch StepLR: lr must be a number above 0, got -1"),
        ("LinearLR(opt, 2)", "torch LinearLR: start_factor must be from 0 to 1, got 2.0"),
        (
            "PolynomialLR(opt, 9, 0.9)",
            "torch PolynomialLR: power is 0.9: MLX has no power of a line; linear_schedule or",
        ),
        (
            "PolynomialDecay(1, 9, cycle=True)",
            "keras PolynomialDecay: cycle is True: MLX has no schedule that repeats;",
        ),
        ("MultiStepLR(opt, milestones)", "torch MultiStepLR: milestones: 'milestones' can't be read as a list"),
        ("MultiStepLR(opt, [1, *more])", "torch MultiStepLR: milestones: '[1, *more]' can't be read as a list"),
        ("MultiStepLR(opt, [e for e in x])", "torch MultiStepLR: milestones: '[e for e in x]' can't be read as"),
        ("m = [3]\nm.append(4)\nMultiStepLR(opt, m)", "torch MultiStepLR: milestones: 'm' can't be read as a list"),
        ("m = [3]\nm[0] = 4\nMultiStepLR(opt, m)", "torch MultiStepLR: milestones: 'm' can't be read as a list"),
        ("MultiStepLR(opt, [3, -1])", "torch MultiStepLR: milestones[1] must be at least 0, got -1"),
        ("MultiStepLR(opt, [3] * 10**9)", "torch MultiStepLR: milestones: '[3] * 10 ** 9' can't be read as a list"),
        ("MultiStepLR(SGD(n, lr=0.1), [1, 1], 1e30)", None),
        ("SequentialLR(o, [], [])", "torch SequentialLR: schedulers must hold at least one schedule"),
        ("SequentialLR(o, [w], [])", "torch SequentialLR: schedulers[0]: the text does not tell which schedule 'w' is"),
        ("SequentialLR(o, [f(x)], [])", "torch SequentialLR: schedulers[0]: 'f(x)' is no schedule of torch"),
        ("SequentialLR(o, [CosineDecay(1, 2)], [])", "torch SequentialLR: schedulers[0]: 'CosineDecay(1, 2)' is no"),
        ("SequentialLR(o, [StepLR(o, 0)], [])", "torch SequentialLR: schedulers[0]: torch StepLR: step_size must be"),
        ("SequentialLR(o, [LambdaLR(o, f)], [])", "torch SequentialLR: schedulers[0]: torch LambdaLR: its rates"),
        ("SequentialLR(o, [StepLR(o, 1)] * 2, [0])", "torch SequentialLR: milestones[0] must be at least 1, got 0"),
        ("SequentialLR(o, [StepLR(o, 1)] * 3, [5, 3])", "torch SequentialLR: milestones must rise, got 3 after 5"),
        ("SequentialLR(o, [SequentialLR(o, [StepLR(o, 1)], [])], [])", "torch SequentialLR: schedulers[0]: torch does"),
        ("PiecewiseConstantDecay([1], [1, 2, 3])", "keras PiecewiseConstantDecay: boundaries must be one fewer than"),
        ("cosine_decay_schedule(0.1, 9, exponent=2)", "optax cosine_decay_schedule: exponent is 2: MLX has no power"),
        ("warmup_cosine_decay_schedule(0, 1, 9, 9)", "optax warmup_cosine_decay_schedule: decay_steps must be above"),
        ("optax.exponential_decay(0.1, 9, 0)", "optax exponential_decay: decay_rate must be a number above 0, got 0"),
        ("optax.linear_schedule(1, 0, 0)", "optax linear_schedule: transition_steps must be at least 1, got 0"),
        ("optax.join_schedules([f], [])", "optax join_schedules: schedules[0]: the text does not tell which"),
        ("piecewise_constant_schedule(1, dict(a))", "optax piecewise_constant_schedule: boundaries_and_scales: 'dict"),
        ("piecewise_constant_schedule(1, {**a})", "optax piecewise_constant_schedule: boundaries_and_scales: '{**a}'"),
        ("piecewise_constant_schedule(1, {3: -1})", "optax piecewise_constant_schedule: boundaries_and_scales: scale"),
    ],
)
def test_what_can_t_be_translated_is_said_in_a_sentence(text, problem):
    found = only(text)
    if problem is None:
        found = found.with_values({"updates_per_epoch": 1})
        problem = "torch MultiStepLR: init must be finite in float32"
    assert found.problem is not None
    assert found.problem.startswith(problem)
    assert found.schedule is None
    assert not found.unknown or found.values


@pytest.mark.parametrize(("family", "name"), [(family, name) for family in FAMILIES for name in family.refused])
def test_a_schedule_that_mlx_can_t_say_is_found_and_refused_with_what_to_do(family, name):
    module = {"torch": "torch.optim.lr_scheduler", "keras": "keras.optimizers.schedules", "optax": "optax"}[family.name]
    found = only(f"import {module}\n{module}.{name}(x)")
    assert found.name == f"{family.name} {name}"
    assert found.problem is not None
    assert found.problem.startswith(f"{family.name} {name}: ")
    assert "; " in found.problem


def test_a_list_that_grows_with_every_line_is_refused_instead_of_filling_the_memory():
    lines = ["j = optax.constant_schedule(1)"]
    lines += [f"j{n + 1} = optax.join_schedules([j{n or ''}] * 2, [{n + 1}])" for n in range(60)]
    found = find_translations("\n".join(lines))
    assert [one.name for one in found] == ["optax join_schedules"]
    assert found[0].problem is not None
    assert "more than 1000 schedules" in found[0].problem


_NAMES = [
    f"{prefix}{name}" for family in FAMILIES for name in (*family.kinds, *family.refused) for prefix in ("", "optax.")
]
_ARGUMENTS = st.sampled_from(
    [
        *("opt", "SGD(n, lr=0.1)", "0.1", "0", "-1", "3", "10**400", "1e999", "True", "None", "'x'", "lr", "lambda: 0"),
        *("[3, 5]", "[5, 3]", "[]", "(1,)", "[3] * 2", "{3: 0.5}", "{}", "*x", "**x", "...", "x[0]", "[x for x in y]"),
        *("gamma=0.5", "alpha=0.1", "staircase=True", "milestones=[3]", "end_value=0.01", "warmup_steps=3", "1 / 0"),
        *("optimizer=opt", "name='a'", "exponent=2", "decay_steps=2**63", "init_value=lr * 2", "int(lr)"),
    ]
)
_calls = st.recursive(
    _ARGUMENTS,
    lambda inner: st.builds(
        lambda name, arguments, listed: f"{name}({'[' if listed else ''}{', '.join(arguments)}{']' if listed else ''})",
        st.sampled_from(_NAMES),
        st.lists(inner, max_size=5),
        st.booleans(),
    ),
    max_leaves=12,
)
_lines = st.builds(
    lambda start, call: start + call,
    st.sampled_from(["", "x = ", "lr = ", "opt = ", "  ", "from optax import *; ", "def f(lr):\n  return "]),
    _calls | arithmetic_like.map("StepLR({})".format),
)


@given(st.lists(_lines, max_size=4).map("\n".join) | arithmetic_like)
@example("StepLR(" + "(" * 150 + ")" * 150 + ")")
@example("StepLR(o, " + "-" * 3000 + "1)")
@example("StepLR(o, " + "1+" * 20_000 + "1)")
@example("StepLR(o, a" + ".b" * 20_000 + ")")
@example("a0 = 1\n" + "\n".join(f"a{n + 1} = a{n} + a{n}" for n in range(3000)) + "\nStepLR(o, a3000)")
@example("StepLR = StepLR\nStepLR(o, 3)")
@example("StepLR(o, '\ud800')")
@example("s = [s, StepLR(o, 3)]\nSequentialLR(o, s, s)")
@settings(max_examples=300)
def test_no_text_makes_the_search_fail(text):
    for found in find_translations(text):
        told = found.with_values(dict.fromkeys(found.unknown, 3))
        for one in (found, told):
            waits = one.problem is None and not set(one.unknown) <= set(one.values)
            assert (one.schedule is not None) + waits + (one.problem is not None) == 1
        assert found.line >= 1
        assert found.column >= 1
