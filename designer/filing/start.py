"""What a document can begin with: a file, a text, or what was there last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.filing.designs import design_of, reread
from designer.model.design import usual_run
from designer.model.document import DEFAULT_DESIGN, Design, Document
from designer.model.source import Source, source_of
from designer.session.settings import Settings
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from designer.session.recovery import Last
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
        interrupted: A file that can't be opened; an interrupted save may have left what was in it before. Or None.
    """

    design: Design
    source: Source | None = None
    unsaved: Design | None = None
    translations: tuple[Translation, ...] = ()
    sentence: str = ""
    log: Path | None = None
    interrupted: Path | None = None

    @property
    def path(self) -> Path | None:
        """The file that was wanted, open or not."""
        return self.interrupted if self.source is None else self.source.path

    def begin(self, document: Document) -> None:
        """Let a document begin with it."""
        document.open(self.source, self.design)
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
    last = settings.last()
    gone = ""
    if last is not None and last.is_unsaved and last.path == path:
        try:
            return _restored(data, last, settings)
        except ScheduleError as error:
            gone = f"{error}; what was not saved of it is lost"
    try:
        source = source_of(path, data)
    except ScheduleError:
        translations = _translations(data, path.name)
        if translations:
            return Start(DEFAULT_DESIGN, translations=translations)
        if left_copy(path) is None:
            raise
        return Start(DEFAULT_DESIGN, interrupted=path)
    return Start(_looked_at(source, settings), source, sentence=gone)


def start_with_last(settings: Settings) -> Start:
    """Begin with the last design; untitled, with a sentence, where its file can't be read any more."""
    last = settings.last()
    if last is None:
        return Start(settings.design())
    from stepdecay.sources.edits import read_file

    try:
        return _restored(read_file(last.path), last, settings)
    except ScheduleError as error:
        sentence = f"{error}; its last schedule is here without a file"
        return Start(settings.design(), sentence=sentence, interrupted=last.path)


def _restored(data: bytes, last: Last, settings: Settings) -> Start:
    """Begin with a file as it is now, and with what was not saved of it as an undo step.

    Raises:
        ScheduleError: The schedule is gone.
    """
    from designer.filing.rebase import kept_run, rebased
    from designer.session.recovery import digest_of

    now = source_of(last.path, data, last.near)
    is_same, lost = digest_of(data) == last.digest, list[str]()
    if last.data is not None and last.saved is not None:
        before = replace(source_of(last.path, last.data, last.near), saved=last.saved)
        now, lost = (replace(before, saved=data), lost) if is_same else rebased(before, now)
    there = _looked_at(now, settings)
    if not last.is_unsaved:
        return Start(there, now)
    unsaved = replace(settings.design(), given=there.given, freed=last.freed)
    unsaved = replace(unsaved, run=kept_run(unsaved.run, last.run, now))
    changed = f"{last.path.name} was changed since; your unsaved changes are on top of it, and Undo takes them away"
    if lost:
        changed += f"; {', '.join(lost)} could not be kept as changed here"
    return Start(there, now, unsaved if unsaved != there else None, sentence="" if is_same else changed)


def _looked_at(source: Source, settings: Settings) -> Design:
    """Return a source's design with the run and the values of names that it was looked at with before."""
    given, run = settings.given(source.path), settings.run(source.path)
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
