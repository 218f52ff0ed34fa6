"""What a name stands for at the place where it is used; Python itself says whether that is true."""

from __future__ import annotations

import ast
import contextlib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stepdecay.pyread.resolver import DottedPath, Resolver, accesses, lines_that_name, meaning
from stepdecay.pyread.text import PythonText


def resolver(text: str) -> Resolver:
    return Resolver(PythonText(text, ast.parse(text)))


def argument(names: Resolver, function: str = "see") -> ast.expr:
    """Return the last argument of the first call of a function."""
    calls = (node for node in ast.walk(names.module.source.tree) if isinstance(node, ast.Call))
    return next(call.args[-1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == function)


def told(text: str) -> object:
    """Return the number that a text binds `n` to where it says `see(n)`; None where it doesn't tell."""
    names = resolver(text)
    value = names.resolved(argument(names))
    return value.value if isinstance(value, ast.Constant) else None


@pytest.mark.parametrize(
    "text",
    [
        "n = 7\nsee(n)",
        "n: int = 7\nsee(n)",
        "m, (n, k) = 1, (7, 3)\nsee(n)",
        "m = n = 7\nsee(n)",
        "print(n := 7)\nsee(n)",
        "n = 7\ndef f():\n    see(n)",
        "def f():\n    n = 7\n    def g(): see(n)",
        "def f(n): pass\nn = 7\nsee(n)",
        "n = 7\nclass C:\n    n = 8\n    def f(self): see(n)",
        "n = 8\nclass C:\n    n = 7\n    see(n)",
        "n = 7\n[n for n in x]\nsee(n)",
        "n = 7\ndef f(m=see(n), n=8): pass",
        "n = 7\n[n for n in see(n)]",
        "n = 7\nfrom mlx.optimizers import *\nsee(n)",
        "from config import *\nn = 7\nsee(n)",
        "def f():\n    self.n = 7\ndef g():\n    see(self.n)",
        "self.m, self.n = 1, 7\nsee(self.n)",
        "def f():\n    global m\n    m = 1\nn = 7\nsee(n)",
    ],
)
def test_a_name_bound_once_above_is_told(text):
    assert told(text) == 7


@pytest.mark.parametrize(
    "text",
    [
        "see(n)",
        "see(n)\nn = 7",
        "n = 7\nn = 8\nsee(n)",
        "if x: n = 7\nelse: n = 8\nsee(n)",
        "n = 7\nn += 1\nsee(n)",
        "n = 7\ndel n\nsee(n)",
        "n = 7\nfor n in x: see(n)",
        "n = 7\nwith x as n: see(n)",
        "n = 7\nimport n\nsee(n)",
        "n = 7\nfrom config import *\nsee(n)",
        "n = 7\ndef f(n): see(n)",
        "n = 7\nf = lambda n: see(n)",
        "n = 7\n[see(n) for n in x]",
        "n = 7\ndef f():\n    global n\n    n = 8\nsee(n)",
        "def f():\n    n = 7\n    def g():\n        nonlocal n\n        n = 8\n    see(n)",
        "n = 7\nmatch x:\n    case [n]: see(n)",
        "def f():\n    n = 7\n    def g():\n        nonlocal n\n        see(n)",
        "k = 7\n[n := k for k in x]\nsee(n)",
        "[n := 7 for _ in x]\nsee(n)",
        "class C:\n    n = 7\n    def f(self): see(n)",
        "self.n = 7\nself.n = 8\nsee(self.n)",
        "self.n = 7\nsee(other.n)",
        "f().n = 7\nsee(f().n)",
    ],
)
def test_a_name_that_may_have_another_value_is_not_told(text):
    assert told(text) is None


SEE = "try: see({use}, {name})\nexcept NameError: pass"
HEADS = ["def f():", "def f(a):", "def f(b=3):", "class C:", "if True:", "if False:", "for a in [4, 5]:"]
LINES = ["a = 1", "b = 2", "a = b", "a, b = 7, 8", "a, b = b, a", "a = b = 9", "a += 1", "del a", "k = 3"]
LINES += ["print(b := 6)", "[a for a in [0, 5]]", "[(b := k) for k in [1, 2]]", "g = lambda a: a"]
LAST = {"def f():": "\nf()", "def f(a):": "\nf(10)", "def f(b=3):": "\nf()"}


def indented(head: str, body: list[str]) -> str:
    return "\n".join([head, *(f"    {line}" for part in body for line in part.split("\n"))]) + LAST.get(head, "")


STATEMENTS = st.recursive(
    st.sampled_from([*LINES, SEE.replace("{name}", "a"), SEE.replace("{name}", "b")]),
    lambda inner: st.builds(
        lambda head, first, body: indented(head, [*first, *body]),
        st.sampled_from(HEADS),
        st.sampled_from([[], [], ["global a"], ["nonlocal b"]]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(STATEMENTS, min_size=2, max_size=6))
@example(["b = 2", indented("class C:", ["b = 3", indented("def f():", [SEE.replace("{name}", "b")])])])
@example(["a = 1", indented("def f():", ["a = 2", SEE.replace("{name}", "a"), indented("def f():", ["nonlocal a"])])])
@example(["a = 1", indented("def f():", ["global a", "a = 2"]), SEE.replace("{name}", "a")])
def test_what_is_told_is_what_python_has(statements):
    text = "\n".join(statements)
    for use in range(text.count("{use}")):
        text = text.replace("{use}", str(use), 1)
    seen: dict[int, set[int]] = {}
    try:
        code = compile(text, "script", "exec")
    except SyntaxError:  # `nonlocal` in no function, `global a` where `a` is a parameter
        assume(False)
    with contextlib.suppress(NameError):
        exec(code, {"see": lambda use, value: seen.setdefault(use, set()).add(value), "print": bool})
    names = resolver(text)
    for node in ast.walk(names.module.source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "see":
            use, value = node.args[0], names.resolved(node.args[1])
            if isinstance(use, ast.Constant) and isinstance(value, ast.Constant):
                assert seen.get(use.value, set()) <= {value.value}


def test_a_name_stands_for_another_thing_at_another_place():
    text = "def f():\n    n = 1\n    one(n)\ndef g():\n    n = 2\n    two([\n        0,\n        n,\n    ][1])\ntop(n)"
    names = resolver(text)
    listed = argument(names, "two")
    assert isinstance(listed, ast.Subscript)
    assert isinstance(listed.value, ast.List)
    uses = [argument(names, "one"), listed.value.elts[1], argument(names, "top")]
    assert [names.bound(use) and names.bound(use).value.value for use in uses] == [1, 2, None]


def paths(text: str) -> list[DottedPath]:
    names = resolver(text)
    return list(names.paths(argument(names)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import mlx.optimizers as optim\nsee(optim.step_decay)", ["mlx.optimizers.step_decay"]),
        ("import mlx.optimizers\nsee(mlx.optimizers.step_decay)", ["mlx.optimizers.step_decay"]),
        ("from mlx.optimizers import step_decay as sd\nsee(sd)", ["mlx.optimizers.step_decay"]),
        ("from mlx.optimizers import *\nsee(step_decay)", ["mlx.optimizers.step_decay"]),
        ("import mlx.optimizers as o\na = o\nb = a.step_decay\nsee(b)", ["mlx.optimizers.step_decay"]),
        ("def f():\n    import optax\n    see(optax.adam)", ["optax.adam"]),
        ("def f():\n    import a as f\n    def g():\n        nonlocal f\n        see(f)", ["a"]),
        ("from . import optax\nsee(optax.adam)", []),
        ("def optax(): pass\nsee(optax.adam)", []),
        ("a = b\nb = a\nsee(b)", []),
        ("optax = x[0]\nsee(optax.adam)", []),
        ("try: from a import f\nexcept ImportError: from b import f\nsee(f)", ["b.f", "a.f"]),
        ("from a import f\nsee(f)\nfrom b import f", ["a.f", "b.f"]),
        ("see(f().adam)", []),
    ],
)
def test_a_function_is_known_through_imports_and_other_names(text, expected):
    assert [path for path, is_imported in paths(text) if is_imported] == expected


def test_a_name_that_nothing_binds_is_what_is_written():
    assert paths("see(torch.optim.SGD)") == [DottedPath("torch.optim.SGD", is_imported=False)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("import a as f\nimport b as f\nsee(f)\nimport c as f", 2),
        ("see(f)\nimport b as f\nimport c as f", 2),
        ("try: import a as f\nexcept ImportError: f = None\nsee(f)", 1),
        ("f = 1\nsee(f)", 1),
        ("f = 1\nf = 2\nsee(f)", None),
    ],
)
def test_the_definition_meant_is_the_nearest_above_else_the_first_below(text, line):
    names = resolver(text)
    node = argument(names)
    found = meaning(node, names.scope_of(node)).definition
    assert (found and found.node.lineno) == line


def test_functions_are_looked_for_under_all_names_that_a_text_gives_them():
    text = "from a import f as g\nx = 1\nh, k = g, 2\nm: int = h\nprint(x)\nm(3)\n# f\nff(2)"
    assert lines_that_name(["f"], resolver(text).module) == [1, 3, 4, 6, 7]


@pytest.mark.parametrize(
    ("change", "is_changed", "is_accessed"),
    [
        ("n.append(4)", True, True),
        ("n[0] = 4", True, True),
        ("del n[0]", True, True),
        ("def f():\n    n.sort()", True, True),
        ("n.index(3)", False, True),
        ("def f(n):\n    n.append(4)", False, False),
        ("m.append(n[0])", False, False),
    ],
)
def test_a_list_that_is_changed_in_place_is_no_longer_what_it_was_bound_as(change, is_changed, is_accessed):
    names = resolver(f"n = [1, 2]\n{change}\nsee(n)")
    use = argument(names)
    assert isinstance(names.unchanged(use), ast.Name if is_changed else ast.List)
    assert any(accesses(names.bound(use))) == is_accessed


def test_names_are_followed_to_the_last_one_that_the_text_tells():
    names = resolver("self.opt = make(1)\na = self.opt\nb = a\nsee(b)\nc = args.lr\nlook(c)")
    assert ast.unparse(names.resolved(argument(names))) == "make(1)"
    assert ast.unparse(names.resolved(argument(names, "look"))) == "args.lr"


def test_a_name_in_an_f_string_or_a_lambda_is_in_the_scope_it_stands_in():
    names = resolver('n = 1\ndef f():\n    n = 2\n    see(f"""\n    {n} {(lambda n: n)(3)}""")')
    shown = [node for node in ast.walk(argument(names)) if isinstance(node, ast.Name)]
    values = [binding.value.value if (binding := names.bound(node)) else None for node in shown]
    assert sorted(map(str, values)) == ["2", "None"]


def test_many_words_are_found_where_few_are():
    text = "lr = ﬁn  # n² lr\nñandú = 'x lr y'\nlr2 = lr_3 = x\n"
    few, many = (PythonText(text, ast.parse(text)) for _ in range(2))
    for index in range(200):
        many.lines_with(f"unused_{index}")
    words = ("lr", "lr2", "lr_3", "x", "fin", "ñandú", "and", "none")
    assert [many.lines_with(word) for word in words] == [few.lines_with(word) for word in words]
    assert many.lines_with("lr") == [1, 2]
