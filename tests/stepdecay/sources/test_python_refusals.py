"""What is no Python file with schedules: one sentence with a place, and nothing printed, run or waited for."""

from __future__ import annotations

import os
import re
import sys
import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stepdecay import Found, ScheduleError, find_schedules
from stepdecay.pyread.text import LARGEST_CODE
from stepdecay.sources.edits import LARGEST_FILE
from stepdecay.sources.files import find_in
from tests.stepdecay.helpers.cases import call_like
from tests.stepdecay.helpers.source_files import PROOFS

HEAD = b"from mlx.optimizers import *\n"
NAMED = b"\n# mlx.optimizers.step_decay"
"""The words without which a file is not parsed."""


def sentence(data: bytes) -> str:
    with pytest.raises(ScheduleError) as refusal:
        find_in(data, "train.py")
    assert refusal.value.field is None
    return str(refusal.value)


def found_or_refusal(data: bytes) -> list[Found] | str:
    try:
        return find_in(data, "train.py")
    except ScheduleError as error:
        return str(error)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x = 1\ny = (\n", "train.py can't be read as Python: line 2, column 5: '(' was never closed"),
        (b"x = 1\r\rif x\r  y", "train.py can't be read as Python: line 3, column 5: expected ':'"),
        ("é = 1; ü ü\n".encode(), "train.py can't be read as Python: line 1, column 10: invalid syntax"),
        (b"\xef\xbb\xbfx x\n", "train.py can't be read as Python: line 1, column 3: invalid syntax"),
        (b"x = 1\n\xff = 2\n", "train.py is not text in utf-8: line 2, column 1 has the byte 0xff"),
        (b"# coding: ascii\n\nx = '\xc3\xa9'\n", "train.py is not text in ascii: line 3, column 6 has the byte 0xc3"),
        (b"x = 1\ny = '\0'\n", "train.py is not text: line 2, column 6 has a null byte"),
        ("x = 1\n".encode("utf-16"), "train.py is not text: line 1, column 4 has a null byte"),
        (
            b"#!python\n# coding: klingon\n",
            "train.py declares the encoding klingon, which Python doesn't know: line 2, column 1",
        ),
        (b"# coding: rot13\n", "train.py declares the encoding rot-13, which is not one of text: line 1, column 1"),
        (
            b"\xef\xbb\xbf# coding: latin-1\n",
            "train.py begins with a byte-order mark of utf-8 and declares iso8859-1: line 1, column 1",
        ),
        (b"x = 1\n%time y\nz = = 1\n", "train.py can't be read as Python: line 3, column 5: invalid syntax"),
    ],
    ids=lambda value: "",
)
def test_what_is_no_python_is_refused_with_its_line_and_column(data, expected):
    assert sentence(data + NAMED) == expected


@pytest.mark.parametrize("words", [b"", b"import mlx.nn", b"step_decay"])
def test_what_is_long_and_can_hold_no_schedule_is_not_parsed(words):
    broken = b"x = = 1  # " + words
    assert find_in(broken.ljust(100_001), "train.py") == []
    with pytest.raises(ScheduleError, match=r"^train\.py can't be read as Python: line 1, column 5"):
        find_in(broken.ljust(100_000), "train.py")


def test_words_that_python_reads_as_a_schedulers_are_such_words():
    text = "import ｍｌｘ.optimizers as o\nlr = o.step_decaｙ(1e-1, 0.9, 10)\n"
    assert [found.line for found in find_in(text.encode(), "train.py")] == [2]


SCRIPT = HEAD + b"lr = step_decay(1e-1, 0.9, 10)\n#"


def test_code_up_to_the_limit_is_read_and_not_a_byte_more():
    script = SCRIPT.ljust(LARGEST_CODE, b"-")
    (found,) = find_in(script, "train.py")
    assert found.schedule is not None
    assert sentence(script + b"-") == "train.py has 1001 KB of code; at most 1000 KB are read"


def test_the_limit_counts_bytes_as_a_folder_shows_them():
    script = SCRIPT + "é".encode() * (LARGEST_CODE // 2)
    assert sentence(script) == "train.py has 1001 KB of code; at most 1000 KB are read"


PLACE = re.compile(r"line [1-9]\d*, column [1-9]\d*")
_codecs = [
    b"latin-1",
    b"utf-7",
    b"idna",
    b"hex",
    b"punycode",
    b"unicode_escape",
    b"undefined",
    b"uu",
    b"cp037",
    b"utf-16",
]
_words = [
    b"\r",
    b"\n",
    b"\xff",
    b"# coding: ",
    b"\xef\xbb\xbf",
    b"\\",
    b"'",
    b'"""',
    b"(",
    b"x = ",
    b"%",
    b"!",
    b"+A",
    b"-",
]
_bytes = st.binary(max_size=60) | st.lists(st.sampled_from([*_codecs, *_words, b"\xd8\x00"])).map(b"".join)
_texts = call_like.map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=5 * PROOFS)
@given(data=_bytes | _texts | _texts.map(lambda data: HEAD + data))
@example(HEAD + b"step_decay(" * 10_000)
@example(HEAD + b"step_decay(" + b"-" * 300 + b"(1/0), 0.9, 10)")
@example(HEAD + b"step_decay(" + b"1+" * 20_000 + b"1, 0.9, 10)")
@example(HEAD + b"x" + b".a" * 20_000 + b".step_decay(1)")
@example(HEAD + b"step_decay(a" + b"[0]" * 900 + b", 0.9, 10)")
@example(HEAD + b"step_decay(0x" + b"f" * 5_000 + b", 0.9, 10)")
@example(HEAD + b"step_decay(" + b"9" * 5_000 + b", 0.9, 10)")
@example(HEAD + b"step_decay(round(5, -9**9), 0.9, int(1e999))")
@example(HEAD + b"step_decay(" + b"int(" * 90 + b"1" + b")" * 90 + b", 0.9, 10)")
@example(HEAD + b"a = a + 1\nb = c\nc = b\nstep_decay(a, b, c)")
@example(HEAD + b"s = join_schedules([s, *s], [1])\njoin_schedules([s] * 9**9, [1] * -1)")
@example(HEAD + b"join_schedules(*a, **b)\njoin_schedules()\njoin_schedules([cosine_decay(1, 5), 5, x], 5)")
@example(b"# coding: utf-7\nx = '+2AA-'\n")
@example(b"# coding: unicode_escape\nx = '\\ud800'\n")
def test_any_bytes_at_all_are_schedules_or_one_sentence_with_a_place(data):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = found_or_refusal(data)
    if isinstance(found, str):
        assert PLACE.search(found)
        assert len(found) < 200
        assert len(found.splitlines()) == 1
        return
    for one in found:
        assert (one.schedule is None) == (one.problem is not None or bool(one.unknown))
        assert one.problem is None or (len(one.problem) < 250 and len(one.problem.splitlines()) == 1)


def test_names_that_double_forty_times_are_refused_at_once():
    joins = [f"s{n} = join_schedules([s{n - 1}, s{n - 1}], [1])" for n in range(1, 40)]
    lists = [f"l{n} = [*l{n - 1}, *l{n - 1}]" for n in range(1, 40)]
    sums = [f"n{n} = n{n - 1} + n{n - 1}" for n in range(1, 60)]
    lines = ["s0 = cosine_decay(1, 9)", "l0 = [s0]", "n0 = 1", *joins, *lists, *sums]
    roots = ["join_schedules([s39, s39], [1])", "join_schedules(l39, [1])", "step_decay(1, 1, n59)"]
    found = find_in(HEAD + "\n".join([*lines, *roots]).encode(), "train.py")
    assert [one.problem is None for one in found] == [False, False, True]
    assert found[2].schedule.step_size == 2**59


def test_python_s_warnings_about_somebody_s_file_are_not_printed():
    with warnings.catch_warnings(record=True) as printed:
        warnings.simplefilter("always")
        assert len(find_in(HEAD + rb"x = '\d'; step_decay(1, 1if 2else 3, 10)", "train.py")) == 1
    assert printed == []


def test_opening_a_file_runs_nothing_of_it(tmp_path):
    path = tmp_path / "train.py"
    made = tmp_path / "made"
    path.write_text(
        f"from mlx.optimizers import *\nx = step_decay(float(open({str(made)!r}, 'w').write('1')), 0.9, 10)\n"
    )
    assert len(find_schedules(path)) == 1
    assert not made.exists()


def refused(path) -> str:
    with pytest.raises(ScheduleError) as refusal:
        find_schedules(path)
    assert refusal.value.field is None
    return str(refusal.value)


def test_a_file_without_a_schedule_has_none(tmp_path):
    for text in ("", "x = 1\n", "import mlx.core as mx\n", "optim.step_decay(0.1, 0.9, 10)\n"):
        (tmp_path / "train.py").write_text(text)
        assert find_schedules(tmp_path / "train.py") == []


def test_what_is_no_file_is_refused_with_what_it_is(tmp_path):
    assert refused(tmp_path) == f"{tmp_path.name} is a folder; open a file in it"
    assert refused(tmp_path / "gone.py") == "gone.py can't be opened: it is not there"
    assert refused(tmp_path / "nul\0.py").endswith("can't be opened: its name is none")
    assert refused(tmp_path / ("x" * 300)).endswith("its name is too long")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither")
def test_pipes_devices_and_circles_are_refused_without_waiting_for_them(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    assert refused(tmp_path / "pipe.py") == "pipe.py is a device or a pipe, not a file"
    assert refused("/dev/zero") == "zero is a device or a pipe, not a file"
    assert refused(tmp_path / "loop.py") == "loop.py can't be opened: its links lead in a circle"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nobody keeps root from reading")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    (tmp_path / "train.py").touch(mode=0)
    assert refused(tmp_path / "train.py") == "train.py can't be opened: permission denied"


def test_a_hundred_megabytes_are_refused_unread(tmp_path):
    path = tmp_path / "huge.py"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert refused(path) == "huge.py has 100 MB; a script has at most 20 MB"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE)
    assert refused(path) == "huge.py has 20\u202f000 KB of code; at most 1000 KB are read"
