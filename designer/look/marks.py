"""By which mark an argument is known: one shape and one colour at its field, its handle and its label."""

from __future__ import annotations

from typing import Literal, assert_never

from stepdecay.schedule.kind import Role
from stepdecay.schedule.kinds import ROLES

Mark = Literal["init", "end", "decay_rate", "step_size", "boundaries", "updates", "number"]
"""The marks, by the names of the arguments that they were made for; `number` is for what is none of these."""


def mark_of(argument: str) -> Mark:
    """Return the mark of an argument, by its MLX name; what is no argument of a schedule is about the run.

    >>> mark_of("init"), mark_of("decay_steps"), mark_of("grad_accumulation_steps")
    ('init', 'step_size', 'updates')
    """
    match argument:
        case "init" | "end" | "boundaries":
            return argument
    role = ROLES.get(argument)
    match role:
        case None:
            return "updates"
        case Role.RATE:
            return "end"
        case Role.FACTOR:
            return "decay_rate"
        case Role.COUNT:
            return "step_size"
        case Role.NUMBER:
            return "number"
        case _:
            assert_never(role)
