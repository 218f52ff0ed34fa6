"""Arithmetic on numbers as text, parsed and never run: what a field and the command line accept besides a literal."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from stepdecay.errors import ScheduleError

Number: TypeAlias = "int | float | Fraction"

LARGEST_POWER_BITS = 4096
"""A power with more digits than this is computed in floating point, or refused: `9**9**9` would take all memory."""

_BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}


def exact(text: str) -> Number:
    """Evaluate text as a person means it: decimal digits are exact, so `0.1 * 0.9**3` is 0.0729.

    Raises:
        ScheduleError: The text is no arithmetic on numbers, divides by zero or is too large.

    >>> exact("0.1 * 0.9**3"), exact("1e6")
    (Fraction(729, 10000), Fraction(1000000, 1))
    """
    return evaluate(parse(text), lambda value: Fraction(repr(value)) if value - value == 0 else value)


def evaluate(node: ast.expr, leaf: Callable[[int | float], Number] = lambda value: value) -> Number:
    """Evaluate a parsed expression of numbers; by default as Python does, on ints and floats.

    Args:
        node: The expression.
        leaf: Makes of each literal the kind of number to calculate with.

    Raises:
        ScheduleError: The expression holds anything but numbers and arithmetic, divides by zero or is too large.
    """
    try:
        return _evaluate(node, leaf)
    except ZeroDivisionError:
        raise ScheduleError(f"{ast.unparse(node)} divides by zero") from None
    except OverflowError:
        raise ScheduleError(f"{ast.unparse(node)} is too large") from None
    except RecursionError:
        raise ScheduleError("the expression is nested too deeply") from None


def whole(number: Number, field: str) -> int:
    """Return a number that is a whole one as an int.

    Raises:
        ScheduleError: It is none; the sentence names `field`.

    >>> whole(exact("1.5e3"), "step_size")
    1500
    """
    if number - number == 0 and number == int(number):
        return int(number)
    raise ScheduleError(f"{field} must be a whole number, got {float(number)!r}", field)


def parse(text: str) -> ast.expr:
    """Parse one Python expression.

    Raises:
        ScheduleError: The text is none.
    """
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ScheduleError(f"{shorten(text)} is not a number") from None


def shorten(text: str) -> str:
    """Quote somebody's text in a sentence, cut to what a sentence can hold."""
    text = " ".join(text.split())
    return repr(text if len(text) <= 40 else text[:39] + "…")


def _evaluate(node: ast.expr, leaf: Callable[[int | float], Number]) -> Number:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value):
            return leaf(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, leaf)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _evaluate(operand, leaf)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_evaluate(left, leaf), _evaluate(right, leaf))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_evaluate(left, leaf), _evaluate(right, leaf))
    raise ScheduleError(f"{shorten(ast.unparse(node))} is not a number")


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, float) or exponent != int(exponent):
        return _float_power(float(base), float(exponent))
    whole = int(exponent)
    parts = (base.numerator, base.denominator)
    if max(abs(part).bit_length() for part in parts) * abs(whole) <= LARGEST_POWER_BITS:
        power: Number = base**whole
        return power
    return _float_power(float(base), float(whole))


def _float_power(base: float, exponent: float) -> float:
    power: float | complex = base**exponent
    if isinstance(power, complex):
        raise ScheduleError("a root of a negative number is not a number")
    return power
