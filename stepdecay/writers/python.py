"""A schedule as Python code."""

from __future__ import annotations

import dataclasses
import inspect

from stepdecay.errors import ScheduleError
from stepdecay.literals import float_literal
from stepdecay.schedules import StepDecay

# Adafactor ignores its learning_rate unless told otherwise, and multiplies it with the size of each parameter.
_EXTRA_ARGUMENTS = {"Adafactor": ", relative_step=False, scale_parameter=False"}


def to_python(
    schedule: StepDecay, *, keywords: bool = False, snippet: bool = False, optimizer: str | None = None
) -> str:
    """Write a schedule as the call that makes it.

    Args:
        schedule: The schedule.
        keywords: Whether to name the arguments.
        snippet: Whether to write whole lines: the import and the schedule bound to `lr_schedule`.
        optimizer: An optimizer class of `mlx.optimizers` to write below the snippet (implies `snippet`).

    Returns:
        The expression without a line end, or lines that each end with one. Executed, it makes the same schedule.

    Raises:
        ScheduleError: The installed MLX has no such optimizer that takes a learning rate.

    >>> from stepdecay import StepDecay
    >>> to_python(StepDecay(0.1, 0.9, 10))
    'optim.step_decay(0.1, 0.9, 10)'
    >>> print(to_python(StepDecay(1e-05, 1, 1000), keywords=True, optimizer="AdamW"), end="")
    import mlx.optimizers as optim
    <BLANKLINE>
    lr_schedule = optim.step_decay(init=1e-5, decay_rate=1.0, step_size=1000)
    optimizer = optim.AdamW(learning_rate=lr_schedule)
    """
    texts = arguments(schedule)
    written = ", ".join(f"{name}={text}" if keywords else text for name, text in texts.items())
    expression = f"optim.step_decay({written})"
    if not snippet and optimizer is None:
        return expression
    lines = ["import mlx.optimizers as optim", "", assignment(expression)]
    if optimizer is not None:
        if optimizer not in optimizer_names():
            raise ScheduleError(f"mlx.optimizers has no {optimizer!r} that takes a learning_rate", "optimizer")
        lines.append(f"optimizer = optim.{optimizer}(learning_rate=lr_schedule{_EXTRA_ARGUMENTS.get(optimizer, '')})")
    return "\n".join(lines) + "\n"


def assignment(expression: str) -> str:
    """Bind an expression to the name that MLX's own examples use.

    >>> assignment("optim.step_decay(0.1, 0.9, 10)")
    'lr_schedule = optim.step_decay(0.1, 0.9, 10)'
    """
    return f"lr_schedule = {expression}"


def arguments(schedule: StepDecay) -> dict[str, str]:
    """Return the schedule's arguments as Python literals, by name, in MLX's order.

    >>> from stepdecay import StepDecay
    >>> arguments(StepDecay(1, 0.5, 10))
    {'init': '1.0', 'decay_rate': '0.5', 'step_size': '10'}
    """
    values = ((field.name, getattr(schedule, field.name)) for field in dataclasses.fields(schedule))
    return {name: float_literal(value) if isinstance(value, float) else str(value) for name, value in values}


def optimizer_names() -> list[str]:
    """Return the optimizer classes of the installed MLX that take a `learning_rate`, sorted."""
    import mlx.optimizers as optim

    classes = (item for item in vars(optim).values() if inspect.isclass(item) and issubclass(item, optim.Optimizer))
    return sorted(item.__name__ for item in classes if "learning_rate" in inspect.signature(item).parameters)
