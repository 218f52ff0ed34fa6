"""What is to be said of how a schedule is written in its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stepdecay.checks.explained.rules import rule
from stepdecay.checks.finding import Finding, Place

if TYPE_CHECKING:
    from stepdecay.sources.found import Found


def problem(source: Found) -> Iterator[Finding]:
    """LR107, LR401, LR402: it can't be trained with as it is written."""
    if source.problem is not None and source.problem_code is not None:
        yield _written(source.problem_code, source.problem, *source.problem_place)


def unknown_names(source: Found) -> Iterator[Finding]:
    """LR405: names whose values the text does not tell."""
    names = source.lacking
    if names:
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        text = f"the text does not tell what {listed} {'is' if len(names) == 1 else 'are'}, so nothing else is checked"
        yield _written("LR405", text, source.line, source.column)


def remarks(source: Found) -> Iterator[Finding]:
    """LR403, LR404, LR406: what a config's reader says of it."""
    for code, line, column, text in source.remarks:
        yield _written(code, text, line, column)


def _written(code: str, message: str, line: int, column: int) -> Finding:
    return Finding(code, rule(code).severity, message, Place(line, column))
