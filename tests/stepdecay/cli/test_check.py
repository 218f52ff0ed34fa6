from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.stepdecay.helpers.cli import ENDS_EARLY, HEALTHY, SCRIPT, SENTENCE, run_command, write

ROOT = Path(__file__).parents[3]


def test_a_finding_is_one_line_with_its_file_line_column_code_and_sentence(run, early):
    status, out, err = run("check", "lora.yaml")
    assert (status, out) == (1, f"lora.yaml:9:23: {SENTENCE}\n")
    assert err == "stepdecay: 1 warning in 1 file; --fix mends 1; stepdecay explain CODE says more\n"


def test_a_healthy_config_is_checked_without_a_word(run, tmp_path):
    write(tmp_path / "lora.yaml", HEALTHY)
    assert run("check", "lora.yaml") == (0, "", "")


def test_a_script_is_checked_with_the_run_of_the_command_line(run, tmp_path):
    write(tmp_path / "train.py", SCRIPT)
    assert run("check", "train.py") == (0, "", "")
    status, out, _ = run("check", "train.py", "--run", "iters=1000")
    assert (status, out[:26]) == (1, "train.py:4:35: LR101 the r")
    assert run("check", "train.py", "--run", "iters=4_400,accumulation=4") == (0, "", "")
    assert run("check", "train.py", "--run", "updates=1100") == (0, "", "")


def test_the_command_line_wins_over_the_file_as_with_mlx_lm(run, early):
    assert run("check", "lora.yaml", "--run", "iters=1102") == (0, "", "")
    _, out, _ = run("check", "lora.yaml", "--run", "iters=500", "--run", "accumulation=1")
    assert "the run ends after update 500" in out


def test_defaults_of_mlx_lm_are_named_where_a_finding_depends_on_them(run, tmp_path):
    write(tmp_path / "lora.yaml", ENDS_EARLY.replace("    iters: 1000\n    grad_accumulation_steps: 1\n", ""))
    said = f"lora.yaml:7:23: {SENTENCE}"
    assert run("check", "lora.yaml")[1] == (
        f"{said} (iters = 1000 and grad_accumulation_steps = 1 are mlx-lm's defaults)\n"
    )
    assert run("check", "lora.yaml", "--run", "iters=1000")[1] == (
        f"{said} (grad_accumulation_steps = 1 is mlx-lm's default)\n"
    )
    assert run("check", "lora.yaml", "--run", "iters=1000,accumulation=1")[1] == f"{said}\n"


def test_defaults_are_not_named_for_what_any_run_would_have(run, tmp_path):
    write(tmp_path / "lora.yaml", "lr_schedule: {name: cosine_decay, arguments: [1e-5, 999, 1e-7]}\n")
    _, out, _ = run("check", "lora.yaml", "--notes")
    assert "LR404" in out
    assert "default" not in out


def test_notes_are_printed_on_demand_and_never_change_the_exit_status(run, tmp_path):
    write(tmp_path / "lora.yaml", f"learning_rate: 1.0e-5\n{'iters: 1000'}\nlr_schedule:\n  name: cosine_decay\n"
          "  warmup: 100\n  arguments: [1e-5, 898, 1e-7]\n")  # fmt: skip
    assert run("check", "lora.yaml") == (0, "", "")
    status, out, err = run("check", "lora.yaml", "--notes")
    assert status == 0
    assert [line.split()[1] for line in out.splitlines()] == ["LR403", "LR205", "LR207", "LR404"]
    assert err.startswith("stepdecay: 4 notes in 1 file;")


def test_an_error_of_a_config_is_found_where_it_stands(run, tmp_path):
    write(tmp_path / "lora.yaml", "lr_schedule:\n  name: cosine_decay\n  arguments: [1.0e-5, 0]\n")
    status, out, _ = run("check", "lora.yaml")
    assert (status, out[:23]) == (1, "lora.yaml:3:23: LR401 l")


def test_accumulation_that_leaves_no_update_is_an_error_whoever_says_it(run, early):
    status, out, _ = run("check", "lora.yaml", "--run", "accumulation=2000")
    assert (status, out[:21]) == (1, "lora.yaml:3:8: LR107 ")


def test_json_has_all_there_is_to_know_for_programs(run, early):
    status, out, err = run("check", "lora.yaml", "--format", "json")
    (finding,) = json.loads(out)
    assert (status, err) == (1, "")
    message = finding.pop("message")
    assert f"LR101 {message}" == SENTENCE
    fix = finding.pop("fix")
    assert finding == {
        "path": "lora.yaml",
        "line": 9,
        "column": 23,
        "code": "LR101",
        "name": "ends-early",
        "severity": "warning",
        "update": 1000,
        "argument": "schedules[1].decay_steps",
        "assumed": [],
    }
    assert (fix["is_safe"], fix["not_fixed"]) == (True, None)
    assert "optim.cosine_decay(1e-5, 898, 1e-7)" in fix["expression"]


def test_json_of_several_files_and_of_nothing_is_one_list(run, early, tmp_path):
    write(tmp_path / "other.yaml", ENDS_EARLY)
    write(tmp_path / "fine.yaml", HEALTHY)
    assert [found["path"] for found in json.loads(run("check", ".", "--format", "json")[1])] == [
        "lora.yaml",
        "other.yaml",
    ]
    assert json.loads(run("check", "fine.yaml", "--format", "json")[1]) == []


def test_github_shows_it_beside_the_line_whatever_the_file_is_called(run, tmp_path):
    name = "a,b%.yaml" if os.name == "nt" else "a,b:%.yaml"
    write(tmp_path / name, ENDS_EARLY)
    escaped = name.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    status, out, err = run("check", name, "--format", "github")
    assert (status, err) == (1, "")
    assert out == f"::warning file={escaped},line=9,col=23,title=LR101::{SENTENCE.removeprefix('LR101 ')}\n"


def test_github_shows_notes_as_notices_and_errors_as_errors(run, tmp_path):
    write(tmp_path / "lora.yaml", "learning_rate: 1.0e-5\niters: 2\ngrad_accumulation_steps: 4\n")
    assert run("check", "lora.yaml", "--format", "github")[1].startswith("::error file=lora.yaml,line=2,col=8,")
    write(tmp_path / "lora.yaml", "learning_rate: 1e-5\n")
    assert run("check", "lora.yaml", "--format", "github", "--notes")[1].startswith("::notice file=lora.yaml,")


def test_rates_too_small_for_the_gradients_are_found_on_demand(run, tmp_path):
    write(tmp_path / "train.py", "from mlx.optimizers import cosine_decay\nlr = cosine_decay(1e-6, 999, 1e-9)\n")
    assert run("check", "train.py", "--run", "iters=1000") == (0, "", "")
    status, out, _ = run("check", "train.py", "--run", "iters=1000", "--dtype", "float16")
    assert (status, "LR301" in out) == (1, True)


def test_a_folder_is_searched_and_what_has_no_schedule_is_skipped(run, early, tmp_path):
    for place in ("b/train.yml", "b/c/adapter_config.yaml", "a.YAML"):
        write(tmp_path / "runs" / place, ENDS_EARLY)
    for place in (".git/x.yaml", ".venv/x.yaml", "node_modules/x.yaml", "__pycache__/x.yaml", "x.txt", "venv/x.yaml"):
        write(tmp_path / "runs" / place, ENDS_EARLY)
    write(tmp_path / "runs/venv/pyvenv.cfg", "")
    write(tmp_path / "runs/broken.yaml", "lr_schedule: [")
    write(tmp_path / "runs/broken.py", "import mlx.optimizers as optim\noptim.step_decay(0.1,\n")
    write(tmp_path / "runs/compose.yaml", "services: {web: {}}\n")
    (tmp_path / "runs/binary.py").write_bytes(b"mlx\0\xff")
    status, out, _ = run("check", "runs")
    files = [line.partition(":")[0].replace("\\", "/") for line in out.splitlines()]
    assert status == 1
    assert files == ["runs/a.YAML", "runs/b/train.yml", "runs/b/c/adapter_config.yaml"]


def test_a_hidden_folder_that_is_named_is_searched(run, tmp_path):
    write(tmp_path / ".ci/lora.yaml", ENDS_EARLY)
    assert run("check", ".")[0] == 0
    assert run("check", ".ci")[0] == 1


def test_links_that_lead_in_a_circle_end(run, early, tmp_path):
    try:
        (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
        (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert len(run("check", ".")[1].splitlines()) == 1
    status, _, err = run("check", "loop.yaml")
    assert (status, err) == (2, "stepdecay: loop.yaml can't be opened: its links lead in a circle\n")


def test_a_file_that_is_meant_twice_is_checked_once(run, early):
    assert len(run("check", ".", "lora.yaml", "./lora.yaml")[1].splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("compose.yaml", "x: &x {a: 1}\ny: *x\n"),
        ("empty.yaml", ""),
        ("list.json", "[1, 2]"),
        ("hello.py", "print(1)\n"),
    ],
)
def test_files_without_a_schedule_are_fine_as_pre_commit_names_them_all(run, tmp_path, name, text):
    write(tmp_path / name, text)
    assert run("check", name) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "text"), [("a.yaml", "lr_schedule: ["), ("a.json", '{"lr_schedule": '), ("a.py", "import mlx\nx = (\n")]
)
def test_a_named_file_that_is_broken_is_a_sentence_and_the_others_are_checked(run, early, tmp_path, name, text):
    write(tmp_path / name, text)
    status, out, err = run("check", name, "lora.yaml", "nothing.yaml")
    assert (status, len(out.splitlines())) == (2, 1)
    broken, missing, summary = err.splitlines()
    assert broken.startswith(f"stepdecay: {name} ")
    assert missing == "stepdecay: nothing.yaml can't be opened: it is not there"
    assert summary.startswith("stepdecay: 1 warning")


@pytest.mark.parametrize("path", ["x" * 5000, "nul\0l", "", "lora.yaml/x"])
def test_a_path_that_can_be_none_is_a_sentence(run, early, path):
    status, out, err = run("check", path)
    if path:
        assert (status, out, len(err.splitlines())) == (2, "", 1)
    else:  # Path("") is the folder that one is in
        assert status == 1


BAD_OPTIONS = {
    "nothing": "",
    "no number": "iters",
    "another word": "steps=600",
    "no whole number": "iters=6.5",
    "zero": "iters=0",
    "text": "iters=many",
    "twice": "iters=600,iterations=700",
    "both": "iters=600,updates=600",
    "a comma too many": "iters=600,",
    "less than an update": "iters=2,accumulation=4",
    "too much": "iters=1e16",
    "lines": "a\nb",
}


@pytest.mark.parametrize("text", BAD_OPTIONS.values(), ids=list(BAD_OPTIONS))
def test_a_run_that_is_none_is_one_sentence_and_exit_status_2(run, early, text):
    status, out, err = run("check", "lora.yaml", "--run", text)
    assert (status, out) == (2, "")
    assert err.startswith("stepdecay: ")
    assert len(err.splitlines()) == 1


def test_a_run_that_is_none_says_how_to_write_one(run):
    assert run("check", ".", "--run", "steps=600")[2] == (
        "stepdecay: --run: write iters=600,accumulation=4,batches_per_epoch=250, got 'steps=600'\n"
    )


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_terminal_can_print_any_finding(tmp_path, encoding):
    write(tmp_path / "é→日.yaml", ENDS_EARLY.replace("iters: 1000", "iters: 12345").replace("1000,", "99999,"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "stepdecay.cli", "check", "é→日.yaml"],
        cwd=tmp_path, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    line = done.stdout.decode(encoding)
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
    assert "LR101 the run ends after update 12" in line
    assert line.startswith({"ascii": "\\xe9->\\u65e5.", "cp1252": "é->\\u65e5.", "utf-8": "é→日."}[encoding])


def test_others_can_use_it_with_pre_commit(run, early):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = hook["entry"].split()
    assert (hook["id"], hook["language"], program) == ("stepdecay-check", "python", "stepdecay")
    assert run(*arguments, "lora.yaml")[0] == 1


@pytest.mark.parametrize("given", ["iters=1000", "updates=250"])
def test_a_run_on_the_command_line_mends_a_config_whose_own_makes_no_update(tmp_path, capsys, given):
    config = write(tmp_path / "lora.yaml", HEALTHY.replace("iters: 1000", "iters: 3").replace("steps: 1", "steps: 4"))
    assert run_command(capsys, "check", config)[1].split()[1] == "LR107"
    status, out, _ = run_command(capsys, "check", config, "--run", given)
    assert (status, "LR107" in out, "after update 250 at" in out) == (1, False, True)
    assert "1000 iterations, 250 updates" in run_command(capsys, "show", config, "--run", given)[1]
    assert run_command(capsys, "check", config, "--run", "iters=1000,accumulation=1")[:2] == (0, "")
    status, out, _ = run_command(capsys, "check", config, "--run", "iters=2")
    assert (status, out.split()[1]) == (1, "LR107")
