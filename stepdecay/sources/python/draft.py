"""What is to be written for a new schedule: texts as the file would spell them, numbers that are wanted, notes."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepdecay.lines import Span
from stepdecay.pyread.signatures import SIGNATURES
from stepdecay.pyread.text import SourceText
from stepdecay.pyread.values import Number, Values, source_text
from stepdecay.schedule.kinds import JoinSchedules, Leaf, Schedule
from stepdecay.sources.python import reader as read
from stepdecay.sources.python.alignment import closest
from stepdecay.sources.python.meaning import arguments_of, schedule_of, value_of
from stepdecay.sources.python.numbers import Want, has_names, number_text
from stepdecay.sources.python.ownership import Ownership
from stepdecay.sources.python.spelling import Spelling


@dataclass(eq=False)
class Draft:
    """The changes of one schedule, as they are collected.

    Attributes:
        source: The file.
        ownership: Which names may be changed.
        values: The present numbers.
        freed: The arguments to write as numbers, whatever they are computed from.
        changes: New texts, but for those of numbers.
        wants: What each argument that stays has to come to.
        notes: What a person should know about the changes.
        additions: What has to be added to imports: the word for each function.
    """

    source: SourceText
    ownership: Ownership
    values: Values
    freed: frozenset[ast.expr]
    changes: dict[Span, str] = field(default_factory=dict)
    wants: list[Want] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    additions: dict[ast.ImportFrom, dict[str, str]] = field(default_factory=dict)
    _now: dict[read.Reading, Schedule] = field(default_factory=dict)

    def now(self, reading: read.Reading) -> Schedule:
        """Return the schedule that a call makes as it is."""
        if reading not in self._now:
            self._now[reading] = schedule_of(reading, self.values)
        return self._now[reading]

    def change(self, node: ast.AST, text: str) -> None:
        """Put another text in the place of a node."""
        self.changes[self.source.span(node)] = text

    def note(self, sentence: str) -> None:
        """Add something that a person should know, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def want(self, spot: read.Spot, name: str, number: Number, current: Number) -> None:
        """Ask for the number that an argument has to come to."""
        self.wants.append(Want(spot, name, number, current, spot.node in self.freed))

    def keep(self, reading: read.Reading) -> None:
        """Ask for all numbers of a call to stay what they are."""
        for path, spot in arguments_of(reading).items():
            self._keep(spot, path)

    def _keep(self, spot: read.Spot, name: str) -> None:
        number = value_of(name, spot, self.values)
        self.wants.append(Want(spot, name, number, number, False))

    def frees(self, reading: read.Reading) -> bool:
        """Whether an argument of a call has to become a number."""
        return any(spot.node in self.freed for spot in arguments_of(reading).values())

    def kept(self, spot: read.Spot, name: str) -> str:
        """Return the text of an argument that stays as it is where everything around it is written anew."""
        self._keep(spot, name)
        return self.source.segment(spot.node)

    def function(self, name: str, at: read.Reading) -> str:
        """Write a function of MLX as the file would at a call."""
        return Spelling(at.call, at.spot.scope, self.additions).function(name)

    def text(self, schedule: Schedule, old: read.Reading | None, at: read.Reading) -> str:
        """Write a schedule as the file would.

        Args:
            schedule: The schedule.
            old: The call that it comes from; the texts of arguments that are equal are used again.
            at: The call that it is written in or instead of.
        """
        function = self.function(schedule.function, at)
        if isinstance(schedule, JoinSchedules):
            parts: list[read.Reading] = [] if old is None else [old]
            if isinstance(old, read.Join):
                parts = [part.reading for part in old.parts]
            texts = [self.text(piece, self._closest(parts, piece), at) for piece in schedule.schedules]
            return f"{function}([{', '.join(texts)}], [{', '.join(map(str, schedule.boundaries))}])"
        named = isinstance(old, read.LeafCall) and not old.call.args
        written = self._arguments(schedule, old, at)
        return f"{function}({', '.join(f'{name}={text}' if named else text for name, text in written.items())})"

    def _closest(self, readings: list[read.Reading], schedule: Schedule) -> read.Reading | None:
        index = closest([self.now(reading) for reading in readings], schedule)
        return None if index is None else readings[index]

    def _arguments(self, schedule: Leaf, old: read.Reading | None, at: read.Reading) -> dict[str, str]:
        signature = SIGNATURES[schedule.function]
        spots: Mapping[str, read.Spot] = old.arguments if isinstance(old, read.LeafCall) else {}
        before: Any = None if old is None else self.now(old)
        written = {}
        for name in signature.parameters:
            number, spot = getattr(schedule, name), spots.get(name)
            is_same = spot is not None and getattr(before, name) == number and spot.node not in self.freed
            if spot is not None and is_same and spot.scope is at.spot.scope:
                written[name] = self.kept(spot, name)
            elif name not in signature.defaults or number != float(signature.defaults[name]):
                written[name] = number_text(number)
                if spot is not None and has_names(spot):
                    text, line = source_text(spot.node, spot.scope), spot.node.lineno
                    self.note(f"{text} (line {line}) is written as {written[name]}")
        return written
