"""A scheduler of another framework: its arguments, how each is read, and what MLX says instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count
from stepdecay.pyread.signatures import Signature, matched
from stepdecay.schedule.kinds import Schedule
from stepdecay.translate.call import Reading

Told: TypeAlias = "Mapping[str, Any]"
"""The arguments by the names that the framework gives them; None where one has to be asked for."""

EPOCH_NOTE = (
    "torch counts the calls of scheduler.step(), MLX counts updates; give 1 update per epoch if the script calls it "
    "after every update"
)
_REQUIRED = object()


def no_notes(_told: Told) -> Iterable[str]:
    """Say nothing: the meanings are the same."""
    return ()


@dataclass(frozen=True)
class Parameter:
    """One argument.

    Attributes:
        name: As the framework calls it.
        read: Reads what is written; returns None where something has to be asked for.
        default: What the framework takes where nothing is written.
    """

    name: str
    read: Callable[[Reading, str, ast.expr], object]
    default: object = _REQUIRED

    @property
    def is_required(self) -> bool:
        """Whether the call must give it."""
        return self.default is _REQUIRED

    def value(self, reading: Reading, node: ast.expr | None) -> object:
        """Return the argument's value.

        Raises:
            ScheduleError: What is written can't be read, or is out of bounds.
        """
        if node is None or (self.default is None and _is_none(reading.names.resolved(node))):
            return self.default
        return self.read(reading, self.name, node)


@dataclass(frozen=True)
class ForeignScheduler:
    """One scheduler.

    Attributes:
        parameters: Its arguments in their order.
        make: Makes MLX's schedule.
        notes: Says where the meanings differ.
        per_epoch: Whether it counts epochs.
    """

    parameters: tuple[Parameter, ...]
    make: Callable[[Told], Schedule]
    notes: Callable[[Told], Iterable[str]] = no_notes
    per_epoch: bool = False

    def read(self, reading: Reading, name: str, call: ast.Call) -> Schedule | None:
        """Translate a call; None where something has to be asked for.

        Raises:
            ScheduleError: The call is none that the framework takes, or MLX can't say it.
        """
        nodes = matched(call, self._signature(name))
        told = {parameter.name: parameter.value(reading, nodes.get(parameter.name)) for parameter in self.parameters}
        if self.per_epoch:
            told["updates_per_epoch"] = _updates_per_epoch(reading)
            reading.notes[EPOCH_NOTE] = None
        reading.notes.update(dict.fromkeys(self.notes(told)))
        return None if reading.waits else self.make(told)

    def _signature(self, name: str) -> Signature:
        defaults = {one.name: str(one.default)[:5] for one in self.parameters if not one.is_required}
        return Signature(name, tuple(parameter.name for parameter in self.parameters), defaults)


@dataclass(frozen=True)
class Family:
    """The schedulers of one framework.

    Attributes:
        name: The framework.
        imported: Matches the dotted path of a scheduler that a text imports; its group is the scheduler.
        pasted: The same for a name of which the text shows no import.
        kinds: The schedulers that MLX can say.
        refused: Those that it can't, with what to do.
    """

    name: str
    imported: re.Pattern[str]
    pasted: re.Pattern[str]
    kinds: Mapping[str, ForeignScheduler]
    refused: Mapping[str, str]

    def scheduler(self, path: str, imported: bool) -> str | None:
        """Return which scheduler of this framework a dotted path names."""
        match = (self.imported if imported else self.pasted).fullmatch(path)
        return match[1] if match and (match[1] in self.kinds or match[1] in self.refused) else None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _updates_per_epoch(reading: Reading) -> int | None:
    """Ask for the updates per epoch, under a name that the text itself does not use for another number."""
    name = "updates_per_epoch"
    if any(reading.names.module.mentions(name)):
        name = "updates_per_scheduler_step"
    value = reading.asked(name)
    if value is None:
        return None
    whole = int(value) if value == value // 1 and abs(value) < LARGEST_COUNT else value
    return checked_count(name, whole, LARGEST_COUNT)
