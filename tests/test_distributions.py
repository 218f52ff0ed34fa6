"""What is installed where: the core brings no engine for MLX; lr-designer is core and window by another name."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

from stepdecay import __version__
from stepdecay.engine import ENGINES

ROOT = Path(__file__).parent.parent


def project(folder: str) -> dict:
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(requirements: list[str]) -> set[str]:
    """Return the packages that are asked for, with their extras."""
    return {requirement.partition(";")[0].partition(">")[0].partition("=")[0].strip() for requirement in requirements}


def test_beside_an_engine_that_somebody_trains_with_the_core_brings_no_other():
    assert names(project(".")["dependencies"]) == {"mlx", "numpy", "PyYAML"}


def test_the_window_brings_an_engine_where_mlx_itself_brings_none():
    engines = [one for one in project(".")["optional-dependencies"]["window"] if one.startswith("mlx")]
    assert [one.partition("; ")[2] for one in engines] == ["sys_platform == 'linux'", "sys_platform == 'win32'"]


def test_lr_designer_is_the_core_of_the_same_version_with_its_window():
    named, core = project("resources/lr-designer"), project(".")
    assert named["version"] == __version__
    assert named["dependencies"] == [f"stepdecay[window]=={__version__}"]
    assert named["gui-scripts"] == core["gui-scripts"]
    assert named["requires-python"] == core["requires-python"]
    assert named["description"] == core["description"]


def test_the_hook_installs_an_engine_and_no_window():
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["additional_dependencies"] == ["mlx-cpu; sys_platform != 'darwin'"]


@pytest.mark.parametrize("extra", ["test", "dev"])
def test_who_tests_has_the_window(extra):
    extras = project(".")["optional-dependencies"]
    wanted = names(extras[extra])
    assert "stepdecay[window]" in wanted | names(extras["test"]) if "stepdecay[test]" in wanted else wanted


def test_the_engines_that_the_core_knows_are_named_as_mlx_names_them():
    from importlib.metadata import requires

    asked = {one.partition("==")[0] for one in requires("mlx") or [] if one.startswith("mlx-")}
    assert asked <= set(ENGINES)
