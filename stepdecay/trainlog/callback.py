"""Writes down the learning rates of a training run: mlx-lm no longer prints them."""

from __future__ import annotations

import json
import math
import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, SupportsFloat, SupportsInt


class RateLog:
    """A file of JSON lines that a training run writes, one for each report; each is in the file at once.

    It is a function for loops of one's own, and has the methods of mlx-lm's `TrainingCallback` without importing it.
    Where it can't be written, as when the disk is full, training goes on, and a warning says so once.
    """

    def __init__(self, path: Path | str) -> None:
        self._file: IO[bytes] | None = None
        self._path = Path(path)
        try:
            self._file = self._path.open("ab+", buffering=0)
            self._end_last_line(self._file)
        except OSError as error:
            self._give_up(error)

    def __call__(
        self,
        update: SupportsInt,
        learning_rate: SupportsFloat,
        loss: SupportsFloat | None = None,
        val_loss: SupportsFloat | None = None,
    ) -> None:
        """Write down the rate of an update.

        Args:
            update: Which update it was, from 1: after `optimizer.update`, that is `optimizer.step`.
            learning_rate: Its rate, a number or an MLX array: after `optimizer.update`, `optimizer.learning_rate`.
            loss: The loss of training. MLX evaluates an array here, if nobody has done so before.
            val_loss: The loss of validation.
        """
        losses = {"train_loss": loss, "val_loss": val_loss}
        said = {name: value for name, value in losses.items() if value is not None}
        self._write({"update": update, "learning_rate": learning_rate, **said})

    def on_train_loss_report(self, train_info: Mapping[str, Any]) -> None:
        """Write down what mlx-lm reports of training: iteration, loss and rate first, then all else."""
        first = ("iteration", "train_loss", "learning_rate")
        self._write({name: train_info[name] for name in first if name in train_info} | dict(train_info))

    def on_val_loss_report(self, val_info: Mapping[str, Any]) -> None:
        """Write down what mlx-lm reports of validation."""
        self._write(val_info)

    def close(self) -> None:
        """Close the file; what is reported afterwards is not written down."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def __enter__(self) -> RateLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _end_last_line(self, file: IO[bytes]) -> None:
        """Begin a line of one's own where a run that was killed has left half of one."""
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")

    def __del__(self) -> None:
        self.close()

    def _write(self, record: Mapping[str, Any]) -> None:
        if self._file is None:
            return
        said = ", ".join(f"{json.dumps(name)}: {_text(name, value)}" for name, value in record.items())
        line = f"{{{said}}}\n".encode()
        try:
            written = self._file.write(line)
            if written is not None and written < len(line):
                raise OSError("the disk is full")
        except (OSError, ValueError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or error
        warnings.warn(
            f"{self._path} can't be written, and no rates from now on: {reason}", RuntimeWarning, stacklevel=4
        )
        self.close()


def log_rates(path: Path | str) -> RateLog:
    r"""Write down the learning rate of a training run, for mlx-lm or for a loop of one's own.

    The lines are appended to what is in the file; a run that begins anew is told apart when it is read. They are JSON:
    `{"iteration": 10, "train_loss": 2.345, "learning_rate": 1.585e-06, …}` of mlx-lm, and of one's own loop
    `{"update": 10, "learning_rate": 1.585e-06, "train_loss": 2.345}`.

    Args:
        path: The file.

    Returns:
        What mlx-lm's `train(…, training_callback=…)` takes, and what a loop calls with an update, its rate and losses.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "run.jsonl"
    >>> with log_rates(path) as log:
    ...     log(1, 0.1, loss=2.5)
    >>> path.read_text()
    '{"update": 1, "learning_rate": 1.00000000e-01, "train_loss": 2.500000}\n'
    """
    return RateLog(path)


def _text(name: str, value: Any) -> str:
    """Write a value of MLX, of NumPy or of Python's own as JSON, which has no words for NaN and inf that all can read.

    Rates have nine digits, which tell all float32 apart. Numbers are as wide as their neighbours: that is read faster.
    """
    if hasattr(value, "item") and getattr(value, "size", 0) == 1:
        value = value.item()
    elif hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, float):
        return json.dumps(value, default=str)
    if not math.isfinite(value):
        return "null"
    return f"{value:.6f}" if abs(value) >= 0.1 and name != "learning_rate" else f"{value:.8e}"
