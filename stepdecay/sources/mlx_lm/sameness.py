"""Whether two versions of a config are the same but for what was to be changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stepdecay.sources.mlx_lm.text import ConfigText
from stepdecay.sources.mlx_lm.values import NEEDED

if TYPE_CHECKING:
    from stepdecay.sources.mlx_lm.config import Config


def is_same_elsewhere(before: Config, after: Config) -> bool:
    """Return whether all that a config says besides its schedule and its run is the same, in the same order."""
    return (_is_same_json if before.is_json else _is_same_yaml)(before.source, after.source)


def _is_same_json(before: ConfigText, after: ConfigText) -> bool:
    one, other = (json.loads(source.text).items() for source in (before, after))
    # As texts, for NaN doesn't equal itself.
    one_text, other_text = (repr([pair for pair in pairs if pair[0] not in NEEDED]) for pairs in (one, other))
    return one_text == other_text


def _is_same_yaml(before: ConfigText, after: ConfigText) -> bool:
    from stepdecay.sources.mlx_lm.yaml_loader import composed

    one, other = (_others(composed(source)) for source in (before, after))
    return len(one) == len(other) and _Same().all(one, other)


def _others(root: Any) -> list[Any]:
    return [node for key, value in root.value if key.value not in NEEDED for node in (key, value)]


class _Same:
    """Compares PyYAML's nodes, each pair once: aliases can make a few lines stand for a billion nodes."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()

    def all(self, ones: list[Any], others: list[Any]) -> bool:
        waiting = list(zip(ones, others, strict=True))
        while waiting:
            one, other = waiting.pop()
            if (id(one), id(other)) in self._seen:
                continue
            self._seen.add((id(one), id(other)))
            if one.tag != other.tag or isinstance(one.value, str) != isinstance(other.value, str):
                return False
            if isinstance(one.value, str):
                if one.value != other.value:
                    return False
                continue
            if len(one.value) != len(other.value):
                return False
            waiting += zip(_flat(one.value), _flat(other.value), strict=True)
        return True


def _flat(values: list[Any]) -> list[Any]:
    return [node for value in values for node in (value if isinstance(value, tuple) else (value,))]
