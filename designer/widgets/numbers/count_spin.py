"""The fields for numbers of updates, and for others that are counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay.numbers.bounds import LARGEST_COUNT, checked_count
from stepdecay.numbers.increment import Increment

if TYPE_CHECKING:
    from stepdecay.schedule.run import Run
    from stepdecay.schedule.units import Unit


class CountSpin(NumberSpin):
    """A field for a whole number, exact to its last digit up to 2^63 - 1.

    Args:
        name: The MLX argument; becomes the object name and the accessible name, and begins each refusal.
        parent: The widget it lies in.
        minimum: The lowest value.
        maximum: The highest value.
        counts: What is counted, if that can also be typed as `10%`, `2ep` or `300it`; None for any other number.
    """

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        minimum: int = 1,
        maximum: int = LARGEST_COUNT,
        counts: Unit | None = "updates",
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        self._counts = counts
        self._run: Callable[[], Run] | None = None
        super().__init__(name, minimum, parent)

    def measure_by(self, run: Callable[[], Run]) -> None:
        """Read units as those of a run, which is asked for when something is typed; shown is always the number."""
        self._run = run

    def value(self) -> int:
        """Return the value in force."""
        return int(super().value())

    def _text_of(self, value: float) -> str:
        return str(value)

    def _read(self, text: str) -> int:
        return checked_count(self.name, self._read_count(text, self.name), self._maximum, self._minimum)

    def _read_count(self, text: str, name: str) -> int:
        if self._run is None or self._counts is None:
            from stepdecay.numbers.typed import read_count

            return read_count(text, name)
        from stepdecay.schedule.units import read_length

        return read_length(text, name, self._run(), self._counts)

    def _bounds(self) -> tuple[int, int]:
        return self._minimum, self._maximum

    def _next(self, value: float, up: bool, increment: Increment) -> int:
        from stepdecay.numbers.stepping import next_count

        return min(max(next_count(int(value), up, increment), self._minimum), self._maximum)
