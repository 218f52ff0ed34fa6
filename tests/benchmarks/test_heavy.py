"""Files that are too heavy for what they are, each opened or refused by a process of its own within fixed bounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_open import SCRIPTS

ROOT = Path(__file__).parents[2]
LAUNCHER = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, *sys.argv[1:]]).returncode)"
"""A process that begins small: on Linux, what another one starts is said to take as much memory as that has taken."""

CHILD = """
import json, resource, sys
from stepdecay import ScheduleError, find_schedules

try:
    end = f"{len(find_schedules(sys.argv[1]))} found"
except ScheduleError as error:
    end = str(error)
used = resource.getrusage(resource.RUSAGE_SELF)
size = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps([end, used.ru_utime + used.ru_stime, size]))
"""
SCRIPT = "import mlx.optimizers as optim\nlr = optim.step_decay(1e-1, 0.9, 10)\n"
CONFIG = '"iters": 600, "lr_schedule": {"name": "step_decay", "arguments": [0.1, 0.9, 10]}'
KEYS = ", ".join(f'"key{n}": {n}' for n in range(300_000))
HEAVY = {
    "a list of 5 million numbers": ("a.py", f"{SCRIPT}x = [{'1, ' * 5_000_000}]\n", "at most 1000 KB"),
    "6 MB of assignments": ("a.py", SCRIPT + "value = 1\n" * 600_000, "at most 1000 KB"),
    "1.2 MB of x=1;": ("a.py", SCRIPT + "x=1;" * 300_000, "at most 1000 KB"),
    "19 MB without a schedule": ("a.py", "value = 1\n" * 1_900_000, "at most 1000 KB"),
    "20 000 lines": ("a.py", SCRIPTS["a hundred schedules"][0], "100 found"),
    "JSON with 300 000 keys": ("a.json", f"{{{CONFIG}, {KEYS}}}", "at most 500 KB"),
    "JSON as large as is read": ("a.json", f"{{{CONFIG}, {KEYS[:400_000].rpartition(',')[0]}}}", "1 found"),
    "15 MB of line ends in YAML": ("a.yaml", f"{{{CONFIG}}}" + "\n" * 15_000_000, "at most 100 KB"),
    "99 KB of line ends in YAML": ("a.yaml", f"{{{CONFIG}}}" + "\n" * 99_000, "1 found"),
}


@pytest.mark.parametrize("kind", HEAVY)
def test_two_seconds_and_200_mb(tmp_path, bounded, kind):
    name, text, expected = HEAVY[kind]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, "-c", CHILD, str(path)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    end, seconds, megabytes = json.loads(done.stdout)
    assert expected in end
    bounded(seconds, 2, name=f"open {kind}", bound_name="2 s of a process")
    bounded(megabytes * 2**20, 200 * 2**20, name=f"memory to open {kind}", bound_name="200 MB of a process")
