"""The recipes name files and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
RECIPES = re.split(r"(?m)^### ", TEXT.partition("## Recipes")[2].partition("\n## ")[0])[1:]


def paths(text: str) -> list[str]:
    """What is written as a path in a text, but for those of what is yet to be made."""
    found = re.findall(r"`([\w./]+/[\w./]*)`", text)
    return [path for path in found if "NAME" not in path and path != "tests/*/helpers/"]


def test_there_is_a_recipe_for_each_of_what_people_add():
    titles = [recipe.partition("\n")[0] for recipe in RECIPES]
    assert titles == ["A kind of schedule", "A finding", "A panel", "A kind of document", "A format of logs"]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.partition("\n")[0])
def test_every_file_of_a_recipe_is_there_and_a_test_keeps_it_true(recipe):
    assert [path for path in paths(recipe) if not (ROOT / path).exists()] == []
    proofs = [path for path in paths(recipe) if re.fullmatch(r"tests/.*test_\w+\.py", path)]
    assert proofs
    assert all("def test_" in (ROOT / path).read_text(encoding="utf-8") for path in proofs)


@pytest.mark.parametrize("package", ["stepdecay", "designer"])
def test_the_map_shows_every_room(package):
    table = README.partition(f"| `{package}/`")[2].partition("\n\n")[0]
    rooms = {path.name for path in (ROOT / package).iterdir() if (path / "__init__.py").exists()}
    assert rooms <= set(re.findall(r"`(\w+)/`", table))


def test_a_room_is_no_hall():
    for package in ("stepdecay", "designer"):
        for folder in [ROOT / package, *(ROOT / package).rglob("*/")]:
            modules = [path for path in folder.glob("*.py") if path.name not in ("__init__.py", "__main__.py")]
            assert len(modules) <= 16, folder
