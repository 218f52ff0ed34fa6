"""A save that was interrupted: what was in the file before is offered when it is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from stepdecay import ScheduleError

Choices = dict[str, Callable[[], object]]


def offer_copy(
    path: Path,
    ask: Callable[[str, Choices], object],
    done: Callable[[Path], object],
    failed: Callable[[str], object],
) -> None:
    """Ask what becomes of the copy that an interrupted save has left of a file, where there is one.

    Args:
        path: The file.
        ask: Asks a question, with callables by the texts of their buttons.
        done: Called with the file when its content is what it was before the save.
        failed: Told why it could not be put back.
    """
    from stepdecay.sources.edits import read_file
    from stepdecay.sources.in_place import left_copy, put_back

    copy = left_copy(path)
    if copy is None:
        return
    try:
        seen = read_file(path)
    except ScheduleError:  # which opening it has said
        return

    def restore() -> None:
        try:
            put_back(path, copy, seen)
        except ScheduleError as error:
            failed(str(error))
        else:
            done(path)

    torn = f"Saving {path.name} was interrupted: it may be half old, half new."
    answers: Choices = {
        "Put Back What Was There": restore,
        "Keep It as It Is": lambda: copy.unlink(missing_ok=True),
    }
    ask(f"{torn} What was in it before is still there.", answers)
