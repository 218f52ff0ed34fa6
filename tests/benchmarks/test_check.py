"""`stepdecay check` as a process of its own, against one that imports what it can't do without."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IMPORTS = [sys.executable, "-c", "import numpy, yaml, mlx.optimizers"]
CHECK = [sys.executable, "-m", "stepdecay.cli", "check"]
CONFIGS = 1000


@pytest.fixture(scope="module")
def launch(tmp_path_factory):
    """Returns the seconds that a process takes which has been started before, as an installed one has."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("cache"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(command: list[str]) -> float:
        start = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        seconds = time.perf_counter() - start
        assert done.returncode in (0, 1), done.stderr
        assert done.returncode == 0 or b"LR101" in done.stdout
        return seconds

    return run


@pytest.fixture(scope="module")
def configs(tmp_path_factory):
    """Folders of a thousand configs, all different: with nothing to say about them, and with something about each."""
    sample = (ROOT / "resources/examples/lora_config.yaml").read_text(encoding="utf-8")
    assert "1000, 1e-7]" in sample
    top = tmp_path_factory.mktemp("configs")
    for number in range(CONFIGS):
        iters = 1000 + number
        changed = sample.replace("iters: 1000", f"iters: {iters}")
        for name, steps in {"clean": iters - 102, "early": iters}.items():
            path = top / name / f"{number // 100}" / f"{number}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(changed.replace("1000, 1e-7]", f"{steps}, 1e-7]"), encoding="utf-8")
    return top


@pytest.mark.parametrize("kind", ["clean", "early"])
def test_one_config(compare, launch, configs, kind):
    compare(
        [*CHECK, str(configs / kind / "0" / "7.yaml")], IMPORTS,
        name=f"check one config, {kind}", peer_name="import numpy, yaml, mlx.optimizers",
        at_most=1.3, rounds=20, measure=launch,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["clean", "early"])
def test_a_folder(compare, launch, configs, kind):
    """5 ms a file above the imports are what a thousand sleeps of 5 ms take after them."""
    patient = f"import numpy, yaml, mlx.optimizers, time; time.sleep(0.005 * {CONFIGS})"
    compare(
        [*CHECK, str(configs / kind)], [sys.executable, "-c", patient],
        name=f"check 1 000 configs, {kind}", peer_name="the imports, and 5 ms a file",
        at_most=1, rounds=3, measure=launch,
    )  # fmt: skip
