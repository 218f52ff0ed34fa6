"""Configs of mlx-lm that hypothesis writes around a schedule and a run, and where in them each number stands."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from stepdecay import CosineDecay, Found, LinearSchedule, Run, StepDecay
from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kinds import Leaf
from stepdecay.sources.files import find_in
from stepdecay.trainers.mlx_lm import LoraSchedule
from tests.stepdecay.helpers.cases import decay_rates, ends, exponentials, inits
from tests.stepdecay.helpers.slotted import Slot, Slotted

CONFIGS = settings().max_examples // 2
"""How many files a proof needs: each is a file, and many numbers."""

COUNTS = st.integers(1, 50) | st.integers(1, 2_000) | st.integers(1, 2**40)
KINDS: dict[str, st.SearchStrategy[Leaf]] = {
    "step_decay": st.builds(StepDecay, inits, decay_rates, COUNTS),
    "cosine_decay": st.builds(CosineDecay, ends, COUNTS, ends),
    "linear_schedule": st.builds(LinearSchedule, ends, ends, COUNTS),
    "exponential_decay": exponentials,
}
leaves = st.one_of(*KINDS.values())
loras = st.builds(LoraSchedule, leaves) | st.builds(LoraSchedule, leaves, COUNTS, ends)
"""All that an `lr_schedule` can say."""
runs = st.tuples(COUNTS, st.integers(1, 9)).map(lambda pair: Run(pair[0] * pair[1] + pair[0] % pair[1], pair[1]))

COMMENT = "# comment {} é日😀: [lr_schedule: {{}}]"
YAML_OTHERS = [
    "model: 'mlx-community/é日😀'",
    "train: true",
    "optimizer_config:\n  adamw: {{betas: [0.9, 0.98], eps: 1e-8}}  " + COMMENT,
    "lora_parameters:\n    rank: 8\n    keys:\n    - a.b\n    - c  " + COMMENT,
    "notes: |\n  lr_schedule:\n    name: none\n\n  more: {}",
    'remark: "a \\\n  b {}"',
    "shared: &shared [1, 2]\nagain: *shared",
    COMMENT,
    "#lr_schedule:\n#  name: cosine_decay\n#  arguments: [1e-5, {}]",
    "",
    "empty:",
]
JSON_OTHERS = ['"model": "é日😀 \\u00e9 \\" {}"', '"keys": [1, [true, null], {{"lr_schedule": {{}}}}]', '"x": -1.5E+3']
ENCODINGS = [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]


def loras_like(lora: LoraSchedule) -> st.SearchStrategy[LoraSchedule]:
    """Those of the same kind, with a warm-up where there is one."""
    return st.builds(LoraSchedule, KINDS[lora.name], *((COUNTS, ends) if lora.warmup else ()))


def found_in(text: str, name: str = "lora.yaml") -> list[Found]:
    return find_in(dedent(text).encode(), name)


def only(text: str, name: str = "lora.yaml") -> Found:
    (found,) = found_in(text, name)
    return found


@dataclass
class ConfigFile(Slotted):
    """A config: its texts and slots in their order."""

    name: str
    lora: LoraSchedule
    """What it says; a constant where it has no `lr_schedule`."""
    run: Run
    parts: list[str | Slot]
    mark: bytes
    encoding: str
    kept: list[str]
    """What is outside of the schedule's block: comments and other keys."""

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def slots(self) -> dict[str, Slot]:
        return {part.path: part for part in self.parts if isinstance(part, Slot)}

    def place(self, path: str) -> tuple[int, int]:
        """The line and column of a slot."""
        at = self.parts.index(self.slots[path])
        before = "".join(part if isinstance(part, str) else part.text for part in self.parts[:at])
        lines = re.split(r"\r\n|\r|\n", before)
        return len(lines), len(lines[-1]) + 1

    def comments_beside(self, path: str) -> set[str]:
        """The comments that a line has after a value, and which go where that goes."""
        pairs = itertools.pairwise(self.parts)
        after = [text for slot, text in pairs if isinstance(slot, Slot) and slot.path == path and isinstance(text, str)]
        return {comment for text in after for comment in re.findall(r"# comment \d+", text)}


class Writer:
    """Writes one file, each choice drawn."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any], is_json: bool) -> None:
        self.draw = draw
        self.is_json = is_json
        self.number_of_words = itertools.count()
        self.kept: list[str] = []
        self.others = list(JSON_OTHERS if is_json else YAML_OTHERS)

    def choose(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def number(self, value: float, needs_point: bool = False) -> str:
        texts = (json_spellings if self.is_json else spellings)(value)
        return self.choose(*(text for text in texts if not needs_point or not text.isdigit()))

    def key(self, name: str) -> str:
        return f'"{name}"' if self.is_json else self.choose(name, name, name, f"'{name}'", f'"{name}"')

    def slots(self, lora: LoraSchedule) -> dict[str, Any]:
        """The keys of the block, in some order, with slots for their values."""
        values = [getattr(lora.leaf, one.name) for one in lora.leaf.arguments()]
        if lora.name == "cosine_decay" and values[-1] == 0 and self.choose(True, False):
            values.pop()
        name = json.dumps(lora.name) if self.is_json else self.choose(lora.name, f"'{lora.name}'", f'"{lora.name}"')
        made: dict[str, Any] = {"name": Slot("name", name)}
        if lora.warmup or self.choose(True, False):
            off = ("0", "null", "false") if self.is_json else ("0", "null", "~", "false", "0.0")
            made["warmup"] = Slot("warmup", self.number(lora.warmup) if lora.warmup else self.choose(*off))
        if lora.warmup_init or self.choose(True, False):
            made["warmup_init"] = Slot("warmup_init", self.number(lora.warmup_init))
        has_rate = lora.name in ("step_decay", "exponential_decay")  # the powers of whole ones overflow
        made["arguments"] = [
            Slot(f"arguments[{at}]", self.number(value, has_rate and at == 1 and value > 1))
            for at, value in enumerate(values)
        ]
        if self.choose(True, False):
            made["other"] = "1"
        return dict(self.draw(st.permutations(list(made.items()))))

    def run_slots(self, run: Run) -> dict[str, Slot]:
        counts = {"iters": run.iterations, "grad_accumulation_steps": run.grad_accumulation_steps}
        defaults = {"iters": 1000, "grad_accumulation_steps": 1}
        return {
            key: Slot(key, self.choose(str(value), *(["null"] if value == defaults[key] else [])))
            for key, value in counts.items()
            if value != defaults[key] or self.choose(True, False)
        }

    def other(self) -> str:
        template = self.choose(*self.others)
        if template not in (COMMENT, ""):
            self.others.remove(template)
        return str(template.format(next(self.number_of_words)))

    def flow(self, entries: dict[str, Any], depth: int) -> list[str | Slot]:
        """A mapping in braces."""
        margin = self.choose("", "\n" + self.step * depth)
        gap, colon = self.choose(", ", ",") if not margin else ",", self.choose(": ", ":", " : ")
        parts: list[str | Slot] = ["{", "" if margin else self.choose("", " ")]
        for at, (key, value) in enumerate(entries.items()):
            written = self.key(key)
            parts += [gap if at else "", margin, written]
            parts += [colon if written[0] in "'\"" else ": ", *self.value(value, depth + 1)]
        comma = "" if self.is_json else self.choose("", ",")
        return [*parts, comma, margin[: -len(self.step)] if margin else "", "}"]

    def value(self, value: Any, depth: int) -> list[str | Slot]:
        if isinstance(value, dict):
            return self.flow(value, depth)
        if not isinstance(value, list):
            return [value]
        margin = self.choose("", "\n" + self.step * depth)
        gap = self.choose(", ", ",") if not margin else ","
        parts: list[str | Slot] = ["["]
        for at, item in enumerate(value):
            note = f"  {self.comment()}" if margin and not self.is_json and self.choose(False, True) else ""
            parts += [gap if at else "", note if at else "", margin, item]
        comma = "" if self.is_json else self.choose("", ",")
        return [*parts, comma, margin[: -len(self.step)] if margin else "", "]"]

    def comment(self) -> str:
        return COMMENT.format(next(self.number_of_words))

    def block(self, entries: dict[str, Any], margin: str) -> list[str | Slot]:
        """A mapping in lines."""
        parts: list[str | Slot] = []
        for key, value in entries.items():
            note = self.choose("", "", f"  {self.comment()}")
            parts += [margin, self.key(key), self.choose(":", ":", " :")]
            if isinstance(value, dict) and self.choose(True, True, False):
                parts += [note, "\n", *self.block(value, margin + self.choose(" ", "  ", "    "))]
            elif isinstance(value, list) and self.choose(True, False):
                dash = margin + self.choose("- ", "  - ", " -   ")
                parts += [note, "\n"]
                for item in value:
                    parts += [dash, item, self.choose("", f" {self.comment()}"), "\n"]
            else:
                parts += [self.choose(" ", "   "), *self.value(value, 2), note, "\n"]
            if self.choose(False, False, True):
                parts += [f"{self.choose('', margin)}{self.comment()}\n"]
        return parts

    def constant(self, rate: float) -> dict[str, Any]:
        """What says a rate that never changes."""
        made: dict[str, Any] = {"fine_tune_type": '"lora"'}
        if rate != 1e-5 or self.choose(True, False):
            made["learning_rate"] = Slot("learning_rate", self.number(rate))
        if self.choose(True, False):
            off = ["null", "{}", "false"] if self.is_json else ["null", "", "~", "{}", "[]", "0", '""']
            made["lr_schedule"] = Slot("lr_schedule", self.choose(*off))
        return made

    def file(self, lora: LoraSchedule, run: Run, is_constant: bool = False) -> ConfigFile:
        self.step = self.choose("  ", "    ", *(["\t"] if self.is_json else []))
        said = self.constant(lora.leaf.init) if is_constant else {"lr_schedule": self.slots(lora)}
        entries = self.draw(st.permutations([*said.items(), *self.run_slots(run).items()]))
        parts: list[str | Slot] = []
        if self.is_json or self.choose(False, False, False, True):
            parts = self.flow(dict(entries), 1)
            if self.is_json and self.choose(True, False):
                parts = ["{ ", self.other(), ",", *parts[1:]]
        else:
            margin = self.choose("", "", "", "  ")
            for key, value in entries:
                if not margin:
                    self.kept.append(self.other())
                    parts += [self.kept[-1], "\n"]
                parts += self.block({key: value}, margin)
            if not margin and self.choose(True, False):
                self.kept.append(self.other())
                parts.append(self.kept[-1])
        ends = itertools.cycle(self.choose(["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"]))
        turned = [part if isinstance(part, Slot) else re.sub("\n", lambda _: next(ends), part) for part in parts]
        mark, encoding = self.choose(*ENCODINGS)
        return ConfigFile("lora.json" if self.is_json else "lora.yaml", lora, run, turned, mark, encoding, self.kept)


def spellings(value: float) -> list[str]:
    """How mlx-lm's YAML may have a number."""
    if isinstance(value, int):
        return [str(value), f"{value:_}", f"+{value}", hex(value), bin(value), f"0{value:o}", f"{value}.0", f"{value}."]
    whole = [str(int(value))] if value == int(value) < 1e15 else []
    dotted = re.sub(r"^(\d+)e", r"\1.0e", repr(value))
    return [repr(value), float_literal(value), f"+{float_literal(value)}", dotted, *whole]


def json_spellings(value: float) -> list[str]:
    if isinstance(value, int):
        return [str(value), f"{value}.0"]
    return [
        repr(value),
        float_literal(value).replace("e", "E"),
        *([str(int(value))] if value == int(value) < 1e15 else []),
    ]


@st.composite
def configs(draw, is_json: bool | None = None) -> ConfigFile:
    chosen = draw(st.sampled_from([False, False, True])) if is_json is None else is_json
    return Writer(draw, chosen).file(draw(loras), draw(runs))


@st.composite
def constant_configs(draw) -> ConfigFile:
    rate = draw(ends | st.just(1e-5))
    return Writer(draw, draw(st.sampled_from([False, False, True]))).file(
        LoraSchedule(LinearSchedule(rate, rate, 1)), draw(runs), is_constant=True
    )
