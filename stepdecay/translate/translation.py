"""What a call of another framework's scheduler becomes in MLX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stepdecay.schedule.kinds import Schedule


@dataclass(frozen=True)
class Translation:
    """A call of another framework's scheduler, and what MLX says instead.

    Attributes:
        name: The framework and its scheduler: `torch StepLR`.
        text: The call as it is written.
        line: The line at which it begins, from 1.
        column: The character in that line, from 1.
        unknown: Names of the numbers that have to be asked for, also once they are given: `updates_per_epoch`, `lr`,
            or expressions of the text whose value it does not tell, such as `args.lr`.
        schedule: The MLX schedule; None with a problem, or while a name has no value.
        notes: Where the meanings differ, as sentences.
        problem: Why it can't be translated, and what to do; None where there is nothing wrong.
        values: The values given for names in `unknown`.
    """

    name: str
    text: str
    line: int
    column: int
    unknown: tuple[str, ...] = ()
    schedule: Schedule | None = None
    notes: tuple[str, ...] = ()
    problem: str | None = None
    values: Mapping[str, float] = field(default_factory=dict, hash=False)
    _again: Callable[[Mapping[str, float | None]], Translation] | None = field(default=None, repr=False, compare=False)

    def with_values(self, values: Mapping[str, float | None]) -> Translation:
        """Return the same with values for unknown names; None takes one back, and those given before stay.

        A number that does not fit is the new translation's problem.

        Args:
            values: Rates per update, or counts, by the names in `unknown`.

        >>> from stepdecay import find_translations
        >>> asks = find_translations("StepLR(SGD(net, lr=0.1), step_size=30)")[0]
        >>> asks.unknown, asks.with_values({"updates_per_epoch": 100}).schedule
        (('updates_per_epoch',), StepDecay(init=0.1, decay_rate=0.1, step_size=3000))
        """
        return self if self._again is None else self._again(values)
