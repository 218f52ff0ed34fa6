"""How a file spells the functions of `mlx.optimizers` through its imports, and how it would spell others."""

from __future__ import annotations

import ast

from stepdecay.errors import ScheduleError
from stepdecay.pyread.bindings import import_target
from stepdecay.pyread.scopes import Binding, Scope
from stepdecay.pyread.tree import visited
from stepdecay.schedule.kinds import KINDS

_MODULES = ("mlx.optimizers", "mlx.optimizers.schedulers")
_FUNCTIONS = {f"{module}.{name}": name for module in _MODULES for name in KINDS}
_LONGEST_CHAIN = 20


def scheduler_name(node: ast.AST, scope: Scope) -> str | None:
    """Return the name of MLX's function where a node is a call that makes a schedule."""
    return _FUNCTIONS.get(target(node.func, scope) or "") if isinstance(node, ast.Call) else None


def target(node: ast.expr, scope: Scope, chain: int = 0) -> str | None:
    """Return what an expression is in the package `mlx`, as a dotted path; None for anything else."""
    if isinstance(node, ast.Attribute):
        base = target(node.value, scope, chain + 1) if chain < _LONGEST_CHAIN else None
        return None if base is None else f"{base}.{node.attr}"
    binding = _meant(node, scope) if isinstance(node, ast.Name) else None
    if binding is None:
        return None
    if isinstance(binding.value, ast.Name | ast.Attribute) and chain < _LONGEST_CHAIN:
        return target(binding.value, binding.scope, chain + 1)
    path = import_target(binding.node, binding.name)
    return path if path is not None and path.partition(".")[0] == "mlx" else None


def aliases(node: ast.AST) -> list[str]:
    """Return the names by which a statement may call a scheduler other than its own."""
    match node:
        case ast.ImportFrom(names=names):
            return [alias.asname for alias in names if alias.name in KINDS and alias.asname]
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute(attr=found) | ast.Name(id=found)):
            return [name] if found in KINDS else []
    return []


def _meant(node: ast.Name, scope: Scope) -> Binding | None:
    """Return what a name is bound to where it is used: the last definition above it, else the first one below.

    An import in a branch (`except ImportError: optim = None`) counts more than what stands in for it.
    """
    holder = scope.holder(node.id)
    if holder is None:
        return None
    found = holder.bindings(node.id)
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    definitions = [binding for binding in found if isinstance(binding.node, kinds)] or (
        found if len(found) == 1 else []
    )
    start = scope.source.span(node)[0]
    above = [binding for binding in definitions if binding.start < start]
    if above:
        return above[-1]
    return definitions[0] if definitions else None


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
        for node, _ in visited(self._scope.module, source.lines_with("mlx")):
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
            binding = _meant(node, scope)
            if binding is not None and isinstance(binding.node, ast.ImportFrom):
                word = f"mlx_{name}" if self._is_taken(name) else name
                return self._additions.setdefault(binding.node, {}).setdefault(name, word)
            node, scope = (None, scope) if binding is None else (binding.value, binding.scope)
        line = self._call.lineno
        raise ScheduleError(f"{name} has no import that the call in line {line} could use; import mlx.optimizers there")

    def _is_taken(self, name: str) -> bool:
        """Whether the file has another use for a name, perhaps through `from somewhere import *`."""
        lines = self._scope.source.lines_with(name)
        uses = (node for node, _ in visited(self._scope.module, lines) if isinstance(node, ast.Name))
        return self._scope.holder(name) is not None or any(node.id == name for node in uses)
