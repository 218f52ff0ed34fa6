"""A schedule as the pieces that it is joined from, and its arguments by where they are in it.

An argument is named by its path: `init` in a schedule of one piece, `schedules[1].init` or `boundaries[0]` in a join.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.schedule.kinds import JoinSchedules, Leaf, Schedule

_INDEXED = re.compile(r"(\w+)\[(\d+)\]")


class Piece(NamedTuple):
    """One schedule between two boundaries.

    Attributes:
        schedule: The schedule; it counts its steps from `first_step`.
        first_step: The first MLX step that it is used for.
        stop_step: The step after the last one that it is used for; None where it goes on for ever.
        path: What comes before the names of its arguments: `schedules[1].`, empty where nothing is joined.
        boundary: The path of the boundary at which it begins; None for the first piece.
    """

    schedule: Leaf
    first_step: int
    stop_step: int | None
    path: str
    boundary: str | None


def pieces(schedule: Schedule) -> tuple[Piece, ...]:
    """Return the pieces of a schedule in their order, of joins within joins too; those never used are left out.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> warmup, decay = LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90)
    >>> [piece.first_step for piece in pieces(JoinSchedules([warmup, decay], [10]))]
    [0, 10]
    """
    return tuple(_pieces(schedule, 0, None, "", None))


def _pieces(schedule: Schedule, first: int, stop: int | None, path: str, boundary: str | None) -> Iterator[Piece]:
    if not isinstance(schedule, JoinSchedules):
        yield Piece(schedule, first, stop, path, boundary)
        return
    starts = [first, *(first + step for step in schedule.boundaries)]
    stops: list[int | None] = [*starts[1:], None]
    for index, (part, start, end) in enumerate(zip(schedule.schedules, starts, stops, strict=True)):
        if start <= LARGEST_COUNT and (stop is None or start < stop):
            at = f"{path}boundaries[{index - 1}]" if index else boundary
            clipped = stop if end is None else end if stop is None else min(end, stop)
            yield from _pieces(part, start, clipped, f"{path}schedules[{index}].", at)


def arguments(schedule: Schedule) -> dict[str, Any]:
    """Return all arguments of a schedule by path, in the order in which MLX takes them.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> list(arguments(JoinSchedules([LinearSchedule(0, 1, 10), CosineDecay(1, 90)], [10])))[2:5]
    ['schedules[0].steps', 'schedules[1].init', 'schedules[1].decay_steps']
    """
    if not isinstance(schedule, JoinSchedules):
        return {field.name: getattr(schedule, field.name) for field in dataclasses.fields(schedule)}
    found = {
        f"schedules[{index}].{path}": value
        for index, part in enumerate(schedule.schedules)
        for path, value in arguments(part).items()
    }
    return found | {f"boundaries[{index}]": step for index, step in enumerate(schedule.boundaries)}


def with_argument(schedule: Schedule, path: str, value: Any) -> Schedule:
    """Return a schedule with one argument, or a whole schedule of a join (`schedules[1]`), replaced.

    Raises:
        ScheduleError: The value breaks the argument's bound; the error's `field` is the path.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> with_argument(JoinSchedules([LinearSchedule(0, 1, 10), CosineDecay(1, 90)], [10]), "schedules[1].end", 0.1)
    ... # doctest: +ELLIPSIS
    JoinSchedules(schedules=(LinearSchedule(...), CosineDecay(init=1.0, decay_steps=90, end=0.1)), boundaries=(10,))
    """
    head, _, rest = path.partition(".")
    changes: dict[str, Any] = {head: value}
    try:
        indexed = _INDEXED.fullmatch(head)
        if indexed is not None:
            name, index = indexed[1], int(indexed[2])
            items = list(getattr(schedule, name))
            items[index] = with_argument(items[index], rest, value) if rest else value
            changes = {name: items}
        return dataclasses.replace(schedule, **changes)
    except ScheduleError as error:
        raise ScheduleError(str(error), path) from None


def argument_name(path: str) -> str:
    """Return MLX's name of the argument that a path leads to.

    >>> argument_name("schedules[1].decay_steps"), argument_name("boundaries[0]"), argument_name("init")
    ('decay_steps', 'boundaries', 'init')
    """
    return path.rpartition(".")[2].partition("[")[0]


def flattened(schedule: Schedule) -> Schedule:
    """Return the same rates without a join within a join, and without a join of one piece.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> inner = JoinSchedules([CosineDecay(1, 90), CosineDecay(0.5, 90)], [90])
    >>> flattened(JoinSchedules([LinearSchedule(0, 1, 10), inner], [10])).boundaries
    (10, 100)
    """
    return joined((piece.schedule, piece.first_step) for piece in pieces(schedule))


def joined(parts: Iterator[tuple[Leaf, int]] | list[tuple[Leaf, int]]) -> Schedule:
    """Join schedules, each with the step at which it begins; a single one needs no join.

    Raises:
        ScheduleError: The steps do not rise.
    """
    schedules, starts = zip(*parts, strict=True)
    return schedules[0] if len(schedules) == 1 else JoinSchedules(schedules, starts[1:])
