"""The arguments of a call, read as numbers; what the text doesn't tell has to be asked for."""

from __future__ import annotations

import ast
import numbers
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from stepdecay.errors import ScheduleError
from stepdecay.numbers.arithmetic import source
from stepdecay.pyread.resolver import Resolver
from stepdecay.pyread.signatures import calculated
from stepdecay.pyread.values import Values

if TYPE_CHECKING:
    from stepdecay.schedule.kinds import Schedule

LONGEST_LIST = 1000
"""More items of a list, or pieces of a schedule, are refused: `[1] * 10**9` would take all memory."""

Translate: TypeAlias = "Callable[[Reading, ast.Call], Schedule | None]"


class Reading:
    """One translation on its way: what has to be asked for, what was answered, what is to be noted.

    Attributes:
        names: The names of the text.
        unknown: The names of the numbers that the text does not tell, answered or not, in the order of the reading.
        notes: Where the meanings differ, as sentences.
    """

    def __init__(self, names: Resolver, values: Mapping[str, float], translate: Translate) -> None:
        self.names = names
        self.unknown: dict[str, None] = {}
        self.notes: dict[str, None] = {}
        self._values = values
        self._translate = translate
        self._told = Values({})
        self._pieces = 0

    @property
    def waits(self) -> bool:
        """Whether something was asked that has no answer yet."""
        return not self.unknown.keys() <= self._values.keys()

    def asked(self, name: str) -> int | float | None:
        """Return the number that was given for a name; None, and ask for it, where there is none yet.

        Raises:
            ScheduleError: What was given is no number.
        """
        self.unknown[name] = None
        if name not in self._values:
            return None
        value = self._values[name]
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise ScheduleError.out_of_bounds(name, "a number", value)
        return int(value) if isinstance(value, numbers.Integral) else float(value)

    def number(self, field: str, node: ast.expr) -> int | float | None:
        """Evaluate an argument; None where something in it has to be asked for.

        Raises:
            ScheduleError: It is no number; the sentence names `field`.
        """
        waits, scope = False, self.names.scope_of(node)

        def leaf(node: ast.expr) -> int | float | None:
            nonlocal waits
            if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.IfExp):
                return None
            value = self._leaf(node)
            waits = waits or value is None
            return 1 if value is None else value  # any number: the rest is read only for what else to ask

        try:
            value = calculated(node, leaf, lambda name: scope.holder(name) is None)
        except ScheduleError as error:
            if not waits:
                raise ScheduleError(f"{field}: {error}", field) from None
        return None if waits else value

    def items(self, field: str, node: ast.expr) -> list[ast.expr]:
        """Return the items of a list or a tuple, also of a sum of them and of one multiplied by a number.

        Raises:
            ScheduleError: It is neither, or too long.
        """
        items = self._items(field, self.names.unchanged(node))
        if items is None or len(items) > LONGEST_LIST:
            raise ScheduleError(f"{field}: {source(node)} can't be read as a list; write its items out", field)
        return items

    def _items(self, field: str, node: ast.expr) -> list[ast.expr] | None:
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return None if any(isinstance(item, ast.Starred) for item in elements) else elements
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self.items(field, left) + self.items(field, right)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                times = self.number(field, right)
                if isinstance(times, int) and 0 <= times <= LONGEST_LIST:
                    return self.items(field, left) * times
        return None

    def piece(self, field: str, node: ast.expr) -> Schedule | None:
        """Translate one schedule of a join; None where something in it has to be asked for.

        Raises:
            ScheduleError: It is no schedule of that framework, or can't be translated.
        """
        self._pieces += 1
        if self._pieces > LONGEST_LIST:
            raise ScheduleError(f"{field}: more than {LONGEST_LIST} schedules are joined", field)
        call = self.names.resolved(node)
        if not isinstance(call, ast.Call):
            raise ScheduleError(f"{field}: the text does not tell which schedule {source(node)} is", field)
        try:
            return self._translate(self, call)
        except ScheduleError as error:
            raise ScheduleError(f"{field}: {error}", field) from None

    def _leaf(self, node: ast.expr) -> int | float | None:
        """Return the number of a name, out of the text or else as it was answered."""
        if isinstance(node, ast.Name):
            try:
                return self._told.number(node, self.names.scope_of(node))
            except ScheduleError:  # the text alone doesn't tell
                pass
        return self.asked(ast.unparse(node))
