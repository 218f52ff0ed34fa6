"""A config of mlx-lm, YAML or JSON: told from other files, and read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from stepdecay.sources.mlx_lm.nodes import MappingNode, Node, Scalar
from stepdecay.sources.mlx_lm.text import ConfigText
from stepdecay.sources.mlx_lm.values import NEEDED, ConfigMeaning, meaning_of

_OWN = ("grad_accumulation_steps", "lora_parameters", "fine_tune_type")
"""Keys that only mlx-lm's configs have."""

_TELLING = (*_OWN, "lr_schedule", "learning_rate")
"""Keys without which a file need not be read."""

_LONGEST_ESCAPED = 50_000
"""Characters in which a key is looked for that is written with escapes, as nobody does."""

_USUAL = ("adapter_path", "batch_size", "data", "model", "num_layers", "save_every", "train")
"""Keys that other programs have too: `iters` and one of them make a config."""


@dataclass(frozen=True, eq=False)
class Config:
    """A config of mlx-lm.

    Attributes:
        source: Its text.
        tree: Its top level.
        meaning: What mlx-lm makes of it.
        is_json: Whether it is JSON.
    """

    source: ConfigText
    tree: MappingNode
    meaning: ConfigMeaning
    is_json: bool


def read_config(data: bytes, name: str) -> Config | None:
    """Return the config that a file is; None where it is none of mlx-lm.

    Args:
        data: The whole file.
        name: Its name: `.json` is read as JSON, anything else as YAML.

    Raises:
        ScheduleError: It is no YAML or JSON; the sentence names the line and the column.
    """
    source = ConfigText(data, name)
    if not _may_be_one(source.text):
        return None
    is_json = PurePath(name).suffix.lower() == ".json"
    tree = _tree(source, is_json)
    if not isinstance(tree, MappingNode) or not _is_config(tree):
        return None
    return Config(source, tree, meaning_of(tree), is_json)


def _may_be_one(text: str) -> bool:
    """Whether there is any need to read it: most files of a folder are no configs, and some are large."""
    if any(word in text for word in (*_TELLING, "iters")):
        return True
    return len(text) < _LONGEST_ESCAPED and re.search(r"\\[xuU]", text) is not None


def _tree(source: ConfigText, is_json: bool) -> Node | None:
    if is_json:
        from stepdecay.sources.mlx_lm.json_nodes import json_tree

        return json_tree(source, NEEDED)
    from stepdecay.sources.mlx_lm.yaml_nodes import yaml_tree

    return yaml_tree(source, NEEDED)


def _is_config(tree: MappingNode) -> bool:
    """Whether mlx-lm would train with it; others have a `learning_rate: auto` or an `lr_schedule: cosine`."""
    if any(key in tree for key in _OWN) or ("iters" in tree and any(key in tree for key in _USUAL)):
        return True
    values = [tree.value(key) for key in ("lr_schedule", "learning_rate") if key in tree]
    return bool(values) and not any(map(_is_word, values))


def _is_word(node: Node | None) -> bool:
    return isinstance(node, Scalar) and isinstance(node.value, str) and node.value.isalpha()
