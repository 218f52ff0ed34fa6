"""The commands for pieces, once, as data: for the Schedule menu and for the buttons of the Schedule panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from designer.commands import shaping
from designer.model.document import Document
from stepdecay.reshaping.presets import PRESETS


@dataclass(frozen=True)
class PieceCommand:
    """One command.

    Attributes:
        id: Its name in code and tests.
        text: What the menu says; may depend on the document.
        menu: The menu it is in.
        run: What it does; may raise ScheduleError.
        enabled: Whether it can be used now.
        checked: Whether it is on; None for a command that can't be on or off.
        shortcut: Its keys.
        section: As of an action.
    """

    id: str
    text: str | Callable[[Document], str]
    menu: str
    run: Callable[[Document], None]
    enabled: Callable[[Document], bool] = lambda document: True
    checked: Callable[[Document], bool] | None = None
    shortcut: str | None = None
    section: int = 0

    def text_for(self, document: Document) -> str:
        """Return the menu's text as it is now."""
        return self.text if isinstance(self.text, str) else self.text(document)


def _split_text(document: Document) -> str:
    return "S&plit in the Middle" if document.view.shown_crosshair is None else "S&plit at Crosshair"


def _adding(kind: str) -> PieceCommand:
    return PieceCommand(f"add_{kind}", kind, "Schedule/Add Piece", partial(shaping.add_piece, kind=kind))


def _changing(kind: str) -> PieceCommand:
    return PieceCommand(
        f"kind_{kind}",
        kind,
        "Schedule/Kind",
        partial(shaping.change_kind, kind=kind),
        enabled=lambda document: shaping.selected(document) is not None,
        checked=lambda document: shaping.selected_kind(document) == kind,
    )


ADD_SCHEDULE = PieceCommand("add_schedule", "Add Sc&hedule", "Schedule", shaping.add_schedule, shaping.can_add_schedule)
ADD_WARMUP = PieceCommand("add_warmup", "Add &Warm-up", "Schedule", shaping.add_warmup, shaping.can_warm_up)
ADD_PIECE = tuple(_adding(kind) for kind in shaping.KINDS)
SPLIT = PieceCommand(
    "split", _split_text, "Schedule", shaping.split_piece,
    enabled=lambda document: shaping.split_step(document) is not None, shortcut="Ctrl+B",
)  # fmt: skip
REMOVE = PieceCommand("remove_piece", "Remove Pie&ce", "Schedule", shaping.remove_piece, shaping.can_remove)
MOVE_UP = PieceCommand(
    "move_piece_up", "Move Piece U&p", "Schedule", partial(shaping.move_piece, by=-1), partial(shaping.can_move, by=-1)
)
MOVE_DOWN = PieceCommand(
    "move_piece_down",
    "Move Piece &Down",
    "Schedule",
    partial(shaping.move_piece, by=1),
    partial(shaping.can_move, by=1),
)
STRETCH = PieceCommand("stretch", "Stretch to the &Run", "Schedule", shaping.stretch, shaping.can_stretch)
CHANGE_KIND = tuple(_changing(kind) for kind in shaping.KINDS)
USE_PRESET = tuple(
    PieceCommand(f"preset_{preset.id}", preset.title, "Schedule/Presets", partial(shaping.use_preset, name=preset.id))
    for preset in PRESETS
)

COMMANDS = (ADD_SCHEDULE, ADD_WARMUP, *ADD_PIECE, SPLIT, REMOVE, MOVE_UP, MOVE_DOWN, STRETCH, *CHANGE_KIND, *USE_PRESET)
"""All of them, in the order of the menu."""
