"""`stepdecay show`: what a schedule does, by levels, and what a script or a config does, by iterations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from stepdecay.cli.override import Override
from stepdecay.errors import ScheduleError
from stepdecay.evaluate.natural_length import usual_updates
from stepdecay.schedule.run import Run

if TYPE_CHECKING:
    from stepdecay.cli.iterations import Shown
    from stepdecay.sources.found import Found


def shown_lines(text: str, override: Override, form: str) -> tuple[Iterator[str], list[str]]:
    """Return what is to be shown of a schedule, or of the schedules in a file.

    Args:
        text: The schedule, or the path of a script or an mlx-lm config.
        override: The run that the command line gives.
        form: One of `stepdecay.writers.table.FORMATS`.

    Returns:
        Lines without their ends, and sentences on what can't be shown.

    Raises:
        ScheduleError: It is no schedule, or no file with one, or nothing of it can be shown.
    """
    if _is_path(text):
        return _of_file(Path(text), override, form)
    from stepdecay.evaluate.level_list import levels
    from stepdecay.pyread.expressions import parse_schedule
    from stepdecay.writers.table import table_lines

    schedule = parse_schedule(text)
    run = override.run_of(None)
    return table_lines(levels(schedule, usual_updates(schedule) if run is None else run.updates), form), []


def _is_path(text: str) -> bool:
    if "(" not in text:
        from stepdecay.sources.registry import suffixes

        if PurePath(text).suffix.lower() in suffixes():
            return True
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):  # a text too long for a name, or with a null byte
        return False


def _of_file(path: Path, override: Override, form: str) -> tuple[Iterator[str], list[str]]:
    from stepdecay.cli.iterations import iteration_lines
    from stepdecay.sources.files import find_schedules
    from stepdecay.sources.registry import KINDS, listed

    shown: list[Shown] = []
    problems = []
    for found in find_schedules(path):
        try:
            shown.append(_shown(found, path, override))
        except ScheduleError as error:
            problems.append(f"{path}:{found.line}:{found.column}: {error}")
    if not shown:
        makers = listed([kind.maker for kind in KINDS], "or")
        raise ScheduleError("; ".join(problems) or f"{path} has no schedule of {makers}")
    return iteration_lines(shown, form), problems


def _shown(found: Found, path: Path, override: Override) -> Shown:
    from stepdecay.cli.iterations import Shown
    from stepdecay.writers.python import to_python

    found, run = override.applied(found)
    if found.problem:
        raise ScheduleError(found.problem)
    if found.schedule is None:
        names = ", ".join(found.unknown)
        raise ScheduleError(f"the text does not tell what {names} is; give the schedule itself, with numbers")
    said = "" if run is not None else "; the file does not say how many, --run iters=N does"
    run = run or override.of_updates(usual_updates(found.schedule))
    heading = f"{path}:{found.line}:{found.column}: {to_python(found.schedule)}"
    return Shown([heading, f"{_run_text(run)}{said}{_assumed(found, override)}"], found.line, found.column,
                 found.schedule, run)  # fmt: skip


def _run_text(run: Run) -> str:
    if run.grad_accumulation_steps == 1:
        return f"{run.updates} updates"
    every, unused = run.grad_accumulation_steps, run.unused_iterations
    left = f", and none in the last {unused}" if unused else ""
    return f"{run.iterations} iterations, {run.updates} updates: one every {every} iterations{left}"


def _assumed(found: Found, override: Override) -> str:
    from stepdecay.cli.report import assumed_text

    assumed = override.still_assumed(found)
    return f"; {assumed_text(assumed, found.kind.maker)}" if assumed else ""
