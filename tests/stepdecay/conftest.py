"""What the tests of the command share."""

from __future__ import annotations

from functools import partial

import pytest

from tests.stepdecay.helpers.cli import ENDS_EARLY, run_command, write


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """The command in a folder of its own, so that paths are as short as people type them."""
    monkeypatch.chdir(tmp_path)
    return partial(run_command, capsys)


@pytest.fixture
def early(tmp_path):
    return write(tmp_path / "lora.yaml", ENDS_EARLY)
