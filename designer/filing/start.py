"""What a document can begin with: a file, a text, or what was open last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.filing.designs import design_of, reread
from designer.model.design import Given, usual_run
from designer.model.document import DEFAULT_DESIGN, Design, Document
from designer.model.source import Source, source_of
from designer.model.view import Pins
from designer.session.settings import Settings
from stepdecay import Run, ScheduleError

if TYPE_CHECKING:
    from designer.session.records import Slot
    from designer.session.recovery import KeptFile, Record
    from stepdecay import Translation


@dataclass(frozen=True)
class Start:
    """What a document begins with.

    Attributes:
        design: The design.
        source: The file that it is from, or None.
        unsaved: What the design was when the program ended, where that is not in the file.
        translations: Other frameworks' schedulers that were opened instead.
        sentence: What a person should know about it.
        log: A training log to be shown over it, or None.
        pins: The schedules that are pinned.
        slot: The record that it is from, or None.
        geometry: Where its window was; empty where nobody knows.
        began: What an untitled design was before it was worked on; None where it was not.
        interrupted: A file that can't be opened; an interrupted save may have left what was in it before. Or None.
    """

    design: Design
    source: Source | None = None
    unsaved: Design | None = None
    translations: tuple[Translation, ...] = ()
    sentence: str = ""
    log: Path | None = None
    pins: Pins = ()
    slot: Slot | None = None
    geometry: str = ""
    began: Design | None = None
    interrupted: Path | None = None

    @property
    def path(self) -> Path | None:
        """The file that was wanted, open or not."""
        return self.interrupted if self.source is None else self.source.path

    def begin(self, document: Document) -> None:
        """Let a document begin with it."""
        document.open(self.source, self.design, self.began)
        if self.unsaved is not None:
            document.edit("Restore Unsaved Changes", self.unsaved, base=self.unsaved)  # as it was: nothing follows
        if self.translations:
            document.look(translations=self.translations)


def start_with_text(text: str) -> Start:
    """Begin with a schedule that somebody typed, or with what another framework calls one.

    Raises:
        ScheduleError: The text is neither; the sentence says why.
    """
    from stepdecay import find_translations, parse_schedule

    try:
        schedule = parse_schedule(text)
    except ScheduleError:
        translations = tuple(find_translations(text))
        if not translations:
            raise
        return Start(DEFAULT_DESIGN, translations=translations)
    return Start(Design(schedule, usual_run(schedule)))


def start_with_file(path: Path, settings: Settings) -> Start:
    """Begin with a file; with what was not saved of it, what its names stood for, and the run that it was looked at.

    Raises:
        ScheduleError: It can't be read, or nothing in it is a schedule; the sentence says why.
    """
    from stepdecay.sources.edits import read_file
    from stepdecay.sources.in_place import left_copy

    path = path.absolute()
    data = read_file(path)
    slot, record = _taken_for(path, settings)
    gone = ""
    if slot is not None and record is not None and record.file is not None and record.is_unsaved:
        try:
            return _restored(data, record.file, record, slot)
        except ScheduleError as error:
            gone = f"{error}; what was not saved of it is kept, and comes back without a file"
            slot.release()
            slot = None
    try:
        source = source_of(path, data)
    except ScheduleError:
        if slot is not None:
            slot.release()
        translations = _translations(data, path.name)
        if translations:
            return Start(DEFAULT_DESIGN, translations=translations)
        if left_copy(path) is None:
            raise
        return Start(DEFAULT_DESIGN, interrupted=path)
    design = _looked_at(source, settings.given(path), settings.run(path))
    return Start(design, source, sentence=gone, slot=slot, pins=() if record is None or gone else record.pins)


def starts_with_all(settings: Settings) -> list[Start]:
    """Begin with all that was open last and is open nowhere else, each in a window of its own, the oldest first."""
    return [start_with_record(slot, record) for slot, record in take_records(settings)]


def take_records(settings: Settings) -> list[tuple[Slot, Record]]:
    """Take all records over that no living process holds; what an earlier version kept becomes one before."""
    old = settings.old_record()
    if old is not None:
        slot = settings.records.new()
        try:
            slot.write(old)
        except OSError:  # it stays where it is
            return [(slot, old)]
        slot.release()
        settings.forget_old()
    return settings.records.take()


def start_with_record(slot: Slot, record: Record) -> Start:
    """Begin with what was open before; untitled, with a sentence, where its file can't be read any more."""
    untitled = Start(
        record.design, pins=record.pins, slot=slot, geometry=record.geometry,
        began=DEFAULT_DESIGN if record.is_unsaved or record.file is not None else None,
    )  # fmt: skip
    if record.file is None:
        return untitled
    from stepdecay.sources.edits import read_file

    try:
        return _restored(read_file(record.file.path), record.file, record, slot)
    except ScheduleError as error:
        sentence = f"{error}; its last schedule is here without a file"
        return replace(untitled, sentence=sentence, interrupted=record.file.path)


def _taken_for(path: Path, settings: Settings) -> tuple[Slot, Record] | tuple[None, None]:
    """Take the record of a file over, the newest with unsaved work before one without."""
    taken = take_records(settings)
    its = [one for one in taken if one[1].file is not None and one[1].file.path == path]
    chosen = max(its, key=lambda one: (one[1].is_unsaved, one[0].path.name), default=None)
    for one in taken:
        if one is chosen:
            continue
        if one in its and not one[1].is_unsaved:
            one[0].remove()
        else:
            one[0].release()
    return (None, None) if chosen is None else chosen


def _restored(data: bytes, file: KeptFile, record: Record, slot: Slot) -> Start:
    """Begin with a file as it is now, and with what was not saved of it as an undo step.

    Raises:
        ScheduleError: The schedule is gone.
    """
    from designer.filing.rebase import kept_run, rebased
    from designer.session.recovery import digest_of

    now = source_of(file.path, data, file.near)
    is_same, lost = digest_of(data) == file.digest, list[str]()
    if file.data is not None and file.saved is not None:
        before = replace(source_of(file.path, file.data, file.near), saved=file.saved)
        now, lost = (replace(before, saved=data), lost) if is_same else rebased(before, now)
    there = _looked_at(now, record.design.given, record.design.run)
    start = Start(there, now, pins=record.pins, slot=slot, geometry=record.geometry)
    if not record.is_unsaved:
        return start
    unsaved = replace(record.design, given=there.given)
    unsaved = replace(unsaved, run=kept_run(unsaved.run, file.run, now))
    changed = f"{file.path.name} was changed since; your unsaved changes are on top of it, and Undo takes them away"
    if lost:
        changed += f"; {', '.join(lost)} could not be kept as changed here"
    return replace(start, unsaved=unsaved if unsaved != there else None, sentence="" if is_same else changed)


def _looked_at(source: Source, given: Given, run: Run | None) -> Design:
    """Return a source's design with the run and the values of names that it was looked at with before."""
    if run is None or source.is_pending(given):
        return design_of(source, given=given)
    return reread(source, replace(DEFAULT_DESIGN, run=run, given=given))


def _translations(data: bytes, name: str) -> tuple[Translation, ...]:
    from stepdecay import find_translations
    from stepdecay.pyread.encodings import decoded

    try:
        return tuple(find_translations(decoded(data, name)[0]))
    except ScheduleError:
        return ()
