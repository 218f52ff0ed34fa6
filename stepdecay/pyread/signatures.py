"""A call's arguments matched with the names of a function, as Python would, and in words where they don't fit."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from stepdecay.errors import ForeignKeywordError, ScheduleError
from stepdecay.numbers.arithmetic import evaluate, shorten, source
from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kind import Role
from stepdecay.schedule.kinds import KINDS, ROLES, Schedule, of_text

MOST_PIECES = 10_000
"""A text that makes more schedules than this is refused: a few lines could make millions."""

_LENGTHS = tuple(name for name, role in ROLES.items() if role is Role.COUNT and name != "boundaries")
_MEANT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("decay_factor", "gamma", "factor", "rate", "decay", "multiplier"), ("decay_rate",)),
    **dict.fromkeys(
        ("eta_min", "alpha", "min_lr", "lr_min", "final_lr", "end_lr", "lr_end", "end_value", "end_learning_rate"),
        ("end",),
    ),
    **dict.fromkeys(("final", "final_value", "min_value", "minimum", "min", "stop", "end_factor"), ("end",)),
    **dict.fromkeys(("lr", "base_lr", "learning_rate", "initial_learning_rate", "init_value", "init_lr"), ("init",)),
    **dict.fromkeys(("initial_lr", "initial_value", "max_lr", "peak_lr", "peak_value", "peak", "start"), ("init",)),
    **dict.fromkeys(("start_lr", "base", "lr_init", "eta_max", "start_factor", "value"), ("init",)),
    **dict.fromkeys(("T_max", "T_0", "total_steps", "max_steps", "num_steps", "n_steps"), _LENGTHS),
    **dict.fromkeys(("transition_steps", "total_iters", "iterations", "iters", "max_iters", "period"), _LENGTHS),
    **dict.fromkeys(("warmup", "warmup_steps", "num_warmup_steps", "num_training_steps"), ("steps", "decay_steps")),
    **dict.fromkeys(("decay_steps", "steps", "step_size", "step", "epochs", "every"), _LENGTHS),
    **dict.fromkeys(("schedulers", "schedule", "pieces"), ("schedules",)),
    **dict.fromkeys(("milestones", "bounds", "boundary"), ("boundaries",)),
}
"""What other frameworks call the arguments, and what they are in MLX, the likeliest first."""

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "abs": abs, "float": float, "int": int, "max": max, "min": min, "round": round,
}  # fmt: skip


@dataclass(frozen=True)
class Signature:
    """The names that a function takes its arguments by.

    Attributes:
        name: The function.
        parameters: All names, in their order.
        defaults: Those that may be left out, with the text of their default.
        meant: For names that other frameworks use instead, the names here, the likeliest first.
    """

    name: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, str] = dataclasses.field(default_factory=dict)
    meant: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        """Write it as people know it: `step_decay(init, decay_rate, step_size)`."""
        shown = (f"{name}={self.defaults[name]}" if name in self.defaults else name for name in self.parameters)
        return f"{self.name}({', '.join(shown)})"


def _signature(name: str) -> Signature:
    fields = dataclasses.fields(KINDS[name])
    defaults = {field.name: str(field.default) for field in fields if field.default is not dataclasses.MISSING}
    return Signature(name, tuple(field.name for field in fields), defaults, _MEANT)


SIGNATURES: dict[str, Signature] = {name: _signature(name) for name in KINDS}
"""The functions of `mlx.optimizers` that make schedules."""


def matched(call: ast.Call, signature: Signature) -> dict[str, ast.expr]:
    """Match a call's arguments with the names of a function, as Python would.

    Returns:
        The arguments that are written, in the order in which they are.

    Raises:
        ScheduleError: Python would refuse the call, or `*` or `**` hides arguments; the sentence says what was
            probably meant, and for the word of another framework it is a ForeignKeywordError.

    >>> call = ast.parse("step_decay(0.1, step_size=10, decay_factor=0.9)", mode="eval").body
    >>> matched(call, SIGNATURES["step_decay"])
    Traceback (most recent call last):
    stepdecay.errors.ForeignKeywordError: step_decay(init, decay_rate, step_size) has no argument 'decay_factor'; \
decay_rate is probably meant
    """
    names = signature.parameters
    if any(isinstance(node, ast.Starred) for node in call.args) or None in (keyword.arg for keyword in call.keywords):
        raise ScheduleError(f"{signature} can't be read with * or **; write each argument out")
    if len(call.args) > len(names):
        raise ScheduleError(f"{signature} takes {len(names)} arguments, got {len(call.args)}").at(call.args[len(names)])
    nodes = dict(zip(names, call.args, strict=False))
    for keyword in call.keywords:
        word = str(keyword.arg)
        if word not in names:
            given = {*nodes, *(str(keyword.arg) for keyword in call.keywords)}
            kind = ForeignKeywordError if word in signature.meant else ScheduleError
            raise kind(f"{signature} has no argument {shorten(word)}{_hint(word, signature, given)}").at(keyword)
        if word in nodes:
            raise ScheduleError(f"{signature} got two values for {word}", word).at(keyword)
        nodes[word] = keyword.value
    missing = [name for name in names if name not in nodes and name not in signature.defaults]
    if missing:
        raise ScheduleError(f"{signature} is missing {' and '.join(missing)}", missing[0]).at(call)
    return nodes


def _hint(word: str, signature: Signature, given: set[str]) -> str:
    """Say which argument was probably meant; nothing where that is a guess."""
    free = [name for name in signature.parameters if name not in given]
    meant = next((name for name in signature.meant.get(word, ()) if name in free), None)
    if meant is None and free:
        import difflib

        meant = next(iter(difflib.get_close_matches(word.lower(), free, 1)), None)
    if meant is None:
        return ""
    fraction = ", a rate and no fraction of init" if word == "alpha" and meant == "end" else ""
    return f"; {meant} is probably meant{fraction}"


@contextmanager
def inside(place: str) -> Iterator[None]:
    """Put a place, such as `schedules[1]`, before what goes wrong in it, and before the field that is wrong."""
    try:
        yield
    except ScheduleError as error:
        outer = type(error)(f"{place}: {error}", f"{place}.{error.field}" if error.field else place)
        outer.node = error.node
        raise outer from None


def calculated(
    node: ast.expr,
    leaf: Callable[[ast.expr], int | float | None] = lambda node: None,
    is_builtin: Callable[[str], bool] = lambda name: True,
) -> int | float:
    """Calculate an expression as Python does: arithmetic, and `int`, `float`, `round`, `abs`, `min`, `max` of it.

    Args:
        node: The expression.
        leaf: The value of what is no arithmetic, such as a name; None where it has none.
        is_builtin: Whether the name of a function is still Python's own.

    Raises:
        ScheduleError: It is no arithmetic on numbers, divides by zero or is too large.

    >>> calculated(ast.parse("int(0.1 * total)", mode="eval").body, lambda node: 500)
    50
    """
    try:
        return evaluate(_replaced(node, leaf, is_builtin))  # type: ignore[return-value]
    except RecursionError:
        raise ScheduleError("the expression is nested too deeply") from None


def is_calculable(node: ast.expr) -> bool:
    """Whether an expression is a call that `calculated` can make of its arguments' values."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _FUNCTIONS
        and not node.keywords
        and bool(node.args)
        and not any(isinstance(argument, ast.Starred) for argument in node.args)
    )


def _replaced(
    node: ast.expr, leaf: Callable[[ast.expr], int | float | None], is_builtin: Callable[[str], bool]
) -> ast.expr:
    """Return an expression with the values of its leaves in their place."""
    match node:
        case ast.Constant():
            return node
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, _replaced(operand, leaf, is_builtin))
        case ast.BinOp(left=left, op=op, right=right):
            return ast.BinOp(_replaced(left, leaf, is_builtin), op, _replaced(right, leaf, is_builtin))
        case ast.Call(func=ast.Name(id=name), args=nodes) if is_calculable(node) and is_builtin(name):
            return ast.Constant(_called(node, name, [calculated(item, leaf, is_builtin) for item in nodes]))
    value = leaf(node)
    return node if value is None else ast.Constant(value)


def _called(node: ast.expr, name: str, values: list[int | float]) -> int | float:
    if name in ("min", "max"):
        fits = len(values) > 1
    else:  # a second argument is only round's, and a long one would take all memory
        fits = len(values) == 1 or (name == "round" and len(values) == 2 and abs(values[1]) < 100)
    try:
        if fits:
            value: int | float = _FUNCTIONS[name](*values)
            return value
    except (TypeError, ValueError, OverflowError):  # int(1e999), round(1, 0.5)
        pass
    raise ScheduleError(f"{source(node)} is not a number")


def build(name: str, values: Mapping[str, Any]) -> Schedule:
    """Make the schedule of a function of MLX from the values of its arguments.

    Raises:
        ScheduleError: MLX or this program refuses a value; where two of them are swapped the sentence says so.

    >>> build("step_decay", {"init": 0.1, "decay_rate": 10, "step_size": 0.9})
    Traceback (most recent call last):
    stepdecay.errors.ScheduleError: step_size must be a whole number, got 0.9; step_decay(0.1, 0.9, 10) is probably \
meant
    """
    try:
        return of_text(name, values)
    except ScheduleError as error:
        meant = _unswapped(name, values, error.field)
        if meant is None:
            raise
        raise ScheduleError(f"{error}; {meant} is probably meant", error.field) from None


def _unswapped(name: str, values: Mapping[str, Any], field: str | None) -> str | None:
    """Write the call as it would be accepted with the refused count and another argument swapped."""
    if field not in _LENGTHS or not isinstance(values[field], float):
        return None
    for other, value in values.items():
        if isinstance(value, int) and value > 1:
            swapped = {**values, other: values[field], field: value}
            try:
                KINDS[name](**swapped)
            except ScheduleError:
                continue
            texts = (swapped[word] for word in SIGNATURES[name].parameters if word in swapped)
            return f"{name}({', '.join(_text(text) for text in texts)})"
    return None


def _text(value: Any) -> str:
    return float_literal(value) if isinstance(value, float) else str(value)
