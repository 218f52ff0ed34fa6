"""What a kind of document is: how its files are told from others, what is found in them, and what they can say.

A kind is one folder beside this file, with a subclass of `DocumentKind` in it, and one line in `registry`. Whoever has
a schedule of a file asks its kind (`Found.kind`); nobody asks what type that is.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import ClassVar, Generic, NamedTuple, TypeVar

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run

FoundT_co = TypeVar("FoundT_co", covariant=True)
"""What a kind finds: a subclass of `Found`, which knows kinds and is therefore not known here."""


class Claim(IntEnum):
    """How sure a kind is that a file is one of its own; the surest of all kinds reads it."""

    NONE = 0
    """It is none."""
    FALLBACK = 1
    """It is one if nobody else wants it."""
    NAME = 2
    """Its name ends as those of such files do."""
    CONTENT = 3
    """It says what only such files say."""


class Format(NamedTuple):
    """One way in which files of a kind are written.

    Attributes:
        title: What a Save dialog calls it: `mlx-lm config, YAML`.
        suffixes: How names of such files end, in lower case; the first one completes a name that has none.
        language: What its code is coloured as: `python`, `yaml` or `json`.
    """

    title: str
    suffixes: tuple[str, ...]
    language: str

    @property
    def patterns(self) -> str:
        """The names of its files, as a dialog has them."""
        return " ".join(f"*{suffix}" for suffix in self.suffixes)

    @property
    def filter(self) -> str:
        """Its line in a Save dialog.

        >>> Format("mlx-lm config, YAML", (".yaml", ".yml"), "yaml").filter
        'mlx-lm config, YAML (*.yaml *.yml)'
        """
        return f"{self.title} ({self.patterns})"

    def has(self, name: str) -> bool:
        """Return whether a file's name ends as those of this format do."""
        return PurePath(name).suffix.lower() in self.suffixes


class DocumentKind(ABC, Generic[FoundT_co]):
    """A kind of document that can have schedules: its words, and what is asked of all its files alike.

    What depends on the one file, such as how a schedule is put into it, is asked of what is found (see `Found`).

    Attributes:
        title: What its files are called in an Open dialog: `mlx-lm configs`.
        called: What one of them is called in a sentence: `config of mlx-lm`.
        looked_for: What makes a schedule in it, as in: `train.py has no schedule of mlx.optimizers in it`.
        maker: Who makes the schedule of what is written, and whose defaults hold for what isn't: `mlx-lm`.
        formats: How its files are written; at least one.
        run_keys: What its files call the numbers of a run, by the names of `Run`.
        says_all: Whether it can say every schedule: where not, a refusal comes with a way out.
        is_filled: Whether a schedule is put into a file that is there already; else that is written over.
    """

    title: ClassVar[str]
    called: ClassVar[str]
    looked_for: ClassVar[str]
    maker: ClassVar[str]
    formats: ClassVar[tuple[Format, ...]]
    run_keys: ClassVar[Mapping[str, str]] = MappingProxyType({})
    says_all: ClassVar[bool] = True
    is_filled: ClassVar[bool] = False

    def format_of(self, name: str) -> Format | None:
        """Return the format that a file's name tells; None where its ending is none of this kind's."""
        return next((form for form in self.formats if form.has(name)), None)

    def claim(self, data: bytes, name: str) -> Claim:
        """Return how sure it is that a file is one of its own; by its name, unless a kind knows better.

        Args:
            data: The whole file; empty where there is none yet and only the name can tell.
            name: Its name.
        """
        return Claim.NAME if self.format_of(name) else Claim.NONE

    def may_have_schedule(self, data: bytes) -> bool:
        """Return whether a file of a whole folder of them is worth reading."""
        return True

    @abstractmethod
    def find(self, data: bytes, name: str) -> Sequence[FoundT_co]:
        """Find the schedules in a file, in its order, without running it.

        Args:
            data: The whole file.
            name: Its name, which says its format and what to call it in sentences.

        Raises:
            ScheduleError: It is no file of this kind; the sentence names the line and the column.
        """

    def refusal(self, schedule: Schedule) -> str:
        """Say why no file of this kind can say a schedule; empty where one can."""
        return ""

    def conformed(self, old: Schedule, new: Schedule) -> Schedule:
        """Return an edited schedule with what follows from the edit, for the kind can't say the one without.

        Args:
            old: The schedule before.
            new: The schedule as it was edited.

        Raises:
            ScheduleError: What follows can't be; the error's `field` is the argument.
        """
        return new

    def nearest(self, schedule: Schedule) -> Schedule | None:
        """Return the schedule nearest to one that can't be said, joined as its maker joins; None where there is none.

        Args:
            schedule: Such as a warm-up that goes on at once, without mlx-lm's second update at the peak.
        """
        fitting = self.conformed(schedule, schedule)
        return None if fitting == schedule or self.refusal(fitting) else fitting

    def usual(self, updates: int, peak: float) -> Schedule | None:
        """Return what is offered to a file that has a constant rate and no schedule; None for nothing.

        Args:
            updates: The run's, at least 2.
            peak: The constant rate, above 0 in float32.
        """
        return None

    @abstractmethod
    def new_file(self, schedule: Schedule, run: Run, form: Format, optimizer: str) -> str:
        """Write a whole file that says no more than a schedule, and the run where the kind says one.

        Args:
            schedule: The schedule.
            run: The run.
            form: One of `formats`.
            optimizer: The optimizer class, for kinds that make one.

        Raises:
            ScheduleError: It can't be said; the sentence says why.
        """
