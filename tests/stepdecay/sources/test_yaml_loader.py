"""libyaml is asked only where it reads what PyYAML's own loader reads, which is mlx-lm's."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stepdecay.sources.mlx_lm.yaml_loader import FastLoader, MlxLmLoader, is_fast
from tests.stepdecay.helpers.config_files import ConfigFile, configs

SIGNS = [
    *" \n:-?[]{},#&*!|>'\"%@`=<~.0159eEab\t\\é\x85\u2028\ufeff",
    "  ",
    "\n  ",
    "\n- ",
    ": ",
    "- ",
    "---\n",
    "...\n",
]
WORDS = [
    "%YAML 1.1\n",
    "1e-5",
    "\r\n",
    "'a'",
    '"b"',
    "? ",
    "null",
    "# c\n",
    "{}",
    "[]",
    "<<: ",
    "&x ",
    "*x",
    "|-",
    ">#",
]


def looks(loader: Any, text: str) -> list[object] | None:
    """All nodes with their tags, values and marks; None where the loader refuses the text."""
    try:
        waiting = [yaml.compose(text, Loader=loader)]
    except (yaml.YAMLError, RecursionError):
        return None
    seen: dict[int, int] = {}
    made: list[object] = []
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen:
            made.append(None if node is None else seen[id(node)])
            continue
        seen[id(node)] = len(seen)
        start, stop = node.start_mark.index, node.end_mark.index
        # Where there is nothing, the two put it before or after the spaces.
        place = (start, stop) if start < stop else None
        if isinstance(node, yaml.ScalarNode):
            made.append((node.tag, node.value, node.style or None, place))
        else:
            made.append((node.tag, bool(node.flow_style), len(node.value), place))
            waiting += [part for one in node.value for part in (one if isinstance(one, tuple) else (one,))]
    return made


@given(configs(is_json=False), st.data())
def test_libyaml_reads_what_pyyaml_reads_wherever_it_is_asked(config: ConfigFile, data):
    text = "".join(sign for sign in config.text if sign.isascii())
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(SIGNS + WORDS)) + text[at + data.draw(st.integers(0, 2)) :]
    if is_fast(text):
        fast = looks(FastLoader, text)
        assert fast is None or fast == looks(MlxLmLoader, text)


@pytest.mark.parametrize(
    "text", ["a:\tb", "[a, ? b]", "a: !x! b", "a: |#\n b", "é: 1", "- " * 200, "[" * 101, "a" * 301, "b: 'x\u2028'"]
)
def test_what_they_may_differ_in_is_left_to_pyyaml(text):
    assert not is_fast(text)


def test_most_configs_are_fast():
    assert is_fast("lr_schedule:\n  name: cosine_decay # smooth\n  arguments: [1e-5, 1000, 1e-7]\n")
