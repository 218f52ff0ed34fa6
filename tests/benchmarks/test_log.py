"""Training logs: opened against splitting their lines, drawn against the plan alone, followed, and written."""

from __future__ import annotations

import itertools

import mlx.core as mx
import mlx.nn as nn
import mlx.optimizers as optim
import numpy as np
import pytest

from designer.model.document import Design
from stepdecay import CosineDecay, Run, log_rates, rates, read_log
from tests.benchmarks.conftest import paint_all

LINES = 1_000_000
PLAN = CosineDecay(1e-5, LINES, 1e-7)


def numbers() -> list[tuple[int, float, float]]:
    losses = (1 + 2 * np.random.default_rng(0).random(LINES)).astype(np.float32)
    return list(zip(range(1, LINES + 1), rates(PLAN, range(LINES)).tolist(), losses.tolist(), strict=True))


def old_line(count: int, rate: float, loss: float) -> str:
    return (
        f"Iter {count}: Train loss {loss:.3f}, Learning Rate {rate:.3e}, It/sec {1 + loss:.3f}, "
        f"Tokens/sec {345 * loss:.3f}, Trained Tokens {count * 1234}, Peak mem 7.890 GB\n"
    )


def report(count: int, rate: float, loss: float) -> str:
    return (
        f'{{"iteration": {count}, "train_loss": {loss:.6f}, "learning_rate": {rate:.8e}, '
        f'"tokens_per_second": {345 * loss:.6f}}}\n'
    )


FORMATS = {
    "mlx-lm to 0.31": ("", old_line),
    "mlx-lm from 0.32": (
        "",
        lambda count, rate, loss: f"  {count:>4}    {loss:>5.3f} ▼    {345 * loss:>5,.0f}    1.2k\n",
    ),
    "mlx-lm-lora": ("", lambda count, rate, loss: f"Iter {count}: loss {loss:.3f}, lr {rate:.3e}, it/s {loss:.3f}\n"),
    "JSON of log_rates": ("", report),
    "JSON, all digits": ("", lambda count, rate, loss: f'{{"step": {count}, "lr": {rate!r}, "loss": {loss!r}}}\n'),
    "CSV": ("step,lr,loss\n", lambda count, rate, loss: f"{count},{rate:.3e},{loss:.4f}\n"),
    "CSV, all digits": ("step,lr,loss\n", lambda count, rate, loss: f"{count},{rate!r},{loss!r}\n"),
}


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Returns the path of a log of 10^6 lines in a format."""
    folder, rows, paths = tmp_path_factory.mktemp("logs"), numbers(), {}

    def path_of(name: str):
        if name not in paths:
            header, line = FORMATS[name]
            paths[name] = folder / f"{len(paths)}.log"
            paths[name].write_text(header + "".join(itertools.starmap(line, rows)))
        return paths[name]

    return path_of


@pytest.mark.parametrize("name", FORMATS)
def test_opening_against_splitting(compare, logs, name):
    path = logs(name)
    assert len(read_log(path)) == LINES
    compare(
        lambda: read_log(path), lambda: path.read_bytes().splitlines(),
        name=f"open 10^6 lines, {name}", peer_name="read and split them", at_most=2, rounds=7,
    )  # fmt: skip


@pytest.fixture
def opened(window, logs, qtbot):
    """The window with a log of 10^6 lines over its plan."""
    window.document.edit("plan", Design(PLAN, Run(LINES)))
    window.logs.open_log(logs("mlx-lm to 0.31"))
    qtbot.waitUntil(lambda: len(window.document.view.overlay.log or ()) == LINES, timeout=60_000)
    qtbot.waitUntil(lambda: window.document.view.overlay.comparison is not None, timeout=60_000)
    assert window.document.view.overlay.comparison.parting is None
    yield window
    window.logs.close()


@pytest.fixture
def plain(window, qapp):
    """A window of the same size and plan, without a log."""
    from designer.app import create_window

    other = create_window()
    other.document.edit("plan", Design(PLAN, Run(LINES)))
    other.resize(window.size())
    other.show()
    qapp.processEvents()
    yield other
    other.close()


def test_zooming_with_a_log_against_zooming_without(compare, opened, plain):
    def zoom(window):
        ranges = itertools.cycle(((0.0, 9e5), (1e5, 1e6)))

        def act():
            window.document.look(x_range=next(ranges))
            paint_all()

        return act

    compare(zoom(opened), zoom(plain), name="zoom, a log of 10^6 lines", peer_name="without a log", at_most=4)


def test_a_slice_of_a_backlog_against_a_frame(compare, logs):
    from designer.filing.logs import SLICE
    from stepdecay.trainlog.file import LogFile

    file = LogFile(logs("mlx-lm to 0.31"))

    def read():
        if not file.read_piece(SLICE):
            file.__init__(file.path)

    compare(read, lambda: sum(range(1_000_000)), name="a slice of a backlog", peer_name="adding 10^6 ints", at_most=1)


def test_writing_against_an_update_of_a_tiny_model(compare, tmp_path):
    model, optimizer = nn.Linear(64, 64), optim.Adam(learning_rate=PLAN.build())
    step = nn.value_and_grad(model, lambda model, batch: model(batch).square().mean())
    batch, updates = mx.random.normal((32, 64)), itertools.count(1)
    log = log_rates(tmp_path / "run.jsonl")

    def train(is_logged: bool):
        def act():
            for _ in range(20):
                loss, gradients = step(model, batch)
                optimizer.update(model, gradients)
                mx.eval(model.parameters(), optimizer.state, loss)
                if is_logged:
                    log(next(updates), optimizer.learning_rate, loss)

        return act

    compare(train(True), train(False), name="20 updates, each logged", peer_name="without the log", at_most=1.25)
