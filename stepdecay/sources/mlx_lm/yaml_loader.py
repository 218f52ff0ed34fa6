"""YAML as PyYAML composes it for mlx-lm's loader; nothing in it is ever constructed."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from stepdecay.sources.mlx_lm.text import ConfigText

TAG = "tag:yaml.org,2002:"

_MLX_LM_FLOAT = re.compile(
    r"""^(?:
     [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
    |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
    |\.[0-9_]+(?:[eE][-+][0-9]+)?
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
    |[-+]?\.(?:inf|Inf|INF)
    |\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)
"""The floats that mlx-lm 0.32.2 adds to PyYAML's, which come first (`yaml_loader` in `mlx_lm/lora.py`)."""


class MlxLmLoader(yaml.SafeLoader):
    """PyYAML's loader, with mlx-lm's floats."""


class FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by libyaml, where PyYAML was built with it."""


for _loader in (MlxLmLoader, FastLoader):
    _loader.add_implicit_resolver(f"{TAG}float", _MLX_LM_FLOAT, list("-+0123456789."))

# libyaml is ten times as fast, but takes what PyYAML refuses: tabs, `? ` in a list, tags of odd signs, `|#`. It also
# composes by calls in C, which nothing keeps from overflowing the stack: its texts must have no room to nest.
_ONLY_PYYAML = re.compile(r"[\t?!]|[|>][-+0-9]*#|[^\n]{300}")
_MOST_BRACKETS = 100


def composed(source: ConfigText) -> Any:
    """Return PyYAML's tree of a config; None where there is nothing in it.

    Raises:
        ScheduleError: It is no YAML, or more than one document; the sentence names the line and the column.
    """
    text = source.text
    if is_fast(text):
        try:
            return yaml.compose(text, Loader=FastLoader)
        except yaml.YAMLError:
            pass  # the other one says it in the words that mlx-lm's users know, and where
    try:
        return yaml.compose(text, Loader=MlxLmLoader)
    except yaml.reader.ReaderError as error:
        reason = f"the character U+{ord(text[error.position]):04X} is not allowed"
        raise source.unreadable(error.position, "YAML", reason) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = 0 if mark is None else min(mark.index, len(text))
        raise source.unreadable(at, "YAML", _reason(text, at, error)) from None
    except (RecursionError, yaml.YAMLError, ValueError):
        raise source.unreadable(0, "YAML", "it is nested too deeply") from None


def is_fast(text: str) -> bool:
    """Whether libyaml reads a text as PyYAML does, or refuses it, and has no room to overflow."""
    return text.isascii() and text.count("[") + text.count("{") <= _MOST_BRACKETS and not _ONLY_PYYAML.search(text)


def _reason(text: str, at: int, error: yaml.MarkedYAMLError) -> str:
    if text[at : at + 1] == "\t":
        return "YAML allows no tab here; write spaces"
    if error.context == "expected a single document in the stream":
        return "a second document begins here; mlx-lm reads a file with one"
    return str(error.problem or error.context)


def value_of(node: yaml.ScalarNode) -> Any:
    """Return what mlx-lm's loader makes of a number, text, truth value, null or date.

    Raises:
        ValueError: It can't make anything of it.
    """
    make = _VALUES.get(node.tag)
    if make is None:
        raise ValueError(node.tag)
    return make(node)


_CONSTRUCTOR = SafeConstructor()
_VALUES: dict[str, Any] = {
    f"{TAG}str": lambda node: node.value,
    f"{TAG}binary": lambda node: b"",
    **{
        f"{TAG}{kind}": getattr(_CONSTRUCTOR, f"construct_yaml_{kind}")
        for kind in ("int", "float", "bool", "null", "timestamp")
    },
}


def plain_tag(text: str) -> str:
    """Return the tag that PyYAML itself gives a plain scalar."""
    return str(_PLAIN.resolve(yaml.ScalarNode, text, (True, False)))


_PLAIN: Any = yaml.resolver.Resolver()


def unconstructed(root: Any, seen: set[int]) -> tuple[Any, str] | None:
    """Return the first node that mlx-lm's loader would refuse to make a value of, and why; None where all is well.

    Args:
        root: Where to begin.
        seen: The nodes, by id, that were looked at before: aliases can lead to one again and again.
    """
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.tag not in SafeConstructor.yaml_constructors:
            return node, f"has the tag {node.tag}, which mlx-lm refuses"
        if isinstance(node, yaml.MappingNode):
            odd = next((key for key, _ in node.value if not isinstance(key, yaml.ScalarNode)), None)
            if odd is not None:
                return odd, "is a list or a mapping as a key, which mlx-lm refuses"
            waiting += [part for pair in reversed(node.value) for part in reversed(pair) if part.tag != f"{TAG}merge"]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif not _is_readable(node):
            return node, "is a value that mlx-lm can't read"
    return None


def _is_readable(node: Any) -> bool:
    try:
        value_of(node)
    except (ValueError, OverflowError, KeyError, AttributeError):  # 0b_, month 13, !!bool perhaps, !!timestamp x
        return False
    return True
