"""What a training run writes down of its learning rates."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import warnings
from pathlib import Path

import mlx.core as mx
import mlx.optimizers as optim
import pytest

from stepdecay import Run, StepDecay, log_rates, rates, read_log
from stepdecay.trainlog.comparison import compared

PLAN = StepDecay(0.1, 0.9, 10)


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_loop_of_ones_own_writes_the_optimizers_rates_to_the_last_bit(tmp_path):
    path, optimizer = tmp_path / "run.jsonl", optim.SGD(learning_rate=PLAN.build())
    with log_rates(path) as log:
        for _ in range(35):
            optimizer.update({}, {})
            log(optimizer.step, optimizer.learning_rate, loss=mx.array(2.5))
    found = read_log(path)
    assert found.steps(Run(35)).tolist() == list(range(35))
    assert found.rates.astype("float32").tobytes() == rates(PLAN, range(35)).tobytes()
    assert found.losses.tolist() == [2.5] * 35
    assert compared(found, PLAN, Run(35)).parting is None


def test_every_line_is_in_the_file_at_once(tmp_path):
    log = log_rates(tmp_path / "run.jsonl")
    for update in (1, 2, 3):
        log(update, 0.1)
        assert records(tmp_path / "run.jsonl")[-1]["update"] == update
    log.close()
    log(4, 0.1)
    assert len(records(tmp_path / "run.jsonl")) == 3


def test_mlx_lms_reports_are_written_as_they_come_with_the_rate(tmp_path):
    path = tmp_path / "run.jsonl"
    log = log_rates(path)
    log.on_val_loss_report({"iteration": 0, "val_loss": 3.9, "val_time": 0.02})
    log.on_train_loss_report(
        {"peak_memory": mx.array(7.5), "iteration": 10, "train_loss": 3.5, "learning_rate": 1e-5, "trained_tokens": 440}
    )
    log.close()
    assert records(path)[0] == {"iteration": 0, "val_loss": 3.9, "val_time": 0.02}
    assert list(records(path)[1]) == ["iteration", "train_loss", "learning_rate", "peak_memory", "trained_tokens"]
    assert read_log(path).val_losses[0] == 3.9


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf, mx.array(math.nan)])
def test_a_loss_that_is_no_number_is_no_reason_to_write_what_nobody_can_read(tmp_path, loss):
    path = tmp_path / "run.jsonl"
    with log_rates(path) as log:
        log(1, 0.1, loss=loss)
    assert records(path) == [{"update": 1, "learning_rate": 0.1, "train_loss": None}]
    assert read_log(path).rates.tolist() == [0.1]


def test_a_run_that_goes_on_is_appended_even_after_half_a_line(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text('{"update": 1, "learning_rate": 0.1}\n{"update": 2, "learn')
    with log_rates(path) as log:
        log(1, 0.3)
    found = read_log(path)
    assert found.rates.tolist() == [0.1, 0.3]


def test_a_file_that_cant_be_made_is_one_warning_and_no_end_of_training(tmp_path):
    with pytest.warns(RuntimeWarning, match="can't be written") as told:
        log = log_rates(tmp_path / "missing" / "run.jsonl")
    log(1, 0.1)
    log.on_train_loss_report({"iteration": 1})
    assert len(told) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_one_warning_and_no_end_of_training():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        log = log_rates("/dev/full")
        for update in range(5):
            log(update, 0.1)
    assert len(told) == 1
    assert "No space left" in str(told[0].message)


def test_neither_mlx_lm_nor_numpy_is_loaded_for_it():
    code = (
        "import sys, stepdecay; stepdecay.log_rates; print([n for n in ('numpy', 'mlx', 'mlx_lm') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": "."}
    )
    assert done.stdout.strip() == "[]"
