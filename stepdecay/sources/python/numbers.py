"""Where the new numbers of a schedule are written: at the call, or where a name for them is bound."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepdecay.errors import ScheduleError
from stepdecay.lines import Span
from stepdecay.numbers.text import float_literal
from stepdecay.pyread.scopes import Binding
from stepdecay.pyread.values import Names, Number, Values, number_binding, source_text
from stepdecay.sources.python.meaning import unknown_in, value_of
from stepdecay.sources.python.ownership import Ownership
from stepdecay.sources.python.reader import Spot


@dataclass(frozen=True, eq=False)
class Want:
    """What an argument has to come to.

    Attributes:
        spot: The argument.
        name: MLX's name of it.
        number: Its value in the new schedule.
        current: Its value now.
        is_freed: Whether it has to be written as a number, whatever it is computed from.
    """

    spot: Spot
    name: str
    number: Number
    current: Number
    is_freed: bool

    @property
    def is_changed(self) -> bool:
        """Whether the value differs from the present one."""
        return self.number != self.current


class Numbering:
    """Decides where numbers are written.

    Args:
        wants: All arguments of the schedule, those that stay as they are too.
        ownership: Which names may be changed for it.
        given: Values of unknown names.
    """

    def __init__(self, wants: Sequence[Want], ownership: Ownership, given: Mapping[str, Number]) -> None:
        self._wants = wants
        self._ownership = ownership
        self._given = given
        self.changes: dict[Span, str] = {}
        self.notes: list[str] = []
        self._banned: set[Binding] = set()
        self._settle()

    def _settle(self) -> None:
        proposed = self._proposed()
        while disturbed := [want for want in self._wants if not want.is_changed and not self._follows(want, proposed)]:
            self._banned |= {binding for want in disturbed for binding in _bindings(want.spot)} & proposed.keys()
            reduced = self._proposed()
            if reduced == proposed:
                raise ScheduleError("the numbers of this schedule can't be told apart in the file")
            proposed = reduced
        for binding, number in proposed.items():
            if binding.value is not None:
                self._write(binding.value, Spot(binding.value, binding.scope, binding), number)
        for want in self._wants:
            if want.is_freed or not self._follows(want, proposed):
                self._write_at_call(want)

    def _proposed(self) -> dict[Binding, Number]:
        """Return the new values of names, each wanted by all arguments that are that name."""
        proposed: dict[Binding, Number] = {}
        for want in self._wants:
            binding = _literal_binding(want.spot, self._ownership)
            if binding is None or binding in self._banned or not want.is_changed or want.is_freed:
                continue
            if proposed.setdefault(binding, want.number) != want.number:
                self._banned.add(binding)
        return {binding: number for binding, number in proposed.items() if binding not in self._banned}

    def _follows(self, want: Want, proposed: Mapping[Binding, Number]) -> bool:
        if want.is_freed:
            return True
        try:
            found = value_of(want.name, want.spot, Values(self._given, proposed))
        except ScheduleError:
            return False
        is_count = isinstance(want.number, int)
        return found == want.number and not (is_count and isinstance(found, float))

    def _write(self, node: ast.expr, spot: Spot, number: Number) -> None:
        source = spot.scope.source
        self.changes[source.span(node)] = number_text(number, source.segment(node))

    def _write_at_call(self, want: Want) -> None:
        node, scope = want.spot.node, want.spot.scope
        text, line = source_text(node, scope), node.lineno
        if unknown_in(want.spot) and not want.is_freed:
            sentence = f"{want.name} is computed from {text} in line {line}; choose to write it as a number first"
            raise ScheduleError(sentence, want.name)
        self._write(node, want.spot, want.number)
        new = number_text(want.number)
        binding = number_binding(node, scope) if isinstance(node, ast.Name) else None
        if binding is not None:
            self.notes.append(f"{_reason(binding, self._ownership)}, so {new} is written at the call in line {line}")
        elif _bindings(want.spot) or unknown_in(want.spot):
            self.notes.append(f"{text} (line {line}) is written as {new}")


def number_text(number: Number, old: str = "") -> str:
    """Write a number as the house does, with the digits of a count grouped where those of the old text were.

    >>> number_text(1500, "1_000"), number_text(1e-05), number_text(1500)
    ('1_500', '1e-5', '1500')
    """
    if isinstance(number, float):
        return float_literal(number)
    return f"{number:_}" if "_" in old and old.replace("_", "").isdecimal() else str(number)


def _reason(binding: Binding, ownership: Ownership) -> str:
    name = f"{binding.name} (line {binding.node.lineno})"  # type: ignore[attr-defined]
    if not ownership.owns(binding):
        return f"{name} is used elsewhere too"
    if binding.value is not None and has_names(Spot(binding.value, binding.scope, binding)):
        return f"{name} is calculated from other names"
    return f"{name} goes into other arguments too"


def _literal_binding(spot: Spot, ownership: Ownership) -> Binding | None:
    """Return the binding of a name to a number that may be changed for this schedule, perhaps through other names."""
    node, scope, binding = spot.node, spot.scope, None
    while isinstance(node, ast.Name):
        binding = number_binding(node, scope)
        if binding is None or binding.value is None or not ownership.owns(binding):
            return None
        node, scope = binding.value, binding.scope
    return None if binding is None or has_names(Spot(node, scope, binding)) else binding


def has_names(spot: Spot) -> bool:
    """Whether an argument is written with names, known or not."""
    return bool(_bindings(spot) or unknown_in(spot))


def _bindings(spot: Spot) -> set[Binding]:
    names = Names()
    names.explore(spot.node, spot.scope, spot.owner)
    return {binding for binding, _ in names.uses.values()}
