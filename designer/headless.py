"""Pictures without a window: `lr-designer --picture`. An SVG takes no Qt, a PNG or a PDF takes no screen."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from designer.arguments import is_expression
from designer.model.design import DEFAULT_DESIGN, Design, usual_run
from designer.screen import check
from stepdecay import ScheduleError
from stepdecay.errors import clip

if TYPE_CHECKING:
    from stepdecay import Found

SUFFIXES = (".svg", ".png", ".pdf")
"""How the names of pictures end."""

SIZE = (1000, 560)
"""The pixels of a picture that Qt paints; a PNG has two for each."""

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::\d+)?", re.DOTALL)


class Subject(NamedTuple):
    """What is drawn.

    Attributes:
        design: The schedule and its run.
        title: What stands above it: where it is from.
        note: What a person should know: which others there are.
    """

    design: Design
    title: str = ""
    note: str = ""


def draw(name: str, subject: str | None, *, log_scale: bool) -> str:
    """Draw a schedule into a file, whole or not at all.

    Args:
        name: The picture's file; its ending says the kind.
        subject: A schedule, a file, or a file's line (`train.py:12`); None draws the first schedule ever.
        log_scale: Whether the rates' axis is logarithmic.

    Returns:
        A sentence on what else could have been drawn; empty where there was no choice.

    Raises:
        ScheduleError: There is nothing that can be drawn, no such kind of picture, or it can't be written.
        EngineError: MLX can't be loaded.
        ScreenError: Qt, which paints it, can't be loaded.
    """
    from stepdecay.sources.edits import save

    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise ScheduleError(f"{clip(name)} is no name of a picture: it must end with .svg, .png or .pdf")
    if not Path(name).absolute().parent.is_dir():
        raise ScheduleError(f"{clip(name)} can't be saved: there is no such folder")
    found = _subject(subject)
    if suffix == ".svg":
        from stepdecay import to_svg

        data = to_svg(found.design.schedule, found.design.run, title=found.title, log=log_scale).encode()
    else:
        data = _painted(found.design, suffix, log_scale)
    save(name, data, None)
    return found.note


def _subject(subject: str | None) -> Subject:
    if subject is None:
        return Subject(DEFAULT_DESIGN)
    if is_expression(subject):
        from stepdecay import parse_schedule

        schedule = parse_schedule(subject)
        return Subject(Design(schedule, usual_run(schedule)))
    place = None if Path(subject).exists() else _PLACE.fullmatch(subject)
    return _in_file(Path(subject), None) if place is None else _in_file(Path(place["path"]), int(place["line"]))


def _in_file(path: Path, line: int | None) -> Subject:
    """Return the schedule of a file that begins in a line, or the first that can be drawn."""
    from designer.model.source import place_text, source_of
    from stepdecay.sources.edits import read_file

    source = source_of(path, read_file(path))
    every = source.found
    if line is None:
        drawable = [one for one in every if one.schedule is not None and one.problem is None]
        chosen = drawable[0] if drawable else every[source.index]
    else:
        chosen = _in_line(every, line, path)
    place = place_text(path, chosen)
    if chosen.problem is not None:
        raise ScheduleError(f"{place}: {chosen.problem}")
    if chosen.schedule is None:
        names = ", ".join(chosen.unknown)
        raise ScheduleError(f"{place}: the text does not tell what {names} is; give the schedule itself, with numbers")
    design = Design(chosen.schedule, chosen.run or usual_run(chosen.schedule))
    if len(every) == 1:
        return Subject(design, path.name)
    others = ", ".join(f"{path}:{one.line}" for one in every if one is not chosen)
    note = f"{path.name} has {len(every)} schedules, and this is line {chosen.line}'s; the others are {others}"
    return Subject(design, place, "" if line is not None else note)


def _in_line(every: tuple[Found, ...], line: int, path: Path) -> Found:
    found = next((one for one in every if one.line == line), None)
    if found is None:
        lines = ", ".join(str(one.line) for one in every)
        raise ScheduleError(f"{path.name} has no schedule that begins in line {line}, but in {lines}")
    return found


def _painted(design: Design, suffix: str, log_scale: bool) -> bytes:
    """Return the picture that the window exports, painted by Qt where nobody sees it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    check()
    from PySide6.QtWidgets import QApplication

    from designer.commands.export_files import image_file
    from designer.model.document import Document
    from designer.plot.canvas import Canvas

    application = QApplication(["lr-designer"])
    document = Document(design)
    document.look(log_scale=log_scale)
    plot = Canvas(document)
    plot.complete()
    plot.resize(*SIZE)
    plot.show()
    application.processEvents()
    return image_file(plot.paint_figure, plot.size(), suffix)
