"""The plot in words, for those who don't see it."""

from __future__ import annotations

from designer.document import Design
from designer.plot.grips import is_constant
from stepdecay import levels
from stepdecay.curve import Extent
from stepdecay.joining import Piece, pieces
from stepdecay.literals import count_text, drops_text, rate_text
from stepdecay.piecewise import ends_of, parts, rates_of
from stepdecay.schedules import Leaf, Schedule, StepDecay, function_name

_NAMES = {
    "step_decay": "Step decay",
    "exponential_decay": "Exponential decay",
    "cosine_decay": "Cosine decay",
    "linear_schedule": "Linear schedule",
}


def piece_name(leaf: Leaf) -> str:
    """Return the name of a piece: that of MLX's function, or `constant`."""
    return "constant" if is_constant(leaf) else function_name(leaf)


def curve_in_words(design: Design, bounds: Extent) -> str:
    """Say what the curve looks like, for those who don't see it: in one sentence, and one more for each piece."""
    schedule, updates = design.schedule, design.run.updates
    found = pieces(schedule)
    over = f"over {count_text(updates)} updates"
    ends = f"from {rate_text(bounds.first)} to {rate_text(bounds.last)}"
    if len(found) > 1:
        return f"{len(found)} pieces {ends} {over}. {_pieces_in_words(schedule, found, updates)}"
    leaf = found[0].schedule
    if is_constant(leaf):
        return f"Constant at {rate_text(bounds.first)} {over}."
    drops = f"in {drops_text(len(levels(leaf, updates)) - 1)} " if isinstance(leaf, StepDecay) else ""
    return f"{_NAMES[function_name(leaf)]} {ends} {drops}{over}."


def _pieces_in_words(schedule: Schedule, found: tuple[Piece, ...], updates: int) -> str:
    """Say for each piece its updates and its rates; those after the run are only named."""
    used = parts(schedule, updates)
    values = rates_of(used, ends_of(used).ravel()).tolist()
    sentences = [
        f"{piece_name(leaf)}, updates {count_text(first + 1)} to {count_text(stop)}, "
        f"from {rate_text(start)} to {rate_text(end)}."
        for (leaf, first, stop), start, end in zip(used, values[::2], values[1::2], strict=True)
    ]
    sentences += [f"{piece_name(piece.schedule)} after the run." for piece in found[len(used) :]]
    return " ".join(sentences)
