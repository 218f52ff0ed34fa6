"""A file's schedule with what a person says of it: values for its names, and what is to become a number."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from designer.model.design import Freed, Given
from stepdecay.schedule.kinds import Schedule

if TYPE_CHECKING:
    from stepdecay import Found


@lru_cache(maxsize=8)
def resolved(found: Found, given: Given, freed: Freed = frozenset()) -> Found:
    """Return a schedule with values for the names in it and what is to become a number."""
    found = found.with_values(dict(given)) if given else found
    for path, text in found.computed.items():
        if (path, text) in freed:
            found = found.freed(path)
    return found


@lru_cache(maxsize=64)
def origins(found: Found, schedule: Schedule, freed: Freed) -> dict[str, tuple[str, str]]:
    """Return for each computed argument of a schedule, by its path, its path in the file and its text there."""
    texts = found.computed
    if found.schedule is None or not texts:
        return {}
    return {
        path: (origin, texts[origin])
        for path, origin in found.origins(schedule).items()
        if origin in texts and (origin, texts[origin]) not in freed
    }
