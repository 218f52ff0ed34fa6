"""What a call that was read comes to: the schedule, its arguments by path, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from stepdecay.pyread.signatures import build, inside
from stepdecay.pyread.values import Names, Number, Values, source_text
from stepdecay.schedule.kinds import KINDS, ExponentialDecay, JoinSchedules, Schedule
from stepdecay.sources.python.reader import Join, LeafCall, Reading, Spot


def schedule_of(reading: Reading, values: Values) -> Schedule:
    """Return the schedule that a call makes.

    Raises:
        ScheduleError: A value is missing, or MLX or this program refuses one.
    """
    if isinstance(reading, LeafCall):
        numbers = {field: _number(field, spot, values) for field, spot in reading.arguments.items()}
        return build(reading.name, numbers)
    parts = []
    for index, part in enumerate(reading.parts):
        with inside(f"schedules[{index}]"):
            parts.append(schedule_of(part.reading, values))
    steps = enumerate(reading.boundaries.entries)
    boundaries = [_number(f"boundaries[{index}]", spot, values) for index, spot in steps]
    return JoinSchedules(parts, boundaries)  # type: ignore[arg-type]


def arguments_of(reading: Reading, prefix: str = "") -> dict[str, Spot]:
    """Return where each argument that is written stands, by its path (see `stepdecay.schedule.structure`)."""
    if isinstance(reading, LeafCall):
        return {f"{prefix}{field}": spot for field, spot in reading.arguments.items()}
    found: dict[str, Spot] = {}
    for index, part in enumerate(reading.parts):
        found |= arguments_of(part.reading, f"{prefix}schedules[{index}].")
    return found | {f"{prefix}boundaries[{index}]": spot for index, spot in enumerate(reading.boundaries.entries)}


def computed_of(reading: Reading) -> dict[str, str]:
    """Return the texts of the arguments that depend on names without a value, by path."""
    spots = arguments_of(reading)
    return {path: source_text(spot.node, spot.scope) for path, spot in spots.items() if unknown_in(spot)}


def unknown_in(spot: Spot) -> dict[str, None]:
    """Return the names without a value that an argument depends on."""
    names = Names()
    names.explore(spot.node, spot.scope, spot.owner)
    return names.unknown


def check(reading: Reading, given: Mapping[str, Number]) -> None:
    """Check what is known of a schedule with names that have no value yet.

    Raises:
        ScheduleError: MLX or this program would refuse it whatever the names stand for.
    """
    values = Values(given)
    if isinstance(reading, Join):
        for index, part in enumerate(reading.parts):
            with inside(f"schedules[{index}]"):
                check(part.reading, given)
        spots = reading.boundaries.entries
        is_known = all(unknown_in(spot).keys() <= given.keys() for spot in spots)
        steps = [values.number(spot.node, spot.scope) if is_known else index for index, spot in enumerate(spots, 1)]
        JoinSchedules([ExponentialDecay(1, 1)] * len(reading.parts), steps)  # type: ignore[arg-type]
        return
    numbers: dict[str, Number] = {}
    for field, spot in reading.arguments.items():
        is_known = unknown_in(spot).keys() <= given.keys()
        numbers[field] = _number(field, spot, values) if is_known else 1
    KINDS[reading.name](**numbers)  # type: ignore[arg-type]


def _number(field: str, spot: Spot, values: Values) -> Number:
    with inside(field):
        return values.number(spot.node, spot.scope)
