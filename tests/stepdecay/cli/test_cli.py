from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from stepdecay import __version__, levels, parse_schedule
from stepdecay.writers.table import table_lines
from tests.stepdecay.helpers.cli import run_command

EXPRESSION = "optim.step_decay(0.5, 0.5, 10)"
COMMAND = [sys.executable, "-m", "stepdecay.cli"]
ENDLESS = [*COMMAND, "show", EXPRESSION, "--updates", "1000000000000", "--format", "csv"]


@pytest.fixture
def run(capsys):
    return partial(run_command, capsys)


def test_show_prints_the_first_ten_levels_for_reading(run):
    status, out, err = run("show", EXPRESSION)
    assert (status, err) == (0, "")
    header, *rows = out.splitlines()
    assert header == "level  first update  last update  rate"
    assert rows[0].split() == ["0", "1", "10", "0.5"]
    assert rows[-1].split() == ["9", "91", "100", "0.0009765625"]
    assert len(rows) == 10


def test_show_prints_the_levels_of_a_whole_run_as_csv(run):
    status, out, err = run("show", EXPRESSION, "--updates", "1_234", "--format", "csv")
    rows = list(csv.DictReader(out.splitlines()))
    assert (status, err, len(rows)) == (0, "", 124)
    assert rows[-1]["last_update"] == "1234"


def test_show_prints_the_levels_of_a_whole_run_as_json(run):
    status, out, err = run("show", EXPRESSION, "--format", "json", "--updates", "2.5e1")
    assert (status, err) == (0, "")
    assert json.loads(out)[-1] == {
        "level": 2,
        "first_update": 21,
        "last_update": 25,
        "first_rate": 0.125,
        "last_rate": 0.125,
    }


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_show_prints_what_the_library_writes(run, form):
    expected = table_lines(levels(parse_schedule(EXPRESSION), 77), form)
    assert run("show", EXPRESSION, "--updates", "77", "--format", form) == (0, "\n".join([*expected, ""]), "")


def test_a_schedule_that_never_drops_in_the_longest_run_is_one_level(run):
    status, out, _ = run("show", f"step_decay(0.1, 0.9, {2**63 - 1})", "--format", "csv")
    assert (status, out.splitlines()[1:]) == (0, [f"0,1,{2**53 - 1},0.1,0.1"])


def test_a_join_is_shown_piece_by_piece_with_its_first_and_last_rates(run):
    join = "join_schedules([linear_schedule(0, 1e-3, 100), cosine_decay(1e-3, 900)], [100])"
    status, out, _ = run("show", join)
    rows = [line.split(maxsplit=3) for line in out.splitlines()[1:]]
    assert status == 0
    assert rows == [["0", "1", "100", "0.0 → 0.00099"], ["1", "101", "1000", "0.001 → 3.039837e-9"]]


BAD_INPUT = {
    "no command": [],
    "another command": ["draw", EXPRESSION],
    "no schedule": ["show"],
    "an empty schedule": ["show", ""],
    "a negative number": ["show", "-1"],
    "another scheduler": ["show", "one_cycle(1e-5, 1000)"],
    "an unknown name": ["show", "step_decay(lr, 0.9, 10)"],
    "a missing argument": ["show", "step_decay(0.1, 0.9)"],
    "arguments spread out": ["show", "step_decay(*a, **k)"],
    "a value out of bounds": ["show", "step_decay(0.1, 0.9, 0)"],
    "a value that can't be written": ["show", f"step_decay(0x{'f' * 5000}, 0.9, 10)"],
    "a tower of powers": ["show", "step_decay(0.1, 0.9, 9**9**9)"],
    "deep brackets": ["show", "(" * 10_000],
    "lines": ["show", "step_decay(0.1,\n0.9,\n'x')\n"],
    "half a character": ["show", "\udcff"],
    "no updates": ["show", EXPRESSION, "--updates"],
    "zero updates": ["show", EXPRESSION, "--updates", "0"],
    "negative updates": ["show", EXPRESSION, "--updates", "-5"],
    "updates beyond the longest run": ["show", EXPRESSION, "--updates", "1e16"],
    "endless updates": ["show", EXPRESSION, "--updates", "1e999"],
    "half an update": ["show", EXPRESSION, "--updates", "10.5"],
    "updates that are no number": ["show", EXPRESSION, "--updates", "many"],
    "updates divided by zero": ["show", EXPRESSION, "--updates", "1/0"],
    "another format": ["show", EXPRESSION, "--format", "yaml"],
    "another option": ["show", EXPRESSION, "--colour"],
    "an option of two lines": ["show", EXPRESSION, "--colour\nful"],
    "two schedules": ["show", EXPRESSION, EXPRESSION],
}


@pytest.mark.parametrize("arguments", BAD_INPUT.values(), ids=list(BAD_INPUT))
def test_bad_input_is_one_sentence_on_stderr_and_exit_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("stepdecay")
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


def test_a_refusal_says_what_is_wrong(run):
    assert run("show", "step_decay(0.1, 0.9, 0)")[2] == "stepdecay: step_size must be at least 1, got 0\n"
    assert run("show", EXPRESSION, "--updates", "1.5")[2] == "stepdecay: updates must be a whole number, got 1.5\n"
    assert run()[2] == "stepdecay: the following arguments are required: COMMAND\n"


@pytest.mark.parametrize(("arguments", "word"), [(["--help"], "show"), (["show", "--help"], "EXPRESSION")])
def test_help_explains_and_succeeds(run, arguments, word):
    status, out, err = run(*arguments)
    assert (status, err) == (0, "")
    assert out.startswith("usage: stepdecay")
    assert word in out


def test_version_is_that_of_the_package(run):
    assert run("--version") == (0, f"stepdecay {__version__}\n", "")


def test_a_pipe_that_has_read_enough_ends_the_command_quietly():
    with subprocess.Popen(ENDLESS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        head = [process.stdout.readline() for _ in range(3)]
        process.stdout.close()
        errors = process.stderr.read()
    assert head == [
        "level,first_update,last_update,first_rate,last_rate\n",
        "0,1,10,0.5,0.5\n",
        "1,11,20,0.25,0.25\n",
    ]
    assert (process.returncode, errors) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that is Ctrl+C for one process only")
def test_control_c_ends_the_command_without_a_traceback():
    # A CI that runs in the background ignores Ctrl+C, and so would what it starts.
    listen = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [sys.executable, "-c", f"{listen}; from stepdecay.cli import main; sys.exit(main())", *ENDLESS[3:]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (-signal.SIGINT, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk to write to")
def test_a_full_disk_is_one_sentence():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, "show", EXPRESSION], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "stepdecay: the output can't be written: No space left on device\n")
