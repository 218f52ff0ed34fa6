"""A schedule as the pieces of text that its code is made of, each literal with the path of its argument."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kind import Ramp
from stepdecay.schedule.kinds import JoinSchedules, Leaf, Schedule
from stepdecay.schedule.structure import Piece, pieces

Token: TypeAlias = tuple[str, str | None]
"""A text, and the path of the argument whose literal it is (see `schedule.structure`)."""


@dataclass(frozen=True)
class Dialect:
    """How a language writes calls.

    Attributes:
        functions: What is called, by MLX's names of the functions.
        labels: What comes before an argument, by MLX's name of it; nothing where it is positional.
        binding: What comes before a value that gets a name, with the name as `{}`.
        result: The name of the whole schedule.
        numbered: How a name that is used more than once gets its number.
    """

    functions: dict[str, str]
    labels: dict[str, str]
    binding: str
    result: str
    numbered: str


def literal(value: float) -> str:
    """Write an argument: a float as one, a count as a whole number.

    >>> literal(1.0), literal(1)
    ('1.0', '1')
    """
    return float_literal(value) if isinstance(value, float) else str(value)


def call(schedule: Schedule, dialect: Dialect, path: str = "") -> Iterator[Token]:
    """Write the call that makes a schedule, with the calls for those that it joins inside."""
    if isinstance(schedule, JoinSchedules):
        calls = [list(call(part, dialect, f"{path}schedules[{n}].")) for n, part in enumerate(schedule.schedules)]
        boundaries: list[list[Token]] = [
            [(str(step), f"{path}boundaries[{n}]")] for n, step in enumerate(schedule.boundaries)
        ]
        yield from _join_call(calls, boundaries, dialect)
        return
    yield f"{dialect.functions[schedule.function]}(", None
    yield from _listed([[(dialect.labels.get(name, ""), None), token] for name, token in _arguments(schedule, path)])
    yield ")", None


def lines(schedule: Schedule, dialect: Dialect) -> Iterator[Token]:
    """Write a line for each piece, and one that joins them, flat; only that one where there is a single piece."""
    parts = pieces(schedule)
    if len(parts) > 1:
        names = piece_names(parts, dialect.numbered)
        for name, piece in zip(names, parts, strict=True):
            yield dialect.binding.format(name), None
            yield from call(piece.schedule, dialect, piece.path)
            yield "\n", None
        starts: list[list[Token]] = [[(str(piece.first_step), piece.boundary)] for piece in parts[1:]]
        last = _join_call([[(name, None)] for name in names], starts, dialect)
    else:
        last = call(parts[0].schedule, dialect, parts[0].path)
    yield dialect.binding.format(dialect.result), None
    yield from last


def text_of(tokens: Iterable[Token]) -> str:
    """Return the code that tokens are."""
    return "".join(text for text, _ in tokens)


def spans_of(tokens: Iterable[Token]) -> dict[str, tuple[int, int]]:
    """Return where the literal of each argument that is written begins and ends in the code, by path.

    >>> spans_of([("f(", None), ("0.1", "init"), (")", None)])
    {'init': (2, 5)}
    """
    spans, start = {}, 0
    for text, path in tokens:
        if path is not None:
            spans[path] = (start, start + len(text))
        start += len(text)
    return spans


def piece_names(parts: tuple[Piece, ...], numbered: str) -> list[str]:
    """Name pieces as people do, with numbers where a name repeats.

    >>> from stepdecay import CosineDecay
    >>> piece_names(pieces(JoinSchedules([CosineDecay(1, 10), CosineDecay(1, 10)], [10])), "{}_{}")
    ['cosine_1', 'cosine_2']
    """
    bare = [_bare_name(piece, parts) for piece in parts]
    totals, seen = Counter(bare), Counter[str]()
    names = []
    for name in bare:
        seen[name] += 1
        names.append(numbered.format(name, seen[name]) if totals[name] > 1 else name)
    return names


def _bare_name(piece: Piece, parts: tuple[Piece, ...]) -> str:
    leaf = piece.schedule
    if leaf.is_constant:
        return "constant" if all(other.schedule.is_constant for other in parts) else "hold"
    if piece is parts[0] and isinstance(leaf, Ramp) and leaf.is_rising:
        return "warmup"
    return leaf.short_name


def _arguments(leaf: Leaf, path: str) -> list[tuple[str, Token]]:
    """Return what is written of a piece's arguments, by name: all but an `end` that is MLX's default."""
    values = [(field, getattr(leaf, field.name)) for field in dataclasses.fields(leaf)]
    return [
        (field.name, (literal(value), path + field.name))
        for field, value in values
        if field.default is dataclasses.MISSING or value != field.default
    ]


def _join_call(parts: list[list[Token]], boundaries: list[list[Token]], dialect: Dialect) -> Iterator[Token]:
    labels = dialect.labels
    yield f"{dialect.functions['join_schedules']}({labels.get('schedules', '')}[", None
    yield from _listed(parts)
    yield f"], {labels.get('boundaries', '')}[", None
    yield from _listed(boundaries)
    yield "])", None


def _listed(items: list[list[Token]]) -> Iterator[Token]:
    for index, item in enumerate(items):
        if index:
            yield ", ", None
        yield from item
