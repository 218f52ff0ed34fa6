"""Which names are used for one schedule and for nothing else, so that they can be changed where they are bound."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepdecay.pyread.scopes import Binding
from stepdecay.pyread.values import Names


class Ownership:
    """Tells what belongs to one schedule alone.

    Args:
        names: The names that the schedule goes through.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[Binding, bool] = {}

    def owns(self, binding: Binding | None) -> bool:
        """Whether every use of a name is for this schedule; None stands for the schedule's own call."""
        if binding is None:
            return True
        if binding not in self._known:
            self._known[binding] = True  # while it is looked for: a name can't be what makes itself used elsewhere
            self._known[binding] = self._is_alone(binding) and all(
                self._is_own_use(node, binding) for node in _uses(binding)
            )
        return self._known[binding]

    def _is_own_use(self, node: ast.Name, binding: Binding) -> bool:
        found = self._names.uses.get(node)
        return found is not None and found[0] is binding and self.owns(found[1])

    @staticmethod
    def _is_alone(binding: Binding) -> bool:
        """Whether nothing else is bound to the same text, and no attribute can lead to it."""
        targets = getattr(binding.node, "targets", [None])
        return len(targets) == 1 and not isinstance(binding.scope.node, ast.ClassDef)


def _uses(binding: Binding) -> Iterator[ast.Name]:
    for node, scope in binding.scope.module.mentions(binding.name):
        if isinstance(node.ctx, ast.Load) and scope.holder(binding.name) is binding.scope:
            yield node
