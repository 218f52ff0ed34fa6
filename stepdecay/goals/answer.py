"""What comes of a goal, in numbers and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from stepdecay.goals.bisection import (
    ANY_DECAY,
    ANY_FACTOR,
    ANY_RATE,
    LARGEST_DECAY,
    distance,
    drops_per_halving,
    first_drops,
    moved,
    nearest_value,
    rate_after,
    rate_at,
)
from stepdecay.numbers.bounds import LARGEST_RATE, SMALLEST_RATE
from stepdecay.numbers.text import as_float32, count_text, drops_text, float_literal, rate_text
from stepdecay.schedule.kinds import StepDecay
from stepdecay.schedule.run import LONGEST_RUN

TOLERANCE = 1.005
"""How many times as large as wanted a rate, or the updates of a halving, may be."""

SMALLEST_NORMAL = 2.0**-126
"""Below it float32 has fewer digits, and the half of a rate may be no number of it."""

NO_DROP_YET = "there is no drop before update 1"


@dataclass(frozen=True)
class Answer:
    """What comes of a goal.

    Attributes:
        schedule: The schedule that reaches the goal, or comes nearest; only the argument that may move can differ.
        sentence: What it does, with its numbers, and why it is no nearer; without a full stop.
        is_reached: Whether the goal holds, by MLX's float32 rates.
    """

    schedule: StepDecay
    sentence: str
    is_reached: bool


class Side(Enum):
    """On which side of the wanted rate a rate must lie; the values are words of a sentence."""

    EITHER = "to"
    BELOW = "at or below"
    ABOVE = "at or above"


@dataclass(frozen=True)
class Aim:
    """A rate wanted at one update.

    Attributes:
        rate: The rate, a float32.
        update: The update, from 1.
        puts: The words between an argument's value and the rate that it gives.
        side: Where the rate has to lie. On either side, it is reached within 0.5 %.
    """

    rate: float
    update: int
    puts: str
    side: Side = Side.EITHER

    def allows(self, rate: float) -> bool:
        """Tell whether a rate lies on the right side."""
        match self.side:
            case Side.EITHER:
                return True
            case Side.BELOW:
                return rate <= self.rate
            case Side.ABOVE:
                return self.rate <= rate < math.inf

    def is_met(self, rate: float) -> bool:
        """Tell whether a rate is what is wanted."""
        if self.side is Side.EITHER:
            return rate == self.rate or (self.rate > 0 and distance(rate, self.rate) <= TOLERANCE)
        return self.allows(rate)

    def badness(self, rate: float) -> tuple[bool, float]:
        """Order rates, the best one first."""
        return not self.allows(rate), distance(rate, self.rate)


def bring(schedule: StepDecay, aim: Aim, argument: str) -> Answer:
    """Bring the rate of an update to the wanted one by moving one argument."""
    if argument != "step_size":
        return _bring_by_value(schedule, aim, argument)
    drops = first_drops(schedule, aim.rate, aim.update - 1)
    if aim.side is Side.EITHER or drops == aim.update or rate_after(schedule, drops) == math.inf:
        return _bring_by_drops(schedule, aim, drops)
    size = (aim.update - 1) // drops
    found, larger = moved(schedule, "step_size", size), moved(schedule, "step_size", size + 1)
    sentence = (
        f"step_size {count_text(size)} reaches {rate_text(rate_after(schedule, drops))} at update "
        f"{count_text(drops * size + 1)}; step_size {count_text(size + 1)} {aim.puts} "
        f"{rate_text(rate_at(larger, aim.update - 1))}"
    )
    return Answer(found, sentence, True)


def _bring_by_value(schedule: StepDecay, aim: Aim, argument: str) -> Answer:
    step = aim.update - 1
    now = rate_at(schedule, step)
    puts = f"{argument} {float_literal(getattr(schedule, argument))} {aim.puts} {rate_text(now)}"
    if argument == "decay_rate" and step < schedule.step_size:
        drop_needs = f"a drop by update {count_text(aim.update)} needs a step_size of at most {count_text(step)}"
        why = drop_needs if step else NO_DROP_YET
        return Answer(schedule, f"{puts}, as any other would: {why}", aim.is_met(now))
    if argument == "init":
        ends = [rate_at(moved(schedule, "init", value), step) for value in (SMALLEST_RATE, LARGEST_RATE)]
        if ends[0] == ends[1]:
            sentence = f"decay_rate {float_literal(schedule.decay_rate)} {aim.puts} {rate_text(now)} whatever init is"
            return Answer(schedule, sentence, aim.is_met(now))
        if not aim.rate and now:
            sentence = f"{puts}: for 0.0 decay_rate or step_size would have to move, as init must be above 0"
            return Answer(schedule, sentence, False)
    patterns = ANY_RATE if argument == "init" else ANY_FACTOR
    value = nearest_value(schedule, argument, step, aim.rate, aim.badness, patterns)
    found = moved(schedule, argument, value)
    rate = rate_at(found, step)
    sentence = f"{argument} {float_literal(value)} {aim.puts} {rate_text(rate)}"
    if rate != aim.rate:
        side = aim.side if aim.allows(rate) else Side.EITHER
        sentence += f", the nearest {side.value} {rate_text(aim.rate)} that float32 allows"
    return Answer(found, sentence, aim.is_met(rate))


def _bring_by_drops(schedule: StepDecay, aim: Aim, crossing: int) -> Answer:
    """Choose the number of drops before the update; the rate is at or beyond the wanted one after `crossing`."""
    last = aim.update - 1
    over = last // crossing  # the largest step_size with so many drops; 0 if there is none
    counts = [last // size for size in (schedule.step_size, aim.update, over + 1, over) if size]
    rate_of = {count: rate_after(schedule, count) for count in counts}
    count = min(counts, key=lambda count: aim.badness(rate_of[count]))
    rate = rate_of[count]
    size = schedule.step_size if count == counts[0] else last // (count + 1) + 1
    found = moved(schedule, "step_size", size)
    sentence = f"step_size {count_text(size)} {aim.puts} {rate_text(rate)} after {_drops(count)}"
    if rate == aim.rate:
        return Answer(found, sentence, True)
    sentence += f", the nearest to {rate_text(aim.rate)}"
    if not over:
        return Answer(found, f"{sentence} of all step_sizes: {_why_no_nearer(schedule, aim)}", aim.is_met(rate))
    other = last // over if count < crossing else last // (over + 1)
    other_size = last // (other + 1) + 1
    return Answer(
        found,
        f"{sentence}; step_size {count_text(other_size)} would give {rate_text(rate_of[other])} after {_drops(other)}",
        aim.is_met(rate),
    )


def _why_no_nearer(schedule: StepDecay, aim: Aim) -> str:
    decay_rate = as_float32(schedule.decay_rate)
    if aim.update == 1:
        return NO_DROP_YET
    if decay_rate == 1:
        return f"decay_rate {float_literal(schedule.decay_rate)} keeps the rate as it is"
    if (aim.rate < rate_at(schedule, 0)) is (decay_rate < 1):
        return "no more drops fit"
    return f"decay_rate {float_literal(schedule.decay_rate)} only {'lowers' if decay_rate < 1 else 'raises'} the rate"


def drop(schedule: StepDecay, updates: int, wanted: int) -> Answer:
    """Choose the `step_size` with which a run has so many drops."""
    last = updates - 1
    fewer = last // (wanted + 1) + 1  # the smallest with no more drops than wanted: all levels equal, if they can be
    more = fewer - 1
    run = f"in {count_text(updates)} update{'s' if updates > 1 else ''}"
    found = moved(schedule, "step_size", fewer)
    gives = f"step_size {count_text(fewer)} gives {_drops(last // fewer)}"
    if not wanted:
        return Answer(found, f"{gives} {run}, nor does any larger one", True)
    if last // fewer == wanted:
        largest = last // wanted
        others = f"{count_text(fewer)} to {count_text(largest)} do" if fewer < largest else "no other does"
        return Answer(found, f"{gives} {run}; {others}", True)
    if not last:
        return Answer(schedule, f"there is no drop {run}, whatever step_size is", False)
    if not more:
        return Answer(found, f"{gives}, the most that are possible {run}", False)
    if last // more - wanted < wanted - last // fewer:
        found = moved(schedule, "step_size", more)
    gives += f", step_size {count_text(more)} gives {count_text(last // more)}"
    return Answer(found, f"{gives}; exactly {count_text(wanted)} are not possible {run}", False)


def halve_by_step_size(schedule: StepDecay, updates: int) -> Answer:
    """Choose the `step_size` with which the rate halves every so many updates, on average."""
    drops = drops_per_halving(schedule)
    if drops == math.inf:
        sentence = f"decay_rate {float_literal(schedule.decay_rate)} never halves the rate, whatever step_size is"
        return Answer(schedule, sentence, False)
    size = max(1, int(updates / drops))
    best, other = sorted((size, size + 1), key=lambda size: distance(size * drops, updates))
    found, halving = moved(schedule, "step_size", best), best * drops
    sentence = f"step_size {count_text(best)} halves the rate"
    if halving == updates:
        return Answer(found, f"{sentence} every {_updates(updates)}{' on average' if best != updates else ''}", True)
    sentence += f" about every {_about(halving)} updates, the nearest to {count_text(updates)}"
    sentence += f"; step_size {count_text(other)} does about every {_about(other * drops)}"
    return Answer(found, sentence, distance(halving, updates) <= TOLERANCE)


def halve_by_decay_rate(schedule: StepDecay, updates: int) -> Answer:
    """Choose the `decay_rate` with which the rate halves every so many updates, on average."""
    size = schedule.step_size
    drops = -(-updates // size)  # the first drop that is no sooner
    halvings = drops * size / updates
    target = as_float32(schedule.init) * 2.0**-halvings
    every_drop = moved(schedule, "step_size", 1)
    if target < SMALLEST_NORMAL:
        every_drop, target = moved(every_drop, "init", 1.0), 2.0**-halvings
    value = LARGEST_DECAY
    if rate_at(moved(every_drop, "decay_rate", value), drops) >= target:
        value = nearest_value(every_drop, "decay_rate", drops, target, lambda rate: distance(rate, target), ANY_DECAY)
    found = moved(schedule, "decay_rate", value)
    halving = size * drops_per_halving(found)
    sentence = f"decay_rate {float_literal(value)} halves the rate"
    if distance(halving, updates) > TOLERANCE:
        nearest = f"about every {_about(halving)} updates, the nearest to {count_text(updates)} that float32 allows"
        return Answer(found, f"{sentence} {nearest}", False)
    if halvings == 1:
        rate = rate_at(moved(every_drop, "decay_rate", value), drops)
        nearly = "" if rate == target else ", as nearly as float32 allows"
        return Answer(found, f"{sentence} every {_updates(updates)}{nearly}", True)
    first = first_drops(found, rate_at(found, 0) / 2, LONGEST_RUN) * size + 1
    return Answer(
        found,
        f"{sentence} every {_updates(updates)} on average; drops come every {_updates(size)}, so that it is "
        f"at or below half from update {count_text(first)} on",
        True,
    )


def _drops(count: int) -> str:
    return drops_text(count) if count else "no drops"


def _updates(count: int) -> str:
    return f"{count_text(count)} updates" if count > 1 else "update"


def _about(updates: float) -> str:
    return f"{updates:.4g}" if updates < 1000 else count_text(round(updates))
