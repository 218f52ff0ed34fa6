"""Other numbers in somebody's file: where they are written, how, and what a person is told before."""

from __future__ import annotations

from textwrap import dedent

import pytest

from stepdecay import CosineDecay, ExponentialDecay, JoinSchedules, LinearSchedule, ScheduleError, StepDecay, rates
from stepdecay.sources.files import find_in

WARMUP_COSINE = """\
    import mlx.optimizers as optim

    warmup = optim.linear_schedule(0, 1e-3, 100)
    cosine = optim.cosine_decay(1e-3, 900)
    lr_schedule = optim.join_schedules([warmup, cosine], [100])
    """


def replaced(text: str, schedule, *, index=0, values=(), freed=()) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    """The lines that differ, before and after, and what a person is told."""
    data = dedent(text).encode()
    found = find_in(data, "train.py")[index].with_values(dict(values))
    for path in freed:
        found = found.freed(path)
    written = found.replace(schedule)
    assert find_in(written, "train.py")[index].with_values(dict(values)).schedule == schedule
    before, after = data.decode().split("\n"), written.decode().split("\n")
    return [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]], found.notes(schedule)


def new_lines(text: str, schedule, **options) -> list[str]:
    return [after for _, after in replaced(text, schedule, **options)[0]]


def test_dragging_the_boundary_of_a_named_warmup_and_cosine_changes_three_numbers_and_no_other_byte(tmp_path):
    data = dedent(WARMUP_COSINE).encode()
    (found,) = find_in(data, "train.py")
    new = JoinSchedules([LinearSchedule(0, 1e-3, 150), CosineDecay(1e-3, 850)], [150])
    written = found.replace(new)
    assert written == data.replace(b"100)", b"150)").replace(b"[100]", b"[150]").replace(b"900", b"850")
    assert found.notes(new) == ()
    space: dict = {}
    exec(written, space)
    import mlx.core as mx

    steps = range(1200)
    made = space["lr_schedule"](mx.array(list(steps), dtype=mx.uint64))
    assert rates(new, steps).tobytes() == memoryview(made).tobytes()


def test_the_same_schedule_gives_the_same_bytes():
    data = dedent(WARMUP_COSINE).encode()
    (found,) = find_in(data, "train.py")
    assert found.replace(found.schedule) == data


@pytest.mark.parametrize(
    ("call", "schedule", "written"),
    [
        ("step_decay(1e-1, 0.9, 10)", StepDecay(0.1, 0.9, 20), "step_decay(1e-1, 0.9, 20)"),
        ("step_decay(1e-1, 0.9, 1_000)", StepDecay(0.1, 0.9, 2500), "step_decay(1e-1, 0.9, 2_500)"),
        ("step_decay(1, 2, 4 * 190)", StepDecay(1, 3, 800), "step_decay(1, 3.0, 800)"),
        ("step_decay(1, 2, 4 * 190)", StepDecay(1e-5, 2, 760), "step_decay(1e-5, 2.0, 4 * 190)"),
        ("step_decay(step_size=9,init=.1,decay_rate=1)", StepDecay(0.1, 0, 9),
         "step_decay(step_size=9,init=.1,decay_rate=0.0)"),
        ("step_decay((0.1), (-(-10) / 20), (10))", StepDecay(0.2, 0.25, 5), "step_decay((0.2), (0.25), (5))"),
        ("linear_schedule(0, 1e-3, 100)", LinearSchedule(1e-7, 1e-3, 100), "linear_schedule(1e-7, 1e-3, 100)"),
        ("cosine_decay(1e-3, 900)", CosineDecay(1e-3, 900, 1e-5), "cosine_decay(1e-3, 900, 1e-5)"),
        ("cosine_decay(1e-3, (900) , )", CosineDecay(1e-3, 900, 1e-5), "cosine_decay(1e-3, (900), 1e-5 , )"),
        ("cosine_decay(1, decay_steps=9)", CosineDecay(1, 9, 1e-5), "cosine_decay(1, decay_steps=9, end=1e-5)"),
        ("cosine_decay(decay_steps=9, init=1)", CosineDecay(1, 9, 0.5), "cosine_decay(decay_steps=9, init=1, end=0.5)"),
        ("cosine_decay(1e-3, 900, end=1e-5)", CosineDecay(1e-3, 900), "cosine_decay(1e-3, 900, end=0.0)"),
        ("cosine_decay(1e-3, int(0.5 * 900), 0)", CosineDecay(1e-3, 451), "cosine_decay(1e-3, 451, 0)"),
    ],
)  # fmt: skip
def test_only_the_texts_of_the_arguments_that_changed_are_written(call, schedule, written):
    assert new_lines(f"from mlx.optimizers import *\nlr = {call}\n", schedule) == [f"lr = {written}"]


def test_comments_and_layout_inside_a_call_stay():
    text = """\
        from mlx.optimizers import cosine_decay
        lr = cosine_decay(  # the decay (long)
            1e-3,           # peak, 0.1)
            # how long
            ( 9_00          # updates ),
            )  # here
            ,  # end?
        )
        """
    data = dedent(text).encode()
    written = find_in(data, "train.py")[0].replace(CosineDecay(2e-3, 1900, 1e-5))
    expected = data.replace(b"1e-3,", b"0.002,").replace(b"9_00", b"1_900").replace(b"    )  #", b"    ), 1e-5  #")
    assert written == expected


NAMED = """\
    import mlx.optimizers as optim
    peak, total = 1e-3, 1_000  # both
    warmup_steps = 100
    warmup = optim.linear_schedule(0, peak, warmup_steps)
    cosine = optim.cosine_decay(peak, total - warmup_steps)
    lr_schedule = optim.join_schedules([warmup, cosine], [warmup_steps])
    """


def named(peak=1e-3, steps=100, rest=900, boundary=100, cosine_peak=None) -> JoinSchedules:
    cosine = CosineDecay(peak if cosine_peak is None else cosine_peak, rest)
    return JoinSchedules([LinearSchedule(0, peak, steps), cosine], [boundary])


MOVED = named(steps=150, boundary=150, rest=850)


def test_a_name_for_a_number_is_changed_where_it_is_bound_and_all_that_is_calculated_from_it_follows():
    assert replaced(NAMED, MOVED) == (
        [("warmup_steps = 100", "warmup_steps = 150")],
        (),
    )
    assert new_lines(NAMED, named(peak=0.5)) == ["peak, total = 0.5, 1_000  # both"]
    chain = NAMED.replace("warmup_steps = 100", "w = 0b1100100; warmup_steps = w")
    assert new_lines(chain, MOVED) == ["w = 150; warmup_steps = w"]


def test_a_name_that_would_change_another_argument_too_is_left_and_the_number_written_at_the_call():
    lines, notes = replaced(NAMED, named(steps=150, boundary=150))
    assert [after for _, after in lines] == [
        "warmup = optim.linear_schedule(0, peak, 150)",
        "lr_schedule = optim.join_schedules([warmup, cosine], [150])",
    ]
    assert notes == (
        "warmup_steps (line 3) goes into other arguments too, so 150 is written at the call in line 4",
        "warmup_steps (line 3) goes into other arguments too, so 150 is written at the call in line 6",
    )
    assert new_lines(NAMED, named(peak=0.5, cosine_peak=1e-3)) == [
        "warmup = optim.linear_schedule(0, 0.5, warmup_steps)"
    ]


@pytest.mark.parametrize(
    "use",
    [
        "print(warmup_steps)",
        "text = f'{warmup_steps}'",
        "def f(): return warmup_steps",
        "x = y = warmup_steps",
        "a = [warmup_steps]",
        "other = optim.cosine_decay(1, warmup_steps)",
        "third = optim.join_schedules([warmup, warmup], [9])",
        "x = optim.step_decay(f(warmup_steps), 1, 1)",
    ],
)
def test_a_name_that_is_used_elsewhere_keeps_its_value_there(use):
    text = f"{NAMED.rstrip()}\n    {use}\n"
    data = dedent(text).encode()
    found, *others = find_in(data, "train.py")
    written = found.replace(MOVED)
    again, *other_again = find_in(written, "train.py")
    assert again.schedule == MOVED
    assert [(one.schedule, one.unknown) for one in other_again] == [(one.schedule, one.unknown) for one in others]
    assert b"warmup_steps = 100\n" in written
    assert any("is used elsewhere too" in note for note in found.notes(MOVED))


def test_a_name_bound_to_more_than_its_own_text_is_left():
    lines = new_lines(NAMED.replace("warmup_steps = 100", "n = warmup_steps = 100"), MOVED)
    assert lines[0] == "warmup = optim.linear_schedule(0, peak, 150)"
    text = "from mlx.optimizers import *\nclass A:\n    n = 10\n    lr = step_decay(0.1, 0.9, n)\nprint(A.n)\n"
    lines, notes = replaced(text, StepDecay(0.1, 0.9, 20))
    assert lines == [("    lr = step_decay(0.1, 0.9, n)", "    lr = step_decay(0.1, 0.9, 20)")]
    assert notes == ("n (line 3) is used elsewhere too, so 20 is written at the call in line 4",)


COMPUTED = """\
    from mlx.optimizers import step_decay
    rate = 0.9
    def make(args, loader):
        return step_decay(args.lr, rate, 10 * len(loader))
    """
GIVEN = {"args.lr": 0.1, "len(loader)": 5}


def test_what_is_computed_stays_and_what_is_not_is_changed():
    assert new_lines(COMPUTED, StepDecay(0.1, 0.5, 50), values=GIVEN) == ["rate = 0.5"]


def test_a_computed_argument_is_not_overwritten_unless_that_is_wanted():
    with pytest.raises(ScheduleError, match=r"^init is computed from args\.lr in line 4; choose to write it"):
        replaced(COMPUTED, StepDecay(0.2, 0.9, 50), values=GIVEN)
    lines, notes = replaced(COMPUTED, StepDecay(0.2, 0.9, 50), values=GIVEN, freed=["init"])
    assert lines[0][1] == "    return step_decay(0.2, rate, 10 * len(loader))"
    assert notes == ("args.lr (line 4) is written as 0.2",)
    assert new_lines(COMPUTED, StepDecay(0.1, 0.9, 50), values=GIVEN, freed=["step_size"]) == [
        "    return step_decay(args.lr, rate, 50)"
    ]


def test_what_is_freed_is_no_longer_computed():
    (found,) = find_in(dedent(COMPUTED).encode(), "train.py")
    assert found.computed == {"init": "args.lr", "step_size": "10 * len(loader)"}
    freed = found.with_values(GIVEN).freed("init")
    assert freed.computed == {"step_size": "10 * len(loader)"}
    assert freed.with_values({"args.lr": 1}).computed == freed.computed


def test_a_schedule_that_is_not_known_cannot_be_replaced():
    (found,) = find_in(dedent(COMPUTED).encode(), "train.py")
    with pytest.raises(ScheduleError, match=r"does not tell what these stand for: len\(loader\)"):
        found.with_values({"args.lr": 0.1}).replace(StepDecay(0.1, 0.9, 10))
    (wrong,) = find_in(b"from mlx.optimizers import *\nlr = step_decay(0.1, 0.9, 0)\n", "train.py")
    with pytest.raises(ScheduleError, match="step_size must be at least 1, got 0"):
        wrong.replace(StepDecay(0.1, 0.9, 10))


def test_other_schedules_and_everything_around_stay_the_same_bytes():
    text = (
        "# coding: latin-1\r\nimport mlx.optimizers as optim\ré = 'é'; a = optim.exponential_decay(0.1, .9)\n"
        "b = optim.step_decay(1e-1, 0.9, 10) # ß\r\n\x0cc = optim.step_decay(1e-1, 0.9, 10)"
    )
    first, second, third = find_in(text.encode("latin-1"), "train.py")
    assert (first.line, first.column, second.line, third.line, third.column) == (3, 14, 4, 5, 6)
    written = second.replace(StepDecay(0.1, 0.9, 12))
    assert written.decode("latin-1") == text.replace("0.9, 10) # ß", "0.9, 12) # ß")
    written = first.replace(ExponentialDecay(0.2, 0.9))
    assert written.decode("latin-1") == text.replace("0.1, .9", "0.2, .9")


@pytest.mark.parametrize("encoding", ["iso-2022-jp", "euc-jp", "shift_jis", "gb18030", "utf-7"])
def test_an_encoding_with_states_and_long_characters_keeps_its_bytes(encoding):
    text = f"# coding: {encoding}\nfrom mlx.optimizers import *\nx = '日本'; lr = step_decay(0.1, 0.9, 10)  # 日\n"
    (found,) = find_in(text.encode(encoding), "train.py")
    assert (found.schedule, found.column) == (StepDecay(0.1, 0.9, 10), 16)
    assert found.replace(StepDecay(0.1, 0.9, 20)) == text.replace("0.9, 10", "0.9, 20").encode(encoding)


def test_bytes_that_no_encoder_writes_are_never_changed_to_those_it_does():
    text = b"# coding: utf-7\nfrom mlx.optimizers import *\n# +AGE-\nlr = step_decay(0.1, 0.9, 10)\n"
    (found,) = find_in(text, "train.py")
    with pytest.raises(ScheduleError, match="can't be kept"):
        found.replace(StepDecay(0.1, 0.9, 20))
