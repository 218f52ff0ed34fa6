"""The field for a number of updates."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from designer.widgets.number_spin import NumberSpin
from stepdecay.pace import Pace
from stepdecay.schedules import LARGEST_COUNT, checked_count


class CountSpin(NumberSpin):
    """A field for a whole number, exact to its last digit up to 2^63 - 1.

    Args:
        name: The MLX argument; becomes the object name and the accessible name, and begins each refusal.
        parent: The widget it lies in.
        minimum: The lowest value.
        maximum: The highest value.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, minimum: int = 1, maximum: int = LARGEST_COUNT
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        super().__init__(name, minimum, parent)

    def value(self) -> int:
        """Return the value in force."""
        return int(super().value())

    def _text_of(self, value: float) -> str:
        return str(value)

    def _read(self, text: str) -> int:
        from stepdecay.entry import read_count

        count = read_count(text, self.name)
        return checked_count(self.name, count, self._maximum, self._minimum)

    def _bounds(self) -> tuple[int, int]:
        return self._minimum, self._maximum

    def _next(self, value: float, up: bool, pace: Pace) -> int:
        from stepdecay.stepping import next_count

        return min(max(next_count(int(value), up, pace), self._minimum), self._maximum)
