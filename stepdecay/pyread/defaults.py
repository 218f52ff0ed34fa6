"""What a name that the text leaves open has by default: it is a value, and known to be only that."""

from __future__ import annotations

import ast
from typing import NamedTuple

from stepdecay.errors import ScheduleError
from stepdecay.pyread.resolver import meaning
from stepdecay.pyread.scopes import Binding, Scope
from stepdecay.pyread.signatures import calculated

Number = int | float


class Default(NamedTuple):
    """What somebody gets who says nothing.

    Attributes:
        value: The number.
        line: The line that it is written in, from 1.
        column: The character of that line, from 1.
        is_parameter: Whether it is that of a function's or a method's parameter, so that the program need never use it.
    """

    value: Number
    line: int
    column: int
    is_parameter: bool = False


def default_of(node: ast.expr, scope: Scope) -> Default | None:
    """Return what an expression has by default where the text says so; None where it doesn't."""
    if isinstance(node, ast.Name):
        bindings = meaning(node, scope).bindings
        if len(bindings) == 1 and isinstance(bindings[0].node, ast.arg):
            return _of_parameter(bindings[0])
    return None


def _of_parameter(binding: Binding) -> Default | None:
    arguments: ast.arguments = binding.scope.node.args  # type: ignore[attr-defined]
    placed = [*arguments.posonlyargs, *arguments.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = [*zip(placed[::-1], arguments.defaults[::-1], strict=False)]
    pairs += zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    written = next((value for parameter, value in pairs if parameter is binding.node), None)
    return None if written is None else _told(written, binding.scope, is_parameter=True)


def _told(node: ast.expr, scope: Scope, *, is_parameter: bool) -> Default | None:
    """Return the number that is written as a default."""
    try:
        value = calculated(node)
    except ScheduleError:
        return None
    if isinstance(value, bool):
        return None
    return Default(value, *scope.source.place(scope.source.span(node)[0]), is_parameter)
