"""Python scripts as a kind of document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepdecay.schedule.kinds import Schedule
from stepdecay.schedule.run import Run
from stepdecay.sources.kind import Claim, DocumentKind, Format

if TYPE_CHECKING:
    from stepdecay.sources.python.document import PythonFound


class PythonKind(DocumentKind["PythonFound"]):
    """Scripts with scheduler calls of `mlx.optimizers`; what nobody else can read is read as one."""

    title = "Python"
    called = "Python script"
    looked_for = "schedule of mlx.optimizers"
    maker = "mlx.optimizers"
    formats = (Format("Python", (".py",), "python"),)

    def claim(self, data: bytes, name: str) -> Claim:
        """Return how sure it is that a file is a script; any file may be one."""
        return max(super().claim(data, name), Claim.FALLBACK)

    def may_have_schedule(self, data: bytes) -> bool:
        """Return whether a script has the word without which it has no schedule and is not worth parsing.

        >>> PYTHON.may_have_schedule(b"import torch"), PYTHON.may_have_schedule(b"import mlx.optimizers")
        (False, True)
        """
        return b"mlx" in data or not data.isascii()  # Python reads some other letters as these

    def find(self, data: bytes, name: str) -> list[PythonFound]:
        """Find every outermost scheduler call, in the file's order; calls that another one joins are part of that."""
        from stepdecay.sources.python.document import find_in_python

        return find_in_python(data, name, self)

    def new_file(self, schedule: Schedule, run: Run, form: Format, optimizer: str) -> str:
        """Write a script with import, schedule and an optimizer; it says no run."""
        from stepdecay.writers.python import to_python

        return to_python(schedule, optimizer=optimizer)


PYTHON = PythonKind()
