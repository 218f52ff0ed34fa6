"""What of an open document lasts from one start to the next: what is designed, of which file, and what was not saved.

Everything is a frozen value that JSON can say; see `records` for where it is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from designer.model.design import DEFAULT_DESIGN, Design, Freed
from designer.model.document import Document
from designer.model.pins import MOST_PINS
from designer.model.source import Near, Source
from designer.model.view import Pin, Pins
from stepdecay import Run


@dataclass(frozen=True)
class KeptFile:
    """The file of a document.

    Attributes:
        path: The file.
        near: By what the schedule is known in it.
        digest: What tells whether the file is still the same.
        data: The text that saves are computed from; None where that is what the file says.
        saved: What the file says; None where `data` is None.
        run: The run that the file says; None where it says none.
    """

    path: Path
    near: Near
    digest: str
    data: bytes | None = None
    saved: bytes | None = None
    run: Run | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            **vars(self),
            "path": str(self.path),
            "near": list(vars(self.near).values()),
            "data": _text(self.data),
            "saved": _text(self.saved),
            "run": None if self.run is None else vars(self.run),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> KeptFile:
        """Make it of what JSON has.

        Raises:
            KeyError, TypeError, ValueError: It is something else.
        """
        names, line, index, count, text, rank, alike = values["near"]
        near = Near(str(names), int(line), int(index), int(count), str(text), int(rank), int(alike))
        if not (0 <= near.index < near.count and 0 <= near.rank < max(near.alike, 1)):
            raise ValueError("a schedule can't be beyond those that there were")
        data, saved = (
            None if values[name] is None else str(values[name]).encode("latin-1") for name in ("data", "saved")
        )
        run = values.get("run")
        return cls(
            path=Path(str(values["path"])),
            near=near,
            digest=str(values["digest"]),
            data=data,
            saved=saved,
            run=None if run is None else Run(**run),
        )


@dataclass(frozen=True)
class Record:
    """An open document.

    Attributes:
        design: The design.
        is_unsaved: Whether there is work in it that no file has.
        file: The file that it is from; None for an untitled one.
        pins: The pinned schedules.
        geometry: Where its window was, as Qt says it, in base 64; empty where nobody knows.
    """

    design: Design = DEFAULT_DESIGN
    is_unsaved: bool = False
    file: KeptFile | None = None
    pins: Pins = ()
    geometry: str = ""

    @property
    def name(self) -> str:
        """What a person calls it."""
        return "an untitled schedule" if self.file is None else self.file.path.name

    def to_json(self) -> str:
        """Return it as JSON."""
        values = {
            **vars(self),
            "design": design_to_json(self.design),
            "file": None if self.file is None else self.file.to_json(),
            "pins": pins_to_json(self.pins),
        }
        return json.dumps(values)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Make it of JSON.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It is something else.
        """
        values = json.loads(text)
        file = values["file"]
        return cls(
            design=design_from_json(values["design"]),
            is_unsaved=bool(values["is_unsaved"]),
            file=None if file is None else KeptFile.from_json(file),
            pins=pins_from_json(values["pins"]),
            geometry=str(values["geometry"]),
        )


def record_of(document: Document, geometry: str) -> Record | None:
    """Return what is to last of a document; None of an untitled one in which nothing was done."""
    source, pins = document.source, document.view.overlay.pins
    if source is None and not pins and not document.has_unsaved_work:
        return None
    file = None if source is None else file_of(source)
    return Record(document.design, document.has_unsaved_work, file, pins, geometry)


def file_of(source: Source) -> KeptFile:
    """Return what lasts of a source."""
    data, saved = (source.data, source.saved) if source.is_changed else (None, None)
    return KeptFile(source.path, source.near(), digest_of(source.saved), data, saved, source.run)


def digest_of(data: bytes) -> str:
    """Return what tells contents apart."""
    import hashlib  # with OpenSSL, which is not needed to start

    return hashlib.sha256(data).hexdigest()


def design_to_json(design: Design) -> dict[str, Any]:
    """Return a design as JSON has it."""
    from stepdecay import to_python

    return {
        "schedule": to_python(design.schedule),
        "run": vars(design.run),
        "given": [list(one) for one in design.given],
        "freed": freed_to_json(design.freed),
    }


def design_from_json(values: dict[str, Any]) -> Design:
    """Make a design of what JSON has.

    Raises:
        KeyError, TypeError, ValueError: It is something else, or no schedule.
    """
    from stepdecay import parse_schedule

    given = tuple((str(name), number + 0) for name, number in values["given"])
    schedule, freed = parse_schedule(str(values["schedule"])), freed_from_json(values["freed"])
    return replace(DEFAULT_DESIGN, schedule=schedule, run=Run(**values["run"]), given=given, freed=freed)


def freed_to_json(freed: Freed) -> list[list[str]]:
    """Return freed arguments as JSON has them."""
    return sorted(list(one) for one in freed)


def freed_from_json(values: list[list[str]]) -> Freed:
    """Make freed arguments of what JSON has.

    Raises:
        TypeError, ValueError: It is something else.
    """
    return frozenset((str(path), str(text)) for path, text in values)


def pins_to_json(pins: Pins) -> list[dict[str, Any]]:
    """Return pins as JSON has them."""
    from stepdecay import to_python

    return [{**vars(pin), "schedule": to_python(pin.schedule)} for pin in pins]


def pins_from_json(values: list[dict[str, Any]]) -> Pins:
    """Make pins of what JSON has.

    Raises:
        KeyError, TypeError, ValueError: It is something else, or they can't be told apart.
    """
    from stepdecay import parse_schedule

    pins = [
        Pin(parse_schedule(str(pin["schedule"])), int(pin["style"]), str(pin["name"]), bool(pin["shown"]))
        for pin in values
    ]
    if len({pin.style for pin in pins} & set(range(MOST_PINS))) < len(pins):
        raise ValueError("two pins have one style, or one has none")
    return tuple(pins)


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("latin-1")
