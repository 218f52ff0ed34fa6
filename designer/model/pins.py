"""Schedules that are kept on the plot for comparison."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stepdecay import ScheduleError
from stepdecay.schedule.kinds import Schedule

MOST_PINS = 8
"""As many dashes and colours as a person can still tell apart."""


@dataclass(frozen=True)
class Pin:
    """A frozen copy of a schedule.

    Attributes:
        schedule: The schedule.
        style: Which of the `MOST_PINS` dashes and colours is its own, from 0.
        name: What a person calls it; empty for its expression.
        shown: Whether it is drawn.
    """

    schedule: Schedule
    style: int
    name: str = ""
    shown: bool = True

    def title(self) -> str:
        """Return its name, or its expression where it has none."""
        return self.name or expression(self.schedule)


Pins = tuple[Pin, ...]


def expression(schedule: Schedule) -> str:
    """Return the call that makes a schedule, as a title."""
    from stepdecay import to_python  # which isn't needed to start

    return to_python(schedule).replace("optim.", "")


def pinned(pins: Pins, schedule: Schedule, name: str = "") -> Pins:
    """Return the pins with another one, in a style that none of them has.

    Raises:
        ScheduleError: There are `MOST_PINS` already.
    """
    if len(pins) >= MOST_PINS:
        raise ScheduleError(f"There are {MOST_PINS} pins already; remove one first")
    used = {pin.style for pin in pins}
    return (*pins, Pin(schedule, next(style for style in range(MOST_PINS) if style not in used), name))


def changed(pins: Pins, index: int, **changes: object) -> Pins:
    """Return the pins with some attributes of one of them replaced."""
    return (*pins[:index], replace(pins[index], **changes), *pins[index + 1 :])  # type: ignore[arg-type]


def removed(pins: Pins, index: int) -> Pins:
    """Return the pins without one of them."""
    return pins[:index] + pins[index + 1 :]
