"""What is said of an answer: each sentence once, made of numbers that are found elsewhere; without a full stop."""

from __future__ import annotations

from stepdecay.goals.aim import Aim, Side
from stepdecay.numbers.text import count_text, drops_text, float_literal, rate_text

NO_DROP_YET = "there is no drop before update 1"
NO_MORE_DROPS = "no more drops fit"

_SIDES = {Side.EITHER: "to", Side.BELOW: "at or below", Side.ABOVE: "at or above"}


# A rate at an update


def gives(argument: str, value: float | int, aim: Aim, rate: float) -> str:
    """Say which rate an argument's value gives where one is wanted.

    >>> gives("init", 0.1, Aim(0.05, 20), 0.05), gives("step_size", 10, Aim(0.05, 20, is_end=True), 0.05)
    ('init 0.1 puts update 20 at 0.05', 'step_size 10 ends the run at 0.05')
    """
    literal = count_text(value) if isinstance(value, int) else float_literal(value)
    puts = "ends the run at" if aim.is_end else f"puts update {count_text(aim.update)} at"
    return f"{argument} {literal} {puts} {rate_text(rate)}"


def reaches(size: int, rate: float, update: int, larger: str) -> str:
    """Say where the largest `step_size` that reaches a rate does, and what the next larger one `gives`."""
    return f"step_size {count_text(size)} reaches {rate_text(rate)} at update {count_text(update)}; {larger}"


def whatever_it_is(given: str, last: int) -> str:
    """Say that no `decay_rate` makes a difference before the first drop.

    Args:
        given: What the present one `gives`.
        last: The MLX step of the wanted update, which is the largest `step_size` with a drop by then.
    """
    needs = f"a drop by update {count_text(last + 1)} needs a step_size of at most {count_text(last)}"
    return f"{given}, as any other would: {needs if last else NO_DROP_YET}"


def whatever_init_is(decay_rate: float, aim: Aim, rate: float) -> str:
    """Say that no `init` makes a difference to the rate."""
    return f"{gives('decay_rate', decay_rate, aim, rate)} whatever init is"


def never_zero(given: str) -> str:
    """Say that no `init` brings a rate to 0."""
    return f"{given}: for 0.0 decay_rate or step_size would have to move, as init must be above 0"


def nearest_of_floats(given: str, aim: Aim, rate: float) -> str:
    """Say that no float32 comes nearer."""
    side = aim.side if aim.allows(rate) else Side.EITHER
    return f"{given}, the nearest {_SIDES[side]} {rate_text(aim.rate)} that float32 allows"


def after_drops(given: str, drops: int) -> str:
    """Say after how many drops that is."""
    return f"{given} after {_drops(drops)}"


def nearest_of_sizes(given: str, aim: Aim, why: str) -> str:
    """Say that no `step_size` comes nearer, and why."""
    return f"{given}, the nearest to {rate_text(aim.rate)} of all step_sizes: {why}"


def nearer_than(given: str, aim: Aim, size: int, rate: float, drops: int) -> str:
    """Say that a `step_size` comes nearer than the next best one."""
    other = f"step_size {count_text(size)} would give {rate_text(rate)} after {_drops(drops)}"
    return f"{given}, the nearest to {rate_text(aim.rate)}; {other}"


def keeps(decay_rate: float) -> str:
    """Say that drops change nothing."""
    return f"decay_rate {float_literal(decay_rate)} keeps the rate as it is"


def only_moves(decay_rate: float, falls: bool) -> str:
    """Say that drops lead away from the wanted rate."""
    return f"decay_rate {float_literal(decay_rate)} only {'lowers' if falls else 'raises'} the rate"


def already_there(rate: float, argument: str) -> str:
    """Say that the first update is where one is wanted."""
    return f"update 1 is at {rate_text(rate)} already, whatever {argument} is"


def beyond_the_run(sentence: str, updates: int) -> str:
    """Say that the run ends before."""
    return f"{sentence}; the run ends before, at update {count_text(updates)}"


# A number of drops


def no_drops(size: int, drops: int, updates: int) -> str:
    """Say that this `step_size` and all larger ones have no drop."""
    return f"{_has(size, drops)} {_in_run(updates)}, nor does any larger one"


def has_drops(size: int, largest: int, drops: int, updates: int) -> str:
    """Say which `step_size` have so many drops.

    >>> has_drops(125, 142, 7, 1000)
    'step_size 125 gives 7 drops in 1000 updates; 125 to 142 do'
    """
    others = f"{count_text(size)} to {count_text(largest)} do" if size < largest else "no other does"
    return f"{_has(size, drops)} {_in_run(updates)}; {others}"


def never_drops(updates: int) -> str:
    """Say that a run is too short for a drop."""
    return f"there is no drop {_in_run(updates)}, whatever step_size is"


def most_drops(size: int, drops: int, updates: int) -> str:
    """Say that there can be no more drops."""
    return f"{_has(size, drops)}, the most that are possible {_in_run(updates)}"


def not_exactly(wanted: int, fewer: tuple[int, int], more: tuple[int, int], updates: int) -> str:
    """Say that there are fewer or more drops, but not so many; by a `step_size` and its drops each."""
    other = f"step_size {count_text(more[0])} gives {count_text(more[1])}"
    return f"{_has(*fewer)}, {other}; exactly {count_text(wanted)} are not possible {_in_run(updates)}"


# A halving


def never_halves(decay_rate: float) -> str:
    """Say that the rate never comes to half."""
    return f"decay_rate {float_literal(decay_rate)} never halves the rate, whatever step_size is"


def halves_exactly(size: int, updates: int) -> str:
    """Say that a `step_size` halves as wanted."""
    return f"{_halves_by_size(size)} every {_updates(updates)}{' on average' if size != updates else ''}"


def halves_about(size: int, halving: float, updates: int, other: int, other_halving: float) -> str:
    """Say how near a `step_size` comes to halving every so many updates, and what the next best one does."""
    nearest = f"about every {_about(halving)} updates, the nearest to {count_text(updates)}"
    return f"{_halves_by_size(size)} {nearest}; step_size {count_text(other)} does about every {_about(other_halving)}"


def decay_halves_about(decay_rate: float, halving: float, updates: int) -> str:
    """Say how near a `decay_rate` comes to halving every so many updates."""
    nearest = f"about every {_about(halving)} updates, the nearest to {count_text(updates)} that float32 allows"
    return f"{_halves_by_decay(decay_rate)} {nearest}"


def decay_halves(decay_rate: float, updates: int, is_exact: bool) -> str:
    """Say that a `decay_rate` halves at a drop."""
    nearly = "" if is_exact else ", as nearly as float32 allows"
    return f"{_halves_by_decay(decay_rate)} every {_updates(updates)}{nearly}"


def decay_halves_on_average(decay_rate: float, updates: int, size: int, first: int) -> str:
    """Say that a `decay_rate` halves between drops, and at which update the rate first is at or below half."""
    return (
        f"{_halves_by_decay(decay_rate)} every {_updates(updates)} on average; drops come every {_updates(size)}, "
        f"so that it is at or below half from update {count_text(first)} on"
    )


def _has(size: int, drops: int) -> str:
    return f"step_size {count_text(size)} gives {_drops(drops)}"


def _in_run(updates: int) -> str:
    return f"in {count_text(updates)} update{'s' if updates > 1 else ''}"


def _halves_by_size(size: int) -> str:
    return f"step_size {count_text(size)} halves the rate"


def _halves_by_decay(decay_rate: float) -> str:
    return f"decay_rate {float_literal(decay_rate)} halves the rate"


def _drops(count: int) -> str:
    return drops_text(count) if count else "no drops"


def _updates(count: int) -> str:
    return f"{count_text(count)} updates" if count > 1 else "update"


def _about(updates: float) -> str:
    return f"{updates:.4g}" if updates < 1000 else count_text(round(updates))
