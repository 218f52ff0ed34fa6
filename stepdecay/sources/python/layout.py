"""Adding to and taking from what stands between brackets, with the comments and parentheses around it."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from stepdecay.lines import Span
from stepdecay.pyread.text import SourceText


def after_argument(source: SourceText, call: ast.Call) -> int:
    """Return the place behind the last argument of a call, and behind parentheses of its own."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    stop = max(source.span(argument)[1] for argument in arguments)
    return _closed(source.text, stop, source.span(call)[1] - 1)


def list_edits(source: SourceText, node: ast.List, entries: Sequence[int | str]) -> dict[Span, str]:
    """Return the edits that give a list other entries.

    Args:
        source: The file.
        node: The list.
        entries: For each entry the index of the present one that stays, in rising order, or the text of a new one.
    """
    kept = [entry for entry in entries if isinstance(entry, int)]
    if not kept:
        return {source.span(node): f"[{', '.join(str(entry) for entry in entries)}]"}
    spans = _outer_spans(source, node)
    edits: dict[Span, str] = {}
    for index in range(kept[-1]):
        if index not in kept:
            edits[spans[index][0], spans[index + 1][0]] = ""
    if kept[-1] + 1 < len(spans):
        edits[spans[kept[-1]][1], spans[-1][1]] = ""
    return edits | _insertions(spans, entries, kept[-1])


def _insertions(spans: list[Span], entries: Sequence[int | str], last: int) -> dict[Span, str]:
    edits: dict[Span, str] = {}
    waiting: list[str] = []
    for entry in entries:
        if isinstance(entry, str):
            waiting.append(entry)
        elif waiting:
            start = spans[entry][0]
            edits[start, start] = "".join(f"{text}, " for text in waiting)
            waiting = []
    if waiting:
        stop = spans[last][1]
        edits[stop, stop] = "".join(f", {text}" for text in waiting)
    return edits


def _outer_spans(source: SourceText, node: ast.List) -> list[Span]:
    """Return the entries of a list with the parentheses around them."""
    at, limit = source.span(node)[0] + 1, source.span(node)[1] - 1
    spans = []
    for entry in node.elts:
        start = _skipped(source.text, at)
        at = _closed(source.text, source.span(entry)[1], limit)
        spans.append((start, at))
    return spans


def _closed(text: str, at: int, limit: int) -> int:
    """Return the place behind all closing parentheses that follow, before a comma or the limit."""
    stop = at
    while at < limit:
        if text[at] == "#":
            at = _line_end(text, at)
        elif text[at] == ")":
            stop = at = at + 1
        elif text[at].isspace() or text[at] == "\\":
            at += 1
        else:
            break
    return stop


def _skipped(text: str, at: int) -> int:
    """Return the first place that is no white space, comma or comment."""
    while text[at] in ",#\\" or text[at].isspace():
        at = _line_end(text, at) if text[at] == "#" else at + 1
    return at


def _line_end(text: str, at: int) -> int:
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at
