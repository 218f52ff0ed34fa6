"""`stepdecay check`: what is wrong in files and folders."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from stepdecay.checks.finding import SEVERITIES
from stepdecay.cli.inspector import Inspector, Remark
from stepdecay.cli.output import print_lines, refuse, say
from stepdecay.cli.paths import Named, files_in
from stepdecay.cli.report import Checked, github_lines, json_lines, text_lines
from stepdecay.errors import ScheduleError
from stepdecay.sources.edits import read_file, save
from stepdecay.sources.registry import kind_of

WRITERS = {"text": text_lines, "json": json_lines, "github": github_lines}


class _Tally:
    def __init__(self) -> None:
        self.status = self.files = self.fixable = 0
        self.severities: Counter[str] = Counter()

    def add(self, remarks: list[Remark]) -> None:
        self.severities.update(remark.finding.severity for remark in remarks)
        self.files += 1
        self.fixable += sum(remark.is_fixable and not remark.unfixed for remark in remarks)
        if any(remark.finding.severity != "note" for remark in remarks):
            self.status = max(self.status, 1)


def check_paths(paths: Iterable[str], inspector: Inspector, form: str, is_fixing: bool) -> int:
    """Print what is found in files and folders.

    Args:
        paths: The files and folders.
        inspector: What they are checked with.
        form: One of `WRITERS`.
        is_fixing: Whether to mend what can be mended unseen.

    Returns:
        The exit status: 0 clean, 1 errors or warnings, 2 a named file could not be read or written.
    """
    tally = _Tally()
    files = _checked(files_in(paths), inspector, is_fixing, tally)
    if form != "text":
        files = map(_without_difference, files)
    status = print_lines(WRITERS[form](files))
    if form == "text" and tally.files:
        say(_summary(tally, is_fixing))
    return max(status, tally.status)


def _checked(
    files: Iterator[Named | ScheduleError], inspector: Inspector, is_fixing: bool, tally: _Tally
) -> Iterator[Checked]:
    for named in files:
        try:
            if isinstance(named, ScheduleError):
                raise named
            checked = _check_file(named, inspector, is_fixing)
        except ScheduleError as error:
            if isinstance(named, ScheduleError) or named.is_named:
                tally.status = refuse(str(error))
            continue
        if checked.remarks:
            tally.add(checked.remarks)
        yield checked


def _check_file(named: Named, inspector: Inspector, is_fixing: bool) -> Checked:
    path = named.path
    data = read_file(path)
    if not named.is_named and not kind_of(data, path.name).may_have_schedule(data):
        return Checked([], [])
    if not is_fixing:
        return Checked(inspector.remarks(data, path), [])
    from stepdecay.cli.fixes import difference, fixed

    new, left = fixed(data, path, inspector)
    if new == data:
        return Checked(left, [])
    save(path, new, data)
    return Checked(left, difference(data, new, path))


def _without_difference(checked: Checked) -> Checked:
    """Print beside the output what a program that reads it does not expect there."""
    for line in checked.difference:
        print(line, file=sys.stderr)
    return checked


def _summary(tally: _Tally, is_fixing: bool) -> str:
    counts = [_counted(tally.severities[word], word) for word in SEVERITIES if tally.severities[word]]
    sentence = f"{', '.join(counts)} in {_counted(tally.files, 'file')}"
    if tally.fixable and not is_fixing:
        sentence += f"; --fix mends {tally.fixable}"
    return f"{sentence}; stepdecay explain CODE says more"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
