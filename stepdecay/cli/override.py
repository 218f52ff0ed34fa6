"""The run that the command line gives, in the place of what a file says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from stepdecay.errors import ScheduleError, clip
from stepdecay.numbers.bounds import checked_count
from stepdecay.schedule.run import LONGEST_RUN, Run

if TYPE_CHECKING:
    from stepdecay.sources.found import Found

_NAMES = {
    **dict.fromkeys(("iters", "iterations"), "iterations"),
    **dict.fromkeys(("accumulation", "grad_accumulation_steps"), "grad_accumulation_steps"),
    **dict.fromkeys(("batches_per_epoch", "iterations_per_epoch"), "iterations_per_epoch"),
    "updates": "updates",
}


class Override(NamedTuple):
    """Numbers of a run that stand in the place of a file's own, as options do on mlx-lm's command line.

    Attributes:
        iterations: The iterations; None where they are not given, as for the others.
        grad_accumulation_steps: The iterations of one update.
        iterations_per_epoch: The iterations of one epoch.
        updates: The updates, in the place of iterations.
    """

    iterations: int | None = None
    grad_accumulation_steps: int | None = None
    iterations_per_epoch: int | None = None
    updates: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is given."""
        return self == NO_OVERRIDE

    def run_of(self, run: Run | None) -> Run | None:
        """Return the run of a file with these numbers in it; None where neither says how long it lasts.

        Args:
            run: What the file says; None where it doesn't.

        Raises:
            ScheduleError: Together they make no update.

        >>> Override(grad_accumulation_steps=4).run_of(Run(1000, 1, 250))
        Run(iterations=1000, grad_accumulation_steps=4, iterations_per_epoch=250)
        """
        own = {} if run is None else {name: getattr(run, name) for name in Override._fields if name != "updates"}
        given = {name: value for name, value in self._asdict().items() if value is not None}
        numbers = {**own, **given}
        updates = numbers.pop("updates", None)
        if updates is not None:
            numbers["iterations"] = updates * numbers.get("grad_accumulation_steps", 1)
        return Run(**numbers) if "iterations" in numbers else None

    def applied(self, found: Found) -> tuple[Found, Run | None]:
        """Return a schedule in a file, and the run of the file with these numbers in it.

        Raises:
            ScheduleError: Together they make no update.
        """
        own = found.no_update
        if self.is_empty or not own:
            return found, self.run_of(found.run)
        filled = {name: value for name, value in own.items() if name != "iterations" or self.updates is None}
        run = Override(**{**filled, **{name: value for name, value in self._asdict().items() if value is not None}})
        made = run.run_of(None)
        assert made is not None
        return found.in_run(made), made

    def of_updates(self, updates: int) -> Run:
        """Return the run of so many updates with these numbers in it."""
        return Run(updates * (self.grad_accumulation_steps or 1), self.grad_accumulation_steps or 1)

    def still_assumed(self, found: Found) -> list[str]:
        """Return those of a config's defaults, as `iters = 1000`, that are not given here."""
        given = {name for name, value in self._asdict().items() if value is not None}
        fields = given if self.updates is None else given | {"iterations"}
        keys = {key for field, key in found.kind.run_keys.items() if field in fields}
        return [text for text in found.assumed if text.partition(" = ")[0] not in keys]


NO_OVERRIDE = Override()
"""Everything is as files say."""


def read_override(texts: Iterable[str], updates: str | None = None) -> Override:
    """Read what `--run` and `--updates` say.

    Args:
        texts: What each `--run` says: `iters=600,accumulation=4`.
        updates: What `--updates` says.

    Raises:
        ScheduleError: It is none; the sentence says how to write it.

    >>> read_override(["iters=600,accumulation=4"]).run_of(None)
    Run(iterations=600, grad_accumulation_steps=4, iterations_per_epoch=None)
    """
    given: dict[str, int] = {}
    for pair in (pair for text in texts for pair in text.split(",")):
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals or name not in _NAMES:
            raise ScheduleError(f"--run: write iters=600,accumulation=4,batches_per_epoch=250, got {clip(pair)!r}")
        _add(given, _NAMES[name], name, value)
    if updates is not None:
        _add(given, "updates", "updates", updates)
    if {"iterations", "updates"} <= given.keys():
        raise ScheduleError("the run is given by iterations and by updates; say one of them")
    override = Override(**given)
    override.run_of(None)  # what can't be without a file can't be with one
    return override


def _add(given: dict[str, int], field: str, name: str, value: str) -> None:
    if field in given:
        raise ScheduleError(f"{name} is given twice")
    from stepdecay.numbers.arithmetic import exact, whole

    given[field] = checked_count(name, whole(exact(value), name), LONGEST_RUN)
