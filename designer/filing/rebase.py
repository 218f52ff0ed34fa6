"""What was changed here of schedules that are not the chosen one, put into another version of their file."""

from __future__ import annotations

from dataclasses import replace

from designer.model.design import with_epoch
from designer.model.source import Source, is_same_run, near_of, source_of
from stepdecay import Run, ScheduleError


def rebased(source: Source, there: Source) -> tuple[Source, list[str]]:
    """Return another version of a file with the changes of a source's other schedules.

    Args:
        source: The source with the changes.
        there: What others have made of its file; the same schedule is chosen in it.

    Returns:
        The new source, what is saved being what others wrote; and the places of changes that can't be put into it.
    """
    if not source.is_changed:
        return there, []
    from stepdecay.sources.files import find_in

    lost, now = [], there
    before = find_in(source.saved, source.path.name)
    names = {old.names for old in before}
    for index, found in enumerate(source.found):
        if index == source.index:
            continue
        if found.names and found.names not in names:
            continue  # a piece that came to stand alone only here
        if any((old.names, old.text, old.schedule) == (found.names, found.text, found.schedule) for old in before):
            continue
        try:
            near = near_of(source.found, index)
            target = source_of(there.path, now.data, near)
            if found.schedule is None:
                raise ScheduleError("it has names without a value")
            data = target.found[target.index].replace(found.schedule)
            now = replace(source_of(there.path, data, there.near()), saved=there.saved)
        except ScheduleError:
            lost.append(source.place(index))
    return now, lost


def kept_run(run: Run, before: Run | None, there: Source) -> Run:
    """Return the run to go on with: what others wrote of it, unless it was changed here too.

    Args:
        run: The run here.
        before: What the file said of it before; None where it said nothing.
        there: What others have made of the file.
    """
    if before is None or there.run is None or not is_same_run(run, before):
        return run
    return with_epoch(there.run, run)
