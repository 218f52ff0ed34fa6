from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import Levels, StepDecay, levels
from stepdecay.writers.table import COLUMNS, FORMATS, table_lines
from tests.stepdecay.helpers.cases import bits, short_schedules

Row = tuple[int, int, int, int, int]
"""Level, first update, last update, and the bits of the two rates."""


def text_of(found: Levels, form: str) -> str:
    return "".join(f"{line}\n" for line in table_lines(found, form))


def rows_of(found: Levels) -> list[Row]:
    return [(number, *level[:2], *bits(level[2:])) for number, level in zip(found.numbers, found, strict=True)]


def read_csv(text: str) -> Iterator[Row]:
    for row in csv.DictReader(io.StringIO(text), strict=True):
        assert tuple(row) == COLUMNS
        level, first, last, *rates = row.values()
        yield int(level), int(first), int(last), *bits([float(rate) for rate in rates])


def read_json(text: str) -> Iterator[Row]:
    for row in json.loads(text, parse_constant=pytest.fail):
        assert tuple(row) == COLUMNS
        level, first, last, *rates = row.values()
        yield level, first, last, *bits(rates)


READERS = {"csv": read_csv, "json": read_json}


@pytest.mark.parametrize("form", READERS)
@given(schedule=short_schedules, updates=st.integers(1, 300))
def test_a_table_reads_back_to_the_levels_bit_by_bit(form, schedule, updates):
    found = levels(schedule, updates)
    assert list(READERS[form](text_of(found, form))) == rows_of(found)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize(
    "schedule", [StepDecay(1, 1e38, 1), StepDecay(1e-45, 0.5, 1), StepDecay(1, 0, 2)], ids=["inf", "denormal", "zero"]
)
def test_rates_that_overflow_or_vanish_read_back_too(form, schedule):
    found = levels(schedule, 5)
    assert {0, 0x7F800000} & {row[-1] for row in rows_of(found)}
    assert list(READERS[form](text_of(found, form))) == rows_of(found)


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("part", [slice(3, 7), slice(None, None, -2), slice(-1, None), slice(0, 0)], ids=str)
def test_a_part_of_a_table_keeps_the_numbers_of_its_levels(form, part):
    found = levels(StepDecay(0.1, 0.9, 10), 95)[part]
    assert list(READERS[form](text_of(found, form))) == rows_of(found)


def test_csv_has_a_header_that_names_its_columns():
    assert text_of(levels(StepDecay(0.5, 0.5, 10), 15), "csv") == (
        "level,first_update,last_update,first_rate,last_rate\n0,1,10,0.5,0.5\n1,11,15,0.25,0.25\n"
    )


def test_a_table_for_people_is_aligned():
    assert text_of(levels(StepDecay(0.5, 0.25, 5 * 10**12), 12 * 10**12), "table") == (
        "level    first update     last update  rate\n"
        "    0               1   5000000000000  0.5\n"
        "    1   5000000000001  10000000000000  0.125\n"
        "    2  10000000000001  12000000000000  0.03125\n"
    )


@given(schedule=short_schedules, updates=st.integers(1, 300), reverse=st.booleans())
def test_a_table_for_people_has_straight_columns_and_one_row_a_level(schedule, updates, reverse):
    found = levels(schedule, updates)[:: -1 if reverse else 1]
    header, *lines = table_lines(found, "table")
    rate_column = header.index("rate")
    assert {line[rate_column - 2 : rate_column] for line in lines} == {"  "}
    cells = [line.split() for line in lines]
    assert [(*map(int, row[:3]), *bits(float(row[3]))) for row in cells] == [row[:4] for row in rows_of(found)]


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_lines_of_a_trillion_levels_come_at_once(form):
    lines = table_lines(levels(StepDecay(0.1, 0.9, 1), 10**12), form)
    assert len(list(itertools.islice(lines, 3))) == 3
