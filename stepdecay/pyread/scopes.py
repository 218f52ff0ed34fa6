"""The names of a Python file: what binds each of them, in which scope."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stepdecay.pyread.bindings import STAR_NAMES, bindings_of, import_target
from stepdecay.pyread.text import PythonText
from stepdecay.pyread.tree import below, children

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)
_OPENING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS)
_OF_THE_INSIDE = ("body", "elt", "key", "value")
"""The fields of what opens a scope whose names are in it; defaults, bases and decorators are outside."""


@dataclass(frozen=True, eq=False)
class Binding:
    """Where a name gets a value.

    Attributes:
        name: The name, or one such as `self.optimizer`.
        scope: The scope that it is a name of; for one with a dot the scope that it is written in.
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

    @property
    def origin(self) -> str | None:
        """The dotted path that an import binds the name to; None where it is none, or one within a package."""
        return import_target(self.node, self.name)


class Scope:
    """A module, a class, a function, a lambda or a comprehension, and the names that are its own."""

    def __init__(self, source: PythonText, node: ast.AST, parent: Scope | None = None) -> None:
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
        return isinstance(node, _OPENING)

    def inner(self, node: ast.AST) -> Scope:
        """Return the scope that a node in this one opens."""
        if node not in self._inner:
            self._inner[node] = Scope(self.source, node, self)
        return self._inner[node]

    def visited(
        self, lines: Iterable[int], is_closed: Callable[[ast.AST, Scope], bool] = lambda node, scope: False
    ) -> Iterator[tuple[ast.AST, Scope]]:
        """Yield the nodes of this scope and those within that reach over some of the lines, outer ones first.

        Args:
            lines: The numbers of the lines.
            is_closed: Whether to yield nothing that is below a node.

        Returns:
            Each node with the scope that its names are in.
        """
        lines = sorted(set(lines))
        stack = [(node, self) for node in children(self.node, lines)][::-1]
        while stack:
            node, scope = stack.pop()
            yield node, scope
            if not is_closed(node, scope):
                stack += list(scope.parts(node, lines))[::-1]

    def parts(self, node: ast.AST, lines: Sequence[int]) -> Iterator[tuple[ast.AST, Scope]]:
        """Yield the nodes directly below one in this scope, on some of the lines, each with its own scope."""
        if not self.opens(node):
            yield from ((child, self) for child in children(node, lines))
            return
        inner = self.inner(node)
        for field in node._fields:
            if field == "generators":
                first, *rest = node.generators  # type: ignore[attr-defined]
                yield from ((child, self) for child in below(first.iter, lines))
                for part in (first.target, *first.ifs, *rest):
                    yield from ((child, inner) for child in below(part, lines))
            else:
                scope = inner if field in _OF_THE_INSIDE else self
                yield from ((child, scope) for child in below(getattr(node, field), lines))

    def mentions(self, name: str) -> Iterator[tuple[ast.Name, Scope]]:
        """Yield where a name is written in this scope and those within, to read it or to bind it."""
        for node, scope in self.visited(self.source.lines_with(name)):
            if isinstance(node, ast.Name) and node.id == name:
                yield node, scope

    def holder(self, name: str) -> Scope | None:
        """Return the scope that a name used in this one belongs to; None for one that nothing binds."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.bindings(name)
            if any(isinstance(binding.node, ast.Global) for binding in found):
                return scope.module if scope.module.bindings(name) else None
            is_seen = not isinstance(scope.node, ast.ClassDef) or scope is self
            if found and is_seen and not any(scope._gives_away(binding.node) for binding in found):
                return scope
            scope = scope.parent
        return None

    def _gives_away(self, node: ast.AST) -> bool:
        """Whether a node says that a name in this scope is an outer function's; in one within, it is this scope's."""
        return isinstance(node, ast.Nonlocal) and node not in self._declarations

    def bindings(self, name: str) -> list[Binding]:
        """Return everything that binds a name of this scope, in the file's order."""
        if name not in self._bindings:
            self._bindings[name] = sorted(self._found(name), key=lambda binding: binding.start)
        return self._bindings[name]

    def attributes(self, name: str) -> list[Binding]:
        """Return everything in this scope and those within that binds a name such as `self.optimizer`, so written."""
        if name not in self._bindings:
            nodes = self.visited(self.source.lines_with(name.rpartition(".")[2]))
            found = [scope._binding(name, *bound) for node, scope in nodes for bound in bindings_of(node, name)]
            self._bindings[name] = sorted(found, key=lambda binding: binding.start)
        return self._bindings[name]

    def may_rebind(self, binding: Binding) -> bool:
        """Whether `from somewhere import *` below a binding of this scope may bind its name anew."""
        return any(start > binding.start for start in self._foreign_stars)

    @cached_property
    def _foreign_stars(self) -> list[int]:
        """Where this scope imports names that the text does not tell."""
        if not isinstance(self.node, ast.Module):
            return []
        nodes = (node for node, _ in self.visited(self.source.star_lines))
        stars = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*")
        return [self.source.span(node)[0] for node in stars if not (node.module or "").startswith("mlx.optimizers")]

    @cached_property
    def _declarations(self) -> list[ast.Global | ast.Nonlocal]:
        """Where functions within declare names that may be this scope's, to bind them."""
        word, kind = ("global", ast.Global) if isinstance(self.node, ast.Module) else ("nonlocal", ast.Nonlocal)
        lines = self.source.lines_with(word)
        nodes = self.visited(lines) if lines else ()
        return [node for node, scope in nodes if isinstance(node, kind) and scope is not self]

    def _binding(self, name: str, node: ast.AST, value: ast.expr | None) -> Binding:
        return Binding(name, self, node, value, *self.source.span(node))

    def _found(self, name: str) -> Iterator[Binding]:
        lines = self.source.lines_with(name)
        if name in STAR_NAMES:
            lines = sorted({*lines, *self.source.star_lines})
        return (self._binding(name, node, value) for node, value in self._binders(name, lines))

    def _binders(self, name: str, lines: list[int]) -> Iterator[tuple[ast.AST, ast.expr | None]]:
        if isinstance(self.node, _COMPREHENSIONS):
            yield from ((target, None) for part in self.node.generators for target in _stored(part.target, name))
            return
        arguments = getattr(self.node, "args", None)
        if isinstance(arguments, ast.arguments):
            yield from ((node, None) for node in ast.walk(arguments) if isinstance(node, ast.arg) and node.arg == name)
        yield from ((node, None) for node in self._declarations if name in node.names)
        stack = list(below(getattr(self.node, "body", None), lines))
        while stack:
            node = stack.pop()
            yield from bindings_of(node, name)
            if not self.opens(node) and (self.source.has_walrus or not isinstance(node, ast.expr)):
                stack += children(node, lines)
            elif isinstance(node, _COMPREHENSIONS) and self.source.has_walrus:
                # `:=` in it binds a name out here, to what names in there stand for.
                yield from ((part, None) for part in ast.walk(node) if any(bindings_of(part, name)))


def _stored(target: ast.AST, name: str) -> Iterator[ast.AST]:
    return (node for node in ast.walk(target) if isinstance(node, ast.Name) and node.id == name)
