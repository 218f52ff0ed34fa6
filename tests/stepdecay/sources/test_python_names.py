"""Which names in a call have a value in the text of the file, and which a person is asked for."""

from __future__ import annotations

import pytest

from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
from tests.stepdecay.helpers.source_files import found_in, only

STEP = StepDecay(0.1, 0.9, 10)


@pytest.mark.parametrize(
    ("above", "size"),
    [
        ("n = 10", 10),
        ("n: int = 10", 10),
        ("a, (b, n) = 1, (2, 10)", 10),
        ("a = n = 10", 10),
        ("m = 5\nn = m * 2", 10),
        ("m = 10\nn = m", 10),
        ("n = int(0.1 * 100)", 10),
        ("n = max(1, min(10, 99)) + round(0.4) - abs(-0)", 10),
        ("if x:\n    n = 10", 10),
        ("def g():\n    n = 3\nclass A:\n    n = 4\nn = 10\nfor m in [n for n in x]: pass", 10),
    ],
)
def test_a_name_bound_once_above_has_its_value(above, size):
    found = only(f"import mlx.optimizers as optim\n{above}\nlr = optim.step_decay(0.1, 0.9, n)\n")
    assert (found.schedule, found.unknown) == (StepDecay(0.1, 0.9, size), ())


@pytest.mark.parametrize(
    "above",
    [
        "n = 1\nn = 10",
        "n = 1\nn += 10",
        "for n in x: pass",
        "for a, (n, *b) in x: pass",
        "n = 1\nwith x as n: pass",
        "n = 1\ndel n",
        "n = 1\nimport n",
        "n = 1\nfrom a import b as n",
        "n = 1\ndef n(): pass",
        "n = 1\nclass n: pass",
        "n = 1\nif (n := 3): pass",
        "n = 1\nx = [n := y for y in z]",
        "n = 1\ntry: pass\nexcept E as n: pass",
        "n = 1\nmatch x:\n    case [n, *_]: pass",
        "n = 1\nmatch x:\n    case {**n}: pass",
        "n = 1\ndef g():\n    global n\n    n = 3",
        "n = 1\nfrom config import *",
        "*n, m = 1, 2",
        "n, m = x",
        "n: int",
        "class A:\n    n = 10",
        "def g():\n    n = 10",
        "",
        "n = len(x)",
        "n = x[0]",
        "n = x.y",
        "n = 1 if x else 2",
    ],
)
def test_a_name_whose_value_the_text_does_not_tell_is_asked_for(above):
    found = only(f"import mlx.optimizers as optim\n{above}\nlr = optim.step_decay(0.1, 0.9, n)\nn2 = 3\n")
    assert (found.schedule, found.problem, found.unknown) == (None, None, ("n",))
    assert found.computed == {"step_size": "n"}
    assert found.with_values({"n": 10}).schedule == STEP


def test_names_are_looked_up_in_the_scopes_that_python_looks_in():
    found = found_in(
        """\
        import mlx.optimizers as optim
        n = 1
        def f(lr, n=2):
            return optim.step_decay(0.1, 0.9, n)
        class A:
            n = 3
            size = optim.step_decay(0.1, 0.9, n)
            def g(self):
                return optim.step_decay(0.1, 0.9, n)
        def h():
            n = 4
            def k():
                return optim.step_decay(0.1, 0.9, n)
            return [optim.step_decay(0.1, 0.9, n) for n in x], lambda n: optim.step_decay(0.1, 0.9, n)
        def late():
            return optim.step_decay(0.1, 0.9, m)
        m = 5
        """
    )
    sizes = [one.schedule.step_size if one.schedule else one.unknown for one in found]
    assert sizes == [2, 3, 1, 4, ("n",), ("n",), ("m",)]
    assert found[0].defaults["n"][:2] == (2, 3)


def test_what_is_unknown_is_listed_as_it_is_written_and_asked_for_once():
    found = only(
        """\
        from mlx import optimizers as opt
        steps = args.epochs * len(loader)
        warm = int(0.1 * steps)
        lr = opt.join_schedules(
            [opt.linear_schedule(0, cfg["lr"], warm), opt.cosine_decay(cfg["lr"], steps - warm, 1e-6)], [warm])
        """
    )
    assert found.unknown == ('cfg["lr"]', "args.epochs", "len(loader)")
    assert found.computed == {
        "schedules[0].end": 'cfg["lr"]',
        "schedules[0].steps": "warm",
        "schedules[1].init": 'cfg["lr"]',
        "schedules[1].decay_steps": "steps - warm",
        "boundaries[0]": "warm",
    }
    some = found.with_values({"args.epochs": 5, 'cfg["lr"]': 1e-3})
    assert (some.schedule, some.problem, some.unknown) == (None, None, found.unknown)
    whole = some.with_values({"len(loader)": 20})
    assert whole.schedule == JoinSchedules([LinearSchedule(0, 1e-3, 10), CosineDecay(1e-3, 90, 1e-6)], [10])
    assert whole.with_values({"len(loader)": None}).schedule is None
    assert found.schedule is None


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("10", "n must be a number, got '10'"),
        (True, "n must be a number, got True"),
        (2.5, "step_size must be a whole number, got 2.5"),
        (0, "step_size must be at least 1, got 0"),
    ],
)
def test_a_value_that_fits_no_argument_is_a_problem_in_words(value, problem):
    found = only("import mlx.optimizers as optim\ndef f(n): return optim.step_decay(0.1, 0.9, n)")
    assert found.with_values({"n": value}).problem == problem


def test_a_function_that_is_no_longer_python_s_own_is_not_calculated():
    text = "from mlx.optimizers import *\n{}lr = step_decay(0.1, 0.9, int(9.5) + 1)\n"
    assert only(text.format("")).schedule == STEP
    assert only(text.format("def int(x): return x\n")).unknown == ("int(9.5)",)


def test_a_name_written_in_other_letters_that_python_takes_for_the_same_is_the_same():
    text = "from mlx.optimizers import *\nﬁn = 10\nlr = step_decay(0.1, 0.9, fin)\n"
    found = only(text)
    assert found.schedule == STEP
    assert found.replace(StepDecay(0.1, 0.9, 20)).decode() == text.replace("= 10", "= 20")
    used = text + "print(ﬁn)\n"
    assert only(used).replace(StepDecay(0.1, 0.9, 20)).decode() == used.replace(", fin)", ", 20)")
    asked = only("from mlx.optimizers import *\ndef f(ﬁn): return step_decay(0.1, 0.9, ﬁn)\n")
    assert asked.with_values({"ﬁn": 10}).schedule == STEP
