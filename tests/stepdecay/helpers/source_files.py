"""Python files that hypothesis writes around a schedule, and where in them each number stands."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from hypothesis import assume, settings
from hypothesis import strategies as st

from stepdecay import Found
from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kinds import JoinSchedules, Schedule
from stepdecay.schedule.structure import argument_name, with_argument
from stepdecay.schedule.structure import arguments as paths_of
from stepdecay.sources.files import find_in
from tests.stepdecay.helpers.cases import decay_rates, ends, inits, lengths
from tests.stepdecay.helpers.slotted import Slot, Slotted

PROOFS = 2_000 if settings().max_examples > 1_000 else 200
"""How many files a proof needs: overnight, and on every run."""

IMPORTS = {
    "import mlx.optimizers as optim": "optim.{}",
    "from mlx import optimizers as opt": "opt.{}",
    "import mlx.optimizers, os": "mlx.optimizers.{}",
    "import mlx.optimizers as optim  # the whole": "optim.schedulers.{}",
    "import mlx.optimizers.schedulers as s": "s.{}",
    "from mlx.optimizers import schedulers": "schedulers.{}",
    "from mlx.optimizers.schedulers import *": "{}",
    "from mlx.optimizers import (\n    step_decay as my_step_decay,\n    exponential_decay as my_exponential_decay,\n"
    "    cosine_decay as my_cosine_decay, linear_schedule as my_linear_schedule,\n"
    "    join_schedules as my_join_schedules,  # all\n)": "my_{}",
}
ENCODINGS = {
    "": ("utf-8", "é日😀"),
    "\ufeff": ("utf-8", "é日😀"),
    "# -*- coding: utf-8 -*-\n": ("utf-8", "é日😀"),
    "#!/usr/bin/env python\n# -*- coding: latin-1 -*-\n": ("latin-1", "éß\x85\xa0"),
    "# vim: set fileencoding=cp1252 :\n": ("cp1252", "é€"),
    "# coding=shift_jis\n": ("shift_jis", "日表ソ"),
}
AROUND = [
    "# {}\n",
    '"""optim.step_decay(0.1, 0.9, 10) {}"""\n',
    "def loss(x, lr=0.1):\n\tif x:\n\t\treturn x  # {}\n\treturn [x,\n  lr]\n",
    "text = f'{{1 + 1}} step_decay {}'\n",
    "\f\nclass Model:  # join_schedules\n    init = 3\n",
    "for n in range(3): total = n; continue\n",
    "\n\n",
    "x = 5; y = '''\n  step_decay(1, 2, 3) {}\n'''\n",
]
GAPS = ["", "", " ", "  ", "\n", "\n\t  ", "  # {}, )(\n", " \\\n", "\f"]


def found_in(text: str) -> list[Found]:
    return find_in(dedent(text).encode(), "train.py")


def only(text: str) -> Found:
    (found,) = found_in(text)
    return found


@dataclass
class Script(Slotted):
    """A file: its texts and slots in their order."""

    schedule: Schedule
    parts: list[str | Slot]
    encoding: str
    mark: bytes
    values: dict[str, float]
    fixed: set[str]
    """The paths of the arguments that are computed from unknown names."""


class Writer:
    """Writes one file, each choice drawn."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], with_unknown: bool) -> None:
        self.draw = draw
        self.modes = ["here", "here", "here", "named", "shared", *(["unknown"] if with_unknown else [])]
        self.header = draw(st.sampled_from(list(ENCODINGS)))
        self.encoding, self.letters = ENCODINGS[self.header]
        self.line, self.spelling = draw(st.sampled_from(list(IMPORTS.items())))
        self.numbers = itertools.count()
        self.bindings: list[list[str | Slot]] = []
        self.values: dict[str, float] = {}
        self.fixed: set[str] = set()

    def choose(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def letter(self) -> str:
        return self.choose(*self.letters, "a")

    def gap(self) -> str:
        return self.choose(*GAPS).format(self.letter())

    def named(self, expression: list[str | Slot]) -> str:
        name = f"name{next(self.numbers)}"
        note = self.choose("", ": object")
        self.bindings.append([f"{name}{note} =", " ", *expression, self.choose("", ";", f"  # {self.letter()}"), "\n"])
        return name

    def number(self, path: str, value: float) -> list[str | Slot]:
        text = self.choose(*spellings(value, may_be_whole=argument_name(path) != "decay_rate" or value <= 1))
        mode = self.choose(*self.modes)
        if mode == "named":
            return [self.named([Slot(path, text)])]
        if mode == "shared":
            name = self.named([text])
            self.bindings.append([f"seen_{name} = [{name}]\n"])
            return [Slot(path, name)]
        if mode == "unknown":
            name = f"args.n{next(self.numbers)}"
            self.values[name] = value
            self.fixed.add(path)
            return [name]
        return ["(", Slot(path, text), self.gap(), ")"] if self.choose(False, False, True) else [Slot(path, text)]

    def call(self, name: str, arguments: dict[str, list[str | Slot]], tail: list[str | Slot]) -> list[str | Slot]:
        first = self.draw(st.integers(0, len(arguments)))
        items = [(None if at < first else key, parts) for at, (key, parts) in enumerate(arguments.items())]
        if first < len(items) and self.choose(False, True):
            items = items[:first] + items[first:][::-1]
        written: list[str | Slot] = [self.spelling.format(name), self.choose("", " "), "("]
        for at, (key, parts) in enumerate(items):
            written += [*([","] if at else []), self.gap(), f"{key}{self.choose('', ' ')}=" if key else "", *parts]
            written += [*(tail if at == len(items) - 1 else []), self.gap()]
        return [*written, self.choose("", f",{self.gap()}"), ")"]

    def listed(self, items: list[list[str | Slot]]) -> list[str | Slot]:
        is_tuple = self.choose(False, False, True)
        written: list[str | Slot] = ["(" if is_tuple else "["]
        for at, item in enumerate(items):
            written += [*([","] if at else []), self.gap(), *item, self.gap()]
        must = is_tuple and len(items) == 1
        written += ["," if must or (items and self.choose(False, True)) else "", ")" if is_tuple else "]"]
        return [self.named(written)] if self.choose(False, False, False, True) else written

    def expression(self, schedule: Schedule, prefix: str = "") -> list[str | Slot]:
        name = schedule.function
        if isinstance(schedule, JoinSchedules):
            parts = []
            for index, piece in enumerate(schedule.schedules):
                inner = self.expression(piece, f"{prefix}schedules[{index}].")
                parts.append([self.named(inner)] if self.choose(False, True) else inner)
            steps = [self.number(f"{prefix}boundaries[{at}]", step) for at, step in enumerate(schedule.boundaries)]
            return self.call(name, {"schedules": self.listed(parts), "boundaries": self.listed(steps)}, [])
        values = {field.name: getattr(schedule, field.name) for field in dataclasses.fields(schedule)}
        tail: list[str | Slot] = []
        if name == "cosine_decay" and values["end"] == 0 and self.choose(False, True):
            del values["end"]
            tail = [Slot(f"{prefix}end", "")]
        return self.call(name, {key: self.number(prefix + key, value) for key, value in values.items()}, tail)

    def around(self) -> str:
        return "".join(self.choose(*AROUND).format(self.letter()) for _ in range(self.choose(0, 1, 2)))

    def script(self, schedule: Schedule) -> Script:
        root = self.expression(schedule)
        lines: list[list[str | Slot]] = [[self.line + "\n"], *self.bindings, ["lr_schedule = ", *root, "\n"]]
        if self.choose(False, True):
            inside = [["    " + self.line.replace("\n", "\n    ") + "\n"]] if "*" not in self.line else []
            lines = [
                *([] if inside else lines[:1]),
                ["def make(args):\n"], *inside,
                *[["    ", *line] for line in lines[1:-1]],
                ["    return ", *root, "\nlr_schedule = make(args)\n"],
            ]  # fmt: skip
        parts: list[str | Slot] = [self.header.lstrip("\ufeff"), arguments_line(self.values), self.around()]
        for line in lines:
            parts += [*line, self.around() if line[-1] == "\n" and line[0] != "    " else ""]
        parts += [self.around(), self.choose("", "# the end, without a line end")]
        ends = itertools.cycle(self.choose(["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]))
        turned = [part if isinstance(part, Slot) else re.sub("\n", lambda _: next(ends), part) for part in parts]
        mark = b"\xef\xbb\xbf" if self.header.startswith("\ufeff") else b""
        return Script(schedule, turned, self.encoding, mark, self.values, self.fixed)


def arguments_line(values: dict[str, float]) -> str:
    """A line that gives the unknown names their values when the file is run."""
    written = ", ".join(f"{name.partition('.')[2]}={value!r}" for name, value in values.items())
    return f"import types; args = types.SimpleNamespace({written})\n"


def spellings(value: float, may_be_whole: bool = True) -> list[str]:
    if isinstance(value, int):
        return [
            str(value),
            f"{value:_}",
            hex(value),
            f"{value - 1} + 1",
            f"{value} * 1",
            f"int({value})",
            f"max(1, {value})",
        ]
    whole = [str(int(value))] if may_be_whole and value == int(value) < 1e15 else []
    return [
        repr(value),
        float_literal(value),
        f"+{value!r}",
        f"{value!r} * 1",
        f"1*{value!r}",
        f"{value!r} - 0",
        *whole,
    ]


@st.composite
def scripts(draw, schedules: st.SearchStrategy[Schedule], with_unknown: bool = False) -> Script:
    return Writer(draw, with_unknown).script(draw(schedules))


@st.composite
def changes(draw, scripts: st.SearchStrategy[Script]) -> tuple[Script, Schedule]:
    """A file, and another schedule of the same pieces, which differs in some of the arguments that may."""
    script = draw(scripts)
    schedule = script.schedule
    for path in [path for path in paths_of(schedule) if path not in script.fixed and draw(st.booleans())]:
        name = argument_name(path)
        kind = {"init": inits, "end": ends, "decay_rate": decay_rates}.get(name, lengths)
        try:
            schedule = with_argument(schedule, path, draw(kind))
        except ValueError:  # a boundary above the next one
            continue
    assume(not are_in_another_order(script.schedule, schedule))
    return script, schedule


def are_in_another_order(old: Schedule, new: Schedule) -> bool:
    """Whether somewhere the pieces are the old ones in another order, which are moved and not written anew."""
    if not (isinstance(old, JoinSchedules) and isinstance(new, JoinSchedules)):
        return False
    is_moved = old.schedules != new.schedules and Counter(old.schedules) == Counter(new.schedules)
    return is_moved or any(map(are_in_another_order, old.schedules, new.schedules))


def changed_paths(old: Schedule, new: Schedule) -> set[str]:
    before, after = paths_of(old), paths_of(new)
    return {path for path in before if before[path] != after[path]}
