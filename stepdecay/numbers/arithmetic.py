"""Arithmetic on numbers as text, parsed and never run: what a field and the command line accept besides a literal."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from stepdecay.errors import ScheduleError, clip

Number: TypeAlias = "int | float | Fraction"

LARGEST_BITS = 4096
"""A longer whole number, or one in a fraction, is refused: `9**9**9` would take all memory."""

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
    return evaluate(parse(text), _decimal)


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
        raise ScheduleError(f"{source(node)} divides by zero") from None
    except OverflowError:
        raise ScheduleError(f"{source(node)} is too large") from None
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
    raise ScheduleError.out_of_bounds(field, "a whole number", _rounded(number))


def parse(text: str) -> ast.expr:
    """Parse one Python expression.

    Raises:
        ScheduleError: The text is none.
    """
    match statements(text):
        case [ast.Expr(value=expression)]:
            return expression
    raise ScheduleError(f"{shorten(text)} is not a number")


def statements(text: str) -> list[ast.stmt]:
    """Parse the statements of a Python text; none where it is no Python, or nested too deeply to parse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's remarks on style (`1if 2else 3`) would go to stderr
        try:
            return ast.parse(text.strip()).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []


def source(node: ast.expr) -> str:
    """Quote a part of somebody's code in a sentence."""
    try:
        return shorten(ast.unparse(node))
    except (RecursionError, ValueError):  # too deep, or an int of more than 4300 digits
        return "the expression"


def shorten(text: str) -> str:
    """Quote somebody's text in a sentence, cut to what a sentence can hold."""
    return repr(clip(text))


def _evaluate(node: ast.expr, leaf: Callable[[int | float], Number]) -> Number:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as value):
            return _bounded(leaf(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_evaluate(operand, leaf)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _evaluate(operand, leaf)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_evaluate(left, leaf), _evaluate(right, leaf))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _bounded(_BINARY[type(op)](_evaluate(left, leaf), _evaluate(right, leaf)))
    raise ScheduleError(f"{source(node)} is not a number")


def _decimal(value: int | float) -> Number:
    """Return the number that a literal's decimal digits say; inf (`1e999`) stays what it is."""
    if isinstance(value, int):
        return Fraction(value)
    return Fraction(repr(value)) if math.isfinite(value) else value


def _rounded(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _bounded(number: Number) -> Number:
    if not isinstance(number, float) and _bits(number) > LARGEST_BITS:
        raise OverflowError
    return number


def _bits(number: int | Fraction) -> int:
    return max(number.numerator.bit_length(), number.denominator.bit_length())


def _power(base: Number, exponent: Number) -> Number:
    if (
        isinstance(base, float)
        or isinstance(exponent, float)
        or exponent % 1
        or _bits(base) * abs(int(exponent)) > LARGEST_BITS
    ):
        return _float_power(base, exponent)
    power: Number = base ** int(exponent)
    return power


def _float_power(base: Number, exponent: Number) -> float:
    if base and not float(base) and exponent < 0:
        raise OverflowError  # too small for a float, but no zero to divide by
    power: float | complex = float(base) ** float(exponent)
    if isinstance(power, complex):
        raise ScheduleError("a root of a negative number is not a number")
    return power
