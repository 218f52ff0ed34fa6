"""A chart in words, for those who don't see it."""

from __future__ import annotations

import math

from stepdecay.evaluate.curve import Extent
from stepdecay.evaluate.level_list import levels
from stepdecay.evaluate.parts import Part, ends_of, parts, rates_of, wrapped
from stepdecay.numbers.text import drops_text, rate_text
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.schedule.structure import Piece, pieces
from stepdecay.schedule.units import Unit, length_text, shown_unit, time_number, time_text


def curve_in_words(schedule: Schedule, run: Run, bounds: Extent, unit: Unit = "updates") -> str:
    """Say what the curve looks like, for those who don't see it: in one sentence, and one more for each piece.

    Args:
        schedule: The schedule.
        run: The run.
        bounds: The extreme rates of the run.
        unit: What times are named in.
    """
    found, used = pieces(schedule), parts(schedule, run.updates)
    over = f"over {length_text(run.updates, run, unit)}"
    last = float(rates_of(used, ends_of(used[-1:])[0])[-1]) if math.isnan(bounds.last) else bounds.last
    ends = f"from {rate_text(bounds.first)} to {rate_text(last)}"
    gaps = "".join(
        f" From {time_text(start + 1, run, unit)} to {time_number(stop, run, unit)} whole powers wrap around."
        for start, stop in wrapped(used)
    )
    if len(found) > 1:
        return f"{len(found)} pieces {ends} {over}. {_pieces_in_words(used, run, unit, found)}{gaps}"
    leaf = found[0].schedule
    if leaf.is_constant:
        return f"Constant at {rate_text(bounds.first)} {over}."
    drops = f"in {drops_text(len(levels(leaf, used[0].drawn)) - 1)} " if leaf.tread_argument else ""
    return f"{leaf.title} {ends} {drops}{over}.{gaps}"


def _pieces_in_words(used: list[Part], run: Run, unit: Unit, found: tuple[Piece, ...]) -> str:
    """Say for each piece its updates and its rates; those after the run are only named."""
    values = rates_of(used, ends_of(used).ravel()).tolist()
    sentences = [
        f"{leaf.kind_name}, {shown_unit(unit, run)} {time_number(first + 1, run, unit)} to "
        f"{time_number(stop, run, unit)}, "
        f"from {rate_text(start)} to {rate_text(end)}."
        for (leaf, first, stop), start, end in zip(used, values[::2], values[1::2], strict=True)
    ]
    sentences += [f"{piece.schedule.kind_name} after the run." for piece in found[len(used) :]]
    return " ".join(sentences)
