"""The field for a learning rate or a factor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_RATE, SMALLEST_RATE, checked_rate
from stepdecay.numbers.increment import Increment
from stepdecay.numbers.text import float_literal


class RateSpin(NumberSpin):
    """A field for a float: reads what a person means in every locale, shows the shortest digits that read back.

    Args:
        name: The MLX argument; becomes the object name and the accessible name, and begins each refusal.
        parent: The widget it lies in.
        minimum: The lowest value, at least 0. The highest is the largest float32.
        inclusive: Whether the minimum itself is allowed.
        stepper: The next value up or down; by default `stepdecay.numbers.stepping.next_rate`.
    """

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        minimum: float = 0.0,
        inclusive: bool = True,
        stepper: Callable[[float, bool, Increment], float] | None = None,
    ) -> None:
        self._minimum = minimum
        self._inclusive = inclusive
        self._stepper = stepper
        super().__init__(name, 0.1, parent)

    def value(self) -> float:
        """Return the value in force."""
        return float(super().value())

    def _text_of(self, value: float) -> str:
        return float_literal(value)

    def _read(self, text: str) -> float:
        from stepdecay.numbers.typed import read_rate

        return self._checked(read_rate(text, self.name))

    def _bounds(self) -> tuple[float, float]:
        lowest = self._minimum if self._inclusive else max(self._minimum, SMALLEST_RATE)
        return lowest, LARGEST_RATE

    def _next(self, value: float, up: bool, increment: Increment) -> float:
        from stepdecay.numbers.stepping import next_rate

        target = (self._stepper or next_rate)(value, up, increment)
        if target < self._minimum < value and self._inclusive:
            return self._minimum
        return self._checked(target)

    def _checked(self, value: float) -> float:
        rate = checked_rate(self.name, value, above_zero=not self._inclusive)
        if rate < self._minimum or (rate == self._minimum and not self._inclusive):
            bound = f"{'at least' if self._inclusive else 'above'} {float_literal(self._minimum)}"
            raise ScheduleError.out_of_bounds(self.name, bound, value)
        return rate
