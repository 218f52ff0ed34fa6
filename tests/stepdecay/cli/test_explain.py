from __future__ import annotations

from functools import partial

import pytest

from stepdecay.checks.explained.rules import RULES
from tests.stepdecay.helpers.cli import run_command


@pytest.fixture
def run(capsys):
    return partial(run_command, capsys)


def test_all_findings_are_listed_a_line_each(run):
    status, out, err = run("explain")
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == list(RULES)
    for line, rule in zip(out.splitlines(), RULES.values(), strict=True):
        assert line.split()[:3] == [rule.code, rule.name, rule.severity]
        assert line.endswith(rule.title)


@pytest.mark.parametrize("code", RULES)
def test_a_finding_is_explained_by_code_and_by_name(run, code):
    rule = RULES[code]
    status, out, err = run("explain", code)
    assert (status, err) == (0, "")
    assert out.startswith(f"{code} {rule.name} ({rule.severity}): {rule.title}\n")
    words = " ".join(out.split())
    for text in (rule.why, rule.fix, rule.example):
        assert " ".join(text.split()) in words
    assert run("explain", code.lower())[1] == run("explain", rule.name)[1] == out


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("end-early", "there is no finding 'end-early'; did you mean LR101 ends-early?"),
        ("nonsense", "there is no finding 'nonsense'; `stepdecay explain` lists all"),
    ],
)
def test_another_word_is_a_sentence_with_what_comes_nearest(run, wanted, sentence):
    assert run("explain", wanted) == (2, "", f"stepdecay: {sentence}\n")
