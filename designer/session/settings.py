"""What is remembered between two starts: typed, tolerant; never the reason why a start fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from designer.model.design import Freed, Given
from designer.model.document import DEFAULT_DESIGN, Design
from designer.model.view import Overlay, Pins, Preferences, View
from designer.session.records import Records
from stepdecay import Run
from stepdecay.evaluate.dtypes import DTYPES
from stepdecay.schedule.units import UNITS

if TYPE_CHECKING:
    from designer.session.recovery import KeptFile, Record

Value = TypeVar("Value")
Word = TypeVar("Word", bound=str)

MOST_FILES = 10


class Settings:
    """The settings file. Whatever in it can't be read is logged and counts as not there."""

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "lr-designer", "lr-designer")

    @cached_property
    def records(self) -> Records:
        """The recovery records, in a folder beside the settings file."""
        return Records(Path(self._store.fileName()).parent / "recovery")

    @property
    def problem(self) -> str:
        """Why nothing can be kept here; empty where it can."""
        if self._store.status() != QSettings.Status.AccessError:
            return ""
        return f"Settings can't be kept: {self._store.fileName()} can't be written"

    def view(self) -> View:
        """Return how the one design that an earlier version has left here was looked at."""
        return View(self.preferences(), overlay=Overlay(pins=self._read("pins", _pins, ())))

    def preferences(self) -> Preferences:
        """Return what a person prefers."""
        default = Preferences()
        return Preferences(
            log_scale=self._read("view/log_scale", _flag, default.log_scale),
            shows_crosshair=self._read("view/shows_crosshair", _flag, default.shows_crosshair),
            optimizer=self._read("view/optimizer", _identifier, default.optimizer),
            unit=self._read("view/unit", _one_of(UNITS), default.unit),
            dtype=self._read("view/dtype", _one_of(DTYPES), default.dtype),
        )

    def window(self, name: str) -> QByteArray:
        """Return what Qt saved of a window's part, or nothing."""
        return self._read(f"window/{name}", _bytes, QByteArray())

    def files(self) -> list[Path]:
        """Return the files that were designed, the last one first."""
        return [Path(record["path"]) for record in self._records()]

    def given(self, path: Path) -> Given:
        """Return what the names in a file were said to stand for."""
        return next((record["given"] for record in self._records() if record["path"] == str(path)), ())

    def run(self, path: Path) -> Run | None:
        """Return the run that a file was looked at with."""
        return next((record["run"] for record in self._records() if record["path"] == str(path)), None)

    def keep_file(self, path: Path, given: Given, run: Run) -> None:
        """Remember a file, what the names in it stand for, and the run that it is looked at with."""
        import json

        others = [record for record in self._records() if record["path"] != str(path)]
        records = [{"path": str(path), "given": given, "run": run}, *others][:MOST_FILES]
        self._keep({"files": json.dumps([{**record, "run": vars(record["run"])} for record in records])})

    def _records(self) -> list[dict[str, Any]]:
        return self._read("files", _files, [])

    def keep_preferences(self, preferences: Preferences) -> None:
        """Remember what a person prefers."""
        values: dict[str, object] = {
            "view/log_scale": preferences.log_scale,
            "view/shows_crosshair": preferences.shows_crosshair,
            "view/optimizer": preferences.optimizer,
            "view/unit": preferences.unit,
            "view/dtype": preferences.dtype,
        }
        self._keep(values)

    def keep_window(self, name: str, state: QByteArray) -> None:
        """Remember a part of a window."""
        self._store.setValue(f"window/{name}", state)

    def _keep(self, values: dict[str, object]) -> None:
        for key, value in values.items():
            self._store.setValue(key, value)
        self._store.sync()

    # What earlier versions kept here: one design for all windows. Now every document has a record of its own.

    def old_record(self) -> Record | None:
        """Return the one design that an earlier version has left here; None where there is nothing of it."""
        from designer.session.recovery import Record

        design, file = self._read("design/schedule", self._old_design, DEFAULT_DESIGN), None
        is_unsaved, pins = design != DEFAULT_DESIGN, self.view().overlay.pins
        last = self._read("design/last", _old_last, None)
        if last is not None:
            file, is_unsaved, freed = last
            design = replace(design, freed=freed, given=self.given(file.path))
        record = Record(design, is_unsaved, file, pins)
        return None if record == Record() else record

    def forget_old(self) -> None:
        """Remove it, for it is a record by now."""
        for key in ("design", "pins"):
            self._store.remove(key)
        self._store.sync()

    def _old_design(self, schedule: object) -> Design:
        import json

        from stepdecay import parse_schedule

        run = self._store.value("design/run")
        values = {"iterations": int(str(self._store.value("design/updates")))} if run is None else json.loads(str(run))
        return Design(parse_schedule(str(schedule)), Run(**values))

    def _read(self, key: str, convert: Callable[[object], Value], default: Value) -> Value:
        try:
            value = self._store.value(key)
            return default if value is None else convert(value)
        except Exception:
            import logging

            logging.getLogger(__name__).warning("the setting %s can't be read and is ignored", key, exc_info=True)
            return default


def _flag(value: object) -> bool:
    """Read a bool; an INI file holds it as text."""
    return {"true": True, "false": False}[str(value).lower()]


def _one_of(words: Sequence[Word]) -> Callable[[object], Word]:
    def read(value: object) -> Word:
        return next(word for word in words if word == value)

    return read


def _identifier(value: object) -> str:
    if not str(value).isidentifier():
        raise ValueError(f"{value!r} is no class name")
    return str(value)


def _pins(value: object) -> Pins:
    import json

    from designer.session.recovery import pins_from_json

    return pins_from_json(json.loads(str(value)))


def _files(value: object) -> list[dict[str, Any]]:
    import json

    return [
        {
            "path": str(record["path"]),
            "given": tuple((str(name), number + 0) for name, number in record["given"]),
            "run": Run(**record["run"]) if "run" in record else Run(record["updates"]),
        }
        for record in json.loads(str(value))
    ]


def _old_last(value: object) -> tuple[KeptFile, bool, Freed] | None:
    import json

    from designer.session.recovery import KeptFile, freed_from_json

    values = json.loads(str(value))
    if values is None:
        return None
    return KeptFile.from_json(values), bool(values["is_unsaved"]), freed_from_json(values["freed"])


def _bytes(value: object) -> QByteArray:
    if not isinstance(value, QByteArray):
        raise TypeError(f"{type(value).__name__} is no window state")
    return value
