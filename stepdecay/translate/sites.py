"""Where a text calls the schedulers of other frameworks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from stepdecay.errors import ScheduleError
from stepdecay.numbers.arithmetic import source
from stepdecay.pyread.resolver import Resolver, lines_that_name
from stepdecay.schedule.kinds import KINDS, Schedule
from stepdecay.translate.call import Reading
from stepdecay.translate.framework import Family
from stepdecay.translate.keras import KERAS
from stepdecay.translate.optax import OPTAX
from stepdecay.translate.pasted import Pasted
from stepdecay.translate.torch import TORCH
from stepdecay.translate.translation import Translation

_FAMILIES = (TORCH, KERAS, OPTAX)
_NAMES = {name for family in _FAMILIES for name in (*family.kinds, *family.refused)}
_ANY_NAME = re.compile("|".join(("optax", *sorted(_NAMES - KINDS.keys()))))
"""What a text must hold to be worth parsing; a script for MLX holds none of it."""


class _Scheduler(NamedTuple):
    """One scheduler of one framework."""

    family: Family
    name: str

    def __str__(self) -> str:
        return f"{self.family.name} {self.name}"

    def read(self, reading: Reading, call: ast.Call) -> Schedule | None:
        """Translate a call of it; None where something has to be asked for."""
        if self.name in self.family.refused:
            raise ScheduleError(f"{self}: {self.family.refused[self.name]}")
        try:
            return self.family.kinds[self.name].read(reading, str(self), call)
        except ScheduleError as error:
            sentence = str(error)
            raise ScheduleError(sentence if sentence.startswith(str(self)) else f"{self}: {sentence}") from None


class _Site(NamedTuple):
    """One call of a text."""

    pasted: Pasted
    names: Resolver
    call: ast.Call
    scheduler: _Scheduler


def find_translations(text: str) -> list[Translation]:
    """Find the schedulers of torch, keras and optax in a text, and say each in MLX; the text is parsed, never run.

    Args:
        text: A call, some lines or a whole script.

    Returns:
        The translations in the order of the text, without those that another one joins. Empty where there is no such
        call, or where the text is no Python.

    >>> [found] = find_translations("lr = optax.cosine_decay_schedule(0.1, 1000, alpha=0.1)")
    >>> found.name, found.line, found.column, found.schedule
    ('optax cosine_decay_schedule', 1, 6, CosineDecay(init=0.1, decay_steps=1000, end=0.01))
    """
    if not _ANY_NAME.search(text):
        return []
    pasted = Pasted(text)
    names = Resolver(pasted)
    known = [(call, scheduler) for call in _calls(names) if (scheduler := _scheduler(names, call)) is not None]
    parts = {id(node) for call, _ in known for node in _within(names, call)}
    return [_translation(_Site(pasted, names, *one), {}) for one in known if id(one[0]) not in parts]


def _calls(names: Resolver) -> list[ast.Call]:
    """Return the calls that may be of a scheduler, in the order of the text."""
    nodes = names.module.visited(lines_that_name(_NAMES, names.module))
    calls = [node for node, _ in nodes if isinstance(node, ast.Call)]
    return sorted(calls, key=lambda call: (call.lineno, call.col_offset))


def _scheduler(names: Resolver, call: ast.Call) -> _Scheduler | None:
    """Return which scheduler a call makes, if any."""
    for path, imported in names.paths(call.func):
        for family in _FAMILIES:
            name = family.scheduler(path, imported)
            if name is not None:
                return _Scheduler(family, name)
    return None


def _within(names: Resolver, call: ast.Call) -> Iterator[ast.expr]:
    """Yield the calls that stand in a call's arguments, also by name or in a list by name."""
    for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
        for node in ast.walk(argument):
            if isinstance(node, ast.Call):
                yield node
            elif isinstance(node, ast.Name | ast.Attribute):
                value = names.resolved(node)
                items = value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
                yield from (names.resolved(item) for item in items)


def _translation(site: _Site, values: Mapping[str, float], asked: Iterable[str] = ()) -> Translation:
    """Translate a call with the values of some of the names that were asked for before."""
    reading = Reading(site.names, values, partial(_part, site.scheduler.family))
    schedule, problem = None, None
    try:
        schedule = site.scheduler.read(reading, site.call)
    except ScheduleError as error:
        problem = str(error)
    except RecursionError:
        problem = f"{site.scheduler} is nested too deeply; write it more simply"
    is_hopeless = problem is not None and not values  # then no answer would help
    unknown = () if is_hopeless else tuple(dict.fromkeys((*asked, *reading.unknown)))
    given = {name: values[name] for name in unknown if name in values}

    def again(more: Mapping[str, float | None]) -> Translation:
        kept = {name: value for name, value in {**given, **more}.items() if value is not None and name in unknown}
        return _translation(site, kept, unknown)

    return Translation(
        str(site.scheduler),
        site.pasted.segment(site.call),
        *site.pasted.place(site.pasted.span(site.call)[0]),
        unknown=unknown,
        schedule=schedule,
        notes=tuple(reading.notes),
        problem=problem,
        values=given,
        _again=again,
    )


def _part(family: Family, reading: Reading, call: ast.Call) -> Schedule | None:
    """Translate a schedule that another one of its framework joins."""
    scheduler = _scheduler(reading.names, call)
    if scheduler is None or scheduler.family is not family:
        raise ScheduleError(f"{source(call)} is no schedule of {family.name} that is known here")
    return scheduler.read(reading, call)
