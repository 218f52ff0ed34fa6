"""A file after it was written: which of its schedules is designed now, and what later saves are written from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.model.design import Design
from designer.model.resolved import resolved
from designer.model.source import Save, Source

if TYPE_CHECKING:
    from stepdecay import Found


def saved(source: Source, path: Path, data: bytes, design: Design) -> Source:
    """Return a source after a save. What was opened stays what is written from.

    Args:
        source: The source before.
        path: The file that was written: its own, or another one of its kind.
        data: The file's content now.
        design: The design that was written.
    """
    here = source if path.name == source.path.name else replace(source, found=_found(source.data, path))
    here = replace(here, path=path, saved=data)
    if data == source.data:
        return replace(here, last_save=None)
    now = rewritten(replace(source.on_disk, path=path), data, design)
    return replace(here, last_save=Save(design, now.found, now.index))


def rewritten(source: Source, data: bytes, design: Design, chosen: int | None = None) -> Source:
    """Return the source after its file was written with a design in the place of the present one.

    Pieces that the schedule does without now are listed by themselves: what is chosen is told by what it is, and then
    by where it is.

    Args:
        source: The source before.
        data: The file's new content.
        design: The design that was written.
        chosen: Which of the schedules before is to be chosen now; by default the same one.
    """
    found = _found(data, source.path)
    at = source.index if chosen is None else chosen
    before = source.found[at]
    wanted = design.schedule if chosen is None else resolved(before, design.given).schedule

    def is_alike(one: Found) -> bool:
        return one.names == before.names and resolved(one, design.given).schedule == wanted

    earlier = [index for index, one in enumerate(source.found) if index == at or is_alike(one)]
    later = [index for index, one in enumerate(found) if is_alike(one)]
    if len(earlier) == len(later):
        return Source(source.path, data, data, found, later[earlier.index(at)])

    def distance(index: int) -> tuple[bool, bool, int, int]:
        one = found[index]
        is_it = resolved(one, design.given).schedule == wanted
        return not is_it, one.names != before.names, abs(one.line - before.line), abs(index - at)

    return Source(source.path, data, data, found, min(range(len(found)), key=distance))


def _found(data: bytes, path: Path) -> tuple[Found, ...]:
    from stepdecay.sources.files import find_in

    return tuple(find_in(data, path.name))
