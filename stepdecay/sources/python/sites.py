"""The outermost scheduler calls of a Python file, as far as its text tells what they are."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from stepdecay.errors import ForeignKeywordError, ScheduleError
from stepdecay.pyread.encodings import decoded
from stepdecay.pyread.resolver import lines_that_name
from stepdecay.pyread.scopes import Scope
from stepdecay.pyread.text import PythonText, SourceText, check_size
from stepdecay.pyread.values import Number, Values
from stepdecay.schedule.kinds import KINDS, Schedule
from stepdecay.sources.python.meaning import check, schedule_of
from stepdecay.sources.python.reader import Reader, Reading, Spot
from stepdecay.sources.python.spelling import scheduler_name

_SHORT = 100_000
"""Bytes that are parsed in any case: who opens a broken script wants to know where it is broken."""


@dataclass(frozen=True, eq=False)
class Site:
    """One outermost call of a file as it was read.

    Attributes:
        source: The file.
        call: The call.
        scope: The scope that it stands in.
        names: The names that it is bound to, as they are written; empty without one.
        reader: What it goes through.
        reading: What was read; None where there is a problem.
        problem: Why it could not be read.
        is_foreign: Whether that is a keyword of another framework.
        wrong: What is wrong in the file; None where it is the call as a whole.
    """

    source: SourceText
    call: ast.Call
    scope: Scope
    names: str
    reader: Reader
    reading: Reading | None
    problem: str | None
    is_foreign: bool = False
    wrong: ast.AST | None = None

    @property
    def start(self) -> int:
        """The first character of the call."""
        return self.source.span(self.call)[0]


@lru_cache(maxsize=1)  # who writes a file proves what it means, and who shows it then asks for the same
def sites_in(data: bytes, name: str) -> tuple[Site, ...]:
    """Return the calls of a file that no other one joins, in its order.

    Raises:
        ScheduleError: It is more code than is read, or no Python; the sentence names the line and the column.
    """
    check_size(len(data), name)
    if len(data) > _SHORT and not _may_have_one(decoded(data, name)[0]):
        return ()
    source = SourceText(data, name)
    sites = [_read(source, *call) for call in _calls(Scope(source, source.tree))]
    pieces = {call for site in sites for call in site.reader.pieces}
    return tuple(site for site in sites if site.call not in pieces)


def drawn(site: Site, values: Mapping[str, Number]) -> tuple[Schedule | None, str | None]:
    """Return the schedule of a call with values for unknown names, and what is wrong with it; None where nothing is."""
    schedule, error = tried(site, values)
    return schedule, site.problem if error is None else str(error)


def tried(site: Site, values: Mapping[str, Number]) -> tuple[Schedule | None, ScheduleError | None]:
    """Return the same, with what is refused of a call that could be read as it was raised."""
    if site.reading is None:
        return None, None
    try:
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ScheduleError.out_of_bounds(name, "a number", value)
        if site.reader.names.unknown.keys() <= values.keys():
            return schedule_of(site.reading, Values(values)), None
        check(site.reading, values)
    except ScheduleError as error:
        return None, error
    except RecursionError:
        return None, ScheduleError("the expression is nested too deeply")
    return None, None


def _may_have_one(text: str) -> bool:
    """Return whether a text has the words without which it has no schedule; most texts need no parser then."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)  # as Python reads names
    return "mlx" in text and any(name in text for name in KINDS)


def _calls(module: Scope) -> list[tuple[ast.Call, Scope, str]]:
    """Find all scheduler calls that are inside no other, each with its scope and the names it is bound to."""
    found: list[tuple[ast.Call, Scope]] = []
    names: dict[ast.AST, str] = {}
    lines = lines_that_name(KINDS, module)
    for node, scope in module.visited(lines, lambda node, scope: scheduler_name(node, scope) is not None):
        if isinstance(node, ast.Call) and scheduler_name(node, scope) is not None:
            found.append((node, scope))
        names |= _bound(node, module.source)
    in_order = sorted(found, key=lambda item: module.source.span(item[0]))
    return [(call, scope, names.get(call, "")) for call, scope in in_order]


def _bound(node: ast.AST, source: PythonText) -> Iterator[tuple[ast.AST, str]]:
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    value = getattr(node, "value", None)
    if isinstance(value, ast.Call) and isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
        yield value, ", ".join(source.segment(target) for target in targets if target is not None)


def _read(source: SourceText, call: ast.Call, scope: Scope, names: str) -> Site:
    reader = Reader()
    try:
        return Site(source, call, scope, names, reader, reader.read(call, Spot(call, scope, None)), None)
    except ScheduleError as error:
        is_foreign = isinstance(error, ForeignKeywordError)
        return Site(source, call, scope, names, reader, None, str(error), is_foreign, error.node)
    except RecursionError:
        return Site(source, call, scope, names, reader, None, "the expression is nested too deeply")
