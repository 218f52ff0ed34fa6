"""All drags once more at scale factor 2, which a process takes at its start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_every_drag_works_at_scale_factor_2(tmp_path):
    folder = Path(__file__).parent
    tests = [str(folder / f"test_{name}.py") for name in ("drag", "drag_looks", "join_drag", "pieces_on_plot")]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    done = subprocess.run(command, env=environment, cwd=folder.parents[1], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
