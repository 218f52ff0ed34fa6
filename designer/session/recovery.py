"""What of a file lasts from one start to the next: where its schedule is, and what was not saved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from designer.model.design import Design, Freed
from designer.model.source import Near, Source
from stepdecay import Run


@dataclass(frozen=True)
class Last:
    """The file of the last design.

    Attributes:
        path: The file.
        near: By what the schedule is known in it.
        digest: What tells whether the file is still the same.
        is_unsaved: Whether there was something to save.
        freed: The design's arguments that were to become numbers.
        data: The file with what was changed of other schedules in it; None where nothing was.
        saved: The file without that; None where nothing was changed.
        run: The run that the file says; None where it says none.
    """

    path: Path
    near: Near
    digest: str
    is_unsaved: bool
    freed: Freed = frozenset()
    data: bytes | None = None
    saved: bytes | None = None
    run: Run | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            **vars(self),
            "path": str(self.path),
            "near": list(vars(self.near).values()),
            "freed": sorted(self.freed),
            "data": _text(self.data),
            "saved": _text(self.saved),
            "run": None if self.run is None else vars(self.run),
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Last:
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
        freed = frozenset((str(path), str(text)) for path, text in values["freed"])
        run = values.get("run")
        return cls(
            path=Path(str(values["path"])),
            near=near,
            digest=str(values["digest"]),
            is_unsaved=bool(values["is_unsaved"]),
            freed=freed,
            data=data,
            saved=saved,
            run=None if run is None else Run(**run),
        )


def last_of(source: Source, design: Design, *, is_unsaved: bool) -> Last:
    """Return what lasts of a source."""
    data, saved = (source.data, source.saved) if source.is_changed else (None, None)
    digest = digest_of(source.saved)
    return Last(source.path, source.near(), digest, is_unsaved, design.freed, data, saved, source.run)


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("latin-1")


def digest_of(data: bytes) -> str:
    """Return what tells contents apart."""
    import hashlib  # with OpenSSL, which is not needed to start

    return hashlib.sha256(data).hexdigest()
