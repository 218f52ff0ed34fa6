"""What mlx-lm makes of a config: its schedule, its run, and what is to be said of how they are written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from stepdecay.errors import ScheduleError, clip
from stepdecay.numbers.bounds import checked_count, checked_rate
from stepdecay.schedule.kinds import KINDS, Schedule, constant
from stepdecay.schedule.run import LONGEST_RUN, Run
from stepdecay.sources.mlx_lm.nodes import Entry, ListNode, MappingNode, Node, Other, Scalar
from stepdecay.trainers.mlx_lm import (
    DEFAULT_ACCUMULATION,
    DEFAULT_ITERS,
    DEFAULT_LEARNING_RATE,
    LoraSchedule,
    checked_warmup,
    leaf_of,
    whole,
)

NEEDED = frozenset(("lr_schedule", "learning_rate", "iters", "grad_accumulation_steps"))
"""The keys whose values are read."""

ASKED = ("name", "arguments", "warmup", "warmup_init")
"""The keys that mlx-lm asks an `lr_schedule` for; it passes over all others without a word."""

_T = TypeVar("_T")


class ConfigError(Exception):
    """Something in a config that mlx-lm, MLX or this program refuses.

    Attributes:
        node: Where it is.
        code: The code of the finding that it is.
    """

    def __init__(self, sentence: str, node: Node, code: str = "LR401") -> None:
        super().__init__(sentence)
        self.node = node
        self.code = code


@dataclass(frozen=True, eq=False)
class ConfigMeaning:
    """What mlx-lm makes of a config.

    Attributes:
        schedule: The schedule; None with a problem.
        run: The run; None with a problem.
        problem: What is refused; None where nothing is.
        assumed: The defaults taken, as `iters = 1000`.
        entry: The `lr_schedule` that counts, or else the `learning_rate`; None where there is neither.
        block: The value of that `lr_schedule`; None where there is none.
        nodes: Where the arguments and the run's numbers are written, by path.
        as_text: The numbers that a plain YAML parser would read as text.
        ignored: The `learning_rate` beside an `lr_schedule`.
        no_update: The schedule, and the run's numbers by the names of `Run`, where these make no update; else None.
        unknown: The keys of the `lr_schedule` that mlx-lm does not ask for.
    """

    schedule: Schedule | None
    run: Run | None
    problem: ConfigError | None
    assumed: tuple[str, ...]
    entry: Entry | None
    block: MappingNode | None
    nodes: Mapping[str, Node]
    as_text: tuple[Scalar, ...]
    ignored: Entry | None
    no_update: tuple[Schedule, Mapping[str, int]] | None = None
    unknown: tuple[Entry, ...] = ()


def meaning_of(config: MappingNode) -> ConfigMeaning:
    """Return what mlx-lm makes of a config; what is refused is its problem."""
    reader = _Reader(config)
    schedule = run = problem = no_update = None
    try:
        _check_keys(config, "")
        schedule = reader.schedule()
        run = reader.run()
    except ConfigError as error:
        if schedule is not None and reader.numbers:
            no_update = schedule, reader.numbers
        schedule, run, problem = None, None, error
    ignored = config.entry("learning_rate") if reader.block is not None and config.value("learning_rate") else None
    as_text = tuple(one for one in reader.used if one.is_text_elsewhere)
    return ConfigMeaning(
        schedule,
        run,
        problem,
        tuple(reader.assumed),
        reader.entry,
        reader.block,
        reader.nodes,
        as_text,
        ignored,
        no_update,
        tuple(one for one in reader.block.entries if one.name not in ASKED) if reader.block is not None else (),
    )


@dataclass
class _Reader:
    config: MappingNode
    entry: Entry | None = None
    block: MappingNode | None = None
    assumed: list[str] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    used: list[Scalar] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def run(self) -> Run:
        iters = self._count("iters", DEFAULT_ITERS, "iterations")
        steps = self._count("grad_accumulation_steps", DEFAULT_ACCUMULATION, "grad_accumulation_steps")
        if iters < steps:
            node = self.nodes.get("iterations") or self.nodes["grad_accumulation_steps"]
            sentence = (
                f"iters {iters} with grad_accumulation_steps {steps} makes no update; mlx-lm would train, "
                "and change nothing"
            )
            self.numbers = {"iterations": iters, "grad_accumulation_steps": steps}
            raise ConfigError(sentence, node, "LR107")
        return Run(iters, steps)

    def _count(self, name: str, default: int, path: str) -> int:
        node = self.config.value(name)
        if node is None:
            self.assumed.append(f"{name} = {default}")
            return default
        self.nodes[path] = node
        value = self._scalar(node, name)
        # Python's range takes no float; the remainder by a whole one is the same
        value = whole(value) if name != "iters" else value
        return _checked(lambda: checked_count(name, value, LONGEST_RUN), node, "", value)

    def schedule(self) -> Schedule:
        entry = self.config.entry("lr_schedule")
        if entry is None or _is_false(entry.value):
            return self._constant()
        self.entry = entry
        if not isinstance(entry.value, MappingNode):
            raise ConfigError(f"lr_schedule {_kind(entry.value)}; mlx-lm takes a name and arguments there", entry.value)
        self.block = block = entry.value
        _check_keys(block, "lr_schedule.")
        name, leaf_nodes = self._name(block), self._arguments(block)
        values = [self._scalar(node, f"lr_schedule.arguments[{at}]") for at, node in enumerate(leaf_nodes)]
        names = [one.name for one in dataclasses.fields(KINDS[name])] if name in KINDS else []
        arguments = dict(zip(names, leaf_nodes, strict=False))
        try:
            leaf = leaf_of(name, values)
        except ScheduleError as error:
            raise self._refused(error, block, arguments, values) from None
        warmup, warmup_init = self._warmup(block)
        made = LoraSchedule(leaf, warmup, warmup_init)
        self._place(made, block, arguments)
        return made.schedule

    def _constant(self) -> Schedule:
        node = self.config.value("learning_rate")
        if node is None:
            self.assumed.append(f"learning_rate = {DEFAULT_LEARNING_RATE!r}")
            return constant(DEFAULT_LEARNING_RATE)
        self.entry = self.config.entry("learning_rate")
        self.nodes |= dict.fromkeys(("init", "end", "steps"), node)
        value = self._scalar(node, "learning_rate")
        rate = _checked(lambda: checked_rate("learning_rate", value), node, "", value)
        return constant(rate)

    def _name(self, block: MappingNode) -> str:
        entry = block.entry("name")
        if entry is None:
            raise ConfigError("lr_schedule has no name; mlx-lm needs one, such as cosine_decay", block)
        value = self._scalar(entry.value, "lr_schedule.name")
        if not isinstance(value, str):
            raise ConfigError(f"lr_schedule.name must be one of MLX's schedulers, got {_text(value)}", entry.value)
        return value

    def _arguments(self, block: MappingNode) -> tuple[Node, ...]:
        entry = block.entry("arguments")
        if entry is None:
            raise ConfigError("lr_schedule has no arguments; mlx-lm needs a list of them", block)
        if not isinstance(entry.value, ListNode):
            what = _kind(entry.value)
            raise ConfigError(f"lr_schedule.arguments {what}; mlx-lm takes a list, in MLX's order", entry.value)
        return entry.value.items

    def _warmup(self, block: MappingNode) -> tuple[int, float]:
        entry = block.entry("warmup")
        if entry is None or _is_false(entry.value):
            return 0, 0.0
        warmup = self._scalar(entry.value, "lr_schedule.warmup")
        updates = _checked(lambda: checked_warmup(whole(warmup)), entry.value, "lr_schedule.", warmup)
        start = block.entry("warmup_init")
        if start is None:
            return updates, 0.0
        rate = self._scalar(start.value, "lr_schedule.warmup_init")
        return updates, _checked(lambda: checked_rate("warmup_init", rate), start.value, "lr_schedule.", rate)

    def _place(self, made: LoraSchedule, block: MappingNode, arguments: dict[str, Node]) -> None:
        if not made.warmup:
            self.nodes |= arguments
            return
        self.nodes |= {f"schedules[1].{name}": node for name, node in arguments.items()}
        self.nodes["schedules[0].end"] = arguments["init"]
        paths = {"schedules[0].steps": "warmup", "boundaries[0]": "warmup", "schedules[0].init": "warmup_init"}
        for path, key in paths.items():
            entry = block.entry(key)
            if entry is not None:
                self.nodes[path] = entry.value

    def _scalar(self, node: Node, what: str) -> Any:
        if not isinstance(node, Scalar):
            raise ConfigError(f"{what} {_kind(node)}; {_wanted(node)}", node)
        self.used.append(node)
        return node.value

    def _refused(
        self, error: ScheduleError, block: MappingNode, nodes: dict[str, Node], values: list[Any]
    ) -> ConfigError:
        names = list(nodes)
        if error.field in nodes:
            at = names.index(error.field)
            return ConfigError(f"lr_schedule.arguments[{at}]: {error}{_hint(values[at])}", nodes[error.field])
        entry = block.entry("name" if error.field == "name" else "arguments")
        return ConfigError(f"lr_schedule: {error}", entry.value if entry else block)


def _checked(check: Callable[[], _T], node: Node, where: str, value: object) -> _T:
    try:
        return check()
    except ScheduleError as error:
        raise ConfigError(f"{where}{error}{_hint(value)}", node) from None


def _check_keys(mapping: MappingNode, where: str) -> None:
    for entry in mapping.entries:
        if isinstance(entry.key, Other):
            raise ConfigError(f"a key that {entry.key.why} can't be read here; write it out", entry.key)
        if isinstance(entry.value, Other) and entry.value.is_refused:
            raise ConfigError(f"{where}{clip(str(entry.name))} {entry.value.why}", entry.value)
    for entry in mapping.repeated():
        raise ConfigError(f"{where}{clip(str(entry.name))} is there twice; remove one of them", entry.key)


def _is_false(node: Node) -> bool:
    """Whether Python takes it for false: mlx-lm asks `if lr_schedule` and `if warmup`."""
    match node:
        case Scalar(value=value):
            return not value
        case ListNode(items=items):
            return not items
        case MappingNode(entries=entries):
            return not entries
    return False


def _kind(node: Node) -> str:
    match node:
        case Other(why=why):
            return why
        case ListNode():
            return "is a list"
        case MappingNode():
            return "is a mapping"
        case Scalar(value=value):
            return f"is {_text(value)}"
    return "can't be read"


def _wanted(node: Node) -> str:
    return "write the value itself" if isinstance(node, Other) else "it must be a single value"


def _text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return clip(repr(value))


def _hint(value: object) -> str:
    """Say what to do with a number in quotes."""
    try:
        return "; write it without quotes" if isinstance(value, str) and float(value) >= 0 else ""
    except ValueError:
        return ""
