"""A schedule as the part of an mlx-lm config that says it, in YAML or JSON; and as a whole new config."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.trainers.mlx_lm import lora_schedule
from stepdecay.writers.mlx_lm import entries_of, number_text, run_entries, to_mlx_lm, value_text

_ITEM = re.compile(r"[^\[\], ]+")
_LINE = re.compile(r' *"?(?P<key>\w+)"?: (?P<value>.+?),?$')
_PATHS = {
    "iters": ("iterations", "updates"),
    "grad_accumulation_steps": ("grad_accumulation_steps",),
    "learning_rate": ("init", "end"),
    "warmup": ("schedules[0].steps", "boundaries[0]"),
    "warmup_init": ("schedules[0].init",),
}
"""The arguments that a key says, by path (see `joining`)."""


def config_part(schedule: Schedule, *, is_json: bool = False, is_plain: bool = False) -> str:
    """Write what a config says of a schedule.

    Args:
        schedule: The schedule.
        is_json: Whether as JSON.
        is_plain: Whether a constant is written as `learning_rate`.

    Returns:
        The lines, without a line end after the last, nor a comma in JSON.

    Raises:
        ScheduleError: An mlx-lm config can't say it; the sentence says why.

    >>> from stepdecay import LinearSchedule
    >>> config_part(LinearSchedule(1e-5, 1e-5, 1), is_plain=True)
    'learning_rate: 1.0e-05'
    """
    said = lora_schedule(schedule)
    if is_plain and said.is_constant:
        key = '"learning_rate"' if is_json else "learning_rate"
        return f"{key}: {number_text(said.leaf.init, is_json)}"
    if not is_json:
        return to_mlx_lm(schedule)
    lines = (f'  "{key}": {value_text(value, is_json)}' for key, value in entries_of(said).items())
    return '"lr_schedule": {\n' + ",\n".join(lines) + "\n}"


def new_config(schedule: Schedule, run: Run, *, is_json: bool = False) -> str:
    """Write a whole config that says no more than a run and its schedule.

    Raises:
        ScheduleError: An mlx-lm config can't say it; the sentence says why.

    >>> from stepdecay import CosineDecay
    >>> print(new_config(CosineDecay(1e-5, 999), Run(1000), is_json=True), end="")
    {
      "iters": 1000,
      "lr_schedule": {
        "name": "cosine_decay",
        "arguments": [1e-05, 999]
      }
    }
    """
    if not is_json:
        return to_mlx_lm(schedule, run=run) + "\n"
    parts = [f'"{key}": {count}' for key, count in run_entries(run).items()]
    lines = ",\n".join([*parts, config_part(schedule, is_json=True)]).split("\n")
    return "\n".join(["{", *(f"  {line}" for line in lines), "}"]) + "\n"


def config_spans(schedule: Schedule, text: str) -> dict[str, tuple[int, int]]:
    """Return where the value of each argument begins and ends in what `config_part` or `to_mlx_lm` writes, by path.

    >>> from stepdecay import CosineDecay
    >>> text = config_part(CosineDecay(1e-5, 999))
    >>> {path: text[slice(*span)] for path, span in config_spans(CosineDecay(1e-5, 999), text).items()}
    {'init': '1.0e-05', 'decay_steps': '999'}
    """
    return dict(_spans(schedule, text))


def _spans(schedule: Schedule, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    said = lora_schedule(schedule)
    names = [field.name for field in dataclasses.fields(said.leaf)]
    begin = 0
    for line in text.splitlines(keepends=True):
        found = _LINE.match(line)
        if found is not None and found["key"] == "arguments":
            for name, item in zip(names, _ITEM.finditer(line, found.start("value")), strict=False):
                span = begin + item.start(), begin + item.end()
                yield f"schedules[1].{name}" if said.warmup else name, span
                if said.warmup and name == "init":
                    yield "schedules[0].end", span
        elif found is not None:
            span = begin + found.start("value"), begin + found.end("value")
            yield from ((path, span) for path in _PATHS.get(found["key"], ()))
        begin += len(line)
