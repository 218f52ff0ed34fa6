"""The file that a design is from: what is in it, which of its schedules is designed, and what is written back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from stepdecay import ScheduleError
from stepdecay.schedules import Schedule

if TYPE_CHECKING:
    from stepdecay import Found

Given = tuple[tuple[str, "float | int"], ...]
"""Values that a person gave for names in a file's text, by the name as it is written there."""


@dataclass(frozen=True)
class Source:
    """A file with schedules, one of which is designed.

    Attributes:
        path: The file.
        saved: What is in it, as far as we know.
        data: The same with what was changed of schedules that are not the chosen one.
        found: The schedules in `data`, in the file's order, those with a problem too.
        index: Which of them is designed.
    """

    path: Path
    saved: bytes
    data: bytes
    found: tuple[Found, ...]
    index: int

    @property
    def is_changed(self) -> bool:
        """Whether schedules that are not the chosen one were changed."""
        return self.data != self.saved

    def resolved(self, given: Given, freed: frozenset[str] = frozenset()) -> Found:
        """Return the chosen schedule, with values for the names in it and what is to become a number."""
        return _resolved(self.found[self.index], given, freed)

    def computed(self, given: Given, freed: frozenset[str]) -> dict[str, str]:
        """Return the text of each argument that is computed from unknown names and not freed, by its path."""
        return {path: text for path, text in self.resolved(given).computed.items() if path not in freed}

    def is_pending(self, given: Given) -> bool:
        """Return whether the schedule can't be drawn yet, for values are missing."""
        return self.resolved(given).schedule is None

    def waits_for(self) -> str:
        """Say which values are needed to draw the chosen schedule."""
        found = self.found[self.index]
        names = " and ".join(filter(None, (", ".join(found.unknown[:-1]), *found.unknown[-1:])))
        return f"{place_text(self.path, found)}, doesn't tell {names}.\nSay in the inspector what to draw it with."

    def written(self, schedule: Schedule, given: Given, freed: frozenset[str]) -> bytes:
        """Return the whole file with a schedule in the chosen one's place.

        Raises:
            ScheduleError: It can't be written there; the sentence says why.
        """
        return self.resolved(given, freed).replace(schedule)


@lru_cache(maxsize=8)
def _resolved(found: Found, given: Given, freed: frozenset[str]) -> Found:
    found = found.with_values(dict(given)) if given else found
    for path in sorted(freed & found.computed.keys()):
        found = found.freed(path)
    return found


def read_source(path: Path, near: Found | None = None) -> Source:
    """Read a file and choose a schedule in it.

    Args:
        path: The file.
        near: The schedule that was chosen when the file was read before: the one that it has become is chosen.

    Raises:
        ScheduleError: It can't be read, or has no schedule that can be designed; the sentence says why.
    """
    from stepdecay.sources.edits import read_file

    return source_of(path, read_file(path), near)


def source_of(path: Path, data: bytes, near: Found | None = None) -> Source:
    """Return the source that a file with such content is.

    Raises:
        ScheduleError: There is no schedule in it that can be designed; the sentence says why.
    """
    from stepdecay.sources.python import find_in

    found = tuple(find_in(data, path.name))
    usable = [index for index, one in enumerate(found) if one.problem is None]
    if not found:
        raise ScheduleError(f"{path.name} has no schedule of mlx.optimizers in it")
    if not usable:
        raise ScheduleError(f"{place_text(path, found[0])}: {found[0].problem}")
    index = usable[0] if near is None else min(usable, key=lambda index: _distance(found[index], near))
    return Source(path, data, data, found, index)


def rewritten(source: Source, data: bytes, schedule: Schedule, given: Given) -> Source:
    """Return the source after its file was written with a schedule.

    Others may be listed now that were pieces of it before: it is chosen by what it is, and only then by where.
    """
    near = source.found[source.index]
    fresh = source_of(source.path, data, near)
    drawn = [_resolved(found, given, frozenset()).schedule for found in fresh.found]
    same = [index for index, one in enumerate(drawn) if one == schedule]
    return replace(fresh, index=min(same, key=lambda index: _distance(fresh.found[index], near), default=fresh.index))


def place_text(path: Path, found: Found) -> str:
    """Say where a schedule is.

    The line is what an editor goes to; a column helps nobody.
    """
    return f"{path.name}, line {found.line}"


def _distance(found: Found, near: Found) -> tuple[bool, int]:
    """Order schedules by how well they continue one of an earlier version: the one bound to its name, then by line."""
    return not near.names or found.names != near.names, abs(found.line - near.line)
