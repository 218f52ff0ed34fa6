"""The file that a design is from: what is in it, which of its schedules is designed, and what is written back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.model.design import Design, Freed, Given
from designer.model.resolved import origins, resolved
from stepdecay import Run, ScheduleError
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.structure import arguments, with_argument

if TYPE_CHECKING:
    from stepdecay import Found
    from stepdecay.sources.found import Code
    from stepdecay.sources.kind import DocumentKind


@dataclass(frozen=True)
class Near:
    """By what a schedule is known when its file has changed.

    Attributes:
        names: The name that it was bound to; empty where it had none.
        line: Its line, from 1.
        index: Which of the file's schedules it was, from 0.
        count: How many there were.
        text: Its text.
        rank: Which of those that were bound to the same name it was, from 0.
        alike: How many of those there were.
    """

    names: str
    line: int
    index: int
    count: int
    text: str
    rank: int
    alike: int


@dataclass(frozen=True)
class Save:
    """What the last save has made of a file.

    Attributes:
        design: The design that was written.
        found: The schedules that are in the file since, in its order.
        index: Which of them is designed.
    """

    design: Design
    found: tuple[Found, ...]
    index: int


@dataclass(frozen=True)
class Source:
    """A file with schedules, one of which is designed.

    Saving leaves the text that was opened what every later save is written from: only it has the names, expressions and
    spellings that undoing brings back.

    Attributes:
        path: The file.
        saved: What is in it, as far as we know.
        data: The text that was opened, with what was changed of schedules that are not the chosen one.
        found: The schedules in `data`, in the file's order, those with a problem too.
        index: Which of them is designed.
        last_save: What was saved since; None where `saved` is what was opened.
    """

    path: Path
    saved: bytes
    data: bytes
    found: tuple[Found, ...]
    index: int
    last_save: Save | None = None

    @property
    def on_disk(self) -> Source:
        """The source that the file is since it was saved: the lines and the list of schedules that a person sees."""
        save = self.last_save
        return self if save is None else Source(self.path, self.saved, self.saved, save.found, save.index)

    @property
    def is_changed(self) -> bool:
        """Whether schedules that are not the chosen one were changed, and not saved."""
        return self.last_save is None and self.data != self.saved

    @property
    def kind(self) -> DocumentKind[Found]:
        """The kind of document that the chosen schedule is in."""
        return self.found[self.index].kind

    @property
    def run(self) -> Run | None:
        """The run that the file says; None where it says none, as a Python file."""
        here = self.on_disk
        return here.found[here.index].run

    @property
    def says_run(self) -> bool:
        """Whether the file says how long it trains, and saving writes that too."""
        return self.run is not None

    def resolved(self, given: Given, freed: Freed = frozenset()) -> Found:
        """Return the chosen schedule, with values for the names in it and what is to become a number."""
        return resolved(self.found[self.index], given, freed)

    def computed(self, design: Design) -> dict[str, str]:
        """Return the text of each argument of a design that the file computes from unknown names, by its path.

        Without those that are to become numbers.
        """
        return {path: text for path, (_, text) in self.origins(design).items()}

    def origins(self, design: Design) -> dict[str, tuple[str, str]]:
        """Return for each computed argument of a design, by its path, its path in the file and its text there."""
        return origins(self.resolved(design.given), design.schedule, design.freed)

    def differs(self, design: Design) -> bool:
        """Return whether a design is another one than the file says, or would be written with another text."""
        if self.last_save is None:
            return self._is_other(design)
        saved, found = self.last_save.design, self.resolved(design.given)
        if found.schedule is None:  # values that it was saved with are missing again
            return True
        if found.run is not None and not is_same_run(design.run, saved.run):
            return True
        if not (design.freed ^ saved.freed).isdisjoint(found.computed.items()):
            return True
        try:
            return self.with_given(saved, design.given).schedule != design.schedule
        except ScheduleError:
            return True

    def _is_other(self, design: Design) -> bool:
        """Return whether a design is another one than `data` says."""
        found = self.resolved(design.given)
        if found.schedule is None:
            return False
        if found.run is not None and not is_same_run(design.run, found.run):
            return True
        return design.schedule != found.schedule or not design.freed.isdisjoint(found.computed.items())

    def with_given(self, design: Design, given: Given) -> Design:
        """Return a design with other values for names; arguments that are computed from them follow.

        Raises:
            ScheduleError: With these values there is no such schedule.
        """
        if given == design.given:
            return design
        found = self.resolved(given)
        if found.schedule is None:
            raise ScheduleError(found.problem or "a name has no value")
        values, schedule = arguments(found.schedule), design.schedule
        for path, (origin, _) in self.origins(design).items():
            schedule = with_argument(schedule, path, values[origin])
        return replace(design, schedule=schedule, given=given)

    def is_pending(self, given: Given) -> bool:
        """Return whether the schedule can't be drawn yet, for values are missing."""
        return self.resolved(given).schedule is None

    def assumed(self, design: Design) -> tuple[str, ...]:
        """Return what the file leaves out, and saving a design will too: `iters = 1000`, mlx-lm's default."""
        found = self.found[self.index]
        fields = {key: field for field, key in self.kind.run_keys.items()}

        def holds(text: str) -> bool:
            field = fields.get(text.partition(" ")[0])
            return field is None or getattr(design.run, field) == getattr(found.run, field)

        return tuple(filter(holds, found.assumed))

    def waits_for(self) -> str:
        """Say which values are needed to draw the chosen schedule."""
        found = self.found[self.index]
        names = " and ".join(filter(None, (", ".join(found.unknown[:-1]), *found.unknown[-1:])))
        return f"{place_text(self.path, found)}, doesn't tell {names}.\nSay in the inspector what to draw it with."

    def written(self, design: Design) -> bytes:
        """Return the whole file with a design's schedule in the chosen one's place: as opened where they are the same.

        Raises:
            ScheduleError: It can't be written there; the sentence says why.
        """
        if not self._is_other(design):
            return self.data
        return self.resolved(design.given, design.freed).replace(design.schedule, design.run)

    def notes(self, design: Design) -> tuple[str, ...]:
        """Return what a person should know before a design is written, and that was not so when it was saved last.

        Raises:
            ScheduleError: It can't be written.
        """
        if not self.differs(design) or not self._is_other(design):
            return ()
        notes = self._all_notes(design)
        known = () if self.last_save is None else self._all_notes(self.last_save.design)
        return tuple(note for note in notes if note not in known)

    def _all_notes(self, design: Design) -> tuple[str, ...]:
        return self.resolved(design.given, design.freed).notes(design.schedule)

    def code(self, schedule: Schedule) -> Code | None:
        """Return what the file would say of a schedule; None where it can't say it."""
        try:
            return self.found[self.index].code(schedule)
        except ScheduleError:
            return None

    def conformed(self, old: Schedule, new: Schedule) -> Schedule:
        """Return an edited schedule with what follows from the edit in this kind of file."""
        return self.found[self.index].conformed(old, new)

    def place(self, index: int) -> str:
        """Say where one of the schedules on the disk is."""
        return place_text(self.path, self.on_disk.found[index])

    def near(self) -> Near:
        """Return by what the chosen schedule is known when its file has changed."""
        here = self.on_disk
        return near_of(here.found, here.index)


def is_same_run(one: Run, other: Run) -> bool:
    """Return whether two runs are the same to a file, which doesn't say what an epoch is."""
    return replace(one, iterations_per_epoch=None) == replace(other, iterations_per_epoch=None)


def source_of(path: Path, data: bytes, near: Near | None = None) -> Source:
    """Return the source that a file with such content is.

    Args:
        path: The file.
        data: Its content.
        near: What was chosen in an earlier version of it: what that has become is chosen again.

    Raises:
        ScheduleError: There is no schedule in it that can be designed, or not that one any more; the sentence says why.
    """
    from stepdecay.sources.files import find_in
    from stepdecay.sources.registry import kind_of

    found = tuple(find_in(data, path.name))
    if not found:
        raise ScheduleError(f"{path.name} has no {kind_of(data, path.name).looked_for} in it")
    if near is None:
        usable = [index for index, one in enumerate(found) if one.problem is None]
        index = usable[0] if usable else 0
    else:
        index = _continuation(path, found, near)
    if found[index].problem is not None:
        raise ScheduleError(f"{place_text(path, found[index])}: {found[index].problem}")
    return Source(path, data, data, found, index)


def near_of(found: tuple[Found, ...], index: int) -> Near:
    """Return by what one of a file's schedules is known when the file has changed."""
    one = found[index]
    alike = [at for at, other in enumerate(found) if other.names == one.names]
    return Near(one.names, one.line, index, len(found), one.text, alike.index(index), len(alike))


def _continuation(path: Path, found: tuple[Found, ...], near: Near) -> int:
    """Return what a schedule of an earlier version has become, whether it can be designed or not.

    Raises:
        ScheduleError: It is gone.
    """
    alike = [index for index, one in enumerate(found) if one.names == near.names]
    if alike and len(alike) == near.alike:
        return alike[near.rank]
    same = [index for index in alike or range(len(found)) if found[index].text == near.text]
    if len(same) == 1:
        return same[0]
    if near.names and len(alike) == 1:
        return alike[0]
    if not alike and len(found) == near.count:
        return near.index
    raise ScheduleError(f"{near.names or f'the schedule of line {near.line}'} is no longer in {path.name}")


def title_of(source: Source | None) -> str:
    """Return the title of a window, with the place where Qt marks that it is modified."""
    return f"{'Untitled' if source is None else source.path.name.replace('[*]', '[*][*]')}[*]"


def place_text(path: Path, found: Found) -> str:
    """Say where a schedule is. The line is what an editor goes to; a column helps nobody."""
    return f"{path.name}, line {found.line}"
