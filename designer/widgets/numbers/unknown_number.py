"""Fields for numbers that nobody may have said: empty as long as that is so, with words in the place of digits."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from designer.widgets.numbers.count_spin import CountSpin
from designer.widgets.numbers.number_spin import NumberSpin
from stepdecay.errors import ScheduleError
from stepdecay.numbers.bounds import LARGEST_COUNT
from stepdecay.numbers.increment import Increment

UNKNOWN = 0
"""The value that says so; no count of this kind is 0."""

PLACEHOLDER = "not known"


def _symbols(value: float) -> QAbstractSpinBox.ButtonSymbols:
    """Leave arrows out where there is no number: the words need their room."""
    symbols = QAbstractSpinBox.ButtonSymbols
    return symbols.NoButtons if value == UNKNOWN else symbols.UpDownArrows


class UnknownCountSpin(CountSpin):
    """A field for a count from 1, or for none: what is emptied is unknown again.

    Args:
        name: Becomes the object name and the accessible name, and begins each refusal.
        parent: The widget it lies in.
        maximum: The highest value.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, maximum: int = LARGEST_COUNT) -> None:
        super().__init__(name, parent, maximum=maximum, counts=None)
        self.lineEdit().setPlaceholderText(PLACEHOLDER)
        self.setValue(UNKNOWN)

    def _text_of(self, value: float) -> str:
        return "" if value == UNKNOWN else str(value)

    def _show(self, value: float) -> None:
        self.setButtonSymbols(_symbols(value))
        super()._show(value)

    def _read(self, text: str) -> int:
        return super()._read(text) if text.strip() else UNKNOWN


class EpochSpin(NumberSpin):
    """A field for a number of epochs, which may be a part of one; empty while nobody knows what one is.

    Args:
        name: Becomes the object name and the accessible name, and begins each refusal.
        parent: The widget it lies in.
        highest: The highest value.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, highest: float) -> None:
        self._highest = highest
        super().__init__(name, UNKNOWN, parent)
        self.lineEdit().setPlaceholderText(PLACEHOLDER)

    def _text_of(self, value: float) -> str:
        from fractions import Fraction

        from stepdecay.schedule.units import epochs_text

        return "" if value == UNKNOWN else epochs_text(Fraction(value)).replace("\u202f", "")

    def _show(self, value: float) -> None:
        self.setButtonSymbols(_symbols(value))
        super()._show(value)

    def _read(self, text: str) -> float:
        from stepdecay.errors import clip
        from stepdecay.numbers.typed import read_number

        value = float(read_number(text, self.name, "write 3 or 0.5"))
        if not 0 < value <= self._highest:
            bound = "above 0" if value <= 0 else f"at most {self._highest:g}"
            raise ScheduleError(f"{self.name} must be {bound}, got {clip(text)}", self.name)
        return value

    def _bounds(self) -> tuple[float, float]:
        return 0, self._highest

    def _next(self, value: float, up: bool, increment: Increment) -> float:
        """Go to the next whole epoch, or finely and below one to the next tenth."""
        from decimal import Decimal

        from stepdecay.numbers.stepping import as_decimal, next_rate, on_grid

        if value == UNKNOWN:
            return 1.0 if up else value
        if increment in (Increment.COARSE, Increment.DECADE):
            return min(next_rate(value, up, increment), self._highest)
        is_small = value < 1 or (value == 1 and not up)
        place = Decimal("0.1") if is_small or increment is Increment.FINE else Decimal(1)
        found = float(on_grid(as_decimal(value), place, up))
        return min(found, self._highest) if found > 0 else value
