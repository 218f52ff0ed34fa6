"""Down a syntax tree only to what stands on some lines: a long file is not walked for one schedule in it."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections.abc import Iterator, Sequence


def children(node: ast.AST, lines: Sequence[int]) -> Iterator[ast.AST]:
    """Yield the nodes directly below one that reach over some of the lines, in the order of the tree."""
    for field in node._fields:
        yield from below(getattr(node, field, None), lines)


def below(value: object, lines: Sequence[int]) -> Iterator[ast.AST]:
    """Yield the nodes of one field that reach over some of the lines."""
    if isinstance(value, ast.AST):
        if _is_on(value, lines):
            yield value
    elif isinstance(value, list) and value:
        if isinstance(value[0], ast.stmt):
            yield from _statements(value, lines)
        else:
            yield from (item for item in value if isinstance(item, ast.AST) and _is_on(item, lines))


def _is_on(node: ast.AST, lines: Sequence[int]) -> bool:
    """Whether a node reaches over one of the lines; those without a place of their own may."""
    stop = getattr(node, "end_lineno", None)
    if stop is None or isinstance(node, ast.JoinedStr | ast.FormattedValue):
        return True
    index = bisect_left(lines, _first_line(node))
    return index < len(lines) and lines[index] <= stop


def _first_line(node: ast.AST) -> int:
    decorators = getattr(node, "decorator_list", None)
    line: int = decorators[0].lineno if decorators else node.lineno  # type: ignore[attr-defined]
    return line


def _last_line(node: ast.AST) -> int:
    line: int = node.end_lineno  # type: ignore[attr-defined]
    return line


def _statements(body: list[ast.AST], lines: Sequence[int]) -> Iterator[ast.AST]:
    """Yield the statements of a block that reach over some of the lines, without looking at the others."""
    given = 0
    at = bisect_left(lines, _first_line(body[0]))
    while at < len(lines):
        line = lines[at]
        given = bisect_left(body, line, given, key=_last_line)
        if given == len(body):
            return
        if _first_line(body[given]) > line:
            at = bisect_left(lines, _first_line(body[given]), at + 1)
            continue
        while given < len(body) and _first_line(body[given]) <= line:
            yield body[given]
            given += 1
        # A statement may begin on the line that the last one ends on.
        at = max(at + 1, bisect_left(lines, _last_line(body[given - 1]), at))
