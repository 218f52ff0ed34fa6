"""A YAML config as nodes, with the values that mlx-lm's own loader reads."""

from __future__ import annotations

from typing import Any

import yaml

from stepdecay.sources.mlx_lm.nodes import Entry, ListNode, MappingNode, Node, Other, Scalar
from stepdecay.sources.mlx_lm.text import ConfigText
from stepdecay.sources.mlx_lm.yaml_loader import TAG, composed, plain_tag, unconstructed, value_of

_DEEPEST = 3


def yaml_tree(source: ConfigText, needed: frozenset[str]) -> Node | None:
    """Return a YAML config as a node; None where there is nothing in it.

    Args:
        source: The config.
        needed: The keys whose values are read; the others are left closed.

    Raises:
        ScheduleError: It is no YAML, or more than one document; the sentence names the line and the column.
    """
    root = composed(source)
    if root is None:
        return None
    reader = _Reader(source.text)
    if not isinstance(root, yaml.MappingNode) or reader.is_marked(root):
        return reader.node(root)
    entries = []
    for key, value in root.value:
        name = reader.key(key)
        is_needed = isinstance(name, Scalar) and name.value in needed
        entries.append(Entry(name, reader.node(value) if is_needed else reader.closed(value)))
    return MappingNode(reader.span(root), tuple(entries), bool(root.flow_style))


class _Reader:
    """Makes nodes of PyYAML's.

    Args:
        text: The config's text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: set[int] = set()

    def span(self, node: Any) -> tuple[int, int]:
        return node.start_mark.index, node.end_mark.index

    def is_marked(self, node: Any) -> bool:
        """Whether a node has a tag or an anchor written before it; an alias is the node that has the anchor."""
        return self._text[node.start_mark.index : node.start_mark.index + 1] in ("&", "!")

    def closed(self, node: Any) -> Node:
        """Return a node for a value that is not needed, except that it must be one that mlx-lm reads."""
        start, stop = self.span(node)
        bad = unconstructed(node, self._seen)
        if bad is not None:
            return Other(self.span(bad[0]), bad[1], is_refused=True)
        if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            stop = start + len(self._text[start:stop].rstrip())
        return Other((start, stop), "is not read")

    def key(self, node: Any) -> Node:
        if not isinstance(node, yaml.ScalarNode):
            return Other(self.span(node), "is no name")
        if node.tag == f"{TAG}merge":
            return Other(self.span(node), "merges another mapping")
        return self.node(node)

    def node(self, node: Any, depth: int = 0) -> Node:
        span = self.span(node)
        if self.is_marked(node):
            is_tag = self._text[span[0]] == "!"
            return Other(span, "has a tag" if is_tag else "has an anchor, or is an alias")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, span)
        if depth > _DEEPEST:
            return Other(span, "is nested too deeply")
        if isinstance(node, yaml.SequenceNode):
            return ListNode(span, tuple(self.node(item, depth + 1) for item in node.value), bool(node.flow_style))
        entries = tuple(Entry(self.key(key), self.node(value, depth + 1)) for key, value in node.value)
        return MappingNode(span, entries, bool(node.flow_style))

    def _scalar(self, node: Any, span: tuple[int, int]) -> Node:
        if node.tag == f"{TAG}timestamp":
            return Other(span, "is a date")
        try:
            value = value_of(node)
        except (ValueError, OverflowError):  # 0x_, =, or an int of more than 4300 digits
            return Other(span, "is a value that mlx-lm can't read", is_refused=True)
        is_text = node.tag == f"{TAG}float" and not node.style and plain_tag(node.value) == f"{TAG}str"
        return Scalar(span, value, is_text, node.style or "")
