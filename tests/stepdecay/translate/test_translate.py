from __future__ import annotations

import dataclasses

import pytest

from stepdecay import (
    CosineDecay,
    ExponentialDecay,
    JoinSchedules,
    LinearSchedule,
    ScheduleError,
    StepDecay,
    Translation,
    find_translations,
)
from stepdecay.pyread.text import LARGEST_CODE

STEP = StepDecay(0.1, 0.5, 30)
ASKED = {"updates_per_epoch": 1, "lr": 0.1}


def only(text: str) -> Translation:
    [found] = find_translations(text)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "StepLR(opt, step_size=30, gamma=0.5)",
        "StepLR(optimizer=opt, step_size=30, gamma=0.5)",
        "lr_scheduler.StepLR(opt, 30, 0.5)",
        "optim.lr_scheduler.StepLR(opt, 30, 0.5)",
        "scheduler = torch.optim.lr_scheduler.StepLR(opt, 30, 0.5, last_epoch=-1, verbose=True)",
        "scheduler: object = StepLR(opt, 30, gamma=1 / 2)",
        "from torch.optim.lr_scheduler import StepLR\nStepLR(opt, 30, 0.5)",
        "from torch.optim.lr_scheduler import *\nStepLR(opt, 30, 0.5)",
        "from torch.optim.lr_scheduler import StepLR as Drops\nDrops(opt, 30, 0.5)",
        "from torch.optim import lr_scheduler as s\ns.StepLR(opt, 30, 0.5)",
        "import torch.optim as o\no.lr_scheduler.StepLR(opt, 30, 0.5)",
        "import torch\nStep = torch.optim.lr_scheduler.StepLR\nStep(opt, 30, 0.5)",
        "try:\n    from torch.optim.lr_scheduler import StepLR\nexcept E:\n    StepLR = None\nStepLR(opt, 30, 0.5)",
        "\n    StepLR(\n        opt,\n        step_size=30,  # epochs\n        gamma=.5,\n    )\n",
        "def train(opt):\n    StepLR(opt, 30, 0.5)",
    ],
)
def test_a_call_is_found_however_people_write_it(text):
    found = only(text)
    assert (found.name, found.unknown) == ("torch StepLR", ("lr", "updates_per_epoch"))
    assert found.with_values(ASKED).schedule == STEP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "step_decay(0.1, 0.9, 10)",
        "import mlx.optimizers as optim\noptim.join_schedules([optim.exponential_decay(0.1, 0.9)], [])",
        "exponential_decay(0.1, 100, 0.9)",
        "join_schedules([linear_schedule(0, 1, 10), linear_schedule(1, 0, 10)], [10])",
        "optim.linear_schedule(0, 1, 10)",
        "from mlx.optimizers import *\nexponential_decay(0.1, 0.9)",
        "from mlx.optimizers import join_schedules as optax_join_schedules\noptax_join_schedules([], [])",
        "import mlx.optimizers as optax\noptax.exponential_decay(0.1, 0.9)",
        "from stepdecay import CosineDecay\nCosineDecay(0.1, 100)",
        "from schedules import ExponentialDecay\nExponentialDecay(0.1, 100, 0.9)",
        "from .lr_scheduler import StepLR\nStepLR(opt, 30)",
        "class StepLR:\n    pass\nStepLR(opt, 30)",
        "def f(StepLR):\n    StepLR(opt, 30)",
        "self.StepLR(opt, 30)",
        "StepLR",
        "# StepLR(opt, 30)",
        "'StepLR(opt, 30)'",
        "paddle.optimizer.lr.StepLR(opt, 30)",
        "StepLR(opt, 30",
        "StepLR\0(opt, 30)",
    ],
)
def test_nothing_is_found_where_there_is_no_scheduler_of_another_framework(text):
    assert find_translations(text) == []


@pytest.mark.parametrize(
    "spelling",
    [
        "keras.optimizers.schedules.CosineDecay(0.1, 100)",
        "tf.keras.optimizers.schedules.CosineDecay(0.1, 100)",
        "tf.optimizers.schedules.CosineDecay(0.1, 100)",
        "schedules.CosineDecay(0.1, 100, name='cosine')",
        "CosineDecay(initial_learning_rate=1e-1, decay_steps=100)",
        "import tensorflow as tf\ntf.keras.optimizers.schedules.CosineDecay(0.1, 100)",
        "import tensorflow.keras as k\nk.optimizers.schedules.CosineDecay(0.1, 100)",
        "from tensorflow import keras\nkeras.optimizers.schedules.CosineDecay(0.1, 100)",
        "from keras.optimizers.schedules import CosineDecay as C\nC(0.1, 100)",
        "import keras\nkeras.optimizers.Adam(learning_rate=keras.optimizers.schedules.CosineDecay(0.1, 100))",
        "optax.cosine_decay_schedule(0.1, 100)",
        "cosine_decay_schedule(init_value=0.1, decay_steps=1e2)",
        "import optax as ox\nox.schedules.cosine_decay_schedule(0.1, 100)",
        "from optax import cosine_decay_schedule as c\nc(0.1, 100)",
    ],
)
def test_keras_and_optax_are_found_by_any_spelling(spelling):
    assert only(spelling).schedule == CosineDecay(0.1, 100)


def test_names_that_mlx_has_too_are_optax_s_where_the_text_imports_them_from_there():
    text = "from optax import exponential_decay\nexponential_decay(0.1, 10, 0.9, staircase=True)"
    assert only(text).schedule == StepDecay(0.1, 0.9, 10)


def test_a_place_is_counted_in_lines_and_characters_from_1():
    text = "\ufeff# é\r\nß = 'é'; x = StepLR(opt,\r\n  30)\r\n"
    found = only(text)
    assert (found.line, found.column) == (2, 14)
    assert found.text == "StepLR(opt,\n  30)"
    assert only("\ufeffé = StepLR(o, 3)").column == 5
    indented = only("    if x:\n        s = StepLR(o, 3)")
    assert (indented.line, indented.column, indented.text) == (2, 13, "StepLR(o, 3)")


def test_several_are_listed_in_the_order_of_the_text():
    text = "x = StepLR(o, 3)\ny = [CosineDecay(1, 2), optax.constant_schedule(3)]"
    assert [found.name for found in find_translations(text)] == [
        "torch StepLR",
        "keras CosineDecay",
        "optax constant_schedule",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SequentialLR(o, [ConstantLR(o, 0.1, 5), StepLR(o, 30, 0.5)], [5])",
        "w = ConstantLR(o, 0.1, 5)\nd = StepLR(o, 30, 0.5)\nSequentialLR(o, schedulers=[w, d], milestones=[5])",
        "parts = [ConstantLR(o, 0.1, 5), StepLR(o, 30, 0.5)]\nat = (5,)\nSequentialLR(o, parts, at)",
        "self.w = ConstantLR(o, 0.1, 5)\nself.d = StepLR(o, 30, 0.5)\nSequentialLR(o, [self.w, self.d], [5])",
    ],
)
def test_what_a_join_consists_of_is_not_listed_beside_it(text):
    warm, then = LinearSchedule(0.01, 0.01, 1), StepDecay(0.1, 0.5, 30)
    expected = JoinSchedules([warm, then], [5])
    assert only(text).with_values(ASKED).schedule == expected


def test_what_a_refused_join_consists_of_is_not_listed_either():
    assert only("w = StepLR(o, 3)\nChainedScheduler([w, ExponentialLR(o, 0.9)])").problem is not None
    assert only("w = StepLR(o, 3)\nSequentialLR(o, [w, unknown], [3])").name == "torch SequentialLR"
    assert only("w = StepLR(o, 3)\nSequentialLR(o, [w])").problem is not None


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("opt = torch.optim.SGD(net, lr=0.1)\nStepLR(opt, 30)", ()),
        ("opt = SGD(net, 0.1)\nStepLR(opt, 30)", ()),
        ("from torch import optim\nopt = optim.Adam(net, 0.1)\nStepLR(optimizer=opt, step_size=30)", ()),
        ("rate = 1e-1\nopt = AdamW(net, lr=rate)\nStepLR(opt, 30)", ()),
        ("self.opt = AdamW8bit(net, lr=0.1)\nStepLR(self.opt, 30)", ()),
        ("StepLR(SGD(net, lr=0.1), 30)", ()),
        ("opt = SGD(net)\nStepLR(opt, 30)", ("lr",)),
        ("opt = make(net, 0.1)\nStepLR(opt, 30)", ("lr",)),
        ("opt = Wrapped(net, 0.1)\nStepLR(opt, 30)", ("lr",)),
        ("opt = SGD(net, lr=0.1)\nopt = SGD(net, lr=0.2)\nStepLR(opt, 30)", ("lr",)),
        ("StepLR(opt, 30)\nopt = SGD(net, lr=0.1)", ("lr",)),
        ("def f(opt):\n    StepLR(opt, 30)\nopt = SGD(net, lr=0.1)", ("lr",)),
        ("opt = SGD(net, lr=args.lr)\nStepLR(opt, 30)", ("args.lr",)),
        ("opt = SGD(net, lr=base * world)\nStepLR(opt, 30)", ("base", "world")),
    ],
)
def test_the_optimizer_s_rate_is_asked_for_only_where_the_text_does_not_tell_it(text, unknown):
    found = only(text)
    assert found.unknown == (*unknown, "updates_per_epoch")
    told = found.with_values({"lr": 0.1, "args.lr": 0.1, "base": 0.05, "world": 2, "updates_per_epoch": 7})
    assert (told.unknown, told.schedule) == (found.unknown, StepDecay(0.1, 0.1, 210))


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("steps = 10 * 10\nCosineDecay(0.1, steps)", ()),
        ("a = 10\nb = a * 2\nCosineDecay(0.1, b * (a // 2))", ()),
        ("lr, steps = 0.1, 100\nCosineDecay(lr, steps)", ()),
        ("total = 1000\nCosineDecay(0.1, int(0.1 * total))", ()),
        ("def f():\n    n = 100\n    return CosineDecay(0.1, n)", ()),
        ("n = 100\nclass A:\n    def f(self):\n        return CosineDecay(0.1, n)", ()),
        ("n = 100\n[n for n in x]\nCosineDecay(0.1, n)", ()),
        ("def f(int): pass\nCosineDecay(0.1, int(100))", ()),
        ("steps = 100\nfrom config import *\nCosineDecay(0.1, steps)", ("steps",)),
        ("CosineDecay(0.1, steps)", ("steps",)),
        ("CosineDecay(args.lr, args.steps)", ("args.lr", "args.steps")),
        ("CosineDecay(config['lr'], len(data) * 2)", ("config['lr']", "len(data)")),
        ("CosineDecay(a - b, a + b)", ("a", "b")),
        ("steps = len(data)\nCosineDecay(0.1, steps)", ("steps",)),
        ("steps = 10\nsteps += 90\nCosineDecay(0.1, steps)", ("steps",)),
        ("steps = 10\nfor steps in x: pass\nCosineDecay(0.1, steps)", ("steps",)),
        ("steps = 10\ndef f(steps):\n    CosineDecay(0.1, steps)", ("steps",)),
        ("def g():\n    steps = 10\ndef f():\n    CosineDecay(0.1, steps)", ("steps",)),
        ("class A:\n    steps = 10\n    def f():\n        CosineDecay(0.1, steps)", ("steps",)),
        ("def g():\n    global steps\n    steps = 10\nCosineDecay(0.1, steps)", ("steps",)),
        ("CosineDecay(0.1, steps)\nsteps = 10", ("steps",)),
        ("import steps\nCosineDecay(0.1, steps)", ("steps",)),
        ("def int(x): return 7\nCosineDecay(0.1, int(9))", ("int(9)",)),
    ],
)
def test_a_name_is_asked_for_only_where_the_text_does_not_tell_its_value(text, unknown):
    found = only(text)
    assert found.unknown == unknown
    assert found.problem is None
    assert (found.schedule is None) == bool(unknown)
    if not unknown:
        assert found.schedule == CosineDecay(0.1, 100)


def test_numbers_can_be_given_one_after_the_other():
    found = only("StepLR(opt, args.epochs, 0.5)")
    assert found.unknown == ("lr", "args.epochs", "updates_per_epoch")
    one = found.with_values({"args.epochs": 3.0})
    assert (one.values, one.schedule) == ({"args.epochs": 3.0}, None)
    all_given = one.with_values({"lr": 0.1, "updates_per_epoch": 10, "nobody": 1})
    assert (all_given.unknown, all_given.schedule) == (found.unknown, STEP)
    assert all_given.values == {"lr": 0.1, "args.epochs": 3.0, "updates_per_epoch": 10}
    assert all_given.with_values({"lr": None}) == found.with_values({"args.epochs": 3.0, "updates_per_epoch": 10})
    assert (found.values, found.schedule) == ({}, None)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"updates_per_epoch": 0}, "torch StepLR: updates_per_epoch must be at least 1, got 0"),
        ({"updates_per_epoch": 2.5}, "torch StepLR: updates_per_epoch must be a whole number, got 2.5"),
        ({"updates_per_epoch": float("nan")}, "torch StepLR: updates_per_epoch must be a whole number, got nan"),
        ({"updates_per_epoch": "7"}, "torch StepLR: updates_per_epoch must be a number, got '7'"),
        (
            {"updates_per_epoch": 2**62},
            "torch StepLR: step_size must be at most 9223372036854775807, got 1383505805528",
        ),
        ({"lr": -0.1}, "torch StepLR: lr must be a number above 0, got -0.1"),
        ({"lr": float("inf")}, "torch StepLR: lr must be finite in float32 (below 3.4028235e38), got inf"),
    ],
)
def test_a_number_that_does_not_fit_is_a_problem_in_words_and_can_be_given_again(values, problem):
    found = only("StepLR(opt, 30, 0.5)").with_values({**ASKED, **values})
    assert found.problem is not None
    assert found.problem.startswith(problem)
    assert (found.schedule, found.unknown) == (None, ("lr", "updates_per_epoch"))
    assert found.with_values(ASKED).schedule == STEP


def test_a_number_of_the_text_s_own_is_not_taken_for_the_updates_per_epoch():
    found = only("StepLR(opt, 3 * updates_per_epoch, 0.5)")
    assert found.unknown == ("lr", "updates_per_epoch", "updates_per_scheduler_step")
    told = found.with_values({"lr": 0.1, "updates_per_epoch": 10, "updates_per_scheduler_step": 1})
    assert told.schedule == STEP


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("StepLR(o, 3)", "give 1 update per epoch if the script calls it after every update"),
        ("CosineAnnealingLR(o, 3)", "torch rises again after T_max; MLX holds eta_min"),
        ("CosineAnnealingLR(o, 3)", "torch keeps a rate for a whole epoch"),
        ("LinearLR(o)", "torch keeps a rate for a whole epoch"),
        ("SequentialLR(o, [LinearLR(o), CosineAnnealingLR(o, 3)], [5])", "torch rises again"),
        ("ExponentialDecay(0.1, 100, 0.9)", "float32"),
        ("optax.exponential_decay(0.1, 100, 0.9)", "float32"),
        ("CosineDecay(0.1, 100, alpha=0.1)", "keras takes alpha as a fraction"),
        ("cosine_decay_schedule(0.1, 100, alpha=0.1)", "optax takes alpha as a fraction"),
        ("PiecewiseConstantDecay([1], [2, 3])", "each boundary is 1 higher here"),
        ("warmup_cosine_decay_schedule(0, 1, 10, 100)", "optax counts the warm-up in decay_steps"),
        ("piecewise_constant_schedule(0.1, {10: 0.5})", "optax multiplies"),
    ],
)
def test_where_the_meanings_differ_a_note_says_so(text, note):
    assert any(note in sentence for sentence in only(text).notes)


@pytest.mark.parametrize(
    "text",
    ["ExponentialDecay(0.1, 100, 0.9, True)", "CosineDecay(0.1, 100)", "optax.linear_schedule(0, 1, 10)"],
)
def test_there_is_no_note_where_the_meanings_are_the_same(text):
    assert only(text).notes == ()


def test_a_translation_is_a_value():
    found = only("CosineDecay(0.1, 100)")
    assert found == only("CosineDecay(0.1, 100)")
    assert len({found, only("CosineDecay(0.1, 100)")}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.line = 2
    assert "function" not in repr(found)


def test_products_are_what_their_digits_say():
    assert only("MultiStepLR(SGD(n, lr=0.1), [1, 2], 0.1)").with_values({"updates_per_epoch": 1}).schedule == (
        JoinSchedules([LinearSchedule(rate, rate, 1) for rate in (0.1, 0.01, 0.001)], [1, 2])
    )
    assert only("ExponentialDecay(0.1, 2, 0.81)").schedule == ExponentialDecay(0.1, 0.9)


def test_a_text_up_to_the_limit_of_code_is_translated_and_not_a_byte_more():
    text = "StepLR(opt, step_size=30, gamma=0.5)\n#".ljust(LARGEST_CODE, "-")
    assert [found.name for found in find_translations(text)] == ["torch StepLR"]
    with pytest.raises(ScheduleError) as caught:
        find_translations(text + "-")
    assert str(caught.value) == "the text has 1001 KB of code; at most 1000 KB are read"
