"""How a file spells the functions of `mlx.optimizers` through its imports, and how it would spell others."""

from __future__ import annotations

import ast

from stepdecay.errors import ScheduleError
from stepdecay.pyread.resolver import meaning, paths
from stepdecay.pyread.scopes import Scope
from stepdecay.schedule.kinds import KINDS

_MODULES = ("mlx.optimizers", "mlx.optimizers.schedulers")
_FUNCTIONS = {f"{module}.{name}": name for module in _MODULES for name in KINDS}


def scheduler_name(node: ast.AST, scope: Scope) -> str | None:
    """Return the name of MLX's function where a node is a call that makes a schedule."""
    return _FUNCTIONS.get(target(node.func, scope) or "") if isinstance(node, ast.Call) else None


def target(node: ast.expr, scope: Scope) -> str | None:
    """Return what an expression is in the package `mlx`, as a dotted path; None for anything else."""
    found = (path for path, is_imported in paths(node, scope, nearest=True) if is_imported)
    return next((path for path in found if path.partition(".")[0] == "mlx"), None)


class Spelling:
    """Spells MLX's functions at one call as the file does.

    Args:
        call: The call.
        scope: Its scope.
        additions: Collects what has to be added to imports: the word for each function.
    """

    def __init__(self, call: ast.Call, scope: Scope, additions: dict[ast.ImportFrom, dict[str, str]]) -> None:
        self._call = call
        self._scope = scope
        self._additions = additions

    def function(self, name: str) -> str:
        """Return how to write a function of MLX.

        Raises:
            ScheduleError: The file has no import that can be extended.
        """
        func, source = self._call.func, self._scope.source
        if _FUNCTIONS.get(target(func, self._scope) or "") == name:
            return source.segment(func)
        if isinstance(func, ast.Attribute):
            return f"{source.segment(func.value)}.{name}"
        return self._visible(name) or self._add(name)

    def _visible(self, name: str) -> str | None:
        """Return a spelling that the imports above the call already allow."""
        source = self._scope.source
        for node, _ in self._scope.module.visited(source.lines_with("mlx")):
            for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
                word = name if alias.name == "*" else alias.asname or alias.name.partition(".")[0]
                path = target(ast.copy_location(ast.Name(word, ast.Load()), self._call), self._scope)
                if _FUNCTIONS.get(path or "") == name:
                    return word
                if path in _MODULES:
                    return f"{word}.{name}"
                if path == "mlx" and alias.name in _MODULES:
                    return f"{alias.name}.{name}"
        return None

    def _add(self, name: str) -> str:
        node: ast.expr | None = self._call.func
        scope = self._scope
        while isinstance(node, ast.Name):
            binding = meaning(node, scope).definition
            if binding is not None and isinstance(binding.node, ast.ImportFrom):
                word = f"mlx_{name}" if self._is_taken(name) else name
                return self._additions.setdefault(binding.node, {}).setdefault(name, word)
            node, scope = (None, scope) if binding is None else (binding.value, binding.scope)
        line = self._call.lineno
        raise ScheduleError(f"{name} has no import that the call in line {line} could use; import mlx.optimizers there")

    def _is_taken(self, name: str) -> bool:
        """Whether the file has another use for a name, perhaps through `from somewhere import *`."""
        return self._scope.holder(name) is not None or any(self._scope.module.mentions(name))
