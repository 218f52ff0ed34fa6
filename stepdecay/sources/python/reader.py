"""One scheduler call of a file, read through the names of its pieces, lists and numbers."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from stepdecay.errors import ScheduleError, clip
from stepdecay.numbers.arithmetic import shorten
from stepdecay.pyread.resolver import accesses, meaning
from stepdecay.pyread.scopes import Binding, Scope
from stepdecay.pyread.signatures import MOST_PIECES, SIGNATURES, inside, matched
from stepdecay.pyread.values import Names, Values, source_text
from stepdecay.sources.python.spelling import scheduler_name


@dataclass(frozen=True, eq=False)
class Spot:
    """An expression where it is used.

    Attributes:
        node: The expression.
        scope: The scope that its names are in.
        owner: The binding whose value it is in; None inside the outermost call itself.
    """

    node: ast.expr
    scope: Scope
    owner: Binding | None


@dataclass(frozen=True, eq=False)
class LeafCall:
    """A call of one of the four functions that join nothing, with its arguments as far as they are written."""

    name: str
    call: ast.Call
    spot: Spot
    arguments: dict[str, Spot]


@dataclass(frozen=True, eq=False)
class JoinItem:
    """One schedule of a join: where it is used, the names that lead to its call, and what that is."""

    spot: Spot
    chain: tuple[Binding, ...]
    reading: Reading


@dataclass(frozen=True, eq=False)
class Listing:
    """A list in a call.

    Attributes:
        spot: The argument of the call.
        inner: The list itself, perhaps bound to a name.
        literal: The same where it is written in square brackets, one entry after the other.
        entries: All entries, those that are repeated as often as they are.
    """

    spot: Spot
    inner: Spot
    literal: ast.List | None
    entries: tuple[Spot, ...]


@dataclass(frozen=True, eq=False)
class Join:
    """A call of `join_schedules`."""

    call: ast.Call
    spot: Spot
    schedules: Listing
    parts: tuple[JoinItem, ...]
    boundaries: Listing
    name: str = "join_schedules"


Reading: TypeAlias = LeafCall | Join
"""An outermost call, or a piece of one."""

_LISTS = (ast.List, ast.Tuple, ast.BinOp)


class Reader:
    """Reads one outermost call.

    Attributes:
        names: The names that it goes through.
        pieces: The calls that are joined in it, also where it can't be read.
    """

    def __init__(self) -> None:
        self.names = Names()
        self.pieces: list[ast.Call] = []
        self._read: dict[ast.Call, Reading] = {}
        self._sizes: dict[ast.Call, int] = {}
        self._lists = 0
        self._claimed: set[ast.expr] = set()

    def read(self, call: ast.Call, spot: Spot) -> Reading:
        """Read a call.

        Raises:
            ScheduleError: MLX would refuse it, or the text does not tell what is joined in it.
        """
        if call not in self._read:
            self._read[call] = self._new(call, spot)
        return self._read[call]

    def _new(self, call: ast.Call, spot: Spot) -> Reading:
        name = scheduler_name(call, spot.scope) or ""
        if name == "join_schedules":
            self._claim(spot)
        nodes = matched(call, SIGNATURES[name])
        spots = {field: Spot(node, spot.scope, spot.owner) for field, node in nodes.items()}
        if name != "join_schedules":
            for one in spots.values():
                self.names.explore(one.node, one.scope, one.owner)
            self._sizes[call] = 1
            return LeafCall(name, call, spot, spots)
        schedules = self._listing("schedules", spots["schedules"])
        parts = tuple(self._parts(schedules.entries))
        self._sizes[call] = 1 + sum(self._sizes[part.reading.call] for part in parts)
        if self._sizes[call] > MOST_PIECES:  # names that join each other twice make millions in a few lines
            raise ScheduleError(f"the join has more than {MOST_PIECES} pieces")
        boundaries = self._listing("boundaries", spots["boundaries"])
        for one in boundaries.entries:
            self.names.explore(one.node, one.scope, one.owner)
        return Join(call, spot, schedules, parts, boundaries)

    def _claim(self, spot: Spot) -> None:
        """Count what is named in a join, or in a list that is, among its pieces, even if it can't be read."""
        for node in ast.walk(spot.node):
            if node is not spot.node and scheduler_name(node, spot.scope) is not None:
                self.pieces.append(node)  # type: ignore[arg-type]
            elif isinstance(node, ast.Name):
                inner, _ = self._followed(Spot(node, spot.scope, spot.owner), (ast.Call, *_LISTS), note=False)
                if scheduler_name(inner.node, inner.scope) is not None:
                    self.pieces.append(inner.node)  # type: ignore[arg-type]
                elif isinstance(inner.node, _LISTS) and inner.node not in self._claimed:
                    self._claimed.add(inner.node)
                    self._claim(inner)

    def _listing(self, field: str, spot: Spot) -> Listing:
        inner, _ = self._followed(spot, _LISTS)
        entries = tuple(itertools.islice(self._entries(field, inner), MOST_PIECES + 1))
        if len(entries) > MOST_PIECES:
            raise ScheduleError(f"{field} has more than {MOST_PIECES} entries", field)
        literal = inner.node if isinstance(inner.node, ast.List) else None
        if literal is not None and any(isinstance(entry, ast.Starred) for entry in literal.elts):
            literal = None
        return Listing(spot, inner, literal, entries)

    def _entries(self, field: str, spot: Spot) -> Iterator[Spot]:
        """Yield the entries of a list, of lists added and of a list repeated."""
        self._lists += 1
        if self._lists > MOST_PIECES:
            raise ScheduleError(f"{field} has more than {MOST_PIECES} entries", field)
        inner, _ = self._followed(spot, _LISTS)
        match inner.node:
            case ast.List(elts=nodes) | ast.Tuple(elts=nodes):
                for node in nodes:
                    if isinstance(node, ast.Starred):
                        yield from self._entries(field, Spot(node.value, inner.scope, inner.owner))
                    else:
                        yield Spot(node, inner.scope, inner.owner)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                yield from self._entries(field, Spot(left, inner.scope, inner.owner))
                yield from self._entries(field, Spot(right, inner.scope, inner.owner))
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                last, _ = self._followed(Spot(right, inner.scope, inner.owner), _LISTS)
                listed, times = (right, left) if isinstance(last.node, ast.List | ast.Tuple) else (left, right)
                yield from self._repeated(field, Spot(listed, inner.scope, inner.owner), times)
            case _:
                text = shorten(source_text(inner.node, inner.scope))
                raise ScheduleError(f"{field} must be a list that the text shows, got {text}", field)

    def _repeated(self, field: str, spot: Spot, times: ast.expr) -> Iterator[Spot]:
        entries = list(self._entries(field, spot))
        self.names.explore(times, spot.scope, spot.owner)
        with inside(field):
            count = Values({}).number(times, spot.scope)
        if not isinstance(count, int) or count * len(entries) > MOST_PIECES:
            raise ScheduleError(f"{field} can't be repeated {clip(str(count))} times", field)
        yield from entries * count

    def _parts(self, spots: tuple[Spot, ...]) -> Iterator[JoinItem]:
        followed = [self._followed(spot, (ast.Call,)) for spot in spots]
        calls = {inner.node for inner, _ in followed if scheduler_name(inner.node, inner.scope) is not None}
        self.pieces += calls  # type: ignore[arg-type]
        for index, (spot, (inner, chain)) in enumerate(zip(spots, followed, strict=True)):
            with inside(f"schedules[{index}]"):
                if inner.node not in calls:
                    text = shorten(source_text(spot.node, spot.scope))
                    raise ScheduleError(f"{text} is not a scheduler call that the text shows")
                yield JoinItem(spot, chain, self.read(inner.node, inner))  # type: ignore[arg-type]

    def _followed(
        self, spot: Spot, kinds: tuple[type[ast.expr], ...], *, note: bool = True
    ) -> tuple[Spot, tuple[Binding, ...]]:
        """Follow a name, perhaps through others, to an expression of some kinds; return all bindings on the way."""
        chain: list[Binding] = []
        while isinstance(spot.node, ast.Name):
            node = spot.node
            binding = meaning(node, spot.scope).only
            if binding is None or binding.value is None or not isinstance(binding.value, (*kinds, ast.Name)):
                break
            if note and isinstance(binding.value, ast.List) and any(accesses(binding)):
                raise ScheduleError(f"{node.id} is changed after line {binding.node.lineno}")  # type: ignore[attr-defined]
            if note:
                self.names.uses[node] = binding, spot.owner
            chain.append(binding)
            spot = Spot(binding.value, binding.scope, binding)
        return spot, tuple(chain)
