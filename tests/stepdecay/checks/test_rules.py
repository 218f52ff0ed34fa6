"""What each finding is said to mean, and that its example has it."""

from __future__ import annotations

import re

import pytest

from stepdecay import Run, ScheduleError, check
from stepdecay.checks.explained.rules import RULES, rule
from tests.stepdecay.helpers.checks import in_file

RUN = re.compile(r"--run (\S+)")
ARGUMENTS = {
    "iters": "iterations",
    "accumulation": "grad_accumulation_steps",
    "batches_per_epoch": "iterations_per_epoch",
}


def said_by(example: str) -> list[tuple[str, str]]:
    """The findings of an example, checked as it says: the code and the severity of each."""
    found = in_file(example, "train.py" if "import" in example else "lora.yaml")
    options = RUN.search(example)
    pairs = [] if options is None else [pair.split("=") for pair in options[1].split(",")]
    run = Run(**{ARGUMENTS[name]: int(value) for name, value in pairs}) if pairs else None
    dtype = "float16" if "--dtype float16" in example else "float32"
    return [(one.code, one.severity) for one in check(found.schedule, run, found, dtype=dtype)]


@pytest.mark.parametrize("code", RULES)
def test_the_example_of_a_finding_has_it_and_nothing_else_that_is_wrong(code):
    said = said_by(RULES[code].example)
    assert (code, RULES[code].severity) in said
    assert {other for other, severity in said if severity != "note"} <= {code}


def test_notes_are_those_that_never_change_an_exit_status():
    notes = {code for code, one in RULES.items() if one.severity == "note"}
    assert notes == {"LR205", "LR206", "LR207", "LR303", "LR403", "LR404", "LR405"}
    assert {code for code, one in RULES.items() if one.severity == "error"} == {"LR107", "LR401", "LR402"}


def test_codes_and_names_are_told_apart_and_stay():
    assert list(RULES) == [
        *("LR101", "LR102", "LR103", "LR104", "LR105", "LR106", "LR107"),
        *("LR201", "LR202", "LR203", "LR204", "LR205", "LR206", "LR207"),
        *("LR301", "LR302", "LR303", "LR401", "LR402", "LR403", "LR404", "LR405", "LR406"),
    ]
    assert len({one.name for one in RULES.values()}) == len({one.title for one in RULES.values()}) == len(RULES)
    assert all(code == one.code for code, one in RULES.items())


@pytest.mark.parametrize("code", RULES)
def test_what_a_finding_means_is_said_in_whole_sentences(code):
    one = RULES[code]
    assert one.why.endswith(".")
    assert one.fix.endswith(".")
    assert not one.title.endswith(".")
    assert "  " not in one.why + one.fix
    assert one.example.endswith("\n")


def test_a_finding_is_asked_for_by_code_or_name_in_any_case():
    assert rule("lr101") is rule(" LR101 ") is rule("ends-early") is RULES["LR101"]


def test_a_code_that_there_is_not_is_answered_with_those_that_there_are():
    with pytest.raises(ScheduleError, match="there is no finding 'LR999'; the codes are LR101, LR102"):
        rule("LR999")
