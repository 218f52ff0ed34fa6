"""MLX and its engine, the library that calculates: whether they can be had, else one sentence and what to install.

The engine is a package of its own: `mlx-metal` on a Mac, `mlx-cpu` or one for CUDA elsewhere. All those for one system
own the same file, `mlx/lib/libmlx.so` on Linux, which pip doesn't notice: the one that was installed last is used, and
uninstalling one takes the library from both.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

LONGEST_CAUSE = 160
"""Characters; a Mac's linker lists every place where it has looked."""

ENGINES = ("mlx-metal", "mlx-cpu", "mlx-cuda-12", "mlx-cuda-13", "mlx-cuda")
"""The packages that bring one."""


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


def installed_engines() -> dict[str, str]:
    """Return the packages that bring an engine and are installed, with their versions."""
    return _installed(ENGINES)


def trouble() -> str:
    """Say what is wrong with the installed engine though MLX can be loaded, and what to do; "" if nothing is."""
    engines = installed_engines()
    if len(engines) > 1:
        return f"{_two(list(engines))}: {_keep_one(list(engines))}"
    mlx = _installed(("mlx",)).get("mlx")
    for name, version in engines.items():
        if mlx not in (None, version):
            return f"mlx {mlx} calculates with {name} {version}: python -m pip install {name}=={mlx}"
    return ""


def _cause(error: Exception) -> str:
    first = str(error).strip().partition("\n")[0].rpartition("): ")[2]  # a Mac's begins with: dlopen(…, 0x0002):
    return first if len(first) <= LONGEST_CAUSE else first[: LONGEST_CAUSE - 1] + "…"


def _remedy(error: Exception) -> str:
    """Name the command: it must never put a second engine beside one that is there, which somebody may train with."""
    engines = list(installed_engines())
    if len(engines) > 1:
        return f"{_two(engines)}: {_keep_one(engines)}"
    if engines:
        return f"install it anew: python -m pip install --force-reinstall mlx {engines[0]}"
    if isinstance(error, ModuleNotFoundError) and error.name == "mlx":
        return f"install it: python -m pip install {_with_engine()}"
    return f"it has no engine here, install one: python -m pip install {_with_engine()}"


def _with_engine() -> str:
    if sys.platform == "linux":
        return "'mlx[cpu]' (or, for an NVIDIA card, 'mlx[cuda12]')"
    return "mlx" if sys.platform == "darwin" else "mlx mlx-cpu"


def _two(engines: list[str]) -> str:
    return f"{' and '.join(engines)} are installed beside each other and own one library, of which the last one is used"


def _keep_one(engines: list[str]) -> str:
    """Name the commands that keep the last one, which is the one for a GPU where there is one."""
    *others, kept = engines
    again = f"python -m pip install --force-reinstall --no-deps mlx {kept}"
    return f"python -m pip uninstall {' '.join(others)}, then {again}"


def _installed(names: tuple[str, ...]) -> dict[str, str]:
    """Return those of some packages that are installed, with their versions."""
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
