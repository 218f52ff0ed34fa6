"""What this package raises when a schedule can't be: a sentence for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ast


class ScheduleError(ValueError):
    """A schedule, a run or the text of one that MLX or this program can't accept.

    The message is one sentence that names what is wrong, the bound it broke and the value it had.

    Attributes:
        field: MLX's name of the argument that is wrong, `updates` for the length of the run, or None.
        node: The part of a text's syntax tree (`ast`) that is wrong, where it was read from one; else None.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.node: ast.AST | None = None

    def at(self, node: ast.AST) -> Self:
        """Return the same error with the part of a text that is wrong, unless a smaller part is known."""
        self.node = self.node or node
        return self

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


class ForeignKeywordError(ScheduleError):
    """A call with the name that another framework has for an argument: `decay_factor=`, `eta_min=`."""


def clip(text: str) -> str:
    """Fit somebody's text into a sentence: on one line, cut to 40 characters."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"
