"""What the fields of each kind of piece are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, assert_never

from designer.model.document import Document
from designer.panels.fields import OR_UNITS, ArgumentField
from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from designer.widgets.numbers.rate_spin import RateSpin
from stepdecay.numbers.increment import Increment
from stepdecay.schedule.kind import Argument, Role

if TYPE_CHECKING:
    from stepdecay.schedule.structure import Piece


def _next_decay_rate(value: float, up: bool, increment: Increment) -> float:
    from stepdecay.numbers.stepping import next_decay_rate  # with decimal numbers, which are not needed to start

    return next_decay_rate(value, up, increment)


def _edit_constant(document: Document, path: str, value: float, gesture: Hashable | None) -> None:
    from designer.commands.shaping import edit_constant

    edit_constant(document, path, value, gesture)


def _edit_boundary(document: Document, path: str, value: int, gesture: Hashable | None) -> None:
    from designer.commands.shaping import edit_boundary

    edit_boundary(document, path, value, gesture)


def _field_of(argument: Argument) -> ArgumentField:
    """Return the field for an argument of a kind, and what a tooltip says of it."""
    name, role = argument.name, argument.role
    least = "above 0" if argument.above_zero else "at least 0"
    make: Callable[[], NumberSpin] = partial(RateSpin, name, inclusive=not argument.above_zero)
    match role:
        case Role.RATE:
            bound = f"Rate per update, {least}."
        case Role.FACTOR:
            bound = "At least 0; 1 never decays, above 1 the rate grows."
            make = partial(RateSpin, name, stepper=_next_decay_rate)
        case Role.COUNT:
            bound = f"Updates, from 1 to 2^63 − 1; {argument.remark}{'; ' if argument.remark else ''}{OR_UNITS}"
            make = partial(CountSpin, name)
        case Role.NUMBER:
            bound = f"A number, {least}."
        case _:
            assert_never(role)
    return ArgumentField(name, f"{argument.meaning}\n{bound}", make)


_CONSTANT = (
    ArgumentField(
        "init",
        "The learning rate of every update: MLX's linear_schedule from it to itself.\nRate per update, at least 0.",
        lambda: RateSpin("rate"),
        label="rate",
        edit=_edit_constant,
        also=("end",),
    ),
)
_BOUNDARY = ArgumentField(
    "boundaries",
    "How many updates come before this piece: MLX's boundary.\n"
    "The lengths of the pieces on both sides follow it, as when it is dragged.\n"
    f"Updates, from 1 to 2^63 − 1; {OR_UNITS}",
    lambda: CountSpin("boundary"),
    label="boundary",
    edit=_edit_boundary,
)


def arguments_of(piece: Piece, *, is_constant: bool) -> dict[str, ArgumentField]:
    """Return what the fields of a piece are for, by the paths of the arguments, in the order in which they show."""
    arguments = _CONSTANT if is_constant else tuple(map(_field_of, piece.schedule.arguments()))
    boundary = {} if piece.boundary is None else {piece.boundary: _BOUNDARY}
    return boundary | {piece.path + argument.name: argument for argument in arguments}
