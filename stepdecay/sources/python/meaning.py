"""What a call that was read comes to: the schedule, its arguments by path, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping

from stepdecay.numbers.bounds import LARGEST_COUNT, written_factor
from stepdecay.pyread.defaults import Default
from stepdecay.pyread.signatures import build, inside
from stepdecay.pyread.values import Names, Number, Values, source_text
from stepdecay.schedule.kind import Role
from stepdecay.schedule.kinds import ROLES, ExponentialDecay, JoinSchedules, Schedule, of_text
from stepdecay.schedule.structure import argument_name
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


def unknown_in(spot: Spot) -> dict[str, Default | None]:
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
    of_text(reading.name, numbers)


def value_of(path: str, spot: Spot, values: Values) -> Number:
    """Return what an argument comes to in the schedule: a factor that is whole in the text as one that is.

    Raises:
        ScheduleError: It has no value, or MLX can't take it.
    """
    number = _number(path, spot, values)
    return written_factor(number) if ROLES[argument_name(path)] is Role.FACTOR else number  # type: ignore[return-value]


def _number(field: str, spot: Spot, values: Values) -> Number:
    """Return the number of an argument; a rate or a factor is a float where a name in it has no value in the text.

    A person says what such a name stands for, but not whether that is 2 or 2.0.
    """
    with inside(field):
        number = values.number(spot.node, spot.scope)
    is_count = ROLES[argument_name(field)] is Role.COUNT
    return number if is_count or number > LARGEST_COUNT or not unknown_in(spot) else float(number)
