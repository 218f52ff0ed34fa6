"""The nodes of a config, YAML or JSON: what each means, and the characters that it was written with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stepdecay.lines import Span


@dataclass(frozen=True, eq=False)
class Node:
    """A value of a config.

    Attributes:
        span: Where it is written.
    """

    span: Span

    @property
    def stop(self) -> int:
        """The character after its last; a block in YAML has a span that goes on to what comes next."""
        return self.span[1]

    @property
    def is_null(self) -> bool:
        """Whether it is null, which is to mlx-lm as if it were not there."""
        return isinstance(self, Scalar) and self.value is None


@dataclass(frozen=True, eq=False)
class Scalar(Node):
    """A number, text, truth value or null.

    Attributes:
        value: What mlx-lm reads.
        is_text_elsewhere: Whether a plain YAML parser reads text where mlx-lm reads a number.
        mark: The quote, or the sign of a block of text, that it begins with; empty for plain ones.
    """

    value: int | float | str | bool | None
    is_text_elsewhere: bool = False
    mark: str = ""


@dataclass(frozen=True, eq=False)
class Other(Node):
    """What is not read.

    Attributes:
        why: Why it is not: `has an anchor, or is an alias`.
        is_refused: Whether mlx-lm refuses a file with it, wherever it is.
    """

    why: str
    is_refused: bool = False


@dataclass(frozen=True, eq=False)
class ListNode(Node):
    """A list.

    Attributes:
        items: Its values.
        is_flow: Whether it is written in brackets.
    """

    items: tuple[Node, ...]
    is_flow: bool

    @property
    def stop(self) -> int:
        """The character after its last."""
        return self.span[1] if self.is_flow or not self.items else self.items[-1].stop


@dataclass(frozen=True, eq=False)
class Entry:
    """A key and its value.

    Attributes:
        key: The key.
        value: The value.
    """

    key: Node
    value: Node

    @property
    def name(self) -> str | None:
        """The key's text; None where it is no text."""
        return self.key.value if isinstance(self.key, Scalar) and isinstance(self.key.value, str) else None


@dataclass(frozen=True, eq=False)
class MappingNode(Node):
    """Keys and their values.

    Attributes:
        entries: They, in their order.
        is_flow: Whether it is written in braces.
    """

    entries: tuple[Entry, ...]
    is_flow: bool
    _by_name: dict[str, Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {one.name: one for one in self.entries if one.name is not None})

    @property
    def stop(self) -> int:
        """The character after its last."""
        return self.span[1] if self.is_flow or not self.entries else self.entries[-1].value.stop

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def entry(self, name: str) -> Entry | None:
        """Return the entry of a key; of the last one where there are several, as mlx-lm takes it."""
        return self._by_name.get(name)

    def value(self, name: str) -> Node | None:
        """Return the value of a key; None where it isn't there, or is null."""
        entry = self._by_name.get(name)
        return None if entry is None or entry.value.is_null else entry.value

    def repeated(self) -> Iterator[Entry]:
        """Yield the entries whose key was there before."""
        seen: set[Any] = set()
        for entry in self.entries:
            if entry.name in seen:
                yield entry
            seen.add(entry.name or entry)
