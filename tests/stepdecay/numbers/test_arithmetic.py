from __future__ import annotations

import ast
import math
import time
import warnings
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stepdecay import ScheduleError
from stepdecay.numbers.arithmetic import evaluate, exact, parse, shorten, whole
from tests.stepdecay.helpers.cases import arithmetic_like, refusal

decimals = st.decimals(-(10**9), 10**9, places=4).map(str)
literals = decimals | st.integers(0, 10**9).map(str) | st.floats(0, 1e12).map(repr)
expressions = st.recursive(
    literals,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "//", "%"]), inner).map(
            "({0[0]}) {0[1]} ({0[2]})".format
        ),
        inner.map("-({})".format),
        inner.map("+({})".format),
        st.tuples(inner, st.sampled_from(["-3", "-2.0", "-1", "0", "1.0", "2", "3.0"])).map(
            "({0[0]}) ** {0[1]}".format
        ),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 * 0.9**3", Fraction(729, 10_000)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("1e-4", Fraction(1, 10_000)),
        ("1/3", Fraction(1, 3)),
        ("1/3*3", 1),
        ("4 * 190", 760),
        (" 1_000\n", 1000),
        ("-3 // 2", -2),
        ("-3 % 2", 1),
        ("2**-2", Fraction(1, 4)),
        ("10**2.0", 100),
        ("2**0.5", 2**0.5),
        ("0x10", 16),
        ("(1.5 - 0.5) # a remark", 1),
        ("9**1000", 9**1000),
        ("0**0", 1),
        ("1e999", math.inf),
        ("2**1e999", math.inf),
    ],
)
def test_decimal_digits_are_calculated_exactly(text, value):
    assert exact(text) == value


@given(text=expressions)
@example("-(-(((2.225073858507e-311) ** 2) ** -3))")
def test_arithmetic_comes_out_as_fractions_do(text):
    try:
        found = exact(text)
    except ScheduleError as error:
        assume("too large" not in str(error))
        with pytest.raises(ZeroDivisionError):
            eval(fractions_of(text))
    else:
        assume(not isinstance(found, float))  # a power of thousands of digits is computed in floating point
        assert found == eval(fractions_of(text))


@given(text=expressions)
def test_code_is_calculated_as_python_calculates_it(text):
    try:
        found = evaluate(parse(text))
    except ScheduleError as error:
        assume("too large" not in str(error))
        with pytest.raises(ZeroDivisionError):
            eval(text)
    else:
        assert (found, type(found)) == (eval(text), type(eval(text)))


def fractions_of(text: str) -> object:
    """Compile the text with each of its literals made a Fraction of its own digits."""

    class Exactly(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.expr:
            return ast.parse(f"__import__('fractions').Fraction({str(node.value)!r})", mode="eval").body

    return compile(ast.fix_missing_locations(Exactly().visit(ast.parse(text, mode="eval"))), "<test>", "eval")


HOSTILE = {
    "a tower of powers": "9**9**9",
    "a longer tower": "10**10**10",
    "a power of a power": "(9**1000)**1000",
    "a thousand powers": "*".join(["9**1000"] * 900),
    "a tree of powers": "(" * 50 + "9**1000" + ")*9**1000" * 50,
    "brackets": "(" * 10_000,
    "closed brackets": "(" * 10_000 + "1" + ")" * 10_000,
    "signs": "-" * 100_000 + "1",
    "signs before a division by zero": "-" * 300 + "(1/0)",
    "a long sum": "+".join(["1"] * 50_000),
    "attributes": "a" + ".a" * 900,
    "calls": "f" + "()" * 900,
    "nots": "not " * 5_000 + "1",
    "digits": "1" * 5_000,
    "hexadecimal digits": "0x" + "f" * 5_000,
    "hexadecimal digits through zero": "0x" + "f" * 5_000 + "/0",
    "a fraction of digits": "1e300 " * 5_000,
    "division by zero": "1/0",
    "remainder by zero": "5 % 0",
    "floor division by zero": "5 // 0.0",
    "zero to a negative power": "0**-1",
    "zero to a negative float": "0.0**-0.5",
    "a root of a negative number": "(-1)**0.5",
    "a power of a float": "1e308**2.5",
    "a power of nothing": "2**(1e999-1e999)",
    "a number that is not finite": "1e999 - 1e999",
    "a long shift": "1 << 10**10",
    "a repeated text": "'a' * 10**10",
    "a truth": "True",
    "an imaginary number": "1j",
    "a name": "lr",
    "a call": "__import__('os').getcwd()",
    "a text": "'1'",
    "a list": "[1]",
    "an assignment": "x = 1",
    "two statements": "1; 2",
    "nothing": "",
    "a null byte": "1\0",
    "half a character": "\ud800",
    "a line end": "1\n+ 2",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_is_refused_in_one_short_line_at_once(text):
    started = time.process_time()
    sentence = refusal(lambda text: whole(exact(text), "updates"), text)
    assert time.process_time() - started < 1
    assert sentence
    assert len(sentence) < 120
    assert len(sentence.splitlines()) == 1


@pytest.mark.parametrize("terms", range(100, 2_000, 50))
def test_a_long_sum_is_calculated_or_refused(terms):
    text = "+".join(["1"] * terms)
    assert refusal(exact, text) or exact(text) == terms
    assert refusal(exact, f"({text})/0")


@given(text=arithmetic_like)
@example("1if 2else 3")
def test_any_text_at_all_is_a_number_or_one_sentence(text):
    for read in (exact, lambda text: whole(exact(text), "updates"), lambda text: evaluate(parse(text))):
        sentence = refusal(read, text)
        assert len(sentence.splitlines()) == 1 if sentence else isinstance(read(text), int | float | Fraction)


@pytest.mark.parametrize("text", ["1if 2else 3", r"'\d'", "0x1for x in y", "() is ()"])
def test_python_s_warnings_about_somebody_s_text_are_not_printed(text):
    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        with pytest.raises(ScheduleError):
            exact(text)
    assert printed == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1/0", "'1 / 0' divides by zero"),
        ("9**9**9", "'9 ** 9 ** 9' is too large"),
        ("(1e-200**6)**-7", "'(1e-200 ** 6) ** (-7)' is too large"),
        ("lr * 2", "'lr' is not a number"),
        ("1 +", "'1 +' is not a number"),
        ("(-1)**0.5", "a root of a negative number is not a number"),
        ("0x" + "f" * 5_000 + "/0", "the expression is too large"),
    ],
)
def test_a_refusal_says_which_part_is_wrong(text, sentence):
    with pytest.raises(ScheduleError) as refusal:
        exact(text)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("longest", ["0x" + "f" * 1024 + " + 0", "2**2048 + 0"])
def test_a_whole_number_of_4096_bits_is_calculated(longest):
    assert exact(longest) == eval(longest)


@pytest.mark.parametrize("longer", ["0x1" + "0" * 1024 + " + 0", "2**2049 + 0"])
def test_a_longer_whole_number_than_4096_bits_is_refused_or_rounded(longer):
    assert refusal(exact, longer) or exact(longer) == float("inf")


@given(count=st.integers(-(10**20), 10**20))
def test_a_whole_number_stays_exact(count):
    found = whole(exact(str(count)), "updates")
    assert (found, type(found)) == (count, int)


@pytest.mark.parametrize("text", ["1e6", "1.5e3", "3 * 10**2", "6/2"])
def test_a_count_may_be_written_with_an_exponent_or_a_division(text):
    assert whole(exact(text), "updates") == eval(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("1.5", "1.5"), ("1/3", "0.3333333333333333"), ("1e999", "inf"), ("10**400 + 0.5", "inf")]
)
def test_a_count_that_is_not_whole_is_refused(text, shown):
    with pytest.raises(ScheduleError) as refusal:
        whole(exact(text), "updates")
    assert str(refusal.value) == f"updates must be a whole number, got {shown}"
    assert refusal.value.field == "updates"


def test_long_text_is_quoted_on_one_line_and_cut():
    assert shorten("lr\n  * 2") == "'lr * 2'"
    assert shorten("x" * 40) == repr("x" * 40)
    assert shorten("x" * 41) == repr("x" * 39 + "…")
