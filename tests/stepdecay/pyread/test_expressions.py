from __future__ import annotations

import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    parse_schedule,
    to_python,
)
from stepdecay.schedule.kinds import Schedule
from tests.stepdecay.helpers.cases import call_like, refusal, schedules

EXAMPLE = StepDecay(0.1, 0.9, 10)
NAMES = "step_decay, exponential_decay, cosine_decay, linear_schedule, join_schedules"
SIGNATURE = "step_decay(init, decay_rate, step_size)"


@given(schedule=schedules, keywords=st.booleans())
def test_what_is_written_as_code_is_read_as_the_same_schedule(schedule, keywords):
    assert parse_schedule(to_python(schedule, keywords=keywords)) == schedule
    assert parse_schedule(to_python(schedule, keywords=keywords, snippet=True).splitlines()[-1]) == schedule


@pytest.mark.parametrize(
    "text",
    [
        "step_decay(0.1, 0.9, 10)",
        "optim.step_decay(1e-1, 0.9, 10)",
        "mlx.optimizers.schedulers.step_decay(0.1, .9, 1_0)",
        "step_decay(0.1, decay_rate=0.9, step_size=10)",
        "step_decay(step_size=10, decay_rate=0.9, init=0.1)",
        "lr_schedule = optim.step_decay(0.1, 0.9, 10)",
        "lr: Callable = optim.step_decay(0.1, 0.9, 10)",
        "  step_decay(\n    0.1,  # init\n    0.9,\n    10,\n)\n",
        "step_decay(1 / 10, 1 - 0.1, 2 * 5)",
        "step_decay(0.1, 0.9, 3 + 7)",
    ],
)
def test_a_call_is_read_however_people_write_it(text):
    assert parse_schedule(text) == EXAMPLE


def test_arithmetic_in_code_comes_out_as_python_s_own():
    assert parse_schedule("step_decay(0.1 + 0.2, 0.1 * 3, 2**10)") == StepDecay(0.1 + 0.2, 0.1 * 3, 2**10)


@pytest.mark.parametrize(
    ("text", "sentence", "field"),
    [
        ("step_decay(0.1, 0.9)", f"{SIGNATURE} is missing step_size", "step_size"),
        ("step_decay()", f"{SIGNATURE} is missing init and decay_rate and step_size", "init"),
        ("step_decay(init=0.1, step_size=10)", f"{SIGNATURE} is missing decay_rate", "decay_rate"),
        ("step_decay(0.1, 0.9, 10, 5)", f"{SIGNATURE} takes 3 arguments, got 4", None),
        ("step_decay(0.1, 0.9, 10, init=1)", f"{SIGNATURE} got two values for init", "init"),
        ("step_decay(init=1, init=2)", f"{SIGNATURE} got two values for init", "init"),
        (
            "step_decay(0.1, 0.9, decay_steps=10)",
            f"{SIGNATURE} has no argument 'decay_steps'; step_size is probably meant",
            None,
        ),
        ("step_decay(*args)", f"{SIGNATURE} can't be read with * or **; write each argument out", None),
        ("step_decay(0.1, *[0.9, 10])", f"{SIGNATURE} can't be read with * or **; write each argument out", None),
        ("step_decay(**kw)", f"{SIGNATURE} can't be read with * or **; write each argument out", None),
        ("step_decay(lr, 0.9, 10)", "init: 'lr' is not a number", "init"),
        ("step_decay(0.1, args.rate, 10)", "decay_rate: 'args.rate' is not a number", "decay_rate"),
        ("step_decay(0.1, 0.9, len(x))", "step_size: 'len(x)' is not a number", "step_size"),
        ("step_decay('0.1', 0.9, 10)", "init: \"'0.1'\" is not a number", "init"),
        ("step_decay(True, 0.9, 10)", "init: 'True' is not a number", "init"),
        ("step_decay(0.1, 0.9, 10 / 0)", "step_size: '10 / 0' divides by zero", "step_size"),
        ("step_decay(0.1, 0.9, 10 / 2)", "step_size must be a whole number, got 5.0", "step_size"),
        ("step_decay(0.1, 0.9, 9**9**9)", "step_size: '9 ** 9 ** 9' is too large", "step_size"),
        ("step_decay(0.1, 0.9, 0)", "step_size must be at least 1, got 0", "step_size"),
        ("step_decay(-0.1, 0.9, 10)", "init must be a number above 0, got -0.1", "init"),
        (
            "optim.cyclic(1e-5, 1000)",
            f"'optim.cyclic' is not a scheduler this version knows ({NAMES})",
            None,
        ),
        ("(lambda: 1)()", f"'lambda: 1' is not a scheduler this version knows ({NAMES})", None),
        ("0.1", "'0.1' is not a schedule; write one as step_decay(0.1, 0.9, 10)", None),
        ("", "'' is not a schedule; write one as step_decay(0.1, 0.9, 10)", None),
        ("step_decay", "'step_decay' is not a schedule; write one as step_decay(0.1, 0.9, 10)", None),
        ("step_decay(0.1, 0.9", "'step_decay(0.1, 0.9' is not a schedule; write one as step_decay(0.1, 0.9, 10)", None),
        ("lr += step_decay(0.1, 0.9, 10)", None, None),
        ("step_decay(1, 1, 1); step_decay(1, 1, 2)", None, None),
        ("step_decay(0.1, 0.9, 10),", None, None),
        ("import os", None, None),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_what_is_no_schedule_is_refused_with_what_to_do(text, sentence, field):
    with pytest.raises(ScheduleError) as refusal:
        parse_schedule(text)
    assert str(refusal.value) == (sentence or f"{text!r} is not a schedule; write one as step_decay(0.1, 0.9, 10)")
    assert refusal.value.field == field


@given(text=call_like)
@example("step_decay(0x" + "f" * 5_000 + ", 0.9, 10)")
@example("step_decay(0.1, 0.9, 2**(1e999-1e999))")
@example("a" + ".a" * 900 + "(1)")
@example("f" + "()" * 900)
@example("step_decay(" + "-" * 300 + "(1/0), 0.9, 10)")
@example("step_decay(" * 10_000)
def test_any_text_at_all_is_a_schedule_or_one_sentence(text):
    sentence = refusal(parse_schedule, text)
    if sentence is None:
        assert isinstance(parse_schedule(text), Schedule)
    else:
        assert len(sentence) < 200
        assert len(sentence.splitlines()) == 1


@pytest.mark.parametrize(("pieces", "is_read"), [(9_999, True), (10_000, False)])
def test_a_text_makes_ten_thousand_schedules_at_most_the_join_among_them(pieces, is_read):
    calls, boundaries = ["cosine_decay(1, 1)"] * pieces, list(range(1, pieces))
    sentence = refusal(parse_schedule, f"join_schedules([{', '.join(calls)}], {boundaries})")
    assert (sentence is None) is is_read
    assert is_read or "more than 10000 pieces" in sentence


def test_reading_a_schedule_runs_nothing(tmp_path):
    with pytest.raises(ScheduleError):
        parse_schedule(f"step_decay(open({str(tmp_path / 'made')!r}, 'w'), 0.9, 10)")
    assert list(tmp_path.iterdir()) == []


def test_python_s_warnings_about_somebody_s_text_are_not_printed():
    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        with pytest.raises(ScheduleError):
            parse_schedule(r"step_decay('\d', 1if 2else 3, 10)")
    assert printed == []


def test_the_only_scheduler_call_of_several_lines_is_the_schedule():
    snippet = to_python(StepDecay(2e-3, 0.5, 100), optimizer="AdamW")
    assert parse_schedule(snippet) == StepDecay(2e-3, 0.5, 100)
    assert parse_schedule("x = 1; step_decay(0.1, 0.9, 10)") == StepDecay(0.1, 0.9, 10)


WARMUP_COSINE = JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100])


@pytest.mark.parametrize(
    "text",
    [
        "optim.join_schedules([optim.linear_schedule(0, 1e-3, 100), optim.cosine_decay(1e-3, 900)], [100])",
        "f(schedules=(linear_schedule(0, end=1e-3, steps=100), cosine_decay(1e-3, 900)), boundaries=(100,))".replace(
            "f", "join_schedules", 1
        ),
        "join_schedules(boundaries=[100], schedules=[linear_schedule(0, 1e-3, 100), cosine_decay(1e-3, 900, 0)])",
        "warmup = optim.linear_schedule(0, 1e-3, 100)\ncosine = optim.cosine_decay(1e-3, 900)\n"
        "lr_schedule = optim.join_schedules([warmup, cosine], [100])\n",
        "import mlx.optimizers as optim\nfrom mlx.nn import Linear\n\n"
        "peak, n = 1e-3, 5\nlr = 1e-3; total = 1_000\nwarm = 100\n"
        "cosine: object = optim.cosine_decay(lr, int(total - warm))\nwarmup = optim.linear_schedule(0, lr, warm)\n"
        "pieces = [warmup, cosine]\nschedule = optim.join_schedules(pieces, [warm])\n"
        "optimizer = optim.AdamW(learning_rate=schedule)\nprint(schedule)\n",
    ],
    ids=range(5),
)
def test_a_join_is_read_in_one_expression_or_with_its_pieces_named(text):
    assert parse_schedule(text) == WARMUP_COSINE


def test_all_five_functions_and_joins_within_joins_are_read():
    part = "join_schedules([exponential_decay(1, .9), cosine_decay(1, 9, .5)], [5])"
    text = f"join_schedules([{part}, step_decay(1, .5, 3)], [20])"
    inner = JoinSchedules([ExponentialDecay(1, 0.9), CosineDecay(1, 9, 0.5)], [5])
    assert parse_schedule(text) == JoinSchedules([inner, StepDecay(1, 0.5, 3)], [20])


@pytest.mark.parametrize(
    ("text", "sentence", "field"),
    [
        ("cosine_decay(1e-3)", "cosine_decay(init, decay_steps, end=0.0) is missing decay_steps", "decay_steps"),
        ("join_schedules([cosine_decay(1, 9)], 5)", "boundaries must be a list, got '5'", "boundaries"),
        ("join_schedules(cosine_decay(1, 9), [])", "schedules must be a list, got 'cosine_decay(1, 9)'", "schedules"),
        ("join_schedules([], [])", "a join needs at least one schedule", "schedules"),
        (
            "join_schedules([cosine_decay(1, 9), 1e-3], [5])",
            "schedules[1]: '0.001' is not a schedule; write one as step_decay(0.1, 0.9, 10)",
            "schedules[1]",
        ),
        (
            "join_schedules([linear_schedule(0, 1, 9), cosine_decay(1, 0)], [5])",
            "schedules[1]: decay_steps must be at least 1, got 0",
            "schedules[1].decay_steps",
        ),
        (
            "join_schedules([cosine_decay(1, 9)], [5])",
            "boundaries must be one fewer than the 1 schedules, got 1",
            "boundaries",
        ),
        (
            "join_schedules([cosine_decay(1, 9), cosine_decay(1, 9)], [x])",
            "boundaries[0]: 'x' is not a number",
            "boundaries[0]",
        ),
        ("a = a + 1; step_decay(a, 1, 1)", "init: the expression is nested too deeply", "init"),
        ("a = 1; a = 2; step_decay(a, 1, 1)", "init: 'a' is not a number", "init"),
    ],
)
def test_a_join_that_is_none_is_refused_with_the_piece_at_fault(text, sentence, field):
    with pytest.raises(ScheduleError) as refusal:
        parse_schedule(text)
    assert (str(refusal.value), refusal.value.field) == (sentence, field)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("step_decay(0.1, decay_factor=0.9, step_size=10)", "decay_rate"),
        ("exponential_decay(0.1, gamma=0.9)", "decay_rate"),
        ("cosine_decay(0.1, 10, eta_min=0)", "end"),
        ("cosine_decay(0.1, 10, alpha=0.1)", "end"),
        ("cosine_decay(0.1, T_max=10)", "decay_steps"),
        ("cosine_decay(0.1, total_steps=10)", "decay_steps"),
        ("linear_schedule(0, 1e-3, num_warmup_steps=10)", "steps"),
        ("step_decay(lr=0.1, decay_rate=0.9, step_size=10)", "init"),
        ("step_decay(base_lr=0.1, decay_rate=0.9, step_size=10)", "init"),
        ("cosine_decay(initial_learning_rate=0.1, decay_steps=10)", "init"),
        ("cosine_decay(init_value=0.1, decay_steps=10)", "init"),
        ("step_decay(0.1, decay_rat=0.9, step_size=10)", "decay_rate"),
        ("join_schedules(schedulers=[], boundaries=[])", "schedules"),
        ("join_schedules([], milestones=[])", "boundaries"),
    ],
)
def test_a_habit_of_another_framework_is_refused_with_what_mlx_calls_it(text, meant):
    assert f"; {meant} is probably meant" in refusal(parse_schedule, text)


def test_no_guess_is_made_at_what_fits_no_argument():
    assert refusal(parse_schedule, "step_decay(0.1, 0.9, 10, verbose=True)").endswith("has no argument 'verbose'")
    assert refusal(parse_schedule, "cosine_decay(0.1, 10, lr=1)").endswith("has no argument 'lr'")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("step_decay(0.1, 10, 0.9)", "step_decay(0.1, 0.9, 10)"),
        ("cosine_decay(1e-5, 1e-7, 1000)", "cosine_decay(1e-5, 1000, 1e-7)"),
        ("linear_schedule(0, 100, 1e-3)", "linear_schedule(0, 0.001, 100)"),
    ],
)
def test_arguments_in_another_order_are_refused_with_the_right_one(text, meant):
    assert refusal(parse_schedule, text).endswith(f"; {meant} is probably meant")


def test_a_few_lines_that_join_themselves_a_million_times_are_refused_at_once():
    doubled = [f"s{n} = join_schedules([s{n - 1}, s{n - 1}], [1])" for n in range(1, 40)]
    assert "pieces" in refusal(parse_schedule, "\n".join(["s0 = cosine_decay(1, 9)", *doubled]))
    summed = [f"n{n} = n{n - 1} + n{n - 1}" for n in range(1, 60)]
    assert parse_schedule("\n".join(["n0 = 1", *summed, "step_decay(1, 1, n59)"])).step_size == 2**59
