"""A second format of logs, for tests: one JSON document, which is written anew each time there is more to say."""

from __future__ import annotations

import json
from functools import partial

import numpy as np

from stepdecay.trainlog.format import LogFormat, WholeReader
from stepdecay.trainlog.log import TrainLog
from tests.stepdecay.helpers.logs import rate

EXACT = 1e-6


class StateFormat(LogFormat):
    """A format that notes how many bytes of a document there were each time it was read."""

    readable = "a state with its log_history"
    names = ("*.json",)
    is_whole = True

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def claims(self, head: bytes, name: str) -> bool:
        return head.startswith(b"{") and b'"log_history"' in head

    def reader(self, name: str) -> WholeReader:
        return WholeReader(partial(self._log_of, name))

    def _log_of(self, name: str, data: bytes) -> TrainLog | None:
        self.sizes.append(len(data))
        return log_of(name, data)


def log_of(name: str, data: bytes) -> TrainLog | None:
    try:
        rows = json.loads(data)["log_history"]
    except ValueError:  # not all of it is there
        return None
    if not rows:
        return None
    rates, losses = (np.array([row.get(key, np.nan) for row in rows]) for key in ("learning_rate", "loss"))
    counts = np.array([row["step"] for row in rows])
    return TrainLog(name, "updates", 1, counts, rates, losses, np.full(len(rows), np.nan), rates * EXACT)


def state(last: int, **more: object) -> str:
    """A state after so many updates of the plan, a row for every ten."""
    rows = [{"step": step, "learning_rate": rate(step - 1), "loss": 2.5} for step in range(10, last + 1, 10)]
    return json.dumps({**more, "log_history": rows}, indent=2)
