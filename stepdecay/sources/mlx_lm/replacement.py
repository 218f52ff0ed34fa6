"""The schedule and the run of a config replaced: planned, written, and read again before anybody gets the bytes."""

from __future__ import annotations

import contextlib
from dataclasses import replace

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kind import Factor, Role
from stepdecay.schedule.kinds import ROLES, Leaf, Schedule
from stepdecay.schedule.run import Run
from stepdecay.sources.mlx_lm.additions import added_block
from stepdecay.sources.mlx_lm.config import Config, read_config
from stepdecay.sources.mlx_lm.edits import ConfigDraft
from stepdecay.sources.mlx_lm.nodes import ListNode, MappingNode, Node, Scalar
from stepdecay.sources.mlx_lm.sameness import is_same_elsewhere
from stepdecay.trainers.mlx_lm import LoraSchedule, leaf_of, lora_schedule
from stepdecay.writers.mlx_lm import arguments_of, value_text


def replaced(config: Config, schedule: Schedule, run: Run | None) -> bytes:
    """Return a config's bytes with another schedule and run.

    Args:
        config: The config.
        schedule: The schedule.
        run: The run; None leaves that as it is.

    Raises:
        ScheduleError: A config can't say it, or it can't be written so that everything else stays.
    """
    meaning = config.meaning
    if meaning.problem is not None or meaning.run is None:
        raise ScheduleError(str(meaning.problem))
    wanted = lora_schedule(schedule)
    plan = _Plan(config)
    if wanted.schedule != meaning.schedule:
        plan.schedule(wanted)
    if run is not None:
        plan.run(meaning.run, run)
    data = plan.bytes()
    _check(config, data, wanted.schedule, run or meaning.run)
    return data


class _Plan:
    """What to change in a config."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._draft = ConfigDraft(config.source)
        self._missing: dict[str, str] = {}
        self._block: LoraSchedule | None = None

    def bytes(self) -> bytes:
        """Return the file with the changes, the keys that are added together."""
        if self._missing or self._block is not None:
            added_block(self._config, self._draft, self._missing, self._block)
        return self._draft.bytes()

    def text(self, value: str | float) -> str:
        return value_text(value, self._config.is_json)

    def run(self, old: Run, new: Run) -> None:
        """Change the run's numbers; what an update takes is added below the iterations."""
        tree, draft = self._config.tree, self._draft
        if new.iterations != old.iterations:
            self._set_top("iters", self.text(new.iterations))
        if new.grad_accumulation_steps == old.grad_accumulation_steps:
            return
        key, text = "grad_accumulation_steps", self.text(new.grad_accumulation_steps)
        iters = tree.entry("iters")
        if key in tree or iters is None or tree.is_flow:
            self._set_top(key, text)
        else:
            draft.add_lines(iters.value.stop, [draft.indent(tree) + draft.pair(iters, key, text)])

    def _set_top(self, key: str, text: str) -> None:
        entry = self._config.tree.entry(key)
        if entry is None:
            self._missing[key] = text
        else:
            self._draft.set_value(entry.value, text)

    def schedule(self, wanted: LoraSchedule) -> None:
        """Change the block; or the constant, where it stays one; or else add a block."""
        block = self._config.meaning.block
        if block is not None:
            self._set_block(block, wanted)
        elif wanted.is_constant:
            self._set_top("learning_rate", self.text(wanted.leaf.init))
        else:
            self._block = wanted

    def _set_block(self, block: MappingNode, wanted: LoraSchedule) -> None:
        missing: dict[str, str] = {}

        def put(key: str, value: str | float, default: object) -> None:
            entry = block.entry(key)
            if entry is None and value != default:
                missing[key] = self.text(value)
            elif entry is not None and not _means(entry.value, value):
                self._draft.set_value(entry.value, self.text(value))

        put("name", wanted.name, None)
        put("warmup", wanted.warmup, 0)
        if wanted.warmup:
            put("warmup_init", wanted.warmup_init, 0.0)
        entry = block.entry("arguments")
        if entry is not None and isinstance(entry.value, ListNode):
            self._set_arguments(entry.value, wanted)
        if missing:
            self._draft.add_keys(block, missing)

    def _set_arguments(self, listing: ListNode, wanted: LoraSchedule) -> None:
        values = arguments_of(wanted)
        names = [argument.name for argument in wanted.leaf.arguments()]
        values += [getattr(wanted.leaf, name) for name in names[len(values) : len(listing.items)]]
        items = [*listing.items, *[None] * len(values)]
        texts = [
            None if item is not None and _means(item, value) else self.text(value)
            for item, value in zip(items, values, strict=False)
        ]
        if isinstance(wanted.leaf, Factor) and _read_as(items, values, texts, wanted) != wanted.leaf:
            # 2 and 2.0 are the same number, but not the same factor; nor is a step the same when it is divided by 10.0
            texts = [text if ROLES[name] is Role.RATE else self.text(value)
                     for name, text, value in zip(names, texts, values, strict=True)]  # fmt: skip
        self._draft.set_items(listing, texts)


def _read_as(
    items: list[Node | None], values: list[int | float], texts: list[str | None], wanted: LoraSchedule
) -> Leaf:
    """Return what mlx-lm would make of a list of which some items stay."""
    kept = [
        item.value if text is None and isinstance(item, Scalar) and isinstance(item.value, int | float) else value
        for item, value, text in zip(items, values, texts, strict=False)
    ]
    return leaf_of(wanted.name, kept)


def _means(node: Node, value: str | float) -> bool:
    """Whether a value that is written already means another one; what is false means no warm-up."""
    if not isinstance(node, Scalar) or isinstance(node.value, bool):
        return isinstance(node, Scalar) and node.value is False and value == 0
    return node.value == value or (node.value is None and value == 0 and isinstance(value, int))


def _check(config: Config, data: bytes, schedule: Schedule, run: Run) -> None:
    """Refuse bytes that don't mean exactly this, or anything else that the file did not mean before."""
    with contextlib.suppress(ScheduleError):
        again = read_config(data, config.source.name)
        meaning = None if again is None else again.meaning
        if again is not None and meaning is not None and meaning.run is not None:
            is_meant = meaning.schedule == schedule and meaning.run == replace(run, iterations_per_epoch=None)
            if is_meant and is_same_elsewhere(config, again):
                return
    entry = config.meaning.entry
    line = 1 if entry is None else config.source.place(entry.key.span[0])[0]
    raise ScheduleError(
        f"this schedule can't be written in line {line} of {config.source.name} without changing more than it; "
        "nothing was written"
    )
