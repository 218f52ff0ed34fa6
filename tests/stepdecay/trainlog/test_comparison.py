"""Where plan and log part, and the reasons that are named."""

from __future__ import annotations

import json

import pytest

from stepdecay import Run, StepDecay, rates
from stepdecay.trainers.mlx_lm import reported_step
from stepdecay.trainlog.comparison import Comparing, compared
from stepdecay.trainlog.reader import LogReader
from tests.stepdecay.helpers.logs import PLAN, RUN, old_line, old_lines, rate, written


@pytest.fixture
def sentence(tmp_path):
    def compare(text: str, run: Run = RUN, schedule=PLAN, name: str = "run.log") -> str:
        return compared(written(tmp_path / name, text), schedule, run).sentence

    return compare


@pytest.mark.parametrize("accumulation", [1, 4, 7])
def test_three_printed_decimals_are_enough_to_follow_the_plan(sentence, accumulation):
    text = old_lines(accumulation)
    assert sentence(text, Run(1000, accumulation)) == (
        "follows the plan: all 100 rates are the plan's, as far as their digits go"
    )


def test_the_last_printed_digit_counts(sentence):
    right = f"{rate(499):.3e}"
    digits, exponent = right.split("e")
    off = f"{float(digits) + 0.001:.3f}e{exponent}"
    assert "follows" in sentence(f"Iter 500: Train loss 1.0, Learning Rate {right}, It/sec 1\n")
    assert "from iteration 500 on" in sentence(f"Iter 500: Train loss 1.0, Learning Rate {off}, It/sec 1\n")


def test_all_digits_of_json_are_compared(sentence):
    exact = {"iteration": 500, "learning_rate": rate(499)}
    off = {"iteration": 500, "learning_rate": rate(499) * 1.0001}
    assert "follows" in sentence(json.dumps(exact) + "\n")
    assert "from iteration 500 on" in sentence(json.dumps(off) + "\n")


@pytest.mark.parametrize(("off", "words"), [(0.9e-6, "follows the plan"), (1.1e-6, "from iteration 500 on")])
def test_rates_that_are_a_millionth_apart_are_the_same(sentence, off, words):
    assert words in sentence(json.dumps({"iteration": 500, "learning_rate": rate(499) * (1 + off)}) + "\n")


@pytest.mark.parametrize(("planned", "words"), [(1.234566e-5, "follows the plan"), (1.234567e-5, "from update 1 on")])
def test_rates_of_six_digits_may_be_five_millionths_apart(sentence, planned, words):
    assert words in sentence('{"update": 1, "lr": 1.23456e-05}\n', schedule=StepDecay(planned, 0.5, 1000))


@pytest.mark.parametrize(("number", "is_named"), [(64, True), (65, False)])
def test_accumulation_is_a_reason_up_to_64_iterations(sentence, number, is_named):
    lines = old_lines(number, range(100, 20_001, 100))
    assert ("it fits grad_accumulation_steps" in sentence(lines, Run(20_000))) is is_named


def test_a_short_number_in_json_is_meant_as_it_is(sentence):
    plan = StepDecay(1.2e-5, 0.5, 1000)
    assert "from update 1 on the log has 1e-5 where the plan says 1.2e-5" in sentence(
        '{"update": 1, "lr": 1e-05}\n', schedule=plan
    )


def test_a_table_may_be_rounded_or_not(sentence):
    rounded = "".join(f"{it},{rate(it - 1):.2e}\n" for it in range(1, 500))
    exact = "".join(f"{it},{rate(it - 1)!r}\n" for it in range(1, 500))
    off = "".join(f"{it},{rate(it - 1) * 1.001!r}\n" for it in range(1, 500))
    assert "follows" in sentence("iter,lr\n" + rounded)
    assert "follows" in sentence("iter,lr\n" + exact)
    assert "from iteration 1 on" in sentence("iter,lr\n" + off)


@pytest.mark.parametrize(
    ("text", "run", "words"),
    [
        (old_lines(), Run(1000, 4), ("from iteration 10 (update 2) on", "it fits grad_accumulation_steps 1")),
        (old_lines(4), RUN, ("from iteration 10 on", "it fits grad_accumulation_steps 4")),
        (
            "".join(old_line(it, 1e-5) for it in range(10, 1001, 10)),
            RUN,
            ("the log has 1e-5 where the plan says 9.91e-7", "stays at 1e-5 all along, as with a plain learning_rate"),
        ),
        (
            "".join(old_line(it, rate(it - 1) if it < 500 else rate(it - 500)) for it in range(10, 1001, 10)),
            RUN,
            ("from iteration 500 on", "499 updates behind the plan, as when a resumed run began its schedule anew"),
        ),
        (
            "".join(old_line(it, rate(it + 99)) for it in range(10, 1001, 10)),
            RUN,
            ("from iteration 10 on", "100 updates ahead of the plan"),
        ),
        ("".join(old_line(it, 2 * rate(it - 1)) for it in range(10, 1001, 10)), RUN, ("it is 2 times the plan",)),
    ],
)
def test_the_first_update_is_named_with_both_rates_and_a_reason(sentence, text, run, words):
    found = sentence(text, run)
    assert all(word in found for word in words), found


def test_what_nothing_simple_explains_has_no_reason(sentence):
    text = "".join(old_line(it, rate(it - 1) if it < 500 else 1e-5 * it / 1000) for it in range(10, 1001, 10))
    assert sentence(text) == "from iteration 500 on the log has 5e-6 where the plan says 5.9285007e-6"


def test_only_the_last_of_several_runs_is_compared(sentence):
    wrong = "".join(old_line(it, 3e-5) for it in range(10, 101, 10))
    assert "follows the plan: all 100" in sentence(wrong + old_lines())
    assert "from iteration 10 on" in sentence(old_lines() + wrong)


def test_a_log_without_rates_says_that_there_is_nothing_to_compare(sentence):
    assert (
        sentence("    10    2.345 ▼      346     12.3k\n") == "the log has no learning rates to compare with the plan"
    )


def test_rates_of_the_run_that_mlx_lm_reports_are_the_plans_to_the_last_bit(tmp_path):
    steps = [reported_step(it, 3) for it in range(1, 300)]
    lines = [json.dumps({"iteration": it, "learning_rate": rate(step)}) for it, step in enumerate(steps, 1)]
    log = written(tmp_path / "run.jsonl", "\n".join([*lines, ""]))
    assert log.steps(Run(300, 3)).tolist() == steps
    assert log.rates.astype("float32").tobytes() == rates(PLAN, steps).tobytes()


@pytest.mark.parametrize("parts_at", [None, 10, 130, 250])
@pytest.mark.parametrize("restarts", [False, True])
def test_comparing_bit_by_bit_comes_to_the_same_as_all_at_once(parts_at, restarts):
    lines = [old_line(it, 5e-5 if parts_at and it >= parts_at else rate(it - 1)) for it in range(10, 301, 10)]
    if restarts:
        lines[12:] = [old_line(it, rate(it - 1)) for it in range(10, 181, 10)]
    reader, comparing = LogReader("run.log"), None
    for line in lines:
        reader.feed(line.encode())
        log = reader.log()
        if comparing is None or not comparing.takes(log, PLAN, RUN):
            comparing = Comparing(log, PLAN, RUN)
        while comparing.go_on(1):
            pass
        assert comparing.result() == compared(log, PLAN, RUN)


def test_a_comparison_does_not_go_on_with_another_log_plan_or_run(tmp_path):
    log = written(tmp_path / "run.log", old_lines(iterations=range(10, 101, 10)))
    comparing = Comparing(log, PLAN, RUN)
    comparing.go_on(100)
    longer = written(tmp_path / "run.log", old_lines(iterations=range(10, 201, 10)))
    assert not comparing.takes(longer, StepDecay(1e-5, 0.5, 10), RUN)
    assert not comparing.takes(longer, PLAN, Run(1000, 4))
    assert not comparing.takes(written(tmp_path / "run.log", old_lines(iterations=range(10, 51, 10))), PLAN, RUN)
    assert not comparing.takes(written(tmp_path / "run.log", old_lines(2, range(10, 201, 10))), PLAN, RUN)
    assert comparing.takes(longer, PLAN, RUN)
    comparing.go_on(100)
    assert comparing.result().compared == 20
