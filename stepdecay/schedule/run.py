"""How long training lasts: in iterations, as training loops count, and in updates, as schedules do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import checked_count
from stepdecay.numbers.text import count_text

LONGEST_RUN = 2**53 - 1
"""The plot's x axis is float64: beyond this, two neighbouring updates are the same place."""


def checked_updates(updates: object) -> int:
    """Return the length of a run in updates.

    Raises:
        ScheduleError: It is no whole number from 1 to 2^53 - 1.
    """
    return checked_count("updates", updates, LONGEST_RUN)


@dataclass(frozen=True)
class Run:
    """A training run.

    Args:
        iterations: The batches that the run takes; an int from 1 to 2^53 - 1.
        grad_accumulation_steps: The batches whose gradients make one update. Iterations that are left over at the end
            make none (mlx-lm's trainer updates when `iteration % grad_accumulation_steps == 0`).
        iterations_per_epoch: The batches that the whole data makes; None where nobody said.

    Raises:
        ScheduleError: A number breaks its bound, or there would be no update at all.

    >>> Run(1000, grad_accumulation_steps=4).updates
    250
    """

    iterations: int
    grad_accumulation_steps: int = 1
    iterations_per_epoch: int | None = None

    def __post_init__(self) -> None:
        for name in ("iterations", "grad_accumulation_steps", "iterations_per_epoch"):
            value = getattr(self, name)
            if name != "iterations_per_epoch" or value is not None:
                object.__setattr__(self, name, checked_count(name, value, LONGEST_RUN))
        if self.iterations < self.grad_accumulation_steps:
            raise ScheduleError(
                f"{count_text(self.iterations)} iterations make no update with grad_accumulation_steps "
                f"{count_text(self.grad_accumulation_steps)}; it takes at least as many",
                "iterations",
            )

    @property
    def updates(self) -> int:
        """The calls of `optimizer.update`. Update n (from 1) uses MLX's step n - 1."""
        return self.iterations // self.grad_accumulation_steps

    @property
    def most_updates(self) -> int:
        """The updates of the longest run with as many batches to each.

        >>> Run(1000, grad_accumulation_steps=4).most_updates == (2**53 - 1) // 4
        True
        """
        return LONGEST_RUN // self.grad_accumulation_steps

    @classmethod
    def of_epochs(cls, epochs: int, examples: int, batch_size: int, grad_accumulation_steps: int = 1) -> Run:
        """Make the run that goes over a data set so many times.

        Args:
            epochs: How often, from 1.
            examples: The size of the data set.
            batch_size: The examples of one iteration. Those that fill no batch are left out, as by mlx-lm.
            grad_accumulation_steps: The iterations of one update.

        Raises:
            ScheduleError: A number breaks its bound, or the data fill no batch.

        >>> Run.of_epochs(3, 1002, 4, 2)
        Run(iterations=750, grad_accumulation_steps=2, iterations_per_epoch=250)
        """
        for name, value in {"epochs": epochs, "examples": examples, "batch_size": batch_size}.items():
            checked_count(name, value, LONGEST_RUN)
        if examples < batch_size:
            raise ScheduleError(f"{examples} examples fill no batch of {batch_size}", "batch_size")
        per_epoch = examples // batch_size
        return cls(checked_count("iterations", epochs * per_epoch, LONGEST_RUN), grad_accumulation_steps, per_epoch)

    def with_updates(self, updates: int) -> Run:
        """Return the run with another number of updates, without left-over iterations.

        Raises:
            ScheduleError: It breaks its bound; the error's `field` is `updates`.
        """
        count = checked_count("updates", updates, self.most_updates)
        return replace(self, iterations=count * self.grad_accumulation_steps)

    @property
    def unused_iterations(self) -> int:
        """The iterations at the end that make no update."""
        return self.iterations % self.grad_accumulation_steps
