"""The scheduler calls of `mlx.optimizers` in a Python file, found without running it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from stepdecay.pyread.values import Number
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.sources.found import Code, Found
from stepdecay.sources.python.meaning import arguments_of, computed_of
from stepdecay.sources.python.sites import Site, drawn, sites_in, tried

NOTHING: Mapping[str, Number] = MappingProxyType({})

if TYPE_CHECKING:
    from stepdecay.pyread.defaults import Default
    from stepdecay.sources.kind import DocumentKind


@dataclass(frozen=True, eq=False)
class PythonFound(Found):
    """A schedule in a Python file."""

    _site: Site = field(repr=False)
    _sites: tuple[Site, ...] = field(repr=False)
    _freed: frozenset[str] = frozenset()

    @property
    def _drawn_with(self) -> dict[str, Number]:
        """What the unknown names stand for in `schedule`."""
        return drawn_with(self.defaults, self.values, self.placeholders)

    @property
    def computed(self) -> dict[str, str]:
        """The texts of the arguments that depend on unknown names and were not freed, by path (see `joining`)."""
        reading = self._site.reading
        texts = {} if reading is None else computed_of(reading)
        return {path: text for path, text in texts.items() if path not in self._freed}

    @property
    def problem_code(self) -> str | None:
        """The code of the finding that the problem is; None where there is none."""
        return "LR402" if self._site.is_foreign else super().problem_code

    @property
    def problem_place(self) -> tuple[int, int]:
        """The line and the column of the keyword or the argument that is wrong, or else those of the call."""
        site = self._site
        if site.wrong is not None:
            return site.source.place(site.source.span(site.wrong)[0])
        error = tried(site, self._drawn_with)[1]
        return self.place_of("" if error is None or error.field is None else error.field)

    def with_values(self, values: Mapping[str, Number | None]) -> PythonFound:
        """Return the same with values; all that depends on them is read anew."""
        kept = {name: value for name, value in {**self.values, **values}.items() if value is not None}
        given = {name: kept[name] for name in self.unknown if name in kept}
        return dataclasses.replace(_found(self.kind, self._site, self._sites, given), _freed=self._freed)

    def freed(self, path: str) -> PythonFound:
        """Return the same where a computed argument is to be written as a number when it is replaced.

        Args:
            path: The argument, one of `computed`.
        """
        return dataclasses.replace(self, _freed=self._freed | {path})

    def origins(self, schedule: Schedule) -> dict[str, str]:
        """Return for arguments of a changed schedule those of this one that they come from, both by path."""
        from stepdecay.sources.python.origins import origins

        return {} if self.schedule is None else origins(self.schedule, schedule)

    def place_of(self, path: str) -> tuple[int, int]:
        """Return the line and the column of an argument; those of the call where it isn't written."""
        reading, source = self._site.reading, self._site.source
        spot = None if reading is None else arguments_of(reading).get(path)
        return (self.line, self.column) if spot is None else source.place(source.span(spot.node)[0])

    def code(self, schedule: Schedule) -> Code:
        """Write the expression, bound to a name."""
        from stepdecay.writers.python import literal_spans, to_python

        return Code(to_python(schedule, named=True), literal_spans(schedule, named=True), "python")

    def replace(self, schedule: Schedule, run: Run | None = None) -> bytes:
        """Return the whole file's bytes with another schedule in the place of this one; a Python file says no run.

        Only the arguments that differ are written anew; a name bound once to a number, and used for nothing but this
        schedule, gets its new number where it is bound.

        Raises:
            ScheduleError: It can't be written so that the file means this schedule and everything else stays.
        """
        from stepdecay.sources.python.replacement import replaced

        return replaced(self._site, self._sites, self._drawn_with, self._freed, schedule)

    def notes(self, schedule: Schedule) -> tuple[str, ...]:
        """Return what is not changed where it is bound."""
        from stepdecay.sources.python.replacement import planned

        return planned(self._site, self._drawn_with, self._freed, schedule)[1]


def find_in_python(data: bytes, name: str, kind: DocumentKind[Found]) -> list[PythonFound]:
    r"""Find the scheduler calls in the bytes of a Python file.

    Args:
        data: The whole file.
        name: What to call it in sentences.
        kind: What kind of document it is.

    Raises:
        ScheduleError: It is no Python; the sentence names the line and the column.

    >>> script = b"from mlx import optimizers as opt\nlr = opt.step_decay(1e-1, 0.9, 10)\n"
    >>> from stepdecay.sources.python.kind import PYTHON
    >>> [(found.line, found.column, found.schedule) for found in find_in_python(script, "train.py", PYTHON)]
    [(2, 6, StepDecay(init=0.1, decay_rate=0.9, step_size=10))]
    """
    sites = sites_in(data, name)
    return [_found(kind, site, sites, {}) for site in sites]


def _found(kind: DocumentKind[Found], site: Site, sites: tuple[Site, ...], values: Mapping[str, Number]) -> PythonFound:
    unknown = site.reader.names.unknown
    defaults = {name: default for name, default in unknown.items() if default is not None}
    schedule, problem = drawn(site, drawn_with(defaults, values))
    line, column = site.source.place(site.start)
    text, names = site.source.segment(site.call), tuple(unknown)
    return PythonFound(
        schedule, None, line, column, text, problem, names, site.names, values, (), kind, site, sites, defaults=defaults
    )


def drawn_with(
    defaults: Mapping[str, Default], values: Mapping[str, Number], placeholders: Mapping[str, Number] = NOTHING
) -> dict[str, Number]:
    """Return what names stand for: what a person says, else the text's default, else a placeholder."""
    return {**placeholders, **{name: default.value for name, default in defaults.items()}, **values}
