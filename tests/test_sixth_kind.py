"""The recipe for a new kind, as a patch: applied to a copy of the tree it passes all tests of kinds.

Overnight each of its hunks is left out once: what is forgotten is red, and never a wrong curve.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PATCH = (ROOT / "tests/sixth_kind.patch").read_text(encoding="utf-8")
MOST_FILES = 7


def files(patch: str) -> list[str]:
    """A patch of its own for each file, without what comes before the first."""
    return re.split(r"(?m)^(?=diff --git )", patch)[1:]


def hunks() -> list[tuple[int, int]]:
    """The number of each hunk's file, and its own number there."""
    return [(at, number) for at, file in enumerate(files(PATCH)) for number in range(file.count("\n@@ "))]


def without(at: int, number: int) -> str:
    """The patch without one hunk; without its file where that was the only one."""
    parts = files(PATCH)
    head, *found = re.split(r"(?m)^(?=@@ )", parts[at])
    found.pop(number)
    parts[at] = "".join([head, *found]) if found else ""
    return "".join(parts)


@pytest.fixture
def tree(tmp_path) -> Path:
    """A copy of everything that the tests of kinds need."""
    leave = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in ("stepdecay", "designer", "resources", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def patched(tree: Path, patch: str) -> None:
    subprocess.run(["git", "apply", "-"], input=patch, cwd=tree, text=True, encoding="utf-8", check=True)


def ran(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


def kind_tests(tree: Path) -> subprocess.CompletedProcess[str]:
    return ran(tree, "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/test_every_kind.py")


def test_a_sixth_kind_takes_few_files_and_does_all_that_the_others_do(tree):
    assert len([file for file in files(PATCH) if not re.match(r"diff --git a/(tests|.*\.md)", file)]) <= MOST_FILES
    patched(tree, PATCH)
    done = kind_tests(tree)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "polynomial_decay" in ran(tree, "pytest", "--collect-only", "-q", "tests/test_every_kind.py").stdout


@pytest.mark.nightly
@pytest.mark.parametrize(("at", "number"), hunks())
def test_a_hunk_that_is_forgotten_is_red(tree, at, number):
    patched(tree, without(at, number))
    if kind_tests(tree).returncode == 0:
        assert ran(tree, "mypy").returncode != 0
