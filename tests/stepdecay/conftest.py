"""How many cases hypothesis draws: on every run, and overnight (`pytest --hypothesis-profile=nightly`)."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import settings

from tests.stepdecay.helpers.cli import ENDS_EARLY, run_command, write

# Without a deadline: MLX's first call in a process takes as long as thousands of later ones. On CI hypothesis loads its
# own profile instead, with as many cases, drawn the same way every time.
settings.register_profile("default", deadline=None, max_examples=100)
settings.register_profile("nightly", deadline=None, max_examples=5_000)


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """The command in a folder of its own, so that paths are as short as people type them."""
    monkeypatch.chdir(tmp_path)
    return partial(run_command, capsys)


@pytest.fixture
def early(tmp_path):
    return write(tmp_path / "lora.yaml", ENDS_EARLY)
