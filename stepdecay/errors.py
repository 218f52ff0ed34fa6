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
        return cls(f"{field} must be {bound}, got {value!r}", field)
