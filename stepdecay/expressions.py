"""A schedule out of the text of one call, such as `optim.step_decay(0.1, 0.9, 10)`; parsed, never run."""

from __future__ import annotations

import ast
import dataclasses

from stepdecay.arithmetic import evaluate, shorten, source, statements
from stepdecay.errors import ScheduleError
from stepdecay.schedules import StepDecay

_KINDS = {"step_decay": StepDecay}


def parse_schedule(text: str) -> StepDecay:
    """Read a scheduler call: positional and keyword arguments, under any prefix, perhaps assigned to a name.

    Args:
        text: The call. Arguments are numbers or arithmetic on them, calculated as Python does.

    Raises:
        ScheduleError: The text is no such call, or MLX or this program would refuse its arguments.

    >>> parse_schedule("lr = optim.step_decay(1e-1, decay_rate=0.9, step_size=2 * 5)")
    StepDecay(init=0.1, decay_rate=0.9, step_size=10)
    """
    call = _call(text)
    name = _name(call)
    kind = _KINDS.get(name)
    if kind is None:
        known = ", ".join(_KINDS)
        raise ScheduleError(f"{source(call.func)} is not a scheduler this version knows ({known})")
    return kind(**_arguments(name, [field.name for field in dataclasses.fields(kind)], call))  # type: ignore[arg-type]


def _call(text: str) -> ast.Call:
    """Find the call in `call`, `name = call`, `name: type = call`, or the only line of several with a scheduler's."""
    lines = (ast.Expr, ast.Assign, ast.AnnAssign)
    values = [statement.value if isinstance(statement, lines) else None for statement in statements(text)]
    calls = [value for value in values if isinstance(value, ast.Call) and (len(values) == 1 or _name(value) in _KINDS)]
    if len(calls) == 1:
        return calls[0]
    raise ScheduleError(f"{shorten(text)} is not a schedule; write one as step_decay(0.1, 0.9, 10)")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _arguments(name: str, fields: list[str], call: ast.Call) -> dict[str, object]:
    """Match a call's arguments with MLX's names, as Python would."""
    signature = f"{name}({', '.join(fields)})"
    if any(isinstance(node, ast.Starred) for node in call.args) or None in (keyword.arg for keyword in call.keywords):
        raise ScheduleError(f"{signature} can't be read with * or **; write each argument out")
    if len(call.args) > len(fields):
        raise ScheduleError(f"{signature} takes {len(fields)} arguments, got {len(call.args)}")
    nodes = dict(zip(fields, call.args, strict=False))
    for keyword in call.keywords:
        if keyword.arg not in fields:
            raise ScheduleError(f"{signature} has no argument {shorten(str(keyword.arg))}")
        if keyword.arg in nodes:
            raise ScheduleError(f"{signature} got two values for {keyword.arg}", keyword.arg)
        nodes[keyword.arg] = keyword.value
    missing = [field for field in fields if field not in nodes]
    if missing:
        raise ScheduleError(f"{signature} is missing {' and '.join(missing)}", missing[0])
    return {field: _value(field, node) for field, node in nodes.items()}


def _value(field: str, node: ast.expr) -> object:
    try:
        return evaluate(node)
    except ScheduleError as error:
        raise ScheduleError(f"{field}: {error}", field) from None
