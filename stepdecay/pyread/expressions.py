"""A schedule out of the text of a call, such as `optim.step_decay(0.1, 0.9, 10)`; parsed, never run."""

from __future__ import annotations

import ast

from stepdecay.errors import ScheduleError
from stepdecay.numbers.arithmetic import shorten, source, statements
from stepdecay.pyread.signatures import MOST_PIECES, SIGNATURES, build, calculated, inside, matched
from stepdecay.schedule.kinds import KINDS, JoinSchedules, Schedule


def parse_schedule(text: str) -> Schedule:
    """Read a scheduler call: positional and keyword arguments, under any prefix, perhaps assigned to a name.

    Args:
        text: The call. Arguments are numbers or arithmetic on them, calculated as Python does. Of several lines, the
            only call that no other one joins; numbers, lists and schedules may be bound to names above it.

    Raises:
        ScheduleError: The text is no such call, or MLX or this program would refuse its arguments.

    >>> parse_schedule("lr = optim.step_decay(1e-1, decay_rate=0.9, step_size=2 * 5)")
    StepDecay(init=0.1, decay_rate=0.9, step_size=10)
    """
    body = statements(text)
    try:
        return _Names(body).schedule(_outermost(text, body))
    except RecursionError:
        raise ScheduleError("the expression is nested too deeply") from None


def _outermost(text: str, body: list[ast.stmt]) -> ast.Call:
    """Find the call in `call`, `name = call`, `name: type = call`, or the one of several lines that no other joins."""
    lines = (ast.Expr, ast.Assign, ast.AnnAssign)
    values = [statement.value for statement in body if isinstance(statement, lines)]
    calls = [value for value in values if isinstance(value, ast.Call) and (len(body) == 1 or _name(value) in KINDS)]
    joins = [call for call in calls if _name(call) == "join_schedules"]
    used = {node.id for join in joins for node in ast.walk(join) if isinstance(node, ast.Name)}
    used |= {node.id for value in values if isinstance(value, ast.List | ast.Tuple) for node in ast.walk(value)
             if isinstance(node, ast.Name)}  # fmt: skip
    pieces = [statement.value for statement in body if _bound(statement) in used]  # type: ignore[attr-defined]
    outermost = [call for call in calls if not any(call is piece for piece in pieces)]
    if len(outermost) == 1:
        return outermost[0]
    raise ScheduleError(f"{shorten(text)} is not a schedule; write one as step_decay(0.1, 0.9, 10)")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _bound(statement: ast.stmt) -> str | None:
    """The name in `name = value` and `name: type = value`."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return name
    return None


class _Names:
    """What the lines of a text bind to names: each name once, or the text does not tell."""

    def __init__(self, body: list[ast.stmt]) -> None:
        named = [(name, statement) for statement in body if (name := _bound(statement)) is not None]
        names = [name for name, _ in named]
        self._values = {name: line.value for name, line in named if names.count(name) == 1}  # type: ignore[attr-defined]
        self._numbers: dict[str, int | float] = {}
        self._made = 0

    def schedule(self, node: ast.expr) -> Schedule:
        node = self._value(node)
        if not isinstance(node, ast.Call):
            raise ScheduleError(f"{source(node)} is not a schedule; write one as step_decay(0.1, 0.9, 10)")
        name = _name(node)
        if name not in SIGNATURES:
            raise ScheduleError(f"{source(node.func)} is not a scheduler this version knows ({', '.join(SIGNATURES)})")
        nodes = matched(node, SIGNATURES[name])
        self._made += 1
        if self._made > MOST_PIECES:  # names that join each other twice make a thousand pieces in ten lines
            raise ScheduleError(f"the join has more than {MOST_PIECES} pieces")
        if name == "join_schedules":
            return self._join(nodes)
        return build(name, {field: self._number(field, value) for field, value in nodes.items()})

    def _join(self, nodes: dict[str, ast.expr]) -> JoinSchedules:
        parts = []
        for index, node in enumerate(self._items("schedules", nodes)):
            with inside(f"schedules[{index}]"):
                parts.append(self.schedule(node))
        steps = enumerate(self._items("boundaries", nodes))
        boundaries = [self._number(f"boundaries[{index}]", node) for index, node in steps]
        return JoinSchedules(parts, boundaries)  # type: ignore[arg-type]

    def _items(self, field: str, nodes: dict[str, ast.expr]) -> list[ast.expr]:
        node = self._value(nodes[field])
        if isinstance(node, ast.List | ast.Tuple):
            return node.elts
        raise ScheduleError(f"{field} must be a list, got {source(node)}", field)

    def _number(self, field: str, node: ast.expr) -> int | float:
        with inside(field):
            return calculated(node, self._known)

    def _known(self, node: ast.expr) -> int | float | None:
        value = self._value(node)
        if value is node or not isinstance(node, ast.Name):
            return None
        if node.id not in self._numbers:
            self._numbers[node.id] = calculated(value, self._known)
        return self._numbers[node.id]

    def _value(self, node: ast.expr) -> ast.expr:
        """What a name is bound to; anything else as it is."""
        seen = set()
        while isinstance(node, ast.Name) and node.id in self._values and node.id not in seen:
            seen.add(node.id)
            node = self._values[node.id]
        return node
