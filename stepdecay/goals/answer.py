"""What comes of a goal: the value of an argument, by MLX's own rates; its sentences are in `sentences`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from stepdecay.goals import sentences
from stepdecay.goals.aim import TOLERANCE, Aim, Side
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
from stepdecay.numbers.text import as_float32
from stepdecay.schedule.kinds import StepDecay
from stepdecay.schedule.run import LONGEST_RUN

SMALLEST_NORMAL = 2.0**-126
"""Below it float32 has fewer digits, and the half of a rate may be no number of it."""


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


def bring(schedule: StepDecay, aim: Aim, argument: str) -> Answer:
    """Bring the rate of an update to the wanted one by moving one argument."""
    if argument != "step_size":
        return _bring_by_value(schedule, aim, argument)
    drops = first_drops(schedule, aim.rate, aim.update - 1)
    if aim.side is Side.EITHER or drops == aim.update or rate_after(schedule, drops) == math.inf:
        return _bring_by_drops(schedule, aim, drops)
    size = (aim.update - 1) // drops
    found, larger = moved(schedule, "step_size", size), moved(schedule, "step_size", size + 1)
    beyond = sentences.gives("step_size", size + 1, aim, rate_at(larger, aim.update - 1))
    return Answer(found, sentences.reaches(size, rate_after(schedule, drops), drops * size + 1, beyond), True)


def _bring_by_value(schedule: StepDecay, aim: Aim, argument: str) -> Answer:
    step = aim.update - 1
    now = rate_at(schedule, step)
    given = sentences.gives(argument, getattr(schedule, argument), aim, now)
    if argument == "decay_rate" and step < schedule.step_size:
        return Answer(schedule, sentences.whatever_it_is(given, step), aim.is_met(now))
    if argument == "init":
        ends = [rate_at(moved(schedule, "init", value), step) for value in (SMALLEST_RATE, LARGEST_RATE)]
        if ends[0] == ends[1]:
            sentence = sentences.whatever_init_is(schedule.decay_rate, aim, now)
            return Answer(schedule, sentence, aim.is_met(now))
        if not aim.rate and now:
            return Answer(schedule, sentences.never_zero(given), False)
    patterns = ANY_RATE if argument == "init" else ANY_FACTOR
    value = nearest_value(schedule, argument, step, aim.rate, aim.badness, patterns)
    found = moved(schedule, argument, value)
    rate = rate_at(found, step)
    sentence = sentences.gives(argument, value, aim, rate)
    if rate != aim.rate:
        sentence = sentences.nearest_of_floats(sentence, aim, rate)
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
    sentence = sentences.after_drops(sentences.gives("step_size", size, aim, rate), count)
    if rate == aim.rate:
        return Answer(found, sentence, True)
    if not over:
        why = _why_no_nearer(schedule, aim)
        return Answer(found, sentences.nearest_of_sizes(sentence, aim, why), aim.is_met(rate))
    other = last // over if count < crossing else last // (over + 1)
    other_size = last // (other + 1) + 1
    return Answer(found, sentences.nearer_than(sentence, aim, other_size, rate_of[other], other), aim.is_met(rate))


def _why_no_nearer(schedule: StepDecay, aim: Aim) -> str:
    decay_rate = as_float32(schedule.decay_rate)
    if aim.update == 1:
        return sentences.NO_DROP_YET
    if decay_rate == 1:
        return sentences.keeps(schedule.decay_rate)
    if (aim.rate < rate_at(schedule, 0)) is (decay_rate < 1):
        return sentences.NO_MORE_DROPS
    return sentences.only_moves(schedule.decay_rate, decay_rate < 1)


def drop(schedule: StepDecay, updates: int, wanted: int) -> Answer:
    """Choose the `step_size` with which a run has so many drops."""
    last = updates - 1
    fewer = last // (wanted + 1) + 1  # the smallest with no more drops than wanted: all levels equal, if they can be
    more, drops = fewer - 1, last // fewer
    found = moved(schedule, "step_size", fewer)
    if not wanted:
        return Answer(found, sentences.no_drops(fewer, drops, updates), True)
    if drops == wanted:
        return Answer(found, sentences.has_drops(fewer, last // wanted, drops, updates), True)
    if not last:
        return Answer(schedule, sentences.never_drops(updates), False)
    if not more:
        return Answer(found, sentences.most_drops(fewer, drops, updates), False)
    if last // more - wanted < wanted - drops:
        found = moved(schedule, "step_size", more)
    return Answer(found, sentences.not_exactly(wanted, (fewer, drops), (more, last // more), updates), False)


def halve_by_step_size(schedule: StepDecay, updates: int) -> Answer:
    """Choose the `step_size` with which the rate halves every so many updates, on average."""
    drops = drops_per_halving(schedule)
    if drops == math.inf:
        return Answer(schedule, sentences.never_halves(schedule.decay_rate), False)
    size = max(1, int(updates / drops))
    best, other = sorted((size, size + 1), key=lambda size: distance(size * drops, updates))
    found, halving = moved(schedule, "step_size", best), best * drops
    if halving == updates:
        return Answer(found, sentences.halves_exactly(best, updates), True)
    sentence = sentences.halves_about(best, halving, updates, other, other * drops)
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
    if distance(halving, updates) > TOLERANCE:
        return Answer(found, sentences.decay_halves_about(value, halving, updates), False)
    if halvings == 1:
        is_exact = rate_at(moved(every_drop, "decay_rate", value), drops) == target
        return Answer(found, sentences.decay_halves(value, updates, is_exact), True)
    first = first_drops(found, rate_at(found, 0) / 2, LONGEST_RUN) * size + 1
    return Answer(found, sentences.decay_halves_on_average(value, updates, size, first), True)
