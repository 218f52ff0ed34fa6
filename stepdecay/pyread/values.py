"""What the numbers in a call are, through names bound once above, and which names the text leaves open."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stepdecay.pyread.defaults import Default, default_of
from stepdecay.pyread.resolver import meaning
from stepdecay.pyread.scopes import Binding, Scope
from stepdecay.pyread.signatures import calculated, is_calculable

Number = int | float
_NEVER_NUMBERS = (
    ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr, ast.Lambda, ast.Compare, ast.Starred,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Names:
    """The names that expressions go through.

    Attributes:
        unknown: The texts whose values the file doesn't tell, as they are written, in their order, each with what it
            has by default.
        uses: For each use of a name that has a value, what it is bound to, and the binding whose value the use is in.
    """

    unknown: dict[str, Default | None] = field(default_factory=dict)
    uses: dict[ast.Name, tuple[Binding, Binding | None]] = field(default_factory=dict)
    _explored: set[Binding] = field(default_factory=set)

    def explore(self, node: ast.expr, scope: Scope, owner: Binding | None) -> None:
        """Add the names that a number is calculated from."""
        match node:
            case ast.UnaryOp(operand=operand):
                self.explore(operand, scope, owner)
            case ast.BinOp(left=left, right=right):
                self.explore(left, scope, owner)
                self.explore(right, scope, owner)
            case ast.Call(func=ast.Name(id=name), args=nodes) if is_calculable(node) and scope.holder(name) is None:
                for argument in nodes:
                    self.explore(argument, scope, owner)
            case ast.Name():
                self._name(node, scope, owner)
            case ast.Constant():
                pass
            case _ if not isinstance(node, _NEVER_NUMBERS):
                self._open(node, scope)

    def _open(self, node: ast.expr, scope: Scope) -> None:
        text = source_text(node, scope)
        if self.unknown.get(text) is None:
            self.unknown[text] = default_of(node, scope)

    def _name(self, node: ast.Name, scope: Scope, owner: Binding | None) -> None:
        binding = number_binding(node, scope)
        if binding is None:
            self._open(node, scope)
            return
        is_new = binding not in self._explored
        self._explored.add(binding)
        self.uses[node] = binding, owner
        if is_new and binding.value is not None:
            self.explore(binding.value, binding.scope, binding)


def number_binding(node: ast.Name, scope: Scope) -> Binding | None:
    """Return what a name is bound to, where that is written as a number or arithmetic."""
    binding = meaning(node, scope).only
    forms = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.Name)
    if binding is None or binding.value is None:
        return None
    return binding if isinstance(binding.value, forms) or is_calculable(binding.value) else None


def source_text(node: ast.expr, scope: Scope) -> str:
    """Return the text of an expression, on one line."""
    return " ".join(scope.source.segment(node).split())


class Values:
    """Calculates expressions of a file.

    Args:
        given: Values for texts that the file leaves open.
        changed: Values for bindings, instead of those in the file.
    """

    def __init__(self, given: Mapping[str, Number], changed: Mapping[Binding, Number] | None = None) -> None:
        self._given = given
        self._numbers: dict[Binding, Number] = dict(changed or {})

    def number(self, node: ast.expr, scope: Scope) -> Number:
        """Return what an expression comes to.

        Raises:
            ScheduleError: It is no number, or has a name without a value.
        """
        return calculated(node, self._leaf(scope), lambda name: scope.holder(name) is None)

    def _leaf(self, scope: Scope) -> Callable[[ast.expr], Number | None]:
        def leaf(node: ast.expr) -> Number | None:
            binding = number_binding(node, scope) if isinstance(node, ast.Name) else None
            if binding is None or binding.value is None:
                return None if isinstance(node, _NEVER_NUMBERS) else self._given.get(source_text(node, scope))
            if binding not in self._numbers:
                self._numbers[binding] = self.number(binding.value, binding.scope)
            return self._numbers[binding]

        return leaf
