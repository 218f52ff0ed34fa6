"""A schedule in somebody's file, whatever kind of file that is."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from stepdecay.errors import ScheduleError
from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run

if TYPE_CHECKING:
    from stepdecay.pyread.defaults import Default
    from stepdecay.pyread.values import Number
    from stepdecay.sources.kind import DocumentKind


class Code(NamedTuple):
    """The lines of a file that say a schedule.

    Attributes:
        text: The lines, without a line end after the last.
        spans: Where the literal of each argument begins and ends, by path.
        language: What they are coloured as (see `Format.language`).
    """

    text: str
    spans: dict[str, tuple[int, int]]
    language: str


@dataclass(frozen=True, eq=False)
class Found:
    """A schedule in somebody's file.

    Attributes:
        schedule: The schedule; None with a problem, or while a name has neither a value nor a default.
        run: How long the file trains; None where it does not say, as a Python file never does.
        line: The line in which it begins, from 1.
        column: The character of that line, from 1.
        text: The schedule as it is written.
        problem: One sentence on why MLX, mlx-lm or this program would refuse it; None where there is nothing wrong.
        unknown: The names in it whose values the text does not tell, as they are written: `args.lr`, `num_batches`.
        defaults: What those of them have of which the text tells a default: drawn with, unless a value is given.
        placeholders: What the others are drawn with, round numbers that nobody has said (see `sketched`).
        names: The name that it is bound to, such as `lr_schedule`; empty where there is none.
        values: The values given for names in `unknown`.
        assumed: What the file leaves out and its kind's maker takes a default for, as `iters = 1000`.
        kind: The kind of document that it is in.
    """

    schedule: Schedule | None
    run: Run | None
    line: int
    column: int
    text: str
    problem: str | None
    unknown: tuple[str, ...]
    names: str
    values: Mapping[str, Number]
    assumed: tuple[str, ...]
    kind: DocumentKind[Found] = field(repr=False)
    defaults: Mapping[str, Default] = field(default_factory=dict, kw_only=True)
    placeholders: Mapping[str, Number] = field(default_factory=dict, kw_only=True)

    @property
    def lacking(self) -> tuple[str, ...]:
        """Those of `unknown` that have neither a default nor a value."""
        return tuple(name for name in self.unknown if name not in self.values and name not in self.defaults)

    def sketched(self) -> Found:
        """Return the same drawn at once: with a placeholder for each name that lacks a value, where that makes one."""
        return self

    @property
    def computed(self) -> dict[str, str]:
        """The texts of the arguments that depend on unknown names and were not freed, by path (see `joining`)."""
        return {}

    @property
    def problem_code(self) -> str | None:
        """The code of the finding that the problem is; None where there is none."""
        return None if self.problem is None else "LR401"

    @property
    def problem_place(self) -> tuple[int, int]:
        """The line and the column of what the problem is; those of the schedule where it is all of it."""
        return self.line, self.column

    @property
    def remarks(self) -> tuple[tuple[str, int, int, str], ...]:
        """What is to be said of how it is written: the code of a finding, its line and column, and the sentence."""
        return ()

    def with_values(self, values: Mapping[str, Number | None]) -> Found:
        """Return the same with values for unknown names; None takes one back."""
        return self

    @property
    def no_update(self) -> Mapping[str, int]:
        """The numbers of a run that makes no update, by the names of `Run`; empty where that is not the problem."""
        return {}

    def in_run(self, run: Run) -> Found:
        """Return the same in another run, where its own makes no update; else as it is."""
        return self

    def freed(self, path: str) -> Found:
        """Return the same where a computed argument is to be written as a number when it is replaced.

        Args:
            path: The argument, one of `computed`.
        """
        return self

    def origins(self, schedule: Schedule) -> dict[str, str]:
        """Return for arguments of a changed schedule those of this one that they come from, both by path."""
        return {}

    def place_of(self, path: str) -> tuple[int, int]:
        """Return the line and the column of an argument, or of a number of the run such as `iterations`.

        Where it isn't written, those of the schedule.
        """
        return self.line, self.column

    def conformed(self, old: Schedule, new: Schedule) -> Schedule:
        """Return an edited schedule with what follows from the edit, for this kind of file can't say the one without.

        Args:
            old: The schedule before.
            new: The schedule as it was edited.
        """
        return self.kind.conformed(old, new)

    @abstractmethod
    def code(self, schedule: Schedule) -> Code:
        """Write the lines that say another schedule in the place of this one.

        Raises:
            ScheduleError: It can't be said in this kind of file.
        """

    @abstractmethod
    def replace(self, schedule: Schedule, run: Run | None = None) -> bytes:
        """Return the whole file's bytes with another schedule in the place of this one.

        Args:
            schedule: The schedule.
            run: The run, where the file says one; None leaves that as it is.

        Raises:
            ScheduleError: It can't be written so that the file means this schedule and everything else stays.
        """

    def notes(self, schedule: Schedule) -> tuple[str, ...]:
        """Return what a person should know before `replace` is done.

        Raises:
            ScheduleError: It can't be replaced so.
        """
        refusal = self.kind.refusal(schedule)
        if refusal:
            raise ScheduleError(refusal)
        return ()
