"""The text that a design is from: a file's schedules, or what other frameworks say translated; and which of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from stepdecay.schedules import Schedule

Given = tuple[tuple[str, "float | int"], ...]


class Draft(Protocol):
    """A schedule as a text says it.

    Attributes:
        schedule: The schedule; None while a name's value is missing, or where there is a problem.
        line: The text's line, from 1.
        column: Its column, from 1.
        text: The text itself.
        unknown: The names whose values the text doesn't tell.
        problem: Why it is no schedule, and what was probably meant; None where it is one.
    """

    @property
    def schedule(self) -> Schedule | None: ...  # noqa: D102
    @property
    def line(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> int: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def unknown(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def problem(self) -> str | None: ...  # noqa: D102
    def with_values(self, values: Mapping[str, float]) -> Draft: ...  # noqa: D102


@dataclass(frozen=True)
class Source:
    """Where a design is from.

    Attributes:
        path: The file that it is saved to; None for a translation, which has none.
        saved: What is in the file, as far as we know.
        data: The same with what was changed of schedules that are not the chosen one.
        drafts: The schedules in it, in the file's order.
        index: Which of them is designed.
    """

    path: Path | None
    saved: bytes
    data: bytes
    drafts: tuple[Draft, ...]
    index: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether schedules that are not the chosen one were changed."""
        return self.data != self.saved

    @property
    def draft(self) -> Draft:
        """The chosen schedule as the text says it."""
        return self.drafts[self.index]

    def resolved(self, given: Given, freed: frozenset[str] = frozenset()) -> Draft:
        """Return the chosen schedule with the values that were given for names, and what is to become a number."""
        return _resolved(self.draft, given, freed)

    def computed(self, given: Given, freed: frozenset[str]) -> dict[str, str]:
        """Return the text of each argument that is computed from unknown names and not freed, by its path."""
        found: Mapping[str, str] = getattr(self.draft, "computed", {})
        return {path: text for path, text in found.items() if path not in freed}

    def is_pending(self, given: Given) -> bool:
        """Return whether values are missing."""
        return self.resolved(given).schedule is None


@lru_cache(maxsize=8)
def _resolved(draft: Draft, given: Given, freed: frozenset[str]) -> Draft:
    found = draft.with_values(dict(given)) if given else draft
    for path in sorted(freed):
        found = found.freed(path)  # type: ignore[attr-defined]
    return found
