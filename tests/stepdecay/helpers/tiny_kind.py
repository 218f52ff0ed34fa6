"""A third kind of document, for tests: what a kind needs, and no more.

TinyTrain is a trainer that doesn't exist. It reads lines of words, drops after whole tens of updates and by whole
percents, and trains for 100 steps where nobody says how many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from stepdecay.errors import ScheduleError
from stepdecay.lines import LinedText
from stepdecay.numbers.text import float_literal
from stepdecay.schedule.kinds import Schedule, StepDecay
from stepdecay.schedule.run import Run
from stepdecay.sources.edits import Edit, edited
from stepdecay.sources.found import Code, Found
from stepdecay.sources.kind import Claim, DocumentKind, Format

HEAD = b"# tinytrain"
_STEPS = re.compile(r"^steps (?P<iterations>\d+)", re.MULTILINE)
_DROP = re.compile(r"^drop (?P<init>\S+) by (?P<decay_rate>\S+) every (?P<step_size>\d+)", re.MULTILINE)


class TinyText(LinedText):
    def __init__(self, text: str) -> None:
        self.text = text


@dataclass(frozen=True, eq=False)
class TinyFound(Found):
    """A line `drop 0.1 by 0.9 every 10`, and perhaps one `steps 600` before it."""

    _source: TinyText = field(repr=False)

    @property
    def _spans(self) -> dict[str, tuple[int, int]]:
        lines = [line for line in (_STEPS.search(self._source.text), _DROP.search(self._source.text)) if line]
        return {name: line.span(name) for line in lines for name in line.groupdict()}

    def place_of(self, path: str) -> tuple[int, int]:
        span = self._spans.get(path)
        return (self.line, self.column) if span is None else self._source.place(span[0])

    def code(self, schedule: Schedule) -> Code:
        text = drop_line(self.kind, schedule)
        line = _DROP.match(text)
        assert line is not None
        return Code(text, {name: line.span(name) for name in line.groupdict()}, "tiny")

    def replace(self, schedule: Schedule, run: Run | None = None) -> bytes:
        drop_line(self.kind, schedule)
        values, now = vars(schedule) | vars(run or self.run), vars(self.schedule) | vars(self.run)
        edits = [
            Edit(*span, number_text(values[name]).encode())
            for name, span in self._spans.items()
            if values[name] != now[name]
        ]
        if "iterations" not in self._spans and values["iterations"] != now["iterations"]:
            start = self._source.text.index("drop")
            edits.append(Edit(start, start, f"steps {values['iterations']}\n".encode()))
        return edited(self._source.text.encode(), edits)


class TinyKind(DocumentKind[TinyFound]):
    title = "TinyTrain files"
    called = "file of TinyTrain"
    looked_for = "drop of TinyTrain"
    maker = "TinyTrain"
    formats = (Format("TinyTrain file", (".tiny",), "tiny"),)
    run_keys = {"iterations": "steps"}  # noqa: RUF012
    says_all = False
    is_filled = True

    def claim(self, data: bytes, name: str) -> Claim:
        return Claim.CONTENT if data.startswith(HEAD) else super().claim(data, name)

    def may_have_schedule(self, data: bytes) -> bool:
        return b"drop" in data

    def find(self, data: bytes, name: str) -> list[TinyFound]:
        source = TinyText(data.decode())
        drop, steps = _DROP.search(source.text), _STEPS.search(source.text)
        if "drop" in source.text and drop is None:
            line, column = source.place(source.text.index("drop"))
            raise ScheduleError(f"{name} can't be read: line {line}, column {column}: drop 0.1 by 0.9 every 10")
        if drop is None:
            return []
        schedule = StepDecay(float(drop["init"]), float(drop["decay_rate"]), int(drop["step_size"]))
        run, assumed = Run(int(steps["iterations"]) if steps else 100), () if steps else ("steps = 100",)
        place = source.place(drop.start())
        return [TinyFound(schedule, run, *place, drop[0], None, (), "", {}, assumed, self, source)]

    def refusal(self, schedule: Schedule) -> str:
        if not isinstance(schedule, StepDecay):
            return "TinyTrain can only drop"
        if schedule.step_size % 10:
            return f"TinyTrain drops after whole tens of updates, got {schedule.step_size}"
        is_percent = round(schedule.decay_rate, 2) == schedule.decay_rate
        return "" if is_percent else f"TinyTrain drops by whole percents, got {schedule.decay_rate}"

    def conformed(self, old: Schedule, new: Schedule) -> Schedule:
        return replace(new, step_size=-(-new.step_size // 10) * 10) if isinstance(new, StepDecay) else new

    def new_file(self, schedule: Schedule, run: Run, form: Format, optimizer: str) -> str:
        return f"{HEAD.decode()}\nsteps {run.iterations}\n{drop_line(self, schedule)}\n"


def drop_line(kind: DocumentKind[Found], schedule: Schedule) -> str:
    refusal = kind.refusal(schedule)
    if refusal:
        raise ScheduleError(refusal)
    assert isinstance(schedule, StepDecay)
    return f"drop {number_text(schedule.init)} by {number_text(schedule.decay_rate)} every {schedule.step_size}"


def number_text(value: float) -> str:
    return float_literal(value) if isinstance(value, float) else str(value)


TINY = TinyKind()
FILE = b"""\
# tinytrain, as nobody has it
steps 600
  # indented
drop 0.1 by 0.90 every 100   # so often
keep 3
"""
