"""MLX that can't be loaded: one sentence with the cause and what to install, and a status that means no findings."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from stepdecay import engine
from tests.stepdecay.helpers.no_engine import CAUSE, environment

CONFIG = str(Path(__file__).parents[3] / "resources/examples/lora_config.yaml")
METAL = "Failed to load the default metallib. library not found"


def run(folder: Path, *arguments: str, **broken: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "stepdecay.cli", *arguments],
        env=environment(folder, **broken), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("arguments", [("check", CONFIG), ("check", str(Path(CONFIG).parent)),
                                       ("show", "step_decay(0.1, 0.9, 10)"), ("show", CONFIG)])  # fmt: skip
@pytest.mark.parametrize(("cause", "kind"), [(CAUSE, "ImportError"), (METAL, "RuntimeError")])
def test_every_command_that_needs_rates_says_the_cause_and_what_to_install(tmp_path, arguments, cause, kind):
    done = run(tmp_path, *arguments, cause=cause, kind=kind)
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"stepdecay: MLX can't be loaded: {cause}; ")
    assert "python -m pip install" in sentence


def test_what_needs_no_rate_goes_on_working(tmp_path):
    script = tmp_path / "train.py"
    script.write_text("print('no schedule here')\n")
    assert run(tmp_path, "check", str(script)).returncode == 0
    assert run(tmp_path, "explain", "LR101").returncode == 0


ABSENT = ModuleNotFoundError("No module named 'mlx'", name="mlx")


BROKEN = ImportError(CAUSE)


@pytest.mark.parametrize(
    ("platform", "installed", "error", "command"),
    [
        ("linux", [], ABSENT, "install it: python -m pip install 'mlx[cpu]' (or, for an NVIDIA card, 'mlx[cuda12]')"),
        ("linux", ["mlx"], BROKEN, "it has no engine here, install one: python -m pip install 'mlx[cpu]' (or, for an "
                                   "NVIDIA card, 'mlx[cuda12]')"),
        ("linux", ["mlx", "mlx-cpu"], BROKEN, "install it anew: python -m pip install --force-reinstall mlx mlx-cpu"),
        ("linux", ["mlx", "mlx-cuda-12"], BROKEN, "pip install --force-reinstall mlx mlx-cuda-12"),
        ("linux", ["mlx", "mlx-cpu", "mlx-cuda-12"], BROKEN, "own one library, of which the last one is used: python "
         "-m pip uninstall mlx-cpu, then python -m pip install --force-reinstall --no-deps mlx mlx-cuda-12"),
        ("darwin", [], ABSENT, "install it: python -m pip install mlx"),
        ("darwin", ["mlx", "mlx-metal"], RuntimeError(METAL), "pip install --force-reinstall mlx mlx-metal"),
        ("win32", ["mlx"], ImportError("DLL load failed"), "python -m pip install mlx mlx-cpu"),
    ],
)  # fmt: skip
def test_the_command_is_the_one_for_the_system_and_for_what_is_there(monkeypatch, platform, installed, error, command):
    monkeypatch.setattr(engine.sys, "platform", platform)
    have(monkeypatch, dict.fromkeys(installed, "0.32.4"))
    with pytest.raises(engine.EngineError) as caught, engine.in_words():
        raise error
    assert str(caught.value).endswith(command)


def have(monkeypatch: pytest.MonkeyPatch, installed: dict[str, str]) -> None:
    """Have Python tell of these packages, whatever is installed."""

    def version(name: str) -> str:
        if name not in installed:
            raise PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr("importlib.metadata.version", version)


@pytest.mark.parametrize(
    ("installed", "sentence"),
    [
        ({}, ""),
        ({"mlx": "0.32.4", "mlx-cpu": "0.32.4"}, ""),
        ({"mlx": "0.32.4", "mlx-cpu": "0.32.4", "mlx-cuda-12": "0.32.4"}, "mlx-cpu and mlx-cuda-12 are installed "
         "beside each other and own one library, of which the last one is used: python -m pip uninstall mlx-cpu, then "
         "python -m pip install --force-reinstall --no-deps mlx mlx-cuda-12"),
        ({"mlx": "0.32.4", "mlx-cpu": "0.32.3"}, "mlx 0.32.4 calculates with mlx-cpu 0.32.3: python -m pip install "
         "mlx-cpu==0.32.4"),
    ],
)  # fmt: skip
def test_engines_that_are_in_each_others_way_are_told(monkeypatch, installed, sentence):
    have(monkeypatch, installed)
    assert engine.trouble() == sentence


def test_of_what_a_macs_linker_says_the_cause_is_left():
    text = "dlopen(/venv/mlx/core.so, 0x0002): Library not loaded: @rpath/libmlx.dylib\n  Referenced from: x"
    with pytest.raises(engine.EngineError) as caught, engine.in_words():
        raise ImportError(text)
    assert str(caught.value).startswith("MLX can't be loaded: Library not loaded: @rpath/libmlx.dylib; ")
    assert "Referenced" not in str(caught.value)
