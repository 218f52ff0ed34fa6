"""A schedule of a file replaced: planned, written into the bytes, and read again before anybody gets them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from stepdecay.errors import ScheduleError
from stepdecay.lines import Span
from stepdecay.pyread.values import Number, Values
from stepdecay.schedule.kinds import Schedule
from stepdecay.sources.edits import Edit, edited
from stepdecay.sources.python.draft import Draft
from stepdecay.sources.python.fit import Fitting
from stepdecay.sources.python.meaning import arguments_of
from stepdecay.sources.python.numbers import Numbering
from stepdecay.sources.python.ownership import Ownership
from stepdecay.sources.python.reader import Reading
from stepdecay.sources.python.sites import Site, drawn, sites_in

Changes = dict[Span, str]
"""New texts for characters of a file."""


def replaced(
    site: Site, sites: tuple[Site, ...], values: Mapping[str, Number], freed: frozenset[str], schedule: Schedule
) -> bytes:
    """Return a file's bytes with another schedule in the place of one.

    Args:
        site: The call to change.
        sites: All calls of the file.
        values: Values of unknown names.
        freed: The paths of computed arguments that are to become numbers.
        schedule: The new schedule.

    Raises:
        ScheduleError: It can't be written so that the file means this schedule and everything else stays.
    """
    changes, _ = planned(site, values, freed, schedule)
    source = site.source
    places = [(source.byte_span(span), text) for span, text in changes.items()]
    try:
        data = edited(source.data, [Edit(*span, text.encode(source.encoding)) for span, text in places])
        after = {one.start: one for one in sites_in(data, source.name)}
    except ValueError:  # edits that overlap, or code that Python can't read
        raise _refused(site) from None
    places_of_pieces = {_moved(source.span(call)[0], changes) for call in site.reader.pieces}
    if after.keys() - {_moved(one.start, changes) for one in sites} - places_of_pieces:
        raise _refused(site)
    for one in sites:
        again = after.get(_moved(one.start, changes))
        is_same = again is not None and (
            drawn(again, values) == (schedule, None) if one is site else _looks(again) == _looks(one)
        )
        if not is_same:
            raise _refused(site)
    return data


def planned(
    site: Site, values: Mapping[str, Number], freed: frozenset[str], schedule: Schedule
) -> tuple[Changes, tuple[str, ...]]:
    """Return the changes that a file needs for another schedule, and what a person should know about them.

    Raises:
        ScheduleError: There is a problem with the call, or a computed argument would have to change.
    """
    current, problem = drawn(site, values)
    if site.reading is None or current is None:
        missing = ", ".join(name for name in site.reader.names.unknown if name not in values)
        raise ScheduleError(problem or f"the text does not tell what these stand for: {missing}")
    if schedule == current and not freed:
        return {}, ()
    try:
        return _fitted(site, site.reading, values, freed, schedule, in_place=True)
    except ScheduleError as error:  # what is computed may have moved with its piece
        with suppress(ScheduleError):
            return _fitted(site, site.reading, values, freed, schedule, in_place=False)
        raise error from None


def _fitted(
    site: Site,
    reading: Reading,
    values: Mapping[str, Number],
    freed: frozenset[str],
    schedule: Schedule,
    *,
    in_place: bool,
) -> tuple[Changes, tuple[str, ...]]:
    ownership = Ownership(site.reader.names)
    nodes = frozenset(spot.node for path, spot in arguments_of(reading).items() if path in freed)
    draft = Draft(site.source, ownership, Values(values), nodes)
    Fitting(draft, reading, schedule, in_place=in_place)
    numbers = Numbering(draft.wants, ownership, values)
    changes = {**draft.changes, **numbers.changes}
    for node, words in draft.additions.items():
        end = site.source.span(node.names[-1])[1]
        added = [name if name == word else f"{name} as {word}" for name, word in words.items()]
        changes[end, end] = "".join(f", {name}" for name in added)
        draft.note(
            f"{' and '.join(words)} {'is' if len(words) == 1 else 'are'} added to the import in line {node.lineno}"
        )
    return changes, tuple(dict.fromkeys([*draft.notes, *numbers.notes]))


def _moved(start: int, changes: Changes) -> int:
    """Return where the character that a call begins with is after the changes."""
    before = [(span, text) for span, text in changes.items() if span[1] <= start and span != (start, start)]
    return start + sum(len(text) - (span[1] - span[0]) for span, text in before)


def _looks(site: Site) -> tuple[object, ...]:
    """Return what a schedule would be with some value for each unknown name, to compare it with."""
    unknown = site.reader.names.unknown
    return drawn(site, {name: index for index, name in enumerate(unknown, 3)}), tuple(unknown)


def _refused(site: Site) -> ScheduleError:
    line = site.source.place(site.start)[0]
    return ScheduleError(
        f"this schedule can't be written in line {line} of {site.source.name} without changing more than it; "
        "nothing was written"
    )
