"""How a person looks at the design: three values, and the words that change them."""

import os
import subprocess
import sys
from collections import ChainMap
from pathlib import Path

import pytest

from designer.model.view import Focus, Overlay, Preferences, View, ViewChanges

PARTS = (Preferences, Focus, Overlay)
LOOKS = """
from designer.model.document import Document

def look(document: Document) -> None:
    document.look(level=3, unit="epochs", pins=())
    document.look(levle=3)
    document.look(level="3")
    document.look(unit="hours")
"""
COMPLAINTS = (
    'Unexpected keyword argument "levle" for "look" of "Document"',
    'Argument "level" to "look" of "Document" has incompatible type "str"',
    'Argument "unit" to "look" of "Document" has incompatible type "Literal[\'hours\']"',
)


def test_each_value_has_one_word_in_one_part_and_look_takes_it_with_its_type():
    values = [name for part in PARTS for name in part.__annotations__]
    assert sorted(values) == sorted(ViewChanges.__annotations__)
    kinds = {name: kind.__forward_arg__ for name, kind in ViewChanges.__annotations__.items()}
    assert kinds == dict(ChainMap(*(part.__annotations__ for part in PARTS)))


def test_what_is_looked_at_otherwise_leaves_the_other_parts_alone():
    view = View()
    new = view.changed(level=3, crosshair=5, dtype="float16")
    assert new == View(Preferences(dtype="float16"), Focus(level=3, crosshair=5))
    assert new.overlay is view.overlay


def test_a_hidden_crosshair_reads_no_step():
    view = View(focus=Focus(crosshair=5))
    assert view.shown_crosshair == 5
    assert view.changed(shows_crosshair=False).shown_crosshair is None


def test_who_looks_with_a_wrong_word_or_at_a_wrong_value_is_told_by_mypy(tmp_path):
    pytest.importorskip("mypy")
    root = Path(__file__).parents[3]
    snippet = tmp_path / "snippet.py"
    snippet.write_text(LOOKS)
    # Of what is imported only the modules that say what is right: Qt and numpy take their time.
    modules = ("designer/model/document.py", "designer/model/view.py", "stepdecay/schedule/units.py")
    command = [sys.executable, "-m", "mypy", "--config-file=", "--follow-imports=skip", "--ignore-missing-imports"]
    command += ["--cache-dir", os.devnull, "--explicit-package-bases", str(snippet), *modules]
    result = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    told = [line for line in result.stdout.splitlines() if line.startswith(str(snippet)) and ": error:" in line]
    assert len(told) == len(COMPLAINTS), result.stdout + result.stderr
    for line, complaint in zip(told, COMPLAINTS, strict=True):
        assert complaint in line
