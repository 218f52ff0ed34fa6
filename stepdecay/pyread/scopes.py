"""The names of a Python file: what binds each of them, in which scope."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stepdecay.pyread.bindings import STAR_NAMES, bindings_of
from stepdecay.pyread.text import SourceText
from stepdecay.pyread.tree import COMPREHENSIONS, FUNCTIONS, below, children, visited


@dataclass(frozen=True, eq=False)
class Binding:
    """Where a name gets a value.

    Attributes:
        name: The name.
        scope: The scope that it is a name of.
        node: The statement, or the part of one, that binds it.
        value: The expression that it is bound to; None where it gets its value in another way.
        start: The first character of `node`.
        stop: The character after its last.
    """

    name: str
    scope: Scope
    node: ast.AST
    value: ast.expr | None
    start: int
    stop: int


class Scope:
    """A module, a class, a function, a lambda or a comprehension, and the names that are its own."""

    def __init__(self, source: SourceText, node: ast.AST, parent: Scope | None = None) -> None:
        self.source = source
        self.node = node
        self.parent = parent
        self._inner: dict[ast.AST, Scope] = {}
        self._bindings: dict[str, list[Binding]] = {}

    @property
    def module(self) -> Scope:
        """The scope of the whole file."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @staticmethod
    def opens(node: ast.AST) -> bool:
        """Whether names inside a node are in a scope of its own."""
        return isinstance(node, (*FUNCTIONS, *COMPREHENSIONS, ast.ClassDef, ast.Lambda))

    def inner(self, node: ast.AST) -> Scope:
        """Return the scope that a node in this one opens."""
        if node not in self._inner:
            self._inner[node] = Scope(self.source, node, self)
        return self._inner[node]

    def holder(self, name: str) -> Scope | None:
        """Return the scope that a name used in this one belongs to; None for one that nothing binds."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.bindings(name)
            if any(isinstance(binding.node, ast.Global) for binding in found):
                return scope.module if scope.module.bindings(name) else None
            is_own = not isinstance(scope.node, ast.ClassDef) or scope is self
            if found and is_own and not any(isinstance(binding.node, ast.Nonlocal) for binding in found):
                return scope
            scope = scope.parent
        return None

    def bindings(self, name: str) -> list[Binding]:
        """Return everything that binds a name of this scope, in the file's order."""
        if name not in self._bindings:
            found = list(self._found(name))
            self._bindings[name] = sorted(found, key=lambda binding: binding.start)
        return self._bindings[name]

    def only_value(self, name: str, before: int) -> Binding | None:
        """Return the binding of a name that is used in this scope, where it is bound once, to an expression above.

        Args:
            name: The name.
            before: The character before which it has to be bound.
        """
        holder = self.holder(name)
        if holder is None:
            return None
        found = holder.bindings(name)
        if len(found) != 1 or found[0].value is None or found[0].stop > before:
            return None
        # `from somewhere import *` below it may bind it anew.
        return None if any(start > found[0].start for start in holder._foreign_stars) else found[0]

    @cached_property
    def _foreign_stars(self) -> list[int]:
        """Where this scope imports names that the text does not tell."""
        if not isinstance(self.node, ast.Module):
            return []
        nodes = (node for node, _ in visited(self, self.source.star_lines))
        stars = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        return [self.source.span(node)[0] for node in stars if not (node.module or "").startswith("mlx.optimizers")]

    def _found(self, name: str) -> Iterator[Binding]:
        lines = self.source.lines_with(name)
        if name in STAR_NAMES:
            lines = sorted({*lines, *self.source.star_lines})
        for node, value in self._binders(name, lines):
            start, stop = self.source.span(node)
            yield Binding(name, self, node, value, start, stop)

    def _binders(self, name: str, lines: list[int]) -> Iterator[tuple[ast.AST, ast.expr | None]]:
        if isinstance(self.node, COMPREHENSIONS):
            yield from ((target, None) for part in self.node.generators for target in _stored(part.target, name))
            return
        arguments = getattr(self.node, "args", None)
        if isinstance(arguments, ast.arguments):
            yield from ((node, None) for node in ast.walk(arguments) if isinstance(node, ast.arg) and node.arg == name)
        elsewhere = self.source.lines_with("global" if isinstance(self.node, ast.Module) else "nonlocal")
        walrus = ":=" in self.source.text
        stack = list(below(getattr(self.node, "body", None), lines))
        while stack:
            node = stack.pop()
            yield from bindings_of(node, name)
            if self.opens(node) and not isinstance(node, COMPREHENSIONS):
                if elsewhere:
                    yield from ((other, None) for other in _rebinding(node, name, isinstance(self.node, ast.Module)))
                continue
            if walrus or not isinstance(node, ast.expr):
                stack += children(node, lines)


def _stored(target: ast.AST, name: str) -> Iterator[ast.AST]:
    return (node for node in ast.walk(target) if isinstance(node, ast.Name) and node.id == name)


def _rebinding(node: ast.AST, name: str, is_module: bool) -> Iterator[ast.AST]:
    """Yield where a function within declares a name as one of this scope, to bind it."""
    kind = ast.Global if is_module else ast.Nonlocal
    return (inner for inner in ast.walk(node) if isinstance(inner, kind) and name in inner.names)
