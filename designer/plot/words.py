"""The plot in words: for those who don't see it, and beside a hand that drags."""

from __future__ import annotations

from designer.document import Design
from designer.plot.grips import Grip, Picture
from stepdecay import levels
from stepdecay.curve import Extent
from stepdecay.literals import count_text, drops_text, float_literal, rate_text


def curve_in_words(design: Design, bounds: Extent) -> str:
    """Say in one sentence what the curve looks like, for those who don't see it."""
    drops = len(levels(design.schedule, design.run.updates)) - 1
    return (
        f"Step decay from {rate_text(bounds.first)} to {rate_text(bounds.last)} "
        f"in {drops_text(drops)} over {count_text(design.run.updates)} updates."
    )


def grip_in_words(picture: Picture, grip: Grip) -> str:
    """Say what a held argument is and what that means at the place where it is held.

    A screen reader hears the same sentence.
    """
    schedule = picture.schedule
    match grip.argument:
        case "init":
            return f"init = {float_literal(schedule.init)}"
        case "decay_rate":
            rate = rate_text(picture.rates_of([grip.number])[0])
            return f"decay_rate = {float_literal(schedule.decay_rate)} (level {count_text(grip.number)} at {rate})"
        case "step_size":
            first = count_text(grip.number * schedule.step_size + 1)
            return f"step_size = {schedule.step_size} (drop {count_text(grip.number)} at update {first})"
    drops = (picture.updates - 1) // schedule.step_size
    return f"updates = {picture.updates} ({drops_text(drops)})"
