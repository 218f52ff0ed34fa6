"""A JSON config as nodes: what Python's `json` reads, with where it is written."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]

from stepdecay.sources.mlx_lm.nodes import Entry, ListNode, MappingNode, Node, Other, Scalar
from stepdecay.sources.mlx_lm.text import ConfigText

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_DEEPEST = 3


def json_tree(source: ConfigText, needed: frozenset[str]) -> Node:
    """Return a JSON config as a node.

    Args:
        source: The config.
        needed: The keys whose values are read; the others are left closed.

    Raises:
        ScheduleError: It is no JSON; the sentence names the line and the column.
    """
    try:
        value = json.loads(source.text)
    except json.JSONDecodeError as error:
        raise source.unreadable(error.pos, "JSON", error.msg) from None
    except (RecursionError, ValueError):  # also an int of more than 4300 digits
        raise source.unreadable(0, "JSON", "it is nested too deeply, or has a number that is too long") from None
    if not isinstance(value, dict) or needed.isdisjoint(value):
        return Other((0, len(source.text)), "has none of the keys")
    return _Reader(source.text, needed).root()


class _Reader:
    """Reads a text that is known to be JSON."""

    def __init__(self, text: str, needed: frozenset[str]) -> None:
        self._text = text
        self._needed = needed

    def root(self) -> Node:
        return self._node(self._skip(0), 0)

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return at if found is None else found.end()

    def _node(self, at: int, depth: int) -> Node:
        sign = self._text[at]
        if sign in "{[" and depth > _DEEPEST:
            return self._closed(at)
        if sign == "{":
            return self._mapping(at, depth)
        if sign == "[":
            return self._listing(at, depth)
        value, stop = _DECODER.raw_decode(self._text, at)
        return Scalar((at, stop), value, mark='"' if sign == '"' else "")

    def _closed(self, at: int) -> Node:
        return Other((at, _DECODER.raw_decode(self._text, at)[1]), "is not read")

    def _listing(self, start: int, depth: int) -> ListNode:
        items: list[Node] = []
        at = self._skip(start + 1)
        while self._text[at] != "]":
            items.append(self._node(at, depth + 1))
            at = self._next(items[-1])
        return ListNode((start, at + 1), tuple(items), True)

    def _mapping(self, start: int, depth: int) -> MappingNode:
        entries: list[Entry] = []
        at = self._skip(start + 1)
        while self._text[at] != "}":
            name, stop = scanstring(self._text, at + 1, True)
            begin = self._skip(self._skip(stop) + 1)
            is_read = depth > 0 or name in self._needed
            value = self._node(begin, depth + 1) if is_read else self._closed(begin)
            entries.append(Entry(Scalar((at, stop), name, mark='"'), value))
            at = self._next(value)
        return MappingNode((start, at + 1), tuple(entries), True)

    def _next(self, value: Node) -> int:
        """Return where the next item begins, or the bracket that closes."""
        at = self._skip(value.span[1])
        return self._skip(at + 1) if self._text[at] == "," else at
