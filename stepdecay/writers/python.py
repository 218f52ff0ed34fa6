"""A schedule as Python code."""

from __future__ import annotations

import inspect

from stepdecay.engine import in_words
from stepdecay.errors import ScheduleError
from stepdecay.schedule import structure
from stepdecay.schedule.kinds import KINDS, ROLES, Schedule
from stepdecay.writers.tokens import Dialect, Token, call, lines, literal, spans_of, text_of

# Adafactor ignores its learning_rate unless told otherwise, and multiplies it with the size of each parameter.
_EXTRA_ARGUMENTS = {"Adafactor": ", relative_step=False, scale_parameter=False"}

_FUNCTIONS = {name: f"optim.{name}" for name in KINDS}
_KEYWORDS = {name: f"{name}=" for name in (*ROLES, "schedules")}
_RESULT = "lr_schedule"
_BINDING = "{} = "
_POSITIONAL, _BY_KEYWORD = (Dialect(_FUNCTIONS, labels, _BINDING, _RESULT, "{}_{}") for labels in ({}, _KEYWORDS))


def to_python(
    schedule: Schedule,
    *,
    keywords: bool = False,
    snippet: bool = False,
    optimizer: str | None = None,
    named: bool = False,
) -> str:
    """Write a schedule as the call that makes it.

    Args:
        schedule: The schedule.
        keywords: Whether to name the arguments.
        snippet: Whether to write whole lines: the import, and the schedule as `named` writes it.
        optimizer: An optimizer class of `mlx.optimizers` to write below the snippet (implies `snippet`).
        named: Whether to bind each piece to a name, one per line, and the schedule to `lr_schedule`. Joins within
            joins become one, which has the same rates.

    Returns:
        The expression or the named lines without a line end after the last; or a snippet's lines that each end with
        one. Executed, it makes a schedule with the same rates.

    Raises:
        ScheduleError: The installed MLX has no such optimizer that takes a learning rate.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
    >>> to_python(StepDecay(0.1, 0.9, 10))
    'optim.step_decay(0.1, 0.9, 10)'
    >>> print(to_python(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 900)], [100]), named=True))
    warmup = optim.linear_schedule(0.0, 0.001, 100)
    cosine = optim.cosine_decay(0.001, 900)
    lr_schedule = optim.join_schedules([warmup, cosine], [100])
    >>> print(to_python(StepDecay(1e-05, 1, 1000), keywords=True, optimizer="AdamW"), end="")
    import mlx.optimizers as optim
    <BLANKLINE>
    lr_schedule = optim.step_decay(init=1e-5, decay_rate=1.0, step_size=1000)
    optimizer = optim.AdamW(learning_rate=lr_schedule)
    """
    whole = snippet or optimizer is not None
    code = text_of(_tokens(schedule, keywords, named or whole))
    if not whole:
        return code
    text = ["import mlx.optimizers as optim", "", code]
    if optimizer is not None:
        if optimizer not in optimizer_names():
            raise ScheduleError(f"mlx.optimizers has no {optimizer!r} that takes a learning_rate", "optimizer")
        text.append(f"optimizer = optim.{optimizer}(learning_rate={_RESULT}{_EXTRA_ARGUMENTS.get(optimizer, '')})")
    return "\n".join(text) + "\n"


def literal_spans(schedule: Schedule, *, keywords: bool = False, named: bool = False) -> dict[str, tuple[int, int]]:
    """Return where `to_python`, with the same options, writes the literal of each argument.

    Args:
        schedule: The schedule.
        keywords: As in `to_python`.
        named: As in `to_python`.

    Returns:
        The first character of each literal and the one after its last, by the path of the argument (see
        `schedule.structure`).
        Arguments that are not written, such as an `end` of 0 of a cosine, are left out.

    >>> from stepdecay import StepDecay
    >>> start, stop = literal_spans(StepDecay(0.1, 0.9, 10))["step_size"]
    >>> to_python(StepDecay(0.1, 0.9, 10))[start:stop]
    '10'
    """
    return spans_of(_tokens(schedule, keywords, named))


def _tokens(schedule: Schedule, keywords: bool, in_lines: bool) -> list[Token]:
    return list((lines if in_lines else call)(schedule, _BY_KEYWORD if keywords else _POSITIONAL))


def arguments(schedule: Schedule) -> dict[str, str]:
    """Return the schedule's arguments as Python literals, by path, in MLX's order.

    >>> from stepdecay import StepDecay
    >>> arguments(StepDecay(1, 0.5, 10))
    {'init': '1.0', 'decay_rate': '0.5', 'step_size': '10'}
    """
    return {path: literal(value) for path, value in structure.arguments(schedule).items()}


def optimizer_names() -> list[str]:
    """Return the optimizer classes of the installed MLX that take a `learning_rate`, sorted.

    Raises:
        EngineError: MLX can't be loaded.
    """
    with in_words():
        import mlx.optimizers as optim

    classes = (item for item in vars(optim).values() if inspect.isclass(item) and issubclass(item, optim.Optimizer))
    return sorted(item.__name__ for item in classes if "learning_rate" in inspect.signature(item).parameters)
