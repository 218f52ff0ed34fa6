"""What the fields of each kind of piece are."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING

from designer.model.document import Document
from designer.panels.fields import OR_UNITS, Argument
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.rate_spin import RateSpin
from stepdecay.numbers.increment import Pace
from stepdecay.schedule.kinds import CosineDecay, ExponentialDecay, Leaf, LinearSchedule, StepDecay

if TYPE_CHECKING:
    from stepdecay.schedule.structure import Piece


def _next_decay_rate(value: float, up: bool, pace: Pace) -> float:
    from stepdecay.numbers.stepping import next_decay_rate  # with decimal numbers, which are not needed to start

    return next_decay_rate(value, up, pace)


def _edit_constant(document: Document, path: str, value: float, gesture: Hashable | None) -> None:
    from designer.commands.shaping import edit_constant

    edit_constant(document, path, value, gesture)


def _edit_boundary(document: Document, path: str, value: int, gesture: Hashable | None) -> None:
    from designer.commands.shaping import edit_boundary

    edit_boundary(document, path, value, gesture)


def _count(name: str, meaning: str) -> Argument:
    return Argument(name, f"{meaning}\nUpdates, from 1 to 2^63 − 1; {OR_UNITS}", lambda: CountSpin(name))


_DECAY_INIT = Argument(
    "init",
    "The learning rate of the first update.\nRate per update, above 0.",
    lambda: RateSpin("init", minimum=0.0, inclusive=False),
)
_INIT = Argument(
    "init", "The learning rate of the first update.\nRate per update, at least 0.", lambda: RateSpin("init")
)
_END = Argument(
    "end",
    "The learning rate that is reached in the end, and kept.\nRate per update, at least 0.",
    lambda: RateSpin("end"),
)
_STEP_DECAY = (
    replace(_DECAY_INIT, meaning="The learning rate of the first step_size updates.\nRate per update, above 0."),
    Argument(
        "decay_rate",
        "The factor that each drop multiplies the rate by.\nAt least 0; 1 never decays, above 1 the rate grows.",
        lambda: RateSpin("decay_rate", minimum=0.0, inclusive=True, stepper=_next_decay_rate),
    ),
    Argument(
        "step_size",
        "How many updates each level lasts.\n"
        f"Updates, from 1 to 2^63 − 1; accumulated iterations are one update; {OR_UNITS}",
        lambda: CountSpin("step_size"),
    ),
)
_CONSTANT = (
    Argument(
        "init",
        "The learning rate of every update: MLX's linear_schedule from it to itself.\nRate per update, at least 0.",
        lambda: RateSpin("rate"),
        label="rate",
        edit=_edit_constant,
        also=("end",),
    ),
)
_ARGUMENTS: dict[type[Leaf], tuple[Argument, ...]] = {
    StepDecay: _STEP_DECAY,
    ExponentialDecay: (
        _DECAY_INIT,
        replace(
            _STEP_DECAY[1],
            meaning="The factor from each update to the next.\nAt least 0; 1 never decays, above 1 the rate grows.",
        ),
    ),
    CosineDecay: (_INIT, _count("decay_steps", "How many updates it takes to reach end."), _END),
    LinearSchedule: (_INIT, _END, _count("steps", "How many updates it takes to reach end.")),
}
_BOUNDARY = Argument(
    "boundaries",
    "How many updates come before this piece: MLX's boundary.\n"
    "The lengths of the pieces on both sides follow it, as when it is dragged.\n"
    f"Updates, from 1 to 2^63 − 1; {OR_UNITS}",
    lambda: CountSpin("boundary"),
    label="boundary",
    edit=_edit_boundary,
)


def arguments_of(piece: Piece, *, is_constant: bool) -> dict[str, Argument]:
    """Return what the fields of a piece are for, by the paths of the arguments, in the order in which they show."""
    arguments = _CONSTANT if is_constant else _ARGUMENTS[type(piece.schedule)]
    boundary = {} if piece.boundary is None else {piece.boundary: _BOUNDARY}
    return boundary | {piece.path + argument.name: argument for argument in arguments}
