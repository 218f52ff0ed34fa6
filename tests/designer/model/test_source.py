"""Which schedule of a file is still the one that is designed, when others have changed the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from designer.model.source import source_of
from stepdecay import ScheduleError

PATH = Path("train.py")
SHORT, LONG, OTHER = "optim.cosine_decay(1e-3, 100)", "optim.cosine_decay(1e-3, 900)", "optim.cosine_decay(1e-3, 500)"


def followed(before: list[str], chosen: int, after: list[str]) -> int:
    """Which schedule of a file has become the chosen one of the file before, by its line below the import, from 0."""
    source = replace(source_of(PATH, _file(before)), index=chosen)
    there = source_of(PATH, _file(after), source.near())
    return there.found[there.index].line - 2


def _file(lines: list[str]) -> bytes:
    return "\n".join(("import mlx.optimizers as optim", *lines, "")).encode()


def test_a_schedule_is_followed_by_its_text_when_another_of_its_name_comes_before_it():
    assert followed([f"lr = {SHORT}"], 0, [f"lr = {OTHER}", f"lr = {SHORT}"]) == 1
    assert followed([f"lr = {SHORT}", f"lr = {LONG}"], 1, [f"lr = {OTHER}", f"lr = {SHORT}", f"lr = {LONG}"]) == 2


def test_of_schedules_of_one_name_each_is_followed_by_its_rank_as_long_as_there_are_as_many():
    before, after = [f"lr = {SHORT}", f"lr = {LONG}"], [f"lr = {LONG}", f"lr = {OTHER}"]
    assert [followed(before, chosen, after) for chosen in (0, 1)] == [0, 1]


def test_a_schedule_without_a_name_is_followed_by_its_text_too():
    assert followed([f"use({SHORT})"], 0, [f"use({OTHER})", f"use({SHORT})"]) == 1


def test_the_only_schedule_left_of_a_name_is_followed_though_its_numbers_are_others():
    assert followed([f"lr = {SHORT}", f"lr = {LONG}"], 1, [f"other = {LONG}", f"lr = {OTHER}"]) == 1


def test_a_schedule_that_was_renamed_and_changed_is_followed_by_its_place():
    assert followed([f"a = {SHORT}", f"lr = {LONG}"], 1, [f"a = {SHORT}", f"rate = {OTHER}"]) == 1


@pytest.mark.parametrize("after", [[f"lr = {OTHER}"] * 2, [f"lr = {SHORT}"] * 2])
def test_a_schedule_that_could_be_either_of_two_is_not_guessed(after):
    with pytest.raises(ScheduleError, match=r"lr is no longer in train\.py"):
        followed([f"lr = {SHORT}"], 0, after)
