from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import stepdecay

HEAVY = {"designer", "mlx", "numpy", "PySide6", "pyqtgraph", "yaml"}


def after(code: str, shown: str) -> object:
    """Run code in a fresh interpreter; return what an expression is after it."""
    script = f"{code}\nimport json, sys\nprint(json.dumps({shown}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def loaded_by(code: str) -> set[str]:
    return HEAVY & set(after(code, "sorted({name.partition('.')[0] for name in sys.modules})"))


def module_names() -> list[str]:
    return [module.name for module in pkgutil.walk_packages(stepdecay.__path__, "stepdecay.")]


@pytest.mark.parametrize(
    "code",
    [
        "import stepdecay",
        "from stepdecay import Run, ScheduleError, StepDecay; StepDecay(0.1, 0.9, 10), Run(100)",
        "from stepdecay import StepDecay, to_python; to_python(StepDecay(0.1, 0.9, 10), snippet=True)",
        "from stepdecay import StepDecay, levels; len(levels(StepDecay(0.1, 0.9, 10), 10**12))",
        "from stepdecay import parse_schedule; parse_schedule('step_decay(0.1, 0.9, 10)')",
    ],
)
def test_the_program_starts_without_waiting_for_mlx_or_numpy(code):
    assert loaded_by(code) == set()


def test_the_core_runs_on_a_machine_without_qt():
    assert "numpy" in loaded_by("import stepdecay; stepdecay.rates(stepdecay.StepDecay(0.1, 0.9, 10), [0])")
    modules = "; ".join(f"import {name}" for name in module_names())
    assert loaded_by(modules) == {"mlx", "numpy", "yaml"}


def test_a_config_is_checked_without_waiting_for_numpy():
    config = Path(__file__).parents[2] / "resources/examples/lora_config.yaml"
    check = f"with contextlib.redirect_stdout(io.StringIO()): main(['check', {str(config)!r}])"
    assert loaded_by(f"import contextlib, io\nfrom stepdecay.cli import main\n{check}") == {"mlx", "yaml"}


def test_public_names_are_sorted_and_all_there():
    assert stepdecay.__all__ == sorted(stepdecay.__all__)
    assert len(set(stepdecay.__all__)) == len(stepdecay.__all__)
    for name in stepdecay.__all__:
        assert callable(getattr(stepdecay, name)), name


def test_every_public_name_says_what_it_is_for():
    assert [name for name in stepdecay.__all__ if not inspect.getdoc(getattr(stepdecay, name))] == []


def test_public_names_stay_what_they_are_when_every_module_is_loaded():
    for name in module_names():
        importlib.import_module(name)
    assert not [name for name in stepdecay.__all__ if inspect.ismodule(getattr(stepdecay, name))]


def test_no_module_has_the_name_of_a_public_function():
    functions = {name for name in stepdecay.__all__ if inspect.isfunction(getattr(stepdecay, name))}
    assert {"figures", "levels", "outline", "rates", "solve", "to_python"} <= functions
    assert not functions & {name.rpartition(".")[2] for name in module_names()}


def test_completion_offers_every_public_name_before_it_is_used():
    names = after("import stepdecay", "dir(stepdecay)")
    assert names == sorted(names)
    assert {*stepdecay.__all__, "__version__"} <= set(names)


def test_importing_everything_gives_the_public_names():
    names = after("from stepdecay import *", "sorted(name for name in globals() if name[0] != '_')")
    assert names == sorted([*stepdecay.__all__, "json", "sys"])


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"^module 'stepdecay' has no attribute 'step_decay'$"):
        stepdecay.step_decay  # noqa: B018
