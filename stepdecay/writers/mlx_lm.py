"""A schedule as the `lr_schedule` of an mlx-lm config."""

from __future__ import annotations

import dataclasses

from stepdecay.lora_rule import LoraSchedule, lora_schedule
from stepdecay.run import Run
from stepdecay.schedules import CosineDecay, Schedule


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
    lines = []
    if run is not None:
        lines.append(f"iters: {run.iterations}")
        if run.grad_accumulation_steps != 1:
            lines.append(f"grad_accumulation_steps: {run.grad_accumulation_steps}")
    entries = entries_of(lora_schedule(schedule))
    return "\n".join([*lines, "lr_schedule:", *(f"  {key}: {_value_text(value)}" for key, value in entries.items())])


def entries_of(schedule: LoraSchedule) -> dict[str, str | int | float | list[int | float]]:
    """Return the keys and values of an `lr_schedule`, without those that mlx-lm has a default for."""
    made: dict[str, str | int | float | list[int | float]] = {"name": schedule.name}
    if schedule.warmup:
        made["warmup"] = schedule.warmup
        if schedule.warmup_init:
            made["warmup_init"] = schedule.warmup_init
    return made | {"arguments": arguments_of(schedule)}


def arguments_of(schedule: LoraSchedule) -> list[int | float]:
    """Return the arguments in MLX's order, without an `end` of 0 of a cosine."""
    leaf = schedule.leaf
    values = [getattr(leaf, one.name) for one in dataclasses.fields(leaf)]
    return values[:-1] if isinstance(leaf, CosineDecay) and not leaf.end else values


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


def _value_text(value: str | int | float | list[int | float]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(number_text, value))}]"
    return value if isinstance(value, str) else number_text(value)
