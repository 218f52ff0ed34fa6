from __future__ import annotations

import csv
import itertools
import json

import pytest

from stepdecay import find_schedules, rates
from stepdecay.cli.override import read_override
from stepdecay.cli.show_command import shown_lines
from stepdecay.numbers.text import rate_text
from tests.stepdecay.helpers.cli import ENDS_EARLY, SCRIPT, write


def test_a_config_is_shown_iteration_by_iteration_as_the_trainer_reports_it(run, tmp_path):
    path = write(tmp_path / "lora.yaml", ENDS_EARLY.replace("steps: 1\n", "steps: 3\n"))
    status, out, err = run("show", "lora.yaml", "--format", "csv")
    rows = list(csv.DictReader(out.splitlines()))
    (found,) = find_schedules(path)
    expected = rates(found.schedule, [max(0, iteration // 3 - 1) for iteration in range(1, 1001)])
    assert (status, err, len(rows)) == (0, "", 1000)
    assert [row["rate"] for row in rows] == [rate_text(rate) for rate in expected]
    assert [int(row["update"]) for row in rows] == [iteration // 3 for iteration in range(1, 1001)]
    assert rows[-1].items() >= {"line": "5", "column": "1", "iteration": "1000"}.items()


def test_a_config_is_shown_for_reading_with_its_schedule_and_run(run, early):
    status, out, err = run("show", "lora.yaml")
    heading, length, titles, first, *_, last = out.splitlines()
    assert (status, err) == (0, "")
    assert heading.startswith("lora.yaml:5:1: optim.join_schedules([optim.linear_schedule(1e-7, 1e-5, 100), ")
    assert (length, titles) == ("1000 updates", "iteration  update  rate")
    assert (first, last) == ("        1       1  1e-7", "     1000    1000  3.519738e-7")


def test_it_says_what_is_accumulated_and_what_is_assumed(run, tmp_path):
    write(tmp_path / "lora.yaml", "learning_rate: 1.0e-5\n")
    assert run("show", "lora.yaml", "--run", "accumulation=3")[1].splitlines()[1] == (
        "1000 iterations, 333 updates: one every 3 iterations, and none in the last 1; iters = 1000 is mlx-lm's default"
    )


def test_a_script_is_shown_for_as_long_as_its_schedule_goes_or_the_run(run, tmp_path):
    write(tmp_path / "train.py", SCRIPT)
    _, out, _ = run("show", "train.py")
    assert out.splitlines()[1] == "1100 updates; the file does not say how many, --run iters=N does"
    assert len(out.splitlines()) == 3 + 1100
    assert len(run("show", "train.py", "--updates", "20")[1].splitlines()) == 3 + 20
    assert len(run("show", "train.py", "--run", "iters=20")[1].splitlines()) == 3 + 20


def test_several_schedules_are_headed_by_their_places(run, tmp_path):
    write(tmp_path / "train.py", SCRIPT + "    other = optim.step_decay(0.5, 0.5, 10)\n")
    _, out, _ = run("show", "train.py", "--updates", "2")
    first, second = out.split("\n\n")
    assert (first.split(": ")[0], second.split(": ")[0]) == ("train.py:5:15", "train.py:6:9")
    rows = json.loads(run("show", "train.py", "--updates", "2", "--format", "json")[1])
    assert [(row["line"], row["iteration"], row["rate"]) for row in rows[2:]] == [(6, 1, 0.5), (6, 2, 0.5)]
    assert [row["line"] for row in rows] == [5, 5, 6, 6]


def test_names_without_a_value_are_named_and_the_rest_is_shown(run, tmp_path):
    write(tmp_path / "train.py", """
        import mlx.optimizers as optim
        known = optim.step_decay(0.5, 0.5, 10)
        unknown = optim.step_decay(args.lr, 0.5, 10)
    """)  # fmt: skip
    status, out, err = run("show", "train.py", "--updates", "5")
    assert (status, len(out.splitlines())) == (2, 8)
    assert err == (
        "stepdecay: train.py:3:11: the text does not tell what args.lr is; give the schedule itself, with numbers\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.yaml", None, "a.yaml can't be opened: it is not there"),
        ("a.py", "print(1)\n", "a.py has no schedule of mlx.optimizers or mlx-lm"),
        ("a.yaml", "lr_schedule: [", "a.yaml can't be read as YAML: line 1"),
        ("a.yaml", "lr_schedule: {name: cosine_decay, arguments: [1.0e-5, 0]}\n", "a.yaml:1:55: "),
    ],
)
def test_a_file_that_shows_nothing_is_one_sentence(run, tmp_path, name, text, sentence):
    if text is not None:
        write(tmp_path / name, text)
    status, out, err = run("show", name)
    assert (status, out) == (2, "")
    assert err.startswith(f"stepdecay: {sentence}")
    assert len(err.splitlines()) == 1


def test_an_expression_takes_the_run_too(run):
    _, out, _ = run("show", "step_decay(0.5, 0.5, 10)", "--run", "iters=400,accumulation=4", "--format", "csv")
    assert out.splitlines()[-1] == "9,91,100,0.0009765625,0.0009765625"


def test_the_longest_run_is_shown_as_it_comes(early):
    lines, problems = shown_lines(str(early), read_override([f"iters={2**53 - 1}"]), "csv")
    assert problems == []
    assert list(itertools.islice(lines, 5000))[-1].startswith("5,1,4999,4999,")
