"""What a name in somebody's text stands for, as far as the text tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from stepdecay.translate.scopes import Binding, Scopes, dotted, start

_LONGEST_CHAIN = 20


class Path(NamedTuple):
    """What a dotted name may stand for.

    Attributes:
        path: The dotted path.
        imported: Whether the text imports it; else it is the name as it is written.
    """

    path: str
    imported: bool


class Names:
    """The names of a text."""

    def __init__(self, tree: ast.Module) -> None:
        self._scopes = Scopes(tree)
        self.calls = self._scopes.calls
        self.mentioned = self._scopes.mentioned

    def is_builtin(self, name: str) -> bool:
        """Whether the text nowhere gives a function of Python's own another meaning."""
        return name not in self._scopes.bound

    def bound(self, node: ast.expr) -> ast.expr | None:
        """Return the expression that a name, or one such as `self.optimizer`, is bound to: once, and above."""
        bindings: list[Binding] = []
        if isinstance(node, ast.Name):
            bindings = self._scopes.lookup(node)
        elif isinstance(node, ast.Attribute):
            bindings = self._scopes.dotted.get(dotted(node), [])
        if len(bindings) == 1 and bindings[0].position <= start(node):
            return bindings[0].value
        return None

    def resolved(self, node: ast.expr) -> ast.expr:
        """Follow names to what they are bound to, or to the last name that the text says nothing about."""
        value: ast.expr | None = node
        while value is not None:
            node, value = value, self.bound(value)
        return node

    def unchanged(self, node: ast.expr) -> ast.expr:
        """Follow names to a list or a dict that nothing changes in place, else stay at the name."""
        while isinstance(node, ast.Name) and node.id not in self._scopes.changed:
            value = self.bound(node)
            if value is None:
                break
            node = value
        return node

    def paths(self, node: ast.expr, chain: int = 0) -> Iterator[Path]:
        """Yield what a function's name may stand for; nothing where the text defines it itself."""
        written = dotted(node)
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name) or chain > _LONGEST_CHAIN:
            return
        rest = written.removeprefix(node.id)
        bindings = self._scopes.lookup(node)
        if not bindings:
            yield Path(written, imported=False)
        for binding in bindings:
            if binding.origin is not None:
                yield Path(binding.origin + rest, imported=True)
        alias = self.bound(node)
        if isinstance(alias, ast.Name | ast.Attribute):
            yield from (Path(path + rest, imported) for path, imported in self.paths(alias, chain + 1))
