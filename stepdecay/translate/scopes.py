"""Which names a text binds, where, and to what."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Position: TypeAlias = "tuple[int, int]"

CHANGING = frozenset(("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort", "update"))
"""Methods after which a list or a dict is no longer what it was bound as."""

_BINDING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.arg, ast.ExceptHandler, ast.Import, ast.ImportFrom)
_MATCHING = (ast.MatchAs, ast.MatchStar, ast.MatchMapping)
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.Global, ast.Nonlocal)
_VISITED = frozenset((ast.Name, ast.Call, ast.Attribute, ast.Subscript, *_BINDING, *_MATCHING, *_ASSIGNING))
"""All else is passed by: nine in ten nodes of a script."""


class Binding(NamedTuple):
    """One place that binds a name.

    Attributes:
        position: Where the binding is complete: it holds for what comes after.
        value: What an assignment binds; None for parameters, loops and the like.
        origin: The dotted path of an import.
    """

    position: Position
    value: ast.expr | None = None
    origin: str | None = None


@dataclass(eq=False)
class Scope:
    """A module, a function or a class, with the names that it binds."""

    parent: Scope | None = None
    is_class: bool = False
    bindings: dict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))

    def lookup(self, name: str) -> list[Binding]:
        """Return what binds a name, in the nearest scope that does."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings and not (scope.is_class and scope is not self):
                return scope.bindings[name]
            scope = scope.parent
        return []


class Scopes:
    """Everything that one walk over a text finds.

    Attributes:
        calls: All calls, in the order of the text.
        dotted: What binds names such as `self.optimizer`.
        changed: Names whose list or dict is changed in place.
        mentioned: All names that the text uses.
        bound: All names that the text binds somewhere.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.calls: list[ast.Call] = []
        self.dotted: dict[str, list[Binding]] = defaultdict(list)
        self.changed: set[str] = set()
        self.mentioned: set[str] = set()
        self.bound: set[str] = set()
        self._module = Scope()
        self._scopes: dict[int, Scope] = {}
        self._values: dict[int, ast.expr] = {}
        self._walk(tree)
        self.calls.sort(key=start)

    def lookup(self, name: ast.Name) -> list[Binding]:
        """Return what binds a name where it stands."""
        return self._scopes.get(id(name), self._module).lookup(name.id)

    def _walk(self, tree: ast.Module) -> None:
        """Visit every node once; by hand, as a long sum is nested more deeply than Python recurses."""
        stack: list[tuple[ast.AST, Scope]] = [(tree, self._module)]
        while stack:
            node, scope = stack.pop()
            if type(node) in _VISITED:
                self._visit(node, scope)
            inner = scope
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
                inner = Scope(scope, isinstance(node, ast.ClassDef))
            stack.extend((child, inner) for child in ast.iter_child_nodes(node))

    def _visit(self, node: ast.AST, scope: Scope) -> None:
        match node:
            case ast.Name():
                self._name(node, scope)
            case ast.Call():
                self.calls.append(node)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._values.update(_paired(target, value))
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                self._values[id(target)] = value
            case ast.Attribute(value=base):
                self._attribute(node, base)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                self.changed.add(name)
            case ast.Import() | ast.ImportFrom():
                for name, origin in _imported(node):
                    self._bind(scope, name, Binding(start(node), origin=origin))
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                for name in names:
                    self._bind(self._module, name, Binding(start(node)))
                    self._bind(scope, name, Binding(start(node)))
            case _:
                for name in _plainly_bound(node):
                    self._bind(scope, name, Binding(start(node)))

    def _bind(self, scope: Scope, name: str, binding: Binding) -> None:
        self.bound.add(name)
        scope.bindings[name].append(binding)

    def _name(self, node: ast.Name, scope: Scope) -> None:
        self._scopes[id(node)] = scope
        self.mentioned.add(node.id)
        if not isinstance(node.ctx, ast.Load):
            self._bind(scope, node.id, self._binding(node))

    def _attribute(self, node: ast.Attribute, base: ast.expr) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.dotted[dotted(node)].append(self._binding(node))
        elif node.attr in CHANGING and isinstance(base, ast.Name):
            self.changed.add(base.id)

    def _binding(self, target: ast.Name | ast.Attribute) -> Binding:
        value = self._values.get(id(target))
        return Binding(start(target), None) if value is None else Binding(end(value), value)


def start(node: ast.AST) -> Position:
    """Return where a node begins, as the parser counts; what has no place comes first."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end(node: ast.expr) -> Position:
    """Return where an expression ends, as the parser counts."""
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for such an expression; empty for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def _paired(target: ast.expr, value: ast.expr) -> dict[int, ast.expr]:
    """Pair the targets of an assignment with what they get; `a, b = 1, 2` in its parts."""
    match target, value:
        case ((ast.Name() | ast.Attribute()), _):
            return {id(target): value}
        case ast.Tuple(elts=targets) | ast.List(elts=targets), ast.Tuple(elts=values) | ast.List(elts=values):
            starred = any(isinstance(item, ast.Starred) for item in [*targets, *values])
            if len(targets) == len(values) and not starred:
                return {id(one): item for one, item in zip(targets, values, strict=True)}
    return {}


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Yield the names that an import binds, with the dotted path of each."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            path = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or path, path
        return
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name != "*":
            yield alias.asname or alias.name, f"{module}.{alias.name}"


def _plainly_bound(node: ast.AST) -> list[str]:
    """Return the names that a node binds to what the text doesn't tell."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.arg(arg=name):
            return [name]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            return [name]
        case ast.MatchMapping(rest=str(name)):
            return [name]
    return []
