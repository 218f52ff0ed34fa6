"""How the arguments of schedulers are read: rates, counts, flags, lists and the schedules of a join."""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from stepdecay.errors import ScheduleError
from stepdecay.numbers.arithmetic import source, whole
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count, checked_rate
from stepdecay.schedule.kinds import Schedule
from stepdecay.translate.call import Reading

Reader: TypeAlias = Callable[[Reading, str, ast.expr], object]


def rate(reading: Reading, field: str, node: ast.expr) -> float | None:
    """Read a rate or a factor."""
    number = reading.number(field, node)
    return None if number is None else checked_rate(field, number)


def factor(reading: Reading, field: str, node: ast.expr) -> float | None:
    """Read a factor that may not be 0."""
    number = reading.number(field, node)
    return None if number is None else checked_rate(field, number, above_zero=True)


def fraction(reading: Reading, field: str, node: ast.expr) -> float | None:
    """Read a factor of at most 1, as torch asks for."""
    number = rate(reading, field, node)
    if number is not None and number > 1:
        raise ScheduleError.out_of_bounds(field, "from 0 to 1", number)
    return number


def count(reading: Reading, field: str, node: ast.expr) -> int | None:
    """Read a count of at least 1."""
    return _count(reading, field, node, 1)


def count_or_zero(reading: Reading, field: str, node: ast.expr) -> int | None:
    """Read a count that may be 0."""
    return _count(reading, field, node, 0)


def _count(reading: Reading, field: str, node: ast.expr, smallest: int) -> int | None:
    number = reading.number(field, node)
    return None if number is None else checked_count(field, whole(number, field), LARGEST_COUNT, smallest)


def flag(reading: Reading, field: str, node: ast.expr) -> bool:
    """Read True or False."""
    value = reading.names.resolved(node)
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return value.value
    raise ScheduleError(f"{field}: the text does not tell whether {source(node)} is True or False; write it out", field)


def ignored(_reading: Reading, _field: str, _node: ast.expr) -> None:
    """Read what makes no difference to the rates."""


def only(value: float, reason: str) -> Reader:
    """Read what MLX can say with one value alone; any other is refused with a reason."""

    def read(reading: Reading, field: str, node: ast.expr) -> float | None:
        number = reading.number(field, node)
        if number is not None and number != value:
            raise ScheduleError(f"{field} is {float(number):g}: {reason}", field)
        return None if number is None else value

    return read


POWER = only(1, "MLX has no power of a line; linear_schedule or cosine_decay come near")


def rates(reading: Reading, field: str, node: ast.expr) -> list[float | None]:
    """Read a list of rates."""
    return [rate(reading, f"{field}[{index}]", item) for index, item in enumerate(reading.items(field, node))]


def counts(smallest: int, *, rising: bool) -> Reader:
    """Read a list of counts, which must not fall where `rising` is asked for."""

    def read(reading: Reading, field: str, node: ast.expr) -> list[int | None]:
        items = enumerate(reading.items(field, node))
        numbers = [_count(reading, f"{field}[{index}]", item, smallest) for index, item in items]
        for before, after in pairwise(numbers):
            if rising and before is not None and after is not None and after < before:
                raise ScheduleError(f"{field} must rise, got {after} after {before}", field)
        return numbers

    return read


def scales(reading: Reading, field: str, node: ast.expr) -> dict[int | None, float | None]:
    """Read a dict of factors by the steps at which each is applied."""
    written = reading.names.unchanged(node)
    if not isinstance(written, ast.Dict) or any(key is None for key in written.keys):
        raise ScheduleError(f"{field}: {source(node)} can't be read as a dict; write its items out", field)
    pairs = zip(written.keys, written.values, strict=True)
    return {
        _count(reading, f"{field}: boundary", key, 0): rate(reading, f"{field}: scale", value)
        for key, value in pairs
        if key is not None
    }


def pieces(reading: Reading, field: str, node: ast.expr) -> list[Schedule | None]:
    """Read the schedules of a join."""
    items = reading.items(field, node)
    if not items:
        raise ScheduleError(f"{field} must hold at least one schedule", field)
    return [reading.piece(f"{field}[{index}]", item) for index, item in enumerate(items)]


def checked_boundaries(field: str, boundaries: int, what: str, number: int) -> None:
    """Refuse a join that has not one boundary fewer than it has parts.

    Raises:
        ScheduleError: It has not.
    """
    if boundaries != number - 1:
        raise ScheduleError(f"{field} must be one fewer than the {number} {what}, got {boundaries}", field)
