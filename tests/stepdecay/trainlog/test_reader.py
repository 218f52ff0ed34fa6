"""What is read out of training logs."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdecay import ScheduleError, read_log
from stepdecay.trainlog.reader import LogReader
from tests.stepdecay.helpers.logs import LORA, NEW, OLD, written

NAN = math.nan


def rows(log) -> list[tuple[float, ...]]:
    return list(zip(log.counts.tolist(), log.rates.tolist(), log.losses.tolist(), log.val_losses.tolist(), strict=True))


def same(found, expected) -> None:
    np.testing.assert_array_equal(np.array(found, np.float64), np.array(expected, np.float64))


@pytest.fixture
def read(tmp_path):
    return lambda text, name="run.log": written(tmp_path / name, text)


def test_mlx_lms_old_lines_among_others(read):
    log = read(OLD)
    assert log.unit == "iterations"
    same(
        rows(log),
        [(1, NAN, NAN, 2.48), (10, 9.91e-07, 2.363, NAN), (20, 1.981e-06, 1.508, NAN), (30, 2.971e-06, 1.252, NAN)],
    )


def test_mlx_lms_new_table_with_colours_and_a_progress_bar(read):
    same(rows(read(NEW)), [(1, NAN, NAN, 3.935), (5, NAN, 3.932, NAN), (10, NAN, 3.936, NAN)])


def test_mlx_lm_loras_lines_and_blocks(read):
    same(
        rows(read(LORA)),
        [(10, 1e-6, 0.693, NAN), (20, NAN, NAN, 0.662), (20, NAN, 0.512, NAN), (20, 9.9e-7, NAN, NAN)],
    )


def test_json_lines_of_mlx_lms_callback(read):
    lines = [
        {"iteration": 0, "val_loss": 3.935, "val_time": 0.02},
        {"iteration": 10, "train_loss": 3.5, "learning_rate": 1e-5, "tokens_per_second": 345.6},
    ]
    log = read("".join(json.dumps(line) + "\n" for line in lines), "run.jsonl")
    assert (log.unit, log.first) == ("iterations", 1)
    same(rows(log), [(0, NAN, NAN, 3.935), (10, 1e-5, 3.5, NAN)])


@pytest.mark.parametrize(
    "line",
    [
        '{"step": 7, "lr": 0.25, "loss": 2.5}',
        '{"train/loss": 2.5, "_step": 7, "train/learning_rate": 0.25, "note": "ok"}',
        '{"update": 7, "metrics": {"learning_rate": "2.5e-1", "loss": 2.5}}',
        "{'Step': 7, 'Loss': '2.5', 'Learning Rate': '2.5e-01'}",
    ],
)
def test_other_peoples_json(read, line):
    log = read(line + "\n")
    assert log.unit == "updates"
    same(rows(log), [(7, 0.25, 2.5, NAN)])


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("step,lr,loss\n7,0.25,2.5\n", "updates"),
        ("\ufeffIteration;Learning_Rate;Train_Loss\r\n7;0.25;2.5\r\n", "iterations"),
        ('"time"\t"Iter"\t"rate"\t"loss"\n"12:01"\t"7"\t"0.25"\t"2.5"\n', "iterations"),
        ("# my run\nglobal_step,train_loss,val_loss,lr\n7,2.5,,0.25\n", "updates"),
    ],
)
def test_tables_with_any_delimiter_and_order(read, text, unit):
    log = read(text, "run.csv")
    assert log.unit == unit
    same(rows(log), [(7, 0.25, 2.5, NAN)])


def test_a_table_whose_header_changes_on_the_way(read):
    log = read("step,lr,loss\n1,0.5,3\n2,0.25,2\nstep,loss,lr\n1,9,0.125\nstep,loss,lr\n2,8,0.0625\n")
    same(rows(log), [(1, 0.5, 3, NAN), (2, 0.25, 2, NAN), (1, 0.125, 9, NAN), (2, 0.0625, 8, NAN)])
    assert log.last_run == 2


@pytest.mark.parametrize("count", [3, 3000])
def test_a_cell_in_quotes_may_hold_what_parts_cells_and_its_row_is_read(read, count):
    notes = ["plain", '"a,b"', '"say ""a,b"", twice"', '""', ' "a,b"', 'a "b" c', '"a,b" and more']
    table = [f"{row},{notes[row % 7]},1e-{row % 9 + 1},2.5,{notes[row % 5]}" for row in range(1, count)]
    log = read("\n".join(['step,note,lr,loss,"more, or less"', *table, ""]), "run.csv")
    same(rows(log), [(row, float(f"1e-{row % 9 + 1}"), 2.5, NAN) for row in range(1, count)])
    assert log.unreadable == 0


@pytest.mark.parametrize("times", [1, 500])
def test_rows_that_can_not_be_read_are_counted_and_hide_no_other(read, times):
    good = ["5,1e-5,2.5,note", "6,,,", "# a comment", "", "7,1e-6,nan,", '{"step": 9, "lr": 1e-7, "loss": 1.5}']
    bad = [
        "4,1e-5,2.5,a,b",
        "8,none,2.5,note",
        "9,1e-5",
        "10,1e-5,2.5,a,b",
        '11,1e-5,"2,5",note',
        '12,"1e-5,2.5,note',
        "a,b,c,d",
    ]
    log = read("\n".join(["step,lr,loss,note", *(good + bad) * times, ""]), "run.csv")
    same(rows(log), [(5, 1e-5, 2.5, NAN), (7, 1e-6, NAN, NAN), (9, 1e-7, 1.5, NAN)] * times)
    assert log.unreadable == len(bad) * times


def test_each_header_says_how_many_cells_a_row_has(read):
    short, long = "{},1e-5,2.5,note\n", "{},1e-5,2.5,note,more\n"
    part = ["step,lr,loss,note\n", short, long] * 30 + ["step,lr,loss,note,more\n", short, long] * 30
    text = "".join(line.format(number) for number, line in enumerate(part, 10))
    log = read(text, "run.csv")
    same(log.counts, [number for number, line in enumerate(part, 10) if line == (short if number < 100 else long)])
    assert log.unreadable == 60


def test_a_last_row_without_its_end_is_counted_for_digits_may_be_missing(read):
    log = read("step,loss,lr\n5,2.5,1e-5\n6,2.5,1.58", "run.csv")
    same(rows(log), [(5, 1e-5, 2.5, NAN)])
    assert log.unreadable == 1


def test_lines_of_a_log_that_is_no_table_are_no_rows(read):
    assert read(OLD).unreadable == read(NEW).unreadable == read(LORA).unreadable == 0


def test_rows_from_zero_are_mlxs_steps(read):
    log = read('{"step": 0, "lr": 0.5}\n{"step": 1, "lr": 0.25}\n')
    from stepdecay import Run

    assert log.first == 0
    assert log.steps(Run(10)).tolist() == [0, 1]


@pytest.mark.parametrize(
    "damage",
    [
        b"\x00\x00\x00",
        b"\xff\xfe\xfa broken utf-8",
        b"Iter ten: Train loss two",
        b"Iter 15: Train loss 2.",
        b'{"iteration": 15, "train_loss": ',
        b"\x1b[",
        b"\x1b]0;title",
        b"x" * 3000,
        b"Iter 99999999999999999999999: Train loss nan, Learning Rate inf",
        b"1,2,3",
    ],
)
def test_damage_between_the_lines_hides_none_of_them(read, damage):
    log = read(OLD.encode() + damage + b"\n" + OLD.encode())
    kept = [row[0] for row in rows(log)]
    assert kept[:4] == [1, 10, 20, 30]
    assert kept[-4:] == [1, 10, 20, 30]


def test_a_half_line_at_the_end_waits_for_its_rest():
    reader = LogReader("run.log")
    reader.feed(OLD.encode()[:-1])
    assert reader.log().counts.tolist() == [1, 10, 20]
    reader.feed(b"\n")
    assert reader.log().counts.tolist() == [1, 10, 20, 30]


def test_what_was_read_before_is_not_moved_under_those_who_look_at_it():
    reader = LogReader("run.log")
    reader.feed(OLD.encode())
    before = reader.log()
    kept = rows(before)
    for _ in range(5):
        reader.feed(OLD.encode() * 700)
        assert len(reader.log()) > len(before)
    same(rows(before), kept)
    assert reader.log() is reader.log()


@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.sampled_from([OLD, NEW, LORA]))
def test_bytes_may_come_in_any_pieces(sizes, text):
    data = text.encode() * 3
    whole, pieces = LogReader("run.log"), LogReader("run.log")
    whole.feed(data)
    place = 0
    while place < len(data):
        for size in sizes:
            pieces.feed(data[place : place + size])
            place += size
    same(rows(pieces.log()), rows(whole.log()))


def test_nothing_that_is_known_is_a_sentence_that_names_what_is(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("dear diary\n")
    with pytest.raises(
        ScheduleError, match=r"notes.txt has no learning rates and no losses; what can be read is mlx-lm"
    ):
        read_log(path)
    with pytest.raises(ScheduleError, match=r"gone.log can't be opened"):
        read_log(tmp_path / "gone.log")


@pytest.mark.parametrize(("length", "is_read"), [(1_000_000, True), (1_000_001, False)])
def test_a_line_of_a_million_bytes_is_waited_for_to_its_end(length, is_read):
    reader = LogReader("run")
    reader.feed(b"Iter 10: Train loss 2.3, Learning Rate 1e-5".ljust(length))
    reader.feed(b"\n")
    assert (reader.log() is not None) is is_read


NUMBERS = st.one_of(
    st.floats(0, 1, allow_nan=False).map(repr),
    st.floats(1e-12, 1e3, allow_nan=False).map(lambda value: f"{value:.3e}"),
    st.floats(1e-12, 1e3, allow_nan=False).map(lambda value: f"{value:.6f}"),
    st.sampled_from(["nan", "NaN", "1e-05", "0.0", "-1.5", "1E+2", ".5", "12345678901234567890"]),
)


@given(st.lists(st.tuples(st.integers(0, 10**7), NUMBERS, NUMBERS), min_size=1, max_size=30), st.integers(0, 3))
def test_lines_that_are_read_together_say_what_each_says_alone(lines, kind):
    template = [
        "Iter {}: Train loss {}, Learning Rate {}, It/sec 1.2\n",
        '{{"iteration": {}, "train_loss": {}, "learning_rate": {}, "val_time": 1.25}}\n',
        "{},{},{}\n",
        "step {}: loss {} lr {}\n",
    ][kind]
    texts = [template.format(*line) for line in lines] * 8
    header = "iteration,train_loss,learning_rate\n" if kind == 2 else ""
    together, alone = LogReader("run"), []
    together.feed((header + "".join(texts)).encode())
    for text in texts[: len(lines)]:
        reader = LogReader("run")
        reader.feed((header + text).encode())
        alone += [] if reader.log() is None else rows(reader.log())
    found = [] if together.log() is None else rows(together.log())
    np.testing.assert_allclose(found, alone * 8, rtol=4e-16)
