"""What this package raises when a schedule can't be: a sentence for a person."""

from __future__ import annotations


class ScheduleError(ValueError):
    """A schedule, a run or the text of one that MLX or this program can't accept.

    The message is one sentence that names what is wrong, the bound it broke and the value it had.

    Attributes:
        field: MLX's name of the argument that is wrong, `updates` for the length of the run, or None.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

    @classmethod
    def out_of_bounds(cls, field: str, bound: str, value: object) -> ScheduleError:
        """Make the error for a value that breaks a bound.

        >>> print(ScheduleError.out_of_bounds("step_size", "at least 1", 0))
        step_size must be at least 1, got 0
        """
        try:
            text = repr(value)
        except ValueError:  # Python writes no int of more than 4300 digits
            text = "a number of more than 4300 digits"
        return cls(f"{field} must be {bound}, got {clip(text)}", field)


class ForeignKeyword(ScheduleError):
    """A call with the name that another framework has for an argument: `decay_factor=`, `eta_min=`."""


def clip(text: str) -> str:
    """Fit somebody's text into a sentence: on one line, cut to 40 characters."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
