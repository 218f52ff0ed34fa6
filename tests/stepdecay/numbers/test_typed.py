"""Numbers as people type them: what they mean, and what is refused with a sentence."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay.errors import ScheduleError
from stepdecay.numbers.text import float_literal
from stepdecay.numbers.typed import read_count, read_rate

DIGITS_OF_EVERY_SCRIPT = [
    "".join(chr(code + place) for place in range(10))
    for code in range(0x110000)
    if unicodedata.decimal(chr(code), None) == 0 and unicodedata.decimal(chr(code + 9), None) == 9
]


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1e-4", 1e-4),
        ("1E-4", 1e-4),
        ("1e+2", 100.0),
        (".0001", 1e-4),
        ("5.", 5.0),
        ("5,", 5.0),
        ("0,0001", 1e-4),
        ("1/10000", 1e-4),
        ("1÷10000", 1e-4),
        ("1×10^-4", 1e-4),
        ("1 × 10^(-4)", 1e-4),
        ("1·10⁻⁴", 1e-4),
        ("10⁻⁴", 1e-4),
        ("1e−4", 1e-4),
        ("0.1 * 0.9**3", 0.0729),
        ("0,1 * 0,9^3", 0.0729),
        ("(1 + 2) / 4 - 0.25", 0.5),
        ("1,000", 1.0),
        ("1.000", 1.0),
        ("1_000.5", 1000.5),
        ("1 000,5", 1000.5),
        ("12'345.5", 12345.5),
        ("12’345,5", 12345.5),
        ("12\N{THIN SPACE}345", 12345.0),
        ("12\N{NO-BREAK SPACE}345", 12345.0),
        ("1 00 000", 100000.0),
        ("0.000 012 5", 1.25e-5),
        ("٠٫٠٠٠١", 1e-4),
        ("١٬٠٠٠٫٥", 1000.5),
        ("٠،٥", 0.5),
        ("０．５", 0.5),
        ("\N{RIGHT-TO-LEFT MARK}0.5\N{LEFT-TO-RIGHT MARK}", 0.5),
        ("\N{ZERO WIDTH NO-BREAK SPACE}0.5\n", 0.5),
        ("007.5", 7.5),
        ("-1", -1.0),
        ("1e400", float("inf")),
        ("-1e300 * 1e300", float("-inf")),
    ],
)
def test_a_rate_is_what_a_person_means(text, rate):
    assert read_rate(text, "init") == rate


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10", 10),
        ("007", 7),
        ("1_000", 1000),
        ("1 000", 1000),
        ("1 000 000", 1_000_000),
        ("10,00,000".replace(",", "'"), 1_000_000),
        ("1e6", 1_000_000),
        ("1.5e3", 1500),
        ("1,5e3", 1500),
        ("1.500e3", 1500),
        ("0.125 * 80", 10),
        ("4 * 190", 760),
        ("2⁶³ - 1", 2**63 - 1),
        ("9007199254740993", 2**53 + 1),
        ("9007199254740993.0", 2**53 + 1),
        ("9.007199254740993e15", 2**53 + 1),
        ("9223372036854775807", 2**63 - 1),
        ("1000.0", 1000),
        ("12,0", 12),
        ("-5", -5),
        ("1e300", 10**300),
    ],
)
def test_a_count_is_exact(text, count):
    read = read_count(text, "step_size")
    assert read == count
    assert type(read) is int


@pytest.mark.parametrize(
    "text",
    ["1.000,5", "1,000.5", "1,0 * 1.0", "1,000,000", "1.000.000", "0,1,2", "1٫5,0"],
)
@pytest.mark.parametrize("read", [read_rate, read_count])
def test_two_marks_could_mean_two_things(read, text):
    with pytest.raises(ScheduleError, match=r"^init: '.*' could mean two things; write \S+") as caught:
        read(text, "init")
    assert repr(text) in str(caught.value)
    assert caught.value.field == "init"


@pytest.mark.parametrize("text", ["1,000", "1.000", "12,345", "123.456", "2 * 1,000", "١٫٠٠٠"])
def test_thousands_in_a_count_could_mean_two_things(text):
    with pytest.raises(ScheduleError, match="could mean two things; write 1000, 1_000 or 1e3"):
        read_count(text, "step_size")


def refusal(read, text):
    try:
        read(text, "init")
    except ScheduleError as error:
        return str(error)
    return "none"


NO_NUMBERS = [
    "abc", "nan", "inf", "-inf", "infinity", "None", "True", "1j", "0x10", "0b1", "e5", "1e", "1e5.5", "1 e5",
    "1 2", "1 0000", "1  000", "1__0", "_1", "1_", "'1'", '"1"', "1'0", "0.1.", "..", ".", ",", "-", "*", "2 **",
    "((1)", "2(3)", "1;2", "1=1", "a.b", "[1]", "1 if 1 else 2", "1if 1else 2", "lambda: 1", "5%", "²", "½", "五",
    "1e-4 # rate", "0.1\n0.2", "__import__('os').system('true')", "10k", "1e-4f", "$1", "🙂",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
@pytest.mark.parametrize(
    ("read", "advice"),
    [(read_rate, "write 1e-4, 0.0001 or 1/10000"), (read_count, "write 1000, 1_000 or 1e3")],
)
def test_what_is_no_number_is_refused_with_what_to_write(read, advice, text):
    with pytest.raises(ScheduleError) as caught:
        read(text, "init")
    assert str(caught.value).startswith("init: ")
    assert str(caught.value).endswith(f"; {advice}")
    assert caught.value.field == "init"


@pytest.mark.parametrize("text", ["", "  ", "\N{NO-BREAK SPACE}", "\N{RIGHT-TO-LEFT MARK}"])
@pytest.mark.parametrize("read", [read_rate, read_count])
def test_an_empty_field_is_told_so(read, text):
    with pytest.raises(ScheduleError, match=r"^init: nothing is typed; write "):
        read(text, "init")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1/0", "divides by zero"),
        ("9**9**9", "too large"),
        ("(0-8)**0.5", "a root of a negative number is not a number"),
        ("1e-4" + "+1" * 5000, ""),
        ("(" * 5000 + "1" + ")" * 5000, "not a number"),
        ("9" * 50_000, ""),
    ],
)
@pytest.mark.parametrize("read", [read_rate, read_count])
def test_arithmetic_that_cant_be_done_is_one_short_sentence(read, text, reason):
    sentence = refusal(read, text)
    assert reason in sentence
    assert len(sentence) < 200
    assert "\n" not in sentence


@pytest.mark.parametrize("text", ["1.5", "1/3", "0.5", "1e-3", "2.5e0"])
def test_a_part_of_an_update_is_no_count(text):
    with pytest.raises(ScheduleError, match=r"^step_size must be a whole number, got "):
        read_count(text, "step_size")


@pytest.mark.parametrize("digits", DIGITS_OF_EVERY_SCRIPT, ids=lambda digits: unicodedata.name(digits[0]))
def test_every_script_of_the_world_has_its_digits_read(digits):
    text = "1234567890".translate(str.maketrans("0123456789", digits))
    assert read_count(text, "step_size") == 1234567890
    assert read_rate(text, "init") == 1234567890.0


@given(st.floats(min_value=0, allow_infinity=False, allow_nan=False))
def test_a_rate_as_the_field_shows_it_reads_back_to_itself(rate):
    assert read_rate(float_literal(rate), "init") == rate
    assert read_rate(float_literal(rate).replace(".", ","), "init") == rate


@given(st.integers(0, 2**63 - 1))
def test_a_count_reads_back_to_itself_however_it_is_grouped(count):
    assert read_count(str(count), "step_size") == count
    for grouped in (f"{count:_}", f"{count:,}".replace(",", " "), f"{count:,}".replace(",", "’")):
        assert read_count(grouped, "step_size") == count


@given(
    st.decimals(min_value="0.0001", max_value="1000", places=4), st.decimals(min_value="0.1", max_value="2", places=3)
)
def test_arithmetic_is_done_on_the_decimals_that_are_typed(left, right):
    product = read_rate(f"{left} * {right}", "init")
    assert product == float(Fraction(str(left)) * Fraction(str(right)))


@given(st.text(max_size=30))
def test_no_text_is_ever_a_traceback(text):
    for read in (read_rate, read_count):
        assert refusal(read, text).startswith(("init", "none"))


@given(st.text(alphabet="0123456789.,_ '+-*/^()eE٫٬×⁻²", max_size=20))
def test_no_number_like_text_is_ever_a_traceback(text):
    for read in (read_rate, read_count):
        assert refusal(read, text).startswith(("init", "none"))
