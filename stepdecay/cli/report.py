"""Findings as lines: for people and editors, as JSON, and as GitHub's workflow commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from stepdecay.cli.inspector import Remark


class Checked(NamedTuple):
    """A file that was checked.

    Attributes:
        remarks: What was found and is left.
        difference: The lines of the difference that fixing made.
    """

    remarks: list[Remark]
    difference: list[str]


def text_lines(files: Iterable[Checked]) -> Iterator[str]:
    """Write `file:line:column: CODE sentence`, and above it what was changed in the file."""
    for remarks, difference in files:
        yield from difference
        for remark, sentence in _sentences(remarks):
            yield f"{remark.path}:{remark.line}:{remark.column}: {remark.finding.code} {sentence}"


def github_lines(files: Iterable[Checked]) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the lines of a pull request."""
    commands = {"error": "error", "warning": "warning", "note": "notice"}
    for remarks, _ in files:
        for remark, sentence in _sentences(remarks):
            properties = {
                "file": remark.path.as_posix(),
                "line": str(remark.line),
                "col": str(remark.column),
                "title": remark.finding.code,
            }
            written = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
            yield f"::{commands[remark.finding.severity]} {written}::{_escaped(sentence)}"


def json_lines(files: Iterable[Checked]) -> Iterator[str]:
    """Write one JSON list with an object for each finding, on a line of its own."""
    import json

    yield "["
    before = ""
    for remarks, _ in files:
        for remark in remarks:
            if before:
                yield f"{before},"
            before = f"  {json.dumps(_record(remark))}"
    if before:
        yield before
    yield "]"


def _sentences(remarks: list[Remark]) -> Iterator[tuple[Remark, str]]:
    """Each finding with its sentence, and once for a file what its trainer's defaults have to do with it."""
    is_said = False
    for remark in remarks:
        sentence = " ".join(remark.finding.message.splitlines())
        if remark.assumed and not is_said:
            sentence += f" ({assumed_text(remark.assumed, remark.found.kind.maker)})"
            is_said = True
        if remark.unfixed:
            sentence += f" (not fixed: {remark.unfixed})"
        yield remark, sentence


def assumed_text(assumed: Iterable[str], maker: str) -> str:
    """Say what a config leaves to its trainer.

    >>> assumed_text(["iters = 1000"], "mlx-lm")
    "iters = 1000 is mlx-lm's default"
    """
    numbers = list(assumed)
    return f"{' and '.join(numbers)} {'is' if len(numbers) == 1 else 'are'} {maker}'s default{'s'[: len(numbers) - 1]}"


def _escaped(text: str, also: str = "") -> str:
    """Write a text as workflow commands need it: https://github.com/actions/toolkit, `command.ts`."""
    for sign in ("%", "\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _record(remark: Remark) -> dict[str, Any]:
    from stepdecay.checks.explained.rules import rule

    finding = remark.finding
    return {
        "path": str(remark.path),
        "line": remark.line,
        "column": remark.column,
        "code": finding.code,
        "name": rule(finding.code).name,
        "severity": finding.severity,
        "message": finding.message,
        "update": finding.place.update,
        "argument": finding.place.argument,
        "assumed": list(remark.assumed),
        "fix": _fix_record(remark),
    }


def _fix_record(remark: Remark) -> dict[str, Any] | None:
    import dataclasses

    from stepdecay.writers.python import to_python

    fix = remark.finding.fix
    if fix is None:
        return None
    return {
        "text": fix.text,
        "expression": to_python(fix.schedule),
        "run": None if fix.run is None else dataclasses.asdict(fix.run),
        "is_safe": fix.is_safe,
        "not_fixed": remark.unfixed or None,
    }
