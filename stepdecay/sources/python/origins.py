"""Which argument of a file's schedule an argument of a changed one comes from."""

from __future__ import annotations

import dataclasses

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import pieces
from stepdecay.sources.python.alignment import aligned, boundaries_aligned


def origins(old: Schedule, new: Schedule) -> dict[str, str]:
    """Return for arguments of a new schedule those of an old one that they come from, both by path.

    Pieces that were added, and those that only took another place, come from none.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule
    >>> warm = JoinSchedules([LinearSchedule(0, 1, 100), CosineDecay(1, 900)], [100])
    >>> origins(CosineDecay(1, 1000), warm)["schedules[1].decay_steps"]
    'decay_steps'
    """
    before, after = pieces(old), pieces(new)
    matches = aligned([piece.schedule for piece in before], [piece.schedule for piece in after])
    found: dict[str, str] = {}
    for piece, match in zip(after, matches, strict=True):
        if match is not None and type(piece.schedule) is type(before[match].schedule):
            for field in dataclasses.fields(piece.schedule):
                found[piece.path + field.name] = before[match].path + field.name
    steps = [[piece.first_step for piece in parts[1:]] for parts in (before, after)]
    for piece, index in zip(after[1:], boundaries_aligned(matches, *steps), strict=True):
        origin = None if index is None else before[index + 1].boundary
        if piece.boundary is not None and origin is not None:
            found[piece.boundary] = origin
    return found
