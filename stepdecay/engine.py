"""MLX, or one sentence on why it can't be had and what to install."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

LONGEST_CAUSE = 160
"""Characters; a Mac's linker lists every place where it has looked."""


class EngineError(Exception):
    """MLX can't be loaded: it isn't there, or it lacks its engine. The message is one sentence.

    It is no `ScheduleError`: there is nothing wrong with what was asked, and asking for something else doesn't help.
    """


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Say why MLX can't be loaded.

    Raises:
        EngineError: It can't.
    """
    try:
        yield
    except (ImportError, OSError, RuntimeError) as error:
        raise EngineError(f"MLX can't be loaded: {_cause(error)}; {_remedy(error)}") from error


def _cause(error: Exception) -> str:
    first = str(error).strip().partition("\n")[0].rpartition("): ")[2]  # a Mac's begins with: dlopen(…, 0x0002):
    return first if len(first) <= LONGEST_CAUSE else first[: LONGEST_CAUSE - 1] + "…"


def _remedy(error: Exception) -> str:
    """Name the command; on Linux the engine is a package of its own, and on a Mac so is its Metal library."""
    package = "'mlx[cpu]'" if sys.platform == "linux" else "mlx"
    if isinstance(error, ModuleNotFoundError) and error.name == "mlx":
        return f"install it: python -m pip install {package}"
    if sys.platform == "darwin":
        package = "mlx mlx-metal"
    return f"install it anew, with its engine: python -m pip install --force-reinstall {package}"
