"""What one statement or part of one binds a name to."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from stepdecay.schedule.kinds import KINDS

_STARS = {
    "mlx": frozenset({"optimizers"}),
    "mlx.optimizers": frozenset({*KINDS, "schedulers"}),
    "mlx.optimizers.schedulers": frozenset(KINDS),
}
STAR_NAMES = frozenset().union(*_STARS.values())
"""What `from mlx.optimizers import *` binds without writing it."""

Bound = tuple[ast.AST, "ast.expr | None"]
"""What binds a name, and the expression that it is bound to, where it is one."""


def bindings_of(node: ast.AST, name: str) -> Iterator[Bound]:
    """Yield how a node itself, not what is below it, binds a name, or one such as `self.lr`, in the scope it stands in.

    >>> [node] = ast.parse("self.lr, total = 0.1, 500").body
    >>> [value.value for _, value in bindings_of(node, "self.lr")]
    [0.1]
    """
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(node, target, value, name)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _assigned(node, target, value, name)
        case ast.For(target=target) | ast.AsyncFor(target=target) | ast.AugAssign(target=target):
            yield from _stored(node, target, name)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                yield from _stored(node, item.optional_vars, name)
        case ast.NamedExpr(target=target, value=value):
            yield from _assigned(node, target, value, name)
        case ast.Delete(targets=targets):
            for target in targets:
                yield from _stored(node, target, name)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            if any(_imported(node, alias, name) for alias in names):
                yield node, None
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            if name in names:
                yield node, None
        case ast.MatchMapping(rest=found) if found == name:
            yield node, None
        case (
            ast.FunctionDef(name=found)
            | ast.AsyncFunctionDef(name=found)
            | ast.ClassDef(name=found)
            | ast.ExceptHandler(name=found)
            | ast.MatchAs(name=found)
            | ast.MatchStar(name=found)
        ) if found == name:
            yield node, None
        case _ if type(node).__name__ == "TypeAlias" and node.name.id == name:  # type: ignore[attr-defined]
            yield node, None


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for such an expression; empty for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed([*parts, node.id])) if isinstance(node, ast.Name) else ""


def import_target(node: ast.AST, name: str) -> str | None:
    """Return the dotted path of what an import binds a name to; None where it doesn't, or within a package.

    >>> import_target(ast.parse("from mlx import optimizers as opt").body[0], "opt")
    'mlx.optimizers'
    """
    for alias in node.names if isinstance(node, ast.Import | ast.ImportFrom) else ():
        if not _imported(node, alias, name):
            continue
        if isinstance(node, ast.Import):
            return alias.name if alias.asname else name
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            return f"{node.module}.{name if alias.name == '*' else alias.name}"
    return None


def _imported(node: ast.AST, alias: ast.alias, name: str) -> bool:
    if alias.name == "*":
        return name in _STARS.get(getattr(node, "module", None) or "", ())
    return name == (alias.asname or (alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name))


def _assigned(node: ast.AST, target: ast.expr, value: ast.expr, name: str) -> Iterator[Bound]:
    """Yield how `name = value`, or `a, name = 1, value`, binds the name."""
    match target, value:
        case ((ast.Name() | ast.Attribute()), _):
            if _is(target, name):
                yield node, value
        case ((ast.Tuple(elts=targets) | ast.List(elts=targets)), (ast.Tuple(elts=values) | ast.List(elts=values))) if (
            len(targets) == len(values) and not any(isinstance(item, ast.Starred) for item in (*targets, *values))
        ):
            for inner, part in zip(targets, values, strict=True):
                yield from _assigned(node, inner, part, name)
        case _:
            yield from _stored(node, target, name)


def _stored(node: ast.AST, target: ast.AST | None, name: str) -> Iterator[Bound]:
    """Yield the node for each time that a target it gives a value to is the name."""
    for part in ast.walk(target) if target is not None else ():
        if isinstance(part, ast.Name | ast.Attribute) and not isinstance(part.ctx, ast.Load) and _is(part, name):
            yield node, None


def _is(target: ast.Name | ast.Attribute, name: str) -> bool:
    return target.id == name if isinstance(target, ast.Name) else "." in name and dotted(target) == name
