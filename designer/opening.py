"""What a document can begin with: a file, a text, or what was there last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from designer.document import DEFAULT_DESIGN, Design, Document
from designer.files import design_of
from designer.settings import Settings
from designer.source import Source, read_source, source_of
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from stepdecay import Translation


@dataclass(frozen=True)
class Start:
    """What a document begins with.

    Attributes:
        design: The design.
        source: The file that it is from, or None.
        unsaved: What the design was when the program ended, where that is not in the file.
        translations: Other frameworks' schedulers that were opened instead.
    """

    design: Design
    source: Source | None = None
    unsaved: Design | None = None
    translations: tuple[Translation, ...] = ()

    def begin(self, document: Document) -> None:
        """Let a document begin with it."""
        document.open(self.source, self.design)
        if self.unsaved is not None:
            document.edit("Restore Unsaved Changes", self.unsaved)
        if self.translations:
            document.look(translations=self.translations)


def start_with_text(text: str) -> Start:
    """Begin with a schedule that somebody typed, or with what another framework calls one.

    Raises:
        ScheduleError: The text is neither; the sentence says why.
    """
    from stepdecay import find_translations, parse_schedule
    from stepdecay.spans import usual_updates

    try:
        schedule = parse_schedule(text)
    except ScheduleError:
        translations = tuple(find_translations(text))
        if not translations:
            raise
        return Start(DEFAULT_DESIGN, translations=translations)
    run = replace(DEFAULT_DESIGN.run, updates=usual_updates(schedule))
    return Start(Design(schedule, run))


def start_with_file(path: Path, settings: Settings) -> Start:
    """Begin with a file, and what its names were said to stand for when it was open before.

    Raises:
        ScheduleError: It can't be read, or nothing in it is a schedule; the sentence says why.
    """
    from stepdecay.sources.edits import read_file

    path = path.absolute()
    data = read_file(path)
    try:
        source = source_of(path, data)
    except ScheduleError:
        translations = _translations(data, path.name)
        if not translations:
            raise
        return Start(DEFAULT_DESIGN, translations=translations)
    return Start(design_of(source, given=settings.given(path)), source)


def start_with_last(settings: Settings) -> Start:
    """Begin with the last design; where its file is gone or can't be read any more, without it."""
    design, path = settings.design(), settings.path()
    if path is None:
        return Start(design)
    try:
        source = read_source(path)
    except ScheduleError:
        return Start(design)
    given = settings.given(path)
    there = replace(design_of(source, given=given), run=design.run)
    last = replace(design, given=given)
    return Start(there, source, last if last != there else None)


def _translations(data: bytes, name: str) -> tuple[Translation, ...]:
    from stepdecay import find_translations
    from stepdecay.sources.encodings import decoded

    try:
        return tuple(find_translations(decoded(data, name)[0]))
    except ScheduleError:
        return ()
