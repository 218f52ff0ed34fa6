"""`stepdecay explain`: what findings mean."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from stepdecay.checks.documented import Rule
from stepdecay.checks.rules import RULES
from stepdecay.errors import ScheduleError, clip

_WIDTH = 88


def explanation(wanted: str | None) -> Iterator[str]:
    """Return the lines that explain a finding, or that list all.

    Args:
        wanted: Its code or name; None for the list.

    Raises:
        ScheduleError: There is none of that code or name; the sentence names those that come nearest.
    """
    return _listed() if wanted is None else _explained(_rule(wanted))


def _rule(wanted: str) -> Rule:
    for rule in RULES.values():
        if wanted.strip().casefold() in (rule.code.casefold(), rule.name):
            return rule
    from difflib import get_close_matches

    words = {word.casefold(): rule for rule in RULES.values() for word in (rule.code, rule.name)}
    near = {words[word]: None for word in get_close_matches(wanted.strip().casefold(), words)}
    what = f"did you mean {' or '.join(f'{rule.code} {rule.name}' for rule in near)}?" if near else (
        "`stepdecay explain` lists all"
    )  # fmt: skip
    raise ScheduleError(f"there is no finding {clip(wanted)!r}; {what}")


def _listed() -> Iterator[str]:
    width = max(len(rule.name) for rule in RULES.values())
    for rule in RULES.values():
        yield f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {rule.title}"


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.code} {rule.name} ({rule.severity}): {rule.title}"
    yield from ("", *textwrap.wrap(rule.why, _WIDTH))
    yield from ("", "For example:", "")
    yield from (f"    {line}".rstrip() for line in rule.example.splitlines())
    yield from ("", *textwrap.wrap(f"What to do: {rule.fix}", _WIDTH))
