"""Changes to the text of a config: values written anew, items and keys added in the style of what is there."""

from __future__ import annotations

import re

from stepdecay.errors import ScheduleError
from stepdecay.sources.edits import Edit, edited
from stepdecay.sources.mlx_lm.nodes import Entry, ListNode, MappingNode, Node, Scalar
from stepdecay.sources.mlx_lm.text import ConfigText

_BLANK = re.compile(r"(?:\s|#[^\r\n]*)*")
_SEPARATOR = re.compile(r"\s*,[ \t]*")
_COMMA = re.compile(r"[ \t]*,")
COLON = re.compile(r"[ \t]*:[ \t]*")


class ConfigDraft:
    """Collects changes to a config, and makes them at once.

    Args:
        source: The config's text.
    """

    def __init__(self, source: ConfigText) -> None:
        self._source = source
        self._text = source.text
        self._changes: list[tuple[int, int, str]] = []

    def change(self, start: int, stop: int, new: str) -> None:
        """Put a text in the place of characters."""
        self._changes.append((start, stop, new))

    def bytes(self) -> bytes:
        """Return the whole file with the changes.

        Raises:
            ScheduleError: They overlap.
        """
        inserted: dict[int, str] = {}
        replaced = []
        for start, stop, new in self._changes:
            if start == stop:
                inserted[start] = inserted.get(start, "") + new
            else:
                replaced.append((start, stop, new))
        source = self._source
        changes = [*replaced, *((at, at, new) for at, new in inserted.items())]
        try:
            return edited(
                source.data,
                [Edit(*source.byte_span((start, stop)), new.encode(source.encoding)) for start, stop, new in changes],
            )
        except ValueError:
            raise ScheduleError(f"{source.name} can't be changed so; nothing was written") from None

    def set_value(self, node: Node, new: str) -> None:
        """Write a value anew where it is; a name keeps its quotes, and an empty value gets its space."""
        start, stop = node.span
        mark = node.mark if isinstance(node, Scalar) and node.mark in ("'", '"') and new.isidentifier() else ""
        if start == stop:
            start = stop = len(self._text[:start].rstrip(" "))
            new = f" {new}" if self._text[start - 1 : start] == ":" else f": {new}"
        self.change(start, stop, f"{mark}{new}{mark}")

    def set_items(self, listing: ListNode, values: list[str | None]) -> None:
        """Make a list have other items.

        Args:
            listing: The list; it has one at least.
            values: What to write for each item; None for one that stays.
        """
        items = listing.items
        for item, new in zip(items, values, strict=False):
            if new is not None:
                self.set_value(item, new)
        added = [new for new in values[len(items) :] if new is not None]
        if added and listing.is_flow:
            self._add_in_flow(items[-1].span[0], items[-1].stop, _gap(self._text, items), added)
        elif added:
            self.add_lines(items[-1].stop, [f"{self.indent(listing)}- {new}" for new in added])
        if len(values) < len(items):
            self._cut(items[len(values) - 1], items[len(values) :], listing.is_flow)

    def add_keys(self, mapping: MappingNode, entries: dict[str, str]) -> None:
        """Add keys after the last one of a mapping.

        Args:
            mapping: The mapping; it has one key at least.
            entries: The keys, and what to write for their values.
        """
        last = mapping.entries[-1]
        if mapping.is_flow:
            texts = [self.pair(last, key, new) for key, new in entries.items()]
            gap = _gap(self._text, [one.key for one in mapping.entries], [one.value for one in mapping.entries])
            self._add_in_flow(last.key.span[0], last.value.stop, gap, texts)
        else:
            lines = [self.indent(mapping) + self.pair(last, key, new) for key, new in entries.items()]
            self.add_lines(last.value.stop, lines)

    def pair(self, like: Entry, key: str, new: str) -> str:
        """Write a key and its value in the style of another entry."""
        mark = like.key.mark if isinstance(like.key, Scalar) and like.key.mark in ("'", '"') else ""
        start, stop = like.value.span
        between = self._text[like.key.stop : start]
        # `"key":1` may be written in braces after a quoted key; where nothing follows, that is no sign of it.
        is_usual = between[-1:] == " " or (mark and start < stop)
        colon = between if is_usual and COLON.fullmatch(between) else ": "
        return f"{mark}{key}{mark}{colon}{new}"

    def add_lines(self, stop: int, lines: list[str]) -> None:
        """Add lines after the one in which a character is."""
        end = self._source.line_end
        if self._text[stop - 1 : stop] in ("\r", "\n"):  # a block of text ends where the next line begins
            self.change(stop, stop, "".join(line + end for line in lines))
        else:
            at = self._source.line_stop(stop)
            self.change(at, at, "".join(end + line for line in lines))

    def insert_lines(self, index: int, lines: list[str]) -> None:
        """Add lines before the one in which a character is."""
        at = self._source.line_start(index)
        self.change(at, at, "".join(line + self._source.line_end for line in lines))

    def indent(self, block: Node) -> str:
        """Return the spaces before the items or keys of a block."""
        return " " * (block.span[0] - self._source.line_start(block.span[0]))

    def margin(self, index: int) -> str | None:
        """Return the white space before a character that is the first of its line; None where it isn't."""
        before = self._text[self._source.line_start(index) : index]
        return None if before.strip() else before

    def _add_in_flow(self, start: int, stop: int, gap: str, texts: list[str]) -> None:
        """Add items after the last one, on lines of their own where that one is."""
        margin = self.margin(start) if self._source.line_start(start) else None
        after = _BLANK.match(self._text, stop)
        comma = after.end() if after and self._text[after.end() : after.end() + 1] == "," else None
        if margin is None:
            self.change(stop, stop, "".join(gap + text for text in texts))
            return
        if comma is None:
            self.change(stop, stop, ",")
        lines = [f"{margin}{text}," for text in texts]
        if comma is None:
            lines[-1] = lines[-1][:-1]
        at = self._source.line_stop(stop if comma is None else comma)
        if self._text[stop:at].lstrip(" \t,")[:1] in ("", "#"):
            self.change(at, at, "".join(self._source.line_end + line for line in lines))
        else:  # the bracket that closes stands in the same line
            end = stop if comma is None else comma + 1
            self.change(end, end, "".join(self._source.line_end + line for line in lines))

    def _cut(self, last: Node, items: tuple[Node, ...], is_flow: bool) -> None:
        """Remove the items after another one: in a block with their lines, else without the comments between them."""
        start, stop = last.stop, items[-1].stop
        if not is_flow:
            self.change(self._source.line_stop(start), self._source.line_stop(stop), "")
        elif "#" not in self._text[start:stop]:
            self.change(start, stop, "")
        else:
            for item in items:
                self._cut_item(item)

    def _cut_item(self, item: Node) -> None:
        """Remove one item and its comma, and its line where there is nothing else in it."""
        comma = _COMMA.match(self._text, item.stop)
        start, stop = item.span[0], item.stop if comma is None else comma.end()
        line = self._source.line_start(start)
        if self.margin(start) is not None and line and not self._text[stop : self._source.line_stop(stop)].strip():
            start, stop = self._source.line_stop(self._source.line_start(line - 1)), self._source.line_stop(stop)
        self.change(start, stop, "")


def _gap(text: str, starts: list[Node] | tuple[Node, ...], ends: list[Node] | tuple[Node, ...] | None = None) -> str:
    """Return what stands between two items that are in one line."""
    ends = starts if ends is None else ends
    for before, after in zip(ends, starts[1:], strict=False):
        between = text[before.stop : after.span[0]]
        if _SEPARATOR.fullmatch(between) and not {"\r", "\n"} & set(between):
            return between
    return ", "
