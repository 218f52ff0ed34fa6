"""Which pieces of a join become which when its structure changes."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Hashable, Sequence

from stepdecay.schedule.kinds import Schedule


def aligned(old: Sequence[Schedule], new: Sequence[Schedule], *, in_place: bool = True) -> list[int | None]:
    """Return, for each new piece, the index of the old one that becomes it, in rising order; None for one that is new.

    Pieces of the same kinds in the same order stay in their places, unless they are the old ones in another order.
    Otherwise equal pieces stay; between those a piece becomes the next of its kind, or one of another kind. A piece
    that is only moved becomes no other.

    Args:
        old: The pieces of a join.
        new: Those that it is to have.
        in_place: Whether a piece that has become equal to another old one stays in its place all the same; otherwise
            that one has moved there.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> aligned([CosineDecay(1, 1000)], [LinearSchedule(0, 1, 100), CosineDecay(1, 900)])
    [None, 0]
    >>> aligned([CosineDecay(1, 100), CosineDecay(2, 100)], [CosineDecay(2, 100), CosineDecay(3, 100)])
    [0, 1]
    >>> aligned([CosineDecay(1, 100), CosineDecay(2, 100)], [CosineDecay(2, 100), CosineDecay(3, 100)], in_place=False)
    [1, None]
    """
    kinds = [one.function for one in old], [one.function for one in new]
    are_moved = Counter(old) == Counter(new) if in_place else _are_moved(old, new)
    if kinds[0] == kinds[1] and not are_moved:
        return list(range(len(new)))
    matches: list[int | None] = [None] * len(new)
    first_old = first_new = 0
    for stop_old, stop_new, size in _blocks(old, new):
        gap = kinds[0][first_old:stop_old], kinds[1][first_new:stop_new]
        is_moved = set(old[first_old:stop_old]) & set(new) or set(new[first_new:stop_new]) & set(old)
        are_as_many = len(gap[0]) == len(gap[1]) and not is_moved
        if are_as_many:
            pairs = [(at, at) for at in range(len(gap[0]))]
        else:
            pairs = _likest(old[first_old:stop_old], new[first_new:stop_new])
        for at_old, at_new in pairs:
            matches[first_new + at_new] = first_old + at_old
        for index in range(size):
            matches[stop_new + index] = stop_old + index
        first_old, first_new = stop_old + size, stop_new + size
    return matches


def boundaries_aligned(matches: Sequence[int | None], old: Sequence[int], new: Sequence[int]) -> list[int | None]:
    """Return, for each new boundary, the index of the old one that becomes it: the one at which the same piece begins.

    >>> boundaries_aligned([None, 0, 1], [900], [100, 1000])
    [None, 0]
    """
    found = [index - 1 if index else None for index in matches[1:]]
    for at, value in enumerate(new):
        if found[at] is None:
            before = max((index for index in found[:at] if index is not None), default=-1)
            after = min((index for index in found[at + 1 :] if index is not None), default=len(old))
            found[at] = next((index for index in range(before + 1, after) if old[index] == value), None)
    return found


def _blocks(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int, int]]:
    from difflib import SequenceMatcher

    return [tuple(block) for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()]  # type: ignore[misc]


def _are_moved(old: Sequence[Schedule], new: Sequence[Schedule]) -> bool:
    """Whether pieces that stay as they are stand in other places."""
    left_old = Counter(one for one, other in zip(old, new, strict=True) if one != other)
    left_new = Counter(other for one, other in zip(old, new, strict=True) if one != other)
    return bool(left_old & left_new)


def _likest(old: Sequence[Schedule], new: Sequence[Schedule]) -> list[tuple[int, int]]:
    """Return the pairs of pieces of a kind, in order, that have the most arguments in common."""
    best: list[list[tuple[int, tuple[tuple[int, int], ...]]]] = [
        [(0, ())] * (len(new) + 1) for _ in range(len(old) + 1)
    ]
    for at_old, one in enumerate(old):
        for at_new, other in enumerate(new):
            options = [best[at_old][at_new + 1], best[at_old + 1][at_new]]
            if type(one) is type(other):
                score, pairs = best[at_old][at_new]
                options.append((score + 1 + _shared(one, other), (*pairs, (at_old, at_new))))
            best[at_old + 1][at_new + 1] = max(options, key=lambda option: option[0])
    return list(best[-1][-1][1])


def closest(old: Sequence[Schedule], new: Schedule) -> int | None:
    """Return the index of the schedule that is most like another one; None where none is of its kind.

    >>> from stepdecay import CosineDecay, LinearSchedule
    >>> closest([LinearSchedule(0, 1, 100), CosineDecay(1, 900), CosineDecay(1, 100)], CosineDecay(1, 100))
    2
    """
    if new in old:
        return old.index(new)
    alike = [(_shared(schedule, new), index) for index, schedule in enumerate(old) if type(schedule) is type(new)]
    return max(alike)[1] if alike else None


def _shared(one: Schedule, other: Schedule) -> int:
    """Count the arguments that two schedules of a kind have in common."""
    names = [field.name for field in dataclasses.fields(one)]
    return sum(getattr(one, name) == getattr(other, name) for name in names)
