"""Saving a script of 20 000 lines, against Python's own parser; and an edit in it, against the same one untitled."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from designer.filing.designs import design_of
from designer.model.source import source_of
from tests.benchmarks.conftest import paint_all, timed
from tests.benchmarks.test_open import SCRIPTS

GIVEN = {"a schedule at the end": (), "a hundred schedules": (("args.lr", 1e-3), ("steps", 1000), ("args.warmup", 100))}


def prepared(make: Callable[[], Callable[[], object]]) -> float:
    """Time what an action has left to do when it is prepared."""
    return timed(make())


def script_in(window, path, kind):
    """Open a script in a window, and return what edits it: a call for each edit."""
    path.write_text(SCRIPTS[kind][0], encoding="utf-8")
    source = source_of(path, path.read_bytes())
    design = design_of(source, given=GIVEN[kind])
    window.document.open(source, design)
    return edit_of(window, design)


def edit_of(window, design):
    field = "schedules[1].end" if hasattr(design.schedule, "schedules") else "end"
    ends = itertools.cycle((1e-5, 2e-5, 3e-5))

    def act():
        window.document.edit("edit", design.with_argument(field, next(ends)), "benchmark")
        paint_all()

    return act


@pytest.mark.parametrize("kind", GIVEN)
def test_a_save_against_the_parser(compare, window, tmp_path, kind):
    edit = script_in(window, tmp_path / "train.py", kind)
    data = SCRIPTS[kind][0].encode()

    def save():
        edit()
        return window.files.save

    compare(
        save, lambda: lambda: ast.parse(data),
        name=f"save 20 000 lines, {kind}", peer_name="ast.parse", at_most=2, rounds=5, measure=prepared,
    )  # fmt: skip
    assert not window.document.is_modified
    assert (tmp_path / "train.py").read_bytes() != data


@pytest.mark.parametrize("kind", GIVEN)
def test_an_edit_against_the_same_one_untitled(compare, window, qapp, tmp_path, kind):
    from designer.app import create_window

    edit = script_in(window, tmp_path / "train.py", kind)
    untitled = create_window()
    untitled.resize(window.size())
    untitled.show()
    design = replace(window.document.design, given=())
    untitled.document.open(None, design)
    compare(
        edit, edit_of(untitled, design),
        name=f"edit in 20 000 lines, {kind}", peer_name="the same, untitled", at_most=1.1,
    )  # fmt: skip
    untitled.document.undo_stack.setClean()
    untitled.close()
