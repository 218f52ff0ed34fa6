"""`stepdecay explain`: what findings mean."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from stepdecay.checks.explained.rule import Rule
from stepdecay.checks.explained.rules import RULES, rule
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
    try:
        return rule(wanted)
    except ScheduleError as error:
        raise ScheduleError(f"there is no finding {clip(wanted)!r}; {_nearest(wanted)}", error.field) from None


def _nearest(wanted: str) -> str:
    from difflib import get_close_matches

    words = {word.casefold(): one for one in RULES.values() for word in (one.code, one.name)}
    near = {words[word]: None for word in get_close_matches(wanted.strip().casefold(), words)}
    if not near:
        return "`stepdecay explain` lists all"
    return f"did you mean {' or '.join(f'{one.code} {one.name}' for one in near)}?"


def _listed() -> Iterator[str]:
    width = max(len(one.name) for one in RULES.values())
    for one in RULES.values():
        yield f"{one.code}  {one.name:<{width}}  {one.severity:<7}  {one.title}"


def _explained(one: Rule) -> Iterator[str]:
    yield f"{one.code} {one.name} ({one.severity}): {one.title}"
    yield from ("", *textwrap.wrap(one.why, _WIDTH))
    yield from ("", "For example:", "")
    yield from (f"    {line}".rstrip() for line in one.example.splitlines())
    yield from ("", *textwrap.wrap(f"What to do: {one.fix}", _WIDTH))
