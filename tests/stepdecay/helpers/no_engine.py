"""An MLX that can't be loaded, for processes: what is on their path is a wheel without its engine."""

from __future__ import annotations

import os
from pathlib import Path

CAUSE = "libmlx.so: cannot open shared object file: No such file or directory"


def environment(folder: Path, cause: str = CAUSE, kind: str = "ImportError") -> dict[str, str]:
    """Return the environment of a process for which `import mlx.core` fails as the real one does.

    Args:
        folder: A folder of the test's own.
        cause: What the loader says.
        kind: The exception: a Mac's Metal library is missed with a RuntimeError.
    """
    (folder / "mlx" / "optimizers").mkdir(parents=True, exist_ok=True)
    (folder / "mlx" / "__init__.py").touch()
    (folder / "mlx" / "core.py").write_text(f"raise {kind}({cause!r})\n", encoding="utf-8")
    (folder / "mlx" / "optimizers" / "__init__.py").write_text("import mlx.core as mx\n", encoding="utf-8")
    root, before = Path(__file__).parents[3], os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(folder), str(root), before)))}
