"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_python_examples_print_what_the_readme_says():
    (example,) = blocks("python")
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    assert len(test.examples) > 5
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize(("number", "status"), [(0, 0), (1, 1)])
def test_the_command_prints_what_the_readme_says(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int, status: int
):
    from stepdecay.cli import main

    monkeypatch.chdir(ROOT)
    sessions = blocks("console")
    command, _, printed = sessions[number].partition("\n")
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert (len(sessions), program) == (2, "stepdecay")
    assert main(arguments) == status
    assert capsys.readouterr().out.replace("\\", "/") == printed


def test_files_that_the_readme_names_are_there():
    names = set(re.findall(r"(?:src|srcset)=\"([^\"]+)\"|\]\((?!https?:)([^)]+)\)", README))
    paths = [ROOT / (picture or link) for picture, link in names]
    assert len(paths) == 8
    assert [path for path in paths if not path.is_file()] == []
