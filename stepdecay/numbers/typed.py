"""Numbers as people type and paste them, in every script and locale; read, never run.

The rules don't look at the system's locale: the same text means the same number on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from stepdecay.errors import ScheduleError
from stepdecay.numbers.arithmetic import Number, exact, parse, shorten, whole

_SIGNS = {
    **dict.fromkeys("×·⋅∙∗＊", "*"),
    **dict.fromkeys("÷∕⁄／", "/"),
    **dict.fromkeys("−–‐‑－", "-"),
    **dict.fromkeys("٬’ʼ＇", "'"),
    **dict.fromkeys("،，", ","),
    **dict.fromkeys("٫．", "."),
    "＋": "+",
    "^": "**",
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_POWER = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_TOKEN = re.compile(
    r"(?P<mantissa>(?:\d|[.,](?=\d))(?:[\d.,]|[ _'](?=\d))*)(?P<exponent>[eE][+-]?\d+)?"
    r"|(?P<operator>[-+*/%() ]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
# India writes groups of two above the thousands.
_WHOLE_PART = re.compile(r"(?:\d+(?:_\d+)*|\d{1,3}(?:[ ']\d{2,3})*[ ']\d{3})?")
_FRACTION = re.compile(r"(?:\d+(?:_\d+)*|\d{3}(?:[ ']\d{3})*[ ']\d{1,3})?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_LARGEST_EXPONENT = 400
"""More than a double holds, so that each number that is too large for a field is still a number."""


def read_rate(text: str, field: str) -> float:
    """Read a rate or a factor: a comma or a dot is the decimal mark, and arithmetic is exact.

    Args:
        text: What somebody typed.
        field: The argument's name, for the sentence of an error.

    Raises:
        ScheduleError: The text is no number, or could mean two. No bounds are checked here.

    >>> read_rate("0,1 * 0,9**3", "init"), read_rate("1×10⁻⁴", "init")
    (0.0729, 0.0001)
    """
    number = _read(text, field, "write 1e-4, 0.0001 or 1/10000")
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def read_count(text: str, field: str) -> int:
    """Read a whole number to its last digit: `1.5e3` is one; `1,000` is refused because it could be 1.

    Args:
        text: What somebody typed.
        field: The argument's name, for the sentence of an error.

    Raises:
        ScheduleError: The text is no whole number, or could mean two. No bounds are checked here.

    >>> read_count("1 000", "step_size"), read_count("1.5e3", "step_size"), read_count("2**63 - 1", "step_size")
    (1000, 1500, 9223372036854775807)
    """
    return whole(_read(text, field, "write 1000, 1_000 or 1e3", groups_by_mark=True), field)


def read_number(text: str, field: str, advice: str) -> Fraction:
    """Read any finite number exactly; `advice` says what to write instead of what is none.

    Raises:
        ScheduleError: The text is no number, or could mean two.

    >>> read_number("2.5", "steps", "write 2.5")
    Fraction(5, 2)
    """
    number = _read(text, field, advice)
    try:
        return Fraction(number)
    except (OverflowError, ValueError):
        raise ScheduleError(f"{field}: {shorten(text)} is too large", field) from None


def _read(text: str, field: str, advice: str, *, groups_by_mark: bool = False) -> Number:
    """Calculate what is typed; `groups_by_mark` says that a comma or a dot may also stand between thousands."""
    try:
        return exact(_as_python(text, groups_by_mark))
    except ScheduleError as error:
        raise ScheduleError(f"{field}: {error}; {advice}", field) from None


def _as_python(text: str, groups_by_mark: bool) -> str:
    """Translate to Python's own arithmetic, letting through nothing but numbers, operators and brackets."""
    plain = _as_ascii(text)
    if not plain:
        raise ScheduleError("nothing is typed")
    if "," in plain and "." in plain:
        raise ScheduleError(f"{shorten(text)} could mean two things")

    def translate(token: re.Match[str]) -> str:
        if token["other"]:
            raise ScheduleError(f"{shorten(text)} is not a number")
        if token["operator"]:
            return token[0]
        ambiguous = groups_by_mark and not token["exponent"] and _THOUSANDS.fullmatch(token["mantissa"])
        if ambiguous or len(re.findall("[.,]", token["mantissa"])) > 1:
            raise ScheduleError(f"{shorten(text)} could mean two things")
        literal = _literal(token["mantissa"], token["exponent"] or "")
        if literal is None:
            raise ScheduleError(f"{shorten(text)} is not a number")
        return f" {literal} "  # apart, so that `1 e5` or `1e1.5` can't grow together

    expression = _TOKEN.sub(translate, plain)
    try:
        parse(expression)
    except ScheduleError:
        raise ScheduleError(f"{shorten(text)} is not a number") from None  # as it was typed, not as translated
    return expression


def _as_ascii(text: str) -> str:
    """Write every script's digits, marks, signs and spaces in ASCII, and drop what only directs the writing."""
    text = _POWER.sub(lambda power: f"**({power[0].translate(_SUPERSCRIPTS)})", text)
    return "".join(map(_as_ascii_character, text)).strip()


def _as_ascii_character(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) == "Cf":
        return ""
    return " " if character.isspace() else character


def _literal(mantissa: str, exponent: str) -> str | None:
    """Return one number as a Python literal, None where its digits are grouped as nobody groups them."""
    before, _, after = mantissa.replace(",", ".").partition(".")
    if not (_WHOLE_PART.fullmatch(before) and _FRACTION.fullmatch(after)):
        return None
    digits = re.sub("[ _']", "", f"{before or '0'}.{after or '0'}{exponent}")
    number = Decimal(digits)
    # A float literal loses the last digits of 9007199254740993.0, so whole numbers go as ints.
    is_whole = abs(number.adjusted()) <= _LARGEST_EXPONENT and number == number.to_integral_value()
    return str(int(number)) if is_whole else digits
