"""What a kind of finding means, as a record."""

from __future__ import annotations

from typing import NamedTuple

from stepdecay.checks.finding import Severity


class Rule(NamedTuple):
    """What a kind of finding means.

    Attributes:
        code: What never changes: `LR101`.
        name: The same in words, for a list: `ends-early`.
        severity: How bad it is as a rule.
        title: What it is, in one line.
        why: What it costs, and when it is found, in two or three sentences.
        example: An mlx-lm config, or a Python script with the command that checks it, that has it.
        fix: What to do.
    """

    code: str
    name: str
    severity: Severity
    title: str
    why: str
    example: str
    fix: str


def script(options: str, text: str) -> str:
    """Write a Python script as an example, with the command that checks it.

    Args:
        options: The options of `stepdecay check`.
        text: The script after its import.
    """
    return f"# stepdecay check train.py {options}\nimport mlx.optimizers as optim\n\n{text}\n"
