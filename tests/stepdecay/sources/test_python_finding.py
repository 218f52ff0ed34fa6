"""Which calls of a file are schedules, what they come to, and what the text leaves open."""

from __future__ import annotations

from textwrap import dedent

import pytest

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    StepDecay,
    find_schedules,
)
from stepdecay.sources.files import find_in
from tests.stepdecay.helpers.source_files import found_in, only

STEP = StepDecay(0.1, 0.9, 10)


@pytest.mark.parametrize(
    ("lines", "call"),
    [
        ("import mlx.optimizers as optim", "optim.step_decay"),
        ("import mlx.optimizers as optim", "optim.schedulers.step_decay"),
        ("from mlx import optimizers as opt", "opt.step_decay"),
        ("from mlx import nn, optimizers", "optimizers.step_decay"),
        ("from mlx.optimizers import step_decay", "step_decay"),
        ("from mlx.optimizers import Adam, step_decay as sd", "sd"),
        ("from mlx.optimizers import (\n    Adam,\n    step_decay,\n)", "step_decay"),
        ("import mlx.optimizers", "mlx.optimizers.step_decay"),
        ("import mlx.nn as nn, mlx.optimizers", "mlx.optimizers.schedulers.step_decay"),
        ("import mlx.optimizers.schedulers as s", "s.step_decay"),
        ("from mlx.optimizers import schedulers", "schedulers.step_decay"),
        ("from mlx.optimizers import schedulers as sch", "sch.step_decay"),
        ("from mlx.optimizers.schedulers import step_decay", "step_decay"),
        ("from mlx.optimizers.schedulers import *", "step_decay"),
        ("from mlx.optimizers import *", "step_decay"),
        ("from mlx.optimizers import *", "schedulers.step_decay"),
        ("import mlx.optimizers as optim\ndecay = optim.step_decay", "decay"),
        ("import mlx.optimizers as optim\ndecay = optim.step_decay\nfalls = decay", "falls"),
        ("import mlx.optimizers as optim\nsch = optim.schedulers", "sch.step_decay"),
        ("try:\n    import mlx.optimizers as optim\nexcept ImportError:\n    optim = None", "optim.step_decay"),
        ("import torch.optim as optim\nimport mlx.optimizers as optim", "optim.step_decay"),
    ],
)
def test_a_schedule_is_found_through_any_import(lines, call):
    assert only(f"{lines}\nlr = {call}(0.1, 0.9, 10)\n").schedule == STEP


@pytest.mark.parametrize(
    "text",
    [
        "import torch.optim as optim\nlr = optim.step_decay(0.1, 0.9, 10)  # not mlx",
        "import mlx.optimizers as optim\nimport torch.optim as optim\nlr = optim.step_decay(0.1, 0.9, 10)",
        "from .mlx.optimizers import step_decay\nlr = step_decay(0.1, 0.9, 10)",
        "from mlx.optimizers import *\ndef step_decay(*args): pass\nlr = step_decay(0.1, 0.9, 10)",
        "import mlx.optimizers as optim\ndef f(optim): return optim.step_decay(0.1, 0.9, 10)",
        "def f():\n    import mlx.optimizers as optim\nlr = optim.step_decay(0.1, 0.9, 10)",
        "import mlx.optimizers as optim\ntext = 'optim.step_decay(0.1, 0.9, 10)'  # optim.step_decay(1, 1, 1)",
        "import mlx.optimizers as optim\nlr = optim.step_decay\nmy.step_decay(0.1, 0.9, 10)",
    ],
)
def test_what_only_looks_like_mlx_s_is_left_alone(text):
    assert found_in(text) == []


def test_calls_are_found_wherever_code_may_stand():
    found = found_in(
        """\
        import mlx.optimizers as optim
        def make(lr=optim.step_decay(0.1, 0.9, 1)):
            def inner():
                return optim.step_decay(0.1, 0.9, 2)
            for n in range(3):
                if n: x = optim.step_decay(0.1, 0.9, 3)
                else: y = optim.step_decay(0.1, 0.9, 4); z = optim.step_decay(0.1, 0.9, 5)
            return inner
        @wrap(optim.step_decay(0.1, 0.9, 6))
        class A(B, key=optim.step_decay(0.1, 0.9, 7)):
            rate: object = optim.step_decay(0.1, 0.9, 8)
            def f(self):
                self.rate = optim.step_decay(0.1, 0.9, 9)
                with open(x) as file, g(optim.step_decay(0.1, 0.9, 10)) as h:
                    return [optim.step_decay(0.1, 0.9, 11) for x in (optim.step_decay(0.1, 0.9, 12),)]
        try: pass
        except E: optim.Adam(learning_rate=optim.step_decay(0.1, 0.9, 13))
        match x:
            case 1 if optim.step_decay(0.1, 0.9, 14): f(lambda s: optim.step_decay(0.1, 0.9, 15)(s))
        rates = {
            "a": optim.step_decay(0.1, 0.9, 16), **{"b": optim.step_decay(0.1, 0.9, 17)}}
        print(f"{optim.step_decay(0.1, 0.9, 18)}", (w := optim.step_decay(0.1, 0.9, 19)))
        """
    )
    assert [one.schedule.step_size for one in found] == list(range(1, 20))


def test_each_schedule_has_its_place_its_text_and_its_name():
    text = """\
    import mlx.optimizers as o

    ü = 'ü'; lr_schedule = o.step_decay(
      0.1, 0.9, 10)
    self.x, b = c = o.step_decay(1, 1, 1)
    """
    one, two = find_in(b"\xef\xbb\xbf" + dedent(text).replace("\n", "\r\n").encode(), "train.py")
    assert (one.line, one.column, one.names, one.run) == (3, 24, "lr_schedule", None)
    assert one.text == "o.step_decay(\r\n  0.1, 0.9, 10)"
    assert (two.line, two.column, two.names) == (5, 17, "self.x, b, c")


def test_pieces_that_a_listed_join_uses_are_part_of_it():
    found = found_in(
        """\
        import mlx.optimizers as optim
        lr, total, warm = 1e-3, 1_000, 10 * 10
        warmup = optim.linear_schedule(0, lr, warm)
        cosine = optim.cosine_decay(lr, total - warm)
        alone = optim.exponential_decay(lr, 0.999)
        both = [warmup, cosine]
        inner = optim.join_schedules(both, [warm])
        steps = (total, 2 * total, 3000)
        lr_schedule = optim.join_schedules(schedules=[inner, cosine] + [cosine] * 2, boundaries=steps)
        """
    )
    warmup, cosine = LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)
    inner = JoinSchedules([warmup, cosine], [100])
    assert [one.schedule for one in found] == [
        ExponentialDecay(1e-3, 0.999),
        JoinSchedules([inner, cosine, cosine, cosine], [1000, 2000, 3000]),
    ]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (
            "step_decay(0.1, decay_factor=0.9, step_size=10)",
            "step_decay(init, decay_rate, step_size) has no argument 'decay_factor'; decay_rate is probably meant",
        ),
        ("step_decay(args.lr, 0.9)", "step_decay(init, decay_rate, step_size) is missing step_size"),
        ("step_decay(args.lr, 0.9, 0)", "step_size must be at least 1, got 0"),
        (
            "step_decay(0.1, 10, 0.9)",
            "step_size must be a whole number, got 0.9; step_decay(0.1, 0.9, 10) is probably meant",
        ),
        ("step_decay('0.1', 0.9, 10)", "init: \"'0.1'\" is not a number"),
        ("step_decay(0.1, 0.9, 10 / 0)", "step_size: '10 / 0' divides by zero"),
        (
            "step_decay(*args)",
            "step_decay(init, decay_rate, step_size) can't be read with * or **; write each argument out",
        ),
        ("step_decay(0.1, 0.9, [1])", "step_size: '[1]' is not a number"),
        (
            "join_schedules([step_decay(0.1, x, 10), cosine_decay(0.1, 0)], [x])",
            "schedules[1]: decay_steps must be at least 1, got 0",
        ),
        (
            "join_schedules([step_decay(0.1, 1, 10), cosine_decay(0.1, x)], [x, 5])",
            "boundaries must be one fewer than the 2 schedules, got 2",
        ),
        (
            "join_schedules([step_decay(x, 1, 10)] * 3, [20, 10])",
            "boundaries[1] must be above the boundary before it, 20, got 10",
        ),
        (
            "join_schedules([make(), step_decay(0.1, 1, 10)], [5])",
            "schedules[0]: 'make()' is not a scheduler call that the text shows",
        ),
        ("join_schedules(pieces, [5])", "schedules must be a list that the text shows, got 'pieces'"),
        ("join_schedules([step_decay(0.1, 1, 10)] * n, [])", "schedules: 'n' is not a number"),
    ],
)
def test_a_call_that_mlx_would_refuse_is_found_with_what_is_wrong(call, problem):
    found = only(f"from mlx.optimizers import *\nlr = {call}\n")
    assert (found.schedule, found.problem) == (None, problem)


def test_pieces_of_a_join_that_cannot_be_read_are_still_part_of_it():
    found = only(
        """\
        from mlx.optimizers import *
        a = step_decay(0.1, 0.9, 10)
        b = [cosine_decay(0.1, 5)]
        lr = join_schedules([a, *b], milestones=[5])
        """
    )
    assert found.line == 4
    assert found.problem.endswith("; boundaries is probably meant")


def test_a_list_that_changes_after_it_is_bound_is_not_taken_for_what_it_was():
    found = only(
        """\
        from mlx.optimizers import *
        a = step_decay(0.1, 0.9, 10)
        pieces = [a]
        pieces.append(a)
        lr = join_schedules(pieces, [])
        """
    )
    assert found.problem == "pieces is changed after line 3"


def test_a_notebook_pasted_as_a_script_is_read_past_its_commands():
    text = """\
    %pip install mlx
    !ls \\
      -l é
    # %% cell
    import mlx.optimizers as optim
    if True:
        %time x
    lr = optim.step_decay(0.1, 0.9, 10)
    """
    text = dedent(text).replace("\n", "\r\n")
    (found,) = find_in(text.encode(), "train.py")
    assert (found.line, found.schedule) == (8, StepDecay(0.1, 0.9, 10))
    written = found.replace(StepDecay(0.1, 0.5, 10))
    assert written == text.replace("0.9", "0.5").encode()


def test_a_file_is_found_in_by_its_path(tmp_path):
    path = tmp_path / "train.py"
    path.write_bytes(b"import mlx.optimizers as optim\rlr = optim.step_decay(0.1, 0.9, 10)\r")
    for given in (path, str(path)):
        (found,) = find_schedules(given)
        assert (found.schedule, found.line, found.column) == (STEP, 2, 6)
