"""What is done with pins: schedules that are kept on the plot for comparison."""

from __future__ import annotations

from dataclasses import replace

from designer.model.document import Document
from designer.model.view import Pin, Pins
from stepdecay import ScheduleError
from stepdecay.schedule.kinds import Schedule

MOST_PINS = 8
"""As many dashes and colours as a person can still tell apart."""


def expression(schedule: Schedule) -> str:
    """Return the call that makes a schedule, as a title."""
    from stepdecay import to_python  # which isn't needed to start

    return to_python(schedule).replace("optim.", "")


def pin(document: Document) -> None:
    """Keep the schedule in force for comparison; one that is pinned already is only shown again.

    Raises:
        ScheduleError: There are as many pins as there can be.
    """
    pins, schedule = document.view.overlay.pins, document.design.schedule
    there = next((index for index, one in enumerate(pins) if one.schedule == schedule), None)
    if there is None:
        document.look(pins=_with(pins, schedule))
    else:
        show_pin(document, there, True)


def unpin(document: Document, index: int) -> None:
    """Remove one pin; it can be had back until others are removed."""
    pins = document.view.overlay.pins
    left = pins[:index] + pins[index + 1 :]
    document.look(pins=left, unpinned=(pins[index],), pin=min(index, len(left) - 1) if left else None)


def unpin_all(document: Document) -> None:
    """Remove all pins; they can be had back until others are removed."""
    document.look(pins=(), unpinned=document.view.overlay.pins, pin=None)


def restore_pins(document: Document) -> None:
    """Pin again what was removed last, as far as there is room."""
    pins = document.view.overlay.pins
    for one in document.view.overlay.unpinned[: MOST_PINS - len(pins)]:
        pins = _with(pins, one.schedule, one.name)
    document.look(pins=pins, unpinned=())


def rename_pin(document: Document, index: int, name: str) -> None:
    """Call a pin by a name, or by its expression if that is empty."""
    _exchange(document, index, replace(document.view.overlay.pins[index], name=name))


def show_pin(document: Document, index: int, shown: bool) -> None:
    """Draw a pin, or draw it no longer."""
    _exchange(document, index, replace(document.view.overlay.pins[index], shown=shown))


def toggle_pin(document: Document, index: int) -> None:
    """Draw a pin that is hidden, and hide one that is drawn."""
    show_pin(document, index, not document.view.overlay.pins[index].shown)


def make_pin_current(document: Document, index: int) -> None:
    """Make a pinned schedule the one in force, as one undo step; the pin stays."""
    document.replace_schedule("Make Pin Current", document.view.overlay.pins[index].schedule)


def _with(pins: Pins, schedule: Schedule, name: str = "") -> Pins:
    """Return the pins with another one, in a style that none of them has.

    Raises:
        ScheduleError: There are `MOST_PINS` already.
    """
    if len(pins) >= MOST_PINS:
        raise ScheduleError(f"There are {MOST_PINS} pins already; remove one first")
    used = {one.style for one in pins}
    return (*pins, Pin(schedule, next(style for style in range(MOST_PINS) if style not in used), name))


def _exchange(document: Document, index: int, new: Pin) -> None:
    pins = document.view.overlay.pins
    document.look(pins=(*pins[:index], new, *pins[index + 1 :]))
