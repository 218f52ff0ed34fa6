"""A design under another name: what kind of file that is to be, and what is written into it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from designer.model.design import Design
from designer.model.source import Source, place_text
from stepdecay import ScheduleError

if TYPE_CHECKING:
    from stepdecay import Found
    from stepdecay.sources.kind import DocumentKind, Format

NEW_NAME = "schedule.py"


class Way(NamedTuple):
    """How a file is written.

    Attributes:
        kind: The kind of document.
        form: One of its formats.
    """

    kind: DocumentKind[Found]
    form: Format


class Target(NamedTuple):
    """A file to save to.

    Attributes:
        path: The file.
        way: How it is written.
    """

    path: Path
    way: Way


@dataclass(frozen=True)
class Content:
    """What is to be written into a file.

    Attributes:
        data: The whole file.
        expected: What is there now and was read for it; None writes over whatever is there.
        is_new_kind: Whether it is a file by itself, not the document's under another name.
        remark: What a person should know about it, to be said behind the file's name.
    """

    data: bytes
    expected: bytes | None = None
    is_new_kind: bool = False
    remark: str = ""


def open_filters() -> str:
    """Return the filters of an Open dialog: all kinds together, each one, all files.

    >>> open_filters().split(";;")[0]
    'Python and mlx-lm configs (*.py *.yaml *.yml *.json)'
    """
    from stepdecay.sources.registry import KINDS, listed, suffixes

    together = f"{listed([kind.title for kind in KINDS])} ({' '.join(f'*{suffix}' for suffix in suffixes())})"
    each = [f"{kind.title} ({' '.join(form.patterns for form in kind.formats)})" for kind in KINDS]
    return ";;".join([together, *each, "All files (*)"])


def save_filters(name: str, source: Source | None = None) -> str:
    """Return the filters of a Save dialog, the way in which a file of a name is written first.

    Args:
        name: The name that is proposed.
        source: The document's own file; None for an untitled one.
    """
    home = _way_of(Path(name), source)
    return ";;".join(sorted(_ways(), key=lambda text: _ways()[text] != home))


def target_of(given: str, chosen_filter: str, source: Source | None = None) -> Target:
    """Return the file to save to: a name whose ending doesn't say what was chosen gets the ending of that.

    Args:
        given: The path that a person gave.
        chosen_filter: The filter that they chose, one of `save_filters`; empty where they couldn't.
        source: The document's own file; None for an untitled one.

    >>> yaml, python = "mlx-lm config, YAML (*.yaml *.yml)", "Python (*.py)"
    >>> [target_of(*one).path.name for one in (("lora", yaml), ("train.v2", python), ("train.v2", yaml))]
    ['lora.yaml', 'train.v2', 'train.v2.yaml']
    """
    path, ways = Path(given), _ways()
    chosen = ways.get(chosen_filter)
    if not path.suffix:
        way = chosen or next(iter(ways.values()))
        return Target(path.with_name(path.name + way.form.suffixes[0]), way)
    if chosen is not None and chosen.form.has(path.name):
        return Target(path, chosen)
    home = _way_of(path, source)
    if chosen is None or chosen.kind is home.kind or home.form.has(path.name):
        return Target(path, home)
    return Target(path.with_name(path.name + chosen.form.suffixes[0]), chosen)


def content_for(target: Target, source: Source | None, design: Design, optimizer: str) -> Content:
    """Return what is written into a file that a person has chosen.

    That is the document's whole file with the schedule, where it stays a file of its kind; else the schedule alone. A
    config that is there already keeps everything but its schedule.

    Args:
        target: The file.
        source: The document's own; None for an untitled one.
        design: The design.
        optimizer: The optimizer class for a new Python file.

    Raises:
        ScheduleError: A file of that kind can't say it, or what is there is none of that kind.
    """
    path, (kind, form) = target
    if source is not None and target.way == _way_of(source.path, source):
        return Content(source.written(design))
    if kind.is_filled and path.exists():
        return _put_into(path, kind, design)
    left_out = f", without the rest of {source.path.name}" if source is not None and source.kind is kind else ""
    text = kind.new_file(design.schedule, design.run, form, optimizer)
    return Content(text.encode(), is_new_kind=True, remark=left_out)


def _ways() -> dict[str, Way]:
    """Return all ways in which files are written, by their filters."""
    from stepdecay.sources.registry import KINDS

    return {form.filter: Way(kind, form) for kind in KINDS for form in kind.formats}


def _way_of(path: Path, source: Source | None) -> Way:
    """Return how a file is written by its name: one that ends as the document's own does is of its kind."""
    from stepdecay.sources.registry import kind_for

    is_alike = source is not None and source.path.suffix == path.suffix
    kind = source.kind if source is not None and is_alike else kind_for(path.name)
    return Way(kind, kind.format_of(path.name) or kind.formats[0])


def _put_into(path: Path, kind: DocumentKind[Found], design: Design) -> Content:
    """Return a file of a kind with another schedule; its run stays as it is."""
    from stepdecay.sources.edits import read_file
    from stepdecay.sources.files import find_in

    data = read_file(path)
    try:
        found = find_in(data, path.name)
    except ScheduleError as error:
        raise ScheduleError(f"{error}; it was left as it is: save under another name") from None
    if not found or found[0].kind is not kind:
        raise ScheduleError(f"{path.name} is there already and is no {kind.called}: save under another name")
    if found[0].problem is not None:
        raise ScheduleError(f"{place_text(path, found[0])}: {found[0].problem}; it was left as it is")
    return Content(found[0].replace(design.schedule), data, is_new_kind=True, remark="; all else in it stayed")
