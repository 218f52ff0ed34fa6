from __future__ import annotations

import warnings

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepdecay import ScheduleError, StepDecay, parse_schedule, to_python
from tests.stepdecay.cases import call_like, refusal, schedules

EXAMPLE = StepDecay(0.1, 0.9, 10)
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
        ("step_decay(0.1, 0.9, decay_steps=10)", f"{SIGNATURE} has no argument 'decay_steps'", None),
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
            "optim.cosine_decay(1e-5, 1000)",
            "'optim.cosine_decay' is not a scheduler this version knows (step_decay)",
            None,
        ),
        ("(lambda: 1)()", "'lambda: 1' is not a scheduler this version knows (step_decay)", None),
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
        assert isinstance(parse_schedule(text), StepDecay)
    else:
        assert len(sentence) < 200
        assert len(sentence.splitlines()) == 1


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
