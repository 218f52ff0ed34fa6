"""Keys and a whole `lr_schedule` added to a config that has none, in the style of the file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stepdecay.sources.mlx_lm.edits import COLON, ConfigDraft
from stepdecay.sources.mlx_lm.nodes import Entry
from stepdecay.trainers.mlx_lm import LoraSchedule
from stepdecay.writers.mlx_lm import entries_of, number_text, value_text

if TYPE_CHECKING:
    from stepdecay.sources.mlx_lm.config import Config

_DOCUMENT_END = re.compile(r"^\.\.\.(?=\s|\Z)", re.MULTILINE)


def added_block(config: Config, draft: ConfigDraft, keys: dict[str, str], block: LoraSchedule | None) -> None:
    """Add keys, and a schedule, at the end of a config; an `lr_schedule` that is null is filled.

    Args:
        config: The config.
        draft: What to change.
        keys: The keys, and what to write for their values.
        block: The schedule; None for none.
    """
    tree = config.tree
    if block is None:
        _add(config, draft, keys, [])
        return
    there = tree.entry("lr_schedule")
    if there is not None:
        _fill(config, draft, there, block)
        if keys:
            _add(config, draft, keys, [])
    elif tree.is_flow:
        _add(config, draft, {**keys, "lr_schedule": _flow(config, draft, tree.entries[-1], block)}, [])
    else:
        _add(config, draft, keys, ["lr_schedule:", *_lines(config, draft, block)])


def _add(config: Config, draft: ConfigDraft, keys: dict[str, str], lines: list[str]) -> None:
    tree, source = config.tree, config.source
    if tree.is_flow:
        draft.add_keys(tree, keys)
        return
    margin = draft.indent(tree)
    written = [f"{margin}{draft.pair(tree.entries[-1], key, text)}" for key, text in keys.items()]
    written += [margin + line for line in lines]
    last, text = tree.entries[-1], source.text
    marker = _DOCUMENT_END.search(text, last.value.stop)
    if marker is not None:
        draft.insert_lines(marker.start(), written)
    elif text[-1:] not in ("\r", "\n") and _may_end_in_text(config):
        draft.insert_lines(last.key.span[0], written)
    else:
        draft.add_lines(len(text.rstrip(" ")), written)


def _may_end_in_text(config: Config) -> bool:
    """Whether the last value is a block of text, which a line end after it would make longer."""
    text = config.source.text[config.tree.entries[-1].value.span[0] :]
    return "|" in text or ">" in text


def _fill(config: Config, draft: ConfigDraft, entry: Entry, block: LoraSchedule) -> None:
    """Put a block where an `lr_schedule` is null or empty."""
    text = config.source.text
    key, value = entry.key, entry.value
    between = text[key.stop : value.span[0]]
    colon = COLON.fullmatch(between)
    if config.tree.is_flow or colon is None or draft.margin(key.span[0]) is None:
        draft.set_value(value, _flow(config, draft, entry, block))
        return
    start = key.stop + len(between.rstrip())
    if start < value.stop:
        draft.change(start, value.stop, "")
    margin = draft.indent(config.tree)
    draft.add_lines(value.stop, [margin + line for line in _lines(config, draft, block)])


def _lines(config: Config, draft: ConfigDraft, block: LoraSchedule) -> list[str]:
    """Write the lines of a block, indented as the first other one of the file; by 2 where it has none."""
    base = len(draft.indent(config.tree))
    step = " " * next(_widths(config.source.text.splitlines(), base), 2)
    return [f"{step}{key}: {value_text(value)}" for key, value in entries_of(block).items()]


def _widths(lines: list[str], base: int) -> Iterator[int]:
    for line, below in itertools.pairwise(lines):
        is_key = line.partition(" #")[0].rstrip().endswith(":") and not line.lstrip().startswith("#")
        width = len(below) - len(below.lstrip(" ")) - base
        if is_key and width > 0:
            yield width


def _flow(config: Config, draft: ConfigDraft, like: Entry, block: LoraSchedule) -> str:
    """Write a schedule in braces; on lines of its own where the file is JSON and so are its other keys."""
    is_json = config.is_json
    entries = entries_of(block)
    margin = draft.margin(like.key.span[0]) if is_json else None
    if not margin:
        flat = [draft.pair(like, key, value_text(value, is_json)) for key, value in entries.items()]
        return "{" + ", ".join(flat) + "}"
    end, deeper = config.source.line_end, margin * 2
    pairs = []
    for key, value in entries.items():
        text = value_text(value, is_json)
        if isinstance(value, list):
            items = f",{end}".join(f"{margin * 3}{number_text(item, True)}" for item in value)
            text = f"[{end}{items}{end}{deeper}]"
        pairs.append(deeper + draft.pair(like, key, text))
    return "{" + end + f",{end}".join(pairs) + end + margin + "}"
