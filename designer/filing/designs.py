"""The design that a file says."""

from __future__ import annotations

from dataclasses import replace

from designer.model.design import DEFAULT_DESIGN, Design, Given, usual_run, with_epoch
from designer.model.source import Source


def design_of(source: Source, default: Design = DEFAULT_DESIGN, given: Given = ()) -> Design:
    """Return the design that a source says, for its own run, or else for one that shows all of it.

    While values of names are missing there is none: then it is the default one with what is given.
    """
    found = source.resolved(given)
    if found.schedule is None:
        return replace(default, given=given, freed=frozenset())
    return Design(found.schedule, found.run or usual_run(found.schedule), given)


def reread(source: Source, design: Design) -> Design:
    """Return the design that a source says, for the run that it was looked at where the file says none.

    Args:
        source: The source.
        design: The design before, of an earlier version of the file.
    """
    fresh = design_of(source, design, design.given)
    return replace(fresh, run=with_epoch(fresh.run, design.run) if source.says_run else design.run)
