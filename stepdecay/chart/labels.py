"""What is written on a chart along its upper edge: the end of the run, and the names of pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from stepdecay.numbers.text import WRAPS
from stepdecay.schedule.run import Run
from stepdecay.schedule.units import Unit, length_text, shown_unit

TOP = 2
"""Pixels above what is written along the upper edge."""

END_LABEL = "end of run"
LABEL_GAP = 6
"""Pixels between the line at the end of the run and its label."""

LABEL_ROOM = 100
"""Where the line has less to its left, the label is right of it."""

NAME_GAP = 7
"""Pixels between a boundary and the name right of it."""

LEAST_NAME = 40
"""A name with less room is left out."""

WRAPS_LABEL = (
    "whole powers wrap around here: MLX's rates jump up and down, or are 0",
    "whole powers wrap around",
    WRAPS,
)
"""What stands where no line goes, for less and less room."""


class Name(NamedTuple):
    """A piece's name on a chart.

    Attributes:
        number: The number of the piece.
        text: What of the name fits.
        left: The pixel where it begins.
    """

    number: int
    text: str
    left: float


def end_label(run: Run | None, unit: Unit = "updates") -> str:
    """Return what stands at the end of a run, with its length where that is shown in another unit than updates.

    >>> end_label(Run(1000, 4), "updates"), end_label(Run(1000, 4), "iterations")
    ('end of run', 'end of run, 1000 iterations')
    """
    if run is None or shown_unit(unit, run) == "updates":
        return END_LABEL
    return f"{END_LABEL}, {length_text(run.updates, run, unit)}"


def end_label_span(run_end: float, width: float) -> tuple[float, float]:
    """Return the pixels from which to which the label at the end of the run lies, a gap on each side included.

    Args:
        run_end: The pixel of the end of the run.
        width: The label's width in pixels.
    """
    if run_end > max(LABEL_ROOM, width + 2 * LABEL_GAP):
        return run_end - width - 2 * LABEL_GAP, run_end
    return run_end, run_end + width + 2 * LABEL_GAP


def names(
    pieces: Iterable[tuple[str, tuple[float, float]]],
    taken: tuple[float, float],
    elided: Callable[[str, float], str],
) -> list[Name]:
    """Place the names of pieces, each within its piece and clear of what is written at the end of the run.

    Args:
        pieces: The name of each piece, and the pixels between which it is in view.
        taken: The pixels between which the words at the end of the run are.
        elided: Returns what of a text fits into so many pixels.

    >>> names([("cosine_decay", (0, 300)), ("constant", (300, 330))], (230, 300), lambda text, room: text)
    [Name(number=0, text='cosine_decay', left=7)]
    """
    found: list[Name] = []
    for number, (name, (left, right)) in enumerate(pieces):
        is_cut = left < taken[1] and right > taken[0]
        room = (taken[0] if is_cut else right) - left - 2 * NAME_GAP
        text = elided(name, room) if room > LEAST_NAME else ""
        if text:
            found.append(Name(number, text, left + NAME_GAP))
    return found
