from __future__ import annotations

import json
import os
import sys
from functools import partial

import pytest

from tests.stepdecay.helpers.cli import ENDS_EARLY, HEALTHY, SCRIPT, run_command, write

TWO = f"""{SCRIPT.rstrip()}
    other = optim.linear_schedule(1e-4, 1e-6, 2000)
"""


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return partial(run_command, capsys)


def test_fixing_changes_the_number_and_nothing_else_and_shows_it(run, tmp_path):
    path = write(tmp_path / "lora.yaml", ENDS_EARLY)
    before = path.read_bytes()
    status, out, err = run("check", "lora.yaml", "--fix")
    assert (status, err) == (0, "")
    assert path.read_bytes() == before.replace(b"1000,", b"898,")
    assert out.splitlines()[:2] == ["--- lora.yaml", "+++ lora.yaml"]
    assert [line for line in out.splitlines() if line[:1] in "-+"][2:] == [
        "-  arguments: [1.0e-5, 1000, 1.0e-7] # passed to scheduler",
        "+  arguments: [1.0e-5, 898, 1.0e-7] # passed to scheduler",
    ]
    assert run("check", "lora.yaml", "--fix") == (0, "", "")


def test_every_schedule_of_a_script_is_mended(run, tmp_path):
    path = write(tmp_path / "train.py", TWO)
    before = path.read_text(encoding="utf-8")
    status, out, err = run("check", "train.py", "--run", "iters=1000", "--fix")
    after = path.read_text(encoding="utf-8")
    assert (status, err) == (0, "")
    assert after == before.replace("1000, 1e-7", "899, 1e-7").replace("2000", "999")
    assert out.count("--- train.py") == 1


def test_a_folder_is_mended_and_other_files_are_not_touched(run, tmp_path):
    early, healthy = write(tmp_path / "a/early.yaml", ENDS_EARLY), write(tmp_path / "healthy.yaml", HEALTHY)
    times = healthy.stat().st_mtime_ns
    assert run("check", ".", "--fix")[0] == 0
    assert early.read_bytes() == healthy.read_bytes()
    assert healthy.stat().st_mtime_ns == times


def test_the_run_of_the_command_line_does_not_get_into_the_file(run, tmp_path):
    path = write(tmp_path / "lora.yaml", ENDS_EARLY)
    before = path.read_text(encoding="utf-8")
    assert run("check", "lora.yaml", "--fix", "--run", "iters=500")[0] == 0
    assert path.read_text(encoding="utf-8") == before.replace("1000,", "398,")


def test_line_ends_and_the_end_of_the_file_stay(run, tmp_path):
    path = write(tmp_path / "lora.yaml", ENDS_EARLY)
    data = path.read_bytes().replace(b"\n", b"\r\n").rstrip()
    path.write_bytes(data)
    assert run("check", "lora.yaml", "--fix")[0] == 0
    assert path.read_bytes() == data.replace(b"1000,", b"898,")


def test_what_can_not_be_written_is_left_and_reported_with_the_reason(run, tmp_path):
    # Whoever writes utf-7 need not write +AGE- for an a, but this file does.
    data = b"# coding: utf-7\nfrom mlx.optimizers import *\n# +AGE-\nlr = linear_schedule(1e-4, 1e-6, 2000)\n"
    (tmp_path / "train.py").write_bytes(data)
    status, out, err = run("check", "train.py", "--run", "iters=1000", "--fix")
    assert (status, len(out.splitlines())) == (1, 1)
    assert out.startswith("train.py:4:34: LR101 ")
    assert "(not fixed: " in out
    assert "mends" not in err
    assert (tmp_path / "train.py").read_bytes() == data


def test_what_is_for_a_person_to_say_is_left(run, tmp_path):
    path = write(
        tmp_path / "lora.yaml", "iters: 20\nlr_schedule: {name: exponential_decay, arguments: [1.0e-5, 1.001]}\n"
    )
    before = path.read_bytes()
    status, out, _ = run("check", "lora.yaml", "--fix")
    assert (status, out.split()[1]) == (1, "LR204")
    assert path.read_bytes() == before


def test_notes_are_left_alone_unless_they_are_wanted(run, tmp_path):
    path = write(tmp_path / "lora.yaml", HEALTHY.replace("1.0e-5", "1e-5"))
    before = path.read_bytes()
    assert run("check", "lora.yaml", "--fix") == (0, "", "")
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["json", "github"])
def test_the_difference_stays_out_of_what_programs_read(run, tmp_path, form):
    write(tmp_path / "lora.yaml", ENDS_EARLY)
    status, out, err = run("check", "lora.yaml", "--fix", "--format", form)
    assert (status, json.loads(out) if form == "json" else out) == (0, [] if form == "json" else "")
    assert err.startswith("--- lora.yaml\n+++ lora.yaml\n")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="somebody who may write everything")
def test_a_file_that_may_not_be_written_is_a_sentence(run, tmp_path):
    path = write(tmp_path / "lora.yaml", ENDS_EARLY)
    path.chmod(0o400)
    status, out, err = run("check", "lora.yaml", "--fix")
    assert (status, out, err) == (2, "", "stepdecay: lora.yaml can't be saved: permission denied\n")
