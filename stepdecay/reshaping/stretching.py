"""A schedule stretched, or squeezed, to a run: all pieces and boundaries together.

A schedule without an end of its own counts as made for what `usual_updates` shows of it: ten drops of a step decay, a
hundredth of an exponential decay's first rate, a constant as long as the pieces before it on average.
"""

from __future__ import annotations

from stepdecay.errors import ScheduleError
from stepdecay.numbers.scaling import share
from stepdecay.numbers.text import count_text
from stepdecay.reshaping.assembly import PlacedLeaf, parts_of, rebuilt
from stepdecay.schedule.kinds import LinearSchedule, Schedule


def stretched(schedule: Schedule, updates: int) -> Schedule:
    """Return a schedule whose last end falls on the last update of a run; all lengths and boundaries keep their shares.

    The last update has exactly the rate `end` of the last piece; of one without an `end`, about the rate that it looks
    made for (see above). A `step_size` is rescaled as a length is, and an exponential decay before a boundary gets the
    `decay_rate` with which it comes to the same rate there. A piece that ends at its boundary, or one step before it
    as mlx-lm joins a warm-up, still does. Counts are rounded, and at least 1. A constant that comes alone, or after a
    warm-up, fits every run.

    Args:
        schedule: The schedule; joins within it stay nested.
        updates: The length of the run.

    Returns:
        The schedule; the same one where it fits already.

    Raises:
        ScheduleError: The run has too few updates for all pieces; the error's `field` is `updates`.

    >>> from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay
    >>> stretched(JoinSchedules([LinearSchedule(0, 1e-3, 100), CosineDecay(1e-3, 899)], [100]), 2000)
    ... # doctest: +NORMALIZE_WHITESPACE
    JoinSchedules(schedules=(LinearSchedule(init=0.0, end=0.001, steps=200),
                             CosineDecay(init=0.001, decay_steps=1799, end=0.0)), boundaries=(200,))
    >>> stretched(StepDecay(0.1, 0.9, 10), 1000)
    StepDecay(init=0.1, decay_rate=0.9, step_size=100)
    """
    parts = parts_of(schedule)
    if _fits(parts, updates):
        return schedule
    starts = _new_starts(parts, updates)
    new: list[PlacedLeaf] = [
        (leaf.rescaled(parts[index + 1][1] - start, starts[index + 1] - starts[index]), starts[index])
        for index, (leaf, start) in enumerate(parts[:-1])
    ]
    return rebuilt(schedule, [*new, (parts[-1][0].fitted(updates - starts[-1]), starts[-1])])


def _fits(parts: list[PlacedLeaf], updates: int) -> bool:
    last, first_step = parts[-1]
    if last.goes_on:
        return _is_warmup_alone(parts) or first_step in (_new_starts(parts, updates)[-1], sum(_least(parts)[:-1]))
    return updates - first_step > 1 and last.fitted(updates - first_step) == last


def _is_warmup_alone(parts: list[PlacedLeaf]) -> bool:
    match parts:
        case [_]:
            return True
        case [(LinearSchedule() as rise, _), (LinearSchedule() as hold, _)]:
            return rise.init < rise.end == hold.init
    return False


def _new_starts(parts: list[PlacedLeaf], updates: int) -> list[int]:
    """Return where the pieces begin when all has been rescaled."""
    (last, first_step), before = parts[-1], len(parts) - 1
    if last.goes_on:
        old, new = first_step * (before + 1), updates * before
    else:  # a staircase is over with its last tread, all else with the step that reaches its end
        old, new = first_step + last.natural_steps, updates if last.tread_argument is not None else updates - 1
    return _with_room([share(start, new, max(old, 1)) for _, start in parts], _least(parts), updates)


def _least(parts: list[PlacedLeaf]) -> list[int]:
    """Return how many updates each piece has at least: two where it ends one step before its boundary."""
    stops = [start for _, start in parts[1:]]
    ended = [leaf.own_length == stop - start - 1 for (leaf, start), stop in zip(parts, stops, strict=False)]
    return [*(2 if is_ended else 1 for is_ended in ended), 2]


def _with_room(starts: list[int], least: list[int], updates: int) -> list[int]:
    """Move starts until each piece has the updates that it has at least."""
    if sum(least) > updates:
        run = f"a run of {count_text(updates)} update{'' if updates == 1 else 's'}"
        raise ScheduleError(f"{run} is too short for these pieces: they take {count_text(sum(least))}", "updates")
    starts[-1] = max(starts[-1], sum(least[:-1]))
    stop = updates
    for index in reversed(range(len(starts))):
        starts[index] = stop = min(starts[index], stop - least[index])
    starts[0] = 0
    for index, steps in enumerate(least[:-1]):
        starts[index + 1] = max(starts[index + 1], starts[index] + steps)
    return starts
