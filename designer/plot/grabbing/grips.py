"""What of a curve a hand can hold, and the order in which the keyboard goes through it; nothing of Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from designer.plot.picture import Picture
from stepdecay.schedule.kind import Factor, Role
from stepdecay.schedule.kinds import ROLES
from stepdecay.schedule.structure import Piece, argument_name

REACH = 8
"""A hit is so many pixels away from what it hits, at most."""

ROOM = 24
"""Treads narrower than this can't be hit one by one."""


@dataclass(frozen=True)
class Grip:
    """A part of the curve, and the argument that changes when it is dragged.

    Attributes:
        argument: The path of the argument: of a rate, dragged up and down, or of a count, dragged left and right.
        number: The drops before the tread, or the drop that the riser is; 0 for anything else.
        piece: The number of its piece, from 0; of a boundary the piece that begins there.
        second: The path of another argument that changes too: the length of a piece whose end point this is, the
            `end` of a constant.
    """

    argument: str
    number: int = 0
    piece: int = 0
    second: str = ""

    @property
    def name(self) -> str:
        """MLX's name of the argument."""
        return argument_name(self.argument)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all arguments that it is the handle of."""
        return (self.argument, self.second) if self.second else (self.argument,)

    @property
    def is_vertical(self) -> bool:
        """Whether it is dragged up and down."""
        return _role(self.argument) in (Role.RATE, Role.FACTOR)

    @property
    def is_horizontal(self) -> bool:
        """Whether it is dragged left and right."""
        return any(_role(path) is Role.COUNT for path in self.paths)


RUN_END = Grip("updates")


def _role(path: str) -> Role | None:
    name = argument_name(path)
    return Role.COUNT if name == RUN_END.argument else ROLES.get(name)


def grips_of(picture: Picture) -> list[Grip]:
    """Return one grip for each handle, in view or not, in the order in which Tab goes through them.

    They are those of each piece, then the boundary at its end, and at last the end of the run; none that would change a
    locked argument.
    """
    found: list[Grip] = []
    for number, piece in enumerate(picture.pieces):
        if number:
            found += boundary_grips(picture, number)
        found += free(picture, _grips_of_piece(piece, number, picture.locked))
    return [*found, RUN_END]


def boundary_grips(picture: Picture, number: int) -> list[Grip]:
    """Return the grip of the boundary where a piece begins, in a list that is empty where it is locked."""
    path = picture.pieces[number].boundary
    return free(picture, [] if path is None else [Grip(path, piece=number)])


def free(picture: Picture, grips: list[Grip]) -> list[Grip]:
    """Return those grips that change no locked argument."""
    return [grip for grip in grips if picture.locked.isdisjoint(grip.paths)] if picture.locked else grips


def end_grip(piece: Piece, number: int, locked: frozenset[str]) -> Grip:
    """Return the grip of the end point of a ramp: of what of it is not locked."""
    end, length = f"{piece.path}end", f"{piece.path}{piece.schedule.length_argument}"
    if end in locked:
        return Grip(length, piece=number)
    return Grip(end, piece=number, second="" if length in locked else length)


def level_grip(piece: Piece, number: int) -> Grip:
    """Return the grip of a constant, which is held anywhere."""
    return Grip(f"{piece.path}init", piece=number, second=f"{piece.path}end")


def _grips_of_piece(piece: Piece, number: int, locked: frozenset[str]) -> list[Grip]:
    def grips(*arguments: tuple[str, int]) -> Iterator[Grip]:
        return (Grip(piece.path + name, drops, number) for name, drops in arguments)

    leaf = piece.schedule
    if isinstance(leaf, Factor):
        treads = [("decay_rate", 1), *([] if leaf.tread_argument is None else [(leaf.tread_argument, 1)])]
        return list(grips(("init", 0), *treads))
    if leaf.is_constant:
        return [level_grip(piece, number)]
    return [*grips(("init", 0)), end_grip(piece, number, locked)]
