"""A schedule with its pieces moved, added, removed, split or changed: what a hand does to it on the plot or in a list.

Pieces are numbered from 0 as `joining.pieces` lists them. Joins within joins stay nested where pieces neither come nor
go; where they do, the result is flat.
"""

from __future__ import annotations

from stepdecay.reshaping.boundaries import moved_boundary
from stepdecay.reshaping.kinds import kind_changed, kind_name
from stepdecay.reshaping.points import with_end_point, with_start_point
from stepdecay.reshaping.splitting import split
from stepdecay.reshaping.stretching import stretched
from stepdecay.reshaping.structure import added, moved, removed, with_warmup

__all__ = [
    "added",
    "kind_changed",
    "kind_name",
    "moved",
    "moved_boundary",
    "removed",
    "split",
    "stretched",
    "with_end_point",
    "with_start_point",
    "with_warmup",
]
