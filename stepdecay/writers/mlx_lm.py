"""A schedule as the `lr_schedule` of an mlx-lm config."""

from __future__ import annotations

import dataclasses

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.trainers.mlx_lm import DEFAULT_ACCUMULATION, LoraSchedule, lora_schedule

Value = str | int | float | list[int | float]
"""What a key of a config has."""


def to_mlx_lm(schedule: Schedule, *, run: Run | None = None) -> str:
    """Write a schedule as the lines of YAML that a config of mlx-lm has for it.

    Args:
        schedule: The schedule.
        run: The run, to write `iters` and `grad_accumulation_steps` above the schedule; None for neither.

    Returns:
        The lines, without a line end after the last. mlx-lm makes exactly this schedule of them, and every YAML parser
        reads the same numbers.

    Raises:
        ScheduleError: An mlx-lm config can't say it; the sentence says why.

    >>> from stepdecay import CosineDecay
    >>> print(to_mlx_lm(CosineDecay(1e-5, 1000, 1e-7), run=Run(1000)))
    iters: 1000
    lr_schedule:
      name: cosine_decay
      arguments: [1.0e-05, 1000, 1.0e-07]
    """
    lines = [] if run is None else [f"{key}: {count}" for key, count in run_entries(run).items()]
    entries = entries_of(lora_schedule(schedule))
    return "\n".join([*lines, "lr_schedule:", *(f"  {key}: {value_text(value)}" for key, value in entries.items())])


def run_entries(run: Run) -> dict[str, int]:
    """Return the keys and values of a run, without the one that is mlx-lm's default."""
    made = {"iters": run.iterations}
    if run.grad_accumulation_steps != DEFAULT_ACCUMULATION:
        made["grad_accumulation_steps"] = run.grad_accumulation_steps
    return made


def entries_of(schedule: LoraSchedule) -> dict[str, Value]:
    """Return the keys and values of an `lr_schedule`, without those that mlx-lm has a default for."""
    made: dict[str, Value] = {"name": schedule.name}
    if schedule.warmup:
        made["warmup"] = schedule.warmup
        if schedule.warmup_init:
            made["warmup_init"] = schedule.warmup_init
    return made | {"arguments": arguments_of(schedule)}


def arguments_of(schedule: LoraSchedule) -> list[int | float]:
    """Return the arguments in MLX's order, without the last ones that have their default."""
    leaf = schedule.leaf
    fields = list(dataclasses.fields(leaf))
    while fields and getattr(leaf, fields[-1].name) == fields[-1].default:
        fields.pop()
    return [getattr(leaf, one.name) for one in fields]


def number_text(value: float, is_json: bool = False) -> str:
    """Write a number so that every parser of YAML, or of JSON, reads it as what it is.

    >>> number_text(1e-05), number_text(0.001), number_text(1e22), number_text(100)
    ('1.0e-05', '0.001', '1.0e+22', '100')
    >>> number_text(1e-05, is_json=True)
    '1e-05'
    """
    text = repr(value)
    mantissa, sign, exponent = text.partition("e")
    if is_json or not sign or "." in mantissa:
        return text
    return f"{mantissa}.0e{exponent}"


def value_text(value: Value, is_json: bool = False) -> str:
    """Write the value of a key, in one line.

    >>> value_text("step_decay"), value_text("step_decay", is_json=True), value_text([1e-05, 100])
    ('step_decay', '"step_decay"', '[1.0e-05, 100]')
    """
    if isinstance(value, list):
        return f"[{', '.join(number_text(item, is_json) for item in value)}]"
    if isinstance(value, str):
        return f'"{value}"' if is_json else value  # MLX's names have nothing to escape
    return number_text(value, is_json)
