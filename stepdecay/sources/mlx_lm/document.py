"""The `lr_schedule` of an mlx-lm config, YAML or JSON, found and replaced by the places of its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stepdecay.errors import clip
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.sources.found import Code, Found
from stepdecay.sources.mlx_lm.config import Config, read_config
from stepdecay.sources.mlx_lm.nodes import Entry, MappingNode
from stepdecay.sources.mlx_lm.values import ASKED
from stepdecay.trainers.mlx_lm import lora_schedule

if TYPE_CHECKING:
    from stepdecay.sources.kind import DocumentKind

_WARMUPS = ("warmup_steps", "warmup_iters", "num_warmup_steps", "warmup_updates", "warmup_ratio", "warm_up", "warmups")
"""What `warmup` is called elsewhere."""


@dataclass(frozen=True, eq=False)
class LoraFound(Found):
    """What a config of mlx-lm says of the learning rate: its `lr_schedule`, or else its constant `learning_rate`.

    With a problem, `line` and `column` are where that is.
    """

    _config: Config = field(repr=False)

    @property
    def problem_code(self) -> str | None:
        """The code of the finding that the problem is."""
        problem = self._config.meaning.problem
        return None if self.problem is None or problem is None else problem.code

    @property
    def remarks(self) -> tuple[tuple[str, int, int, str], ...]:
        """What is to be said of how it is written: the code of a finding, its line and column, and the sentence."""
        meaning, source = self._config.meaning, self._config.source
        made = []
        if meaning.ignored is not None:
            sentence = "mlx-lm ignores this learning_rate: the lr_schedule takes its place"
            made.append(("LR403", *source.place(meaning.ignored.key.span[0]), sentence))
        if meaning.as_text:
            first = meaning.as_text[0]
            texts = list(dict.fromkeys(source.text[slice(*one.span)] for one in meaning.as_text))
            made.append(("LR404", *source.place(first.span[0]), _as_text(texts, first.value)))
        for entry in meaning.unknown:
            made.append(("LR406", *source.place(entry.key.span[0]), _unasked(entry, meaning.block)))
        return tuple(made)

    @property
    def no_update(self) -> Mapping[str, int]:
        """The numbers of a run that makes no update, by the names of `Run`; empty where that is not the problem."""
        found = self._config.meaning.no_update
        return {} if found is None else found[1]

    def in_run(self, run: Run) -> LoraFound:
        """Return the same in another run, where its own makes no update; else as it is."""
        found = self._config.meaning.no_update
        return self if found is None else replace(self, schedule=found[0], run=run, problem=None)

    def place_of(self, path: str) -> tuple[int, int]:
        """Return the line and the column of an argument, or of a number of the run such as `iterations`.

        Where it isn't written, those of the schedule.
        """
        node = self._config.meaning.nodes.get("iterations" if path == "updates" else path)
        return (self.line, self.column) if node is None else self._config.source.place(node.span[0])

    def code(self, schedule: Schedule) -> Code:
        """Write the keys that say it, in this file's YAML or JSON; a constant as it is said here now."""
        from stepdecay.writers.config import config_part, config_spans

        is_json = self._config.is_json
        text = config_part(schedule, is_json=is_json, is_plain=self.names != "lr_schedule")
        return Code(text, config_spans(schedule, text), "json" if is_json else "yaml")

    def replace(self, schedule: Schedule, run: Run | None = None) -> bytes:
        """Return the whole file's bytes with another schedule, and perhaps another run.

        Only the values that differ are written anew; keys that are missing are added in the style of their block. A
        `learning_rate` that stays constant is changed where it is. A warm-up that is gone is written as `warmup: 0`.

        Raises:
            ScheduleError: An mlx-lm config can't say it, or it can't be written so that everything else stays.
        """
        from stepdecay.sources.mlx_lm.replacement import replaced

        return replaced(self._config, schedule, run)

    def notes(self, schedule: Schedule) -> tuple[str, ...]:
        """Return what a person should know before `replace` is done.

        Raises:
            ScheduleError: An mlx-lm config can't say it.
        """
        wanted, meaning = lora_schedule(schedule), self._config.meaning
        if meaning.block is None and meaning.entry is not None and not wanted.is_constant:
            return ("learning_rate stays as it is; mlx-lm ignores it beside the lr_schedule",)
        return ()


def find_in_config(data: bytes, name: str, kind: DocumentKind[Found]) -> list[LoraFound]:
    r"""Find what a config says of the learning rate.

    Args:
        data: The whole file.
        name: Its name, which says whether it is JSON, and what to call it in sentences.
        kind: What kind of document it is.

    Returns:
        One schedule; none where it is no config of mlx-lm.

    Raises:
        ScheduleError: It is no YAML or JSON; the sentence names the line and the column.

    >>> config = b"iters: 600\nlr_schedule: {name: step_decay, arguments: [1e-4, 0.5, 100]}\n"
    >>> from stepdecay.sources.mlx_lm.kind import MLX_LM
    >>> [(found.line, found.schedule, found.run.updates) for found in find_in_config(config, "lora.yaml", MLX_LM)]
    [(2, StepDecay(init=0.0001, decay_rate=0.5, step_size=100), 600)]
    """
    config = read_config(data, name)
    return [] if config is None else [_found(kind, config)]


def _found(kind: DocumentKind[Found], config: Config) -> LoraFound:
    source, meaning = config.source, config.meaning
    entry, problem = meaning.entry, meaning.problem
    start = 0 if entry is None else entry.key.span[0]
    line, column = source.place(start if problem is None else problem.node.span[0])
    return LoraFound(
        schedule=meaning.schedule,
        run=meaning.run,
        line=line,
        column=column,
        text="" if entry is None else source.text[start : entry.value.stop],
        problem=None if problem is None else str(problem),
        unknown=(),
        names="" if entry is None else entry.name or "",
        values={},
        assumed=meaning.assumed,
        kind=kind,
        _config=config,
    )


def _unasked(entry: Entry, block: MappingNode | None) -> str:
    """Say that mlx-lm passes over a key, and which one was probably meant."""
    from difflib import get_close_matches

    name = entry.name or ""
    free = [word for word in ASKED if block is None or word not in block]
    meant = "warmup" if name in _WARMUPS and "warmup" in free else "".join(get_close_matches(name.lower(), free, 1))
    hint = f"{meant} is probably meant" if meant else f"it asks for {', '.join(ASKED[:-1])} and {ASKED[-1]}"
    return f"mlx-lm ignores the key {clip(name)!r} of an lr_schedule; {hint}"


def _as_text(texts: list[str], first: object) -> str:
    """Say that a plain YAML parser reads some numbers as text."""
    from stepdecay.writers.mlx_lm import number_text

    listed = " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
    kind = "a number" if len(texts) == 1 else "numbers"
    example = number_text(first) if isinstance(first, float) else str(first)
    return f"mlx-lm reads {listed} as {kind}, a plain YAML parser as text; {example} is a number to both"
