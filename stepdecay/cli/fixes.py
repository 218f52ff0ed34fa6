"""Mending a file by the fixes that can be made unseen, one after the other."""

from __future__ import annotations

import difflib
from pathlib import Path

from stepdecay.cli.inspector import Inspector, Remark
from stepdecay.errors import ScheduleError

MOST_FIXES = 200
"""Of one file; none has so many schedules, and fixes that undo each other have to end."""


def fixed(data: bytes, path: Path, inspector: Inspector) -> tuple[bytes, list[Remark]]:
    """Make all safe fixes of a file, and those of what is found then.

    Args:
        data: The file's bytes.
        path: The file.
        inspector: What it is checked with.

    Returns:
        The new bytes, and what is left, each with the reason where it has a safe fix.

    Raises:
        ScheduleError: It is no file of its kind that can be read.
    """
    seen = {data}
    for _ in range(MOST_FIXES):
        left: list[Remark] = []
        for remark in inspector.remarks(data, path):
            try:
                new = _mended(remark, inspector) if remark.is_fixable else data
            except ScheduleError as error:
                left.append(remark._replace(unfixed=str(error)))
                continue
            if new not in seen:
                break
            left.append(remark)
        else:
            break
        data = new
        seen.add(data)
    return data, left


def _mended(remark: Remark, inspector: Inspector) -> bytes:
    fix = remark.finding.fix
    assert fix is not None
    if fix.run in (None, remark.run):  # also one that the command line gives, which is not to get into the file
        return remark.found.replace(fix.schedule)
    if not inspector.override.is_empty:
        raise ScheduleError("it would change the run, which --run gives")
    if remark.found.run is None:
        raise ScheduleError("it would change the run, which this file does not say")
    return remark.found.replace(fix.schedule, fix.run)


def difference(old: bytes, new: bytes, path: Path) -> list[str]:
    """Return the lines in which two versions of a file differ, as `diff -u` does."""
    before, after = (version.decode(errors="replace").splitlines() for version in (old, new))
    return list(difflib.unified_diff(before, after, str(path), str(path), lineterm=""))
