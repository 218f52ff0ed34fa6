"""What is held, in words: beside a hand that drags, and for a screen reader."""

from __future__ import annotations

from designer.plot.grabbing.grips import Grip
from designer.plot.grabbing.moves import present, tread_rate
from designer.plot.picture import Picture
from stepdecay.numbers.text import count_text, drops_text, float_literal, rate_text
from stepdecay.schedule.kind import Factor
from stepdecay.schedule.structure import Piece, arguments
from stepdecay.schedule.units import length_text, shown_unit


def handle_in_words(picture: Picture, grip: Grip) -> str:
    """Say what the keyboard's focus is on; in a join also in which piece, of a boundary the rates that meet there."""
    said = grip_in_words(picture, grip)
    if grip.name == "boundaries":
        first = picture.pieces[grip.piece].first_step
        before, after = map(rate_text, picture.rates_at([first - 1, first]))
        return f"{said}, from {before} to {after}"
    if len(picture.pieces) == 1 or grip.name == "updates":
        return said
    return f"piece {grip.piece + 1}, {picture.pieces[grip.piece].schedule.kind_name}: {said}"


def grip_in_words(picture: Picture, grip: Grip) -> str:
    """Say what a held argument is and what that means at the place where it is held."""
    if grip.name == "updates":
        return _run_in_words(picture)
    piece = picture.pieces[min(grip.piece, len(picture.pieces) - 1)]
    leaf, first = piece.schedule, piece.first_step
    match grip.name:
        case "boundaries":
            begins = f"{leaf.kind_name} begins at {picture.time_of(first + 1)}"
            value = arguments(picture.schedule).get(grip.argument, first)  # within a join within a join not the step
            return f"boundary = {value} ({begins})"
        case "decay_rate" if isinstance(leaf, Factor):
            rate, at = rate_text(tread_rate(leaf, grip.number)), count_text(grip.number)
            where = f"level {at}" if leaf.tread_argument else picture.time_of(first + grip.number + 1)
            return f"decay_rate = {float_literal(leaf.decay_rate)} ({where} at {rate})"
        case name if name == leaf.tread_argument:
            time = picture.time_of(first + grip.number * leaf.tread_size + 1)
            return f"{name} = {leaf.tread_size} (drop {count_text(grip.number)} at {time})"
        case "init" if not leaf.is_constant:
            return f"init = {float_literal(leaf.init)}"
        case "init":
            return f"constant = {float_literal(leaf.init)}"
    return _end_in_words(picture, grip, piece)


def _run_in_words(picture: Picture) -> str:
    schedule, updates = picture.schedule, picture.updates
    said = f"updates = {updates}"
    if picture.run is not None and shown_unit(picture.unit, picture.run) != "updates":
        said += f", {length_text(updates, picture.run, picture.unit)}"
    if schedule.tread_argument:
        return f"{said} ({drops_text((updates - 1) // schedule.tread_size)})"
    (last,) = picture.rates_at([updates - 1])
    return f"{said} (the last one at {rate_text(last)})"


def _end_in_words(picture: Picture, grip: Grip, piece: Piece) -> str:
    steps = piece.schedule.length or 1
    rate = present(picture, grip).rate
    parts = [f"end = {float_literal(rate)}"] if rate is not None else []
    if grip.is_horizontal:
        parts.append(f"{(grip.second or grip.argument).rpartition('.')[2]} = {steps}")
    return f"{', '.join(parts)} (from {picture.time_of(piece.first_step + steps + 1)})"
