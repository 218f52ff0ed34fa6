"""The kinds of documents that can be opened, checked and saved. A new one is one line here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stepdecay.sources.mlx_lm.kind import MLX_LM
from stepdecay.sources.python.kind import PYTHON

if TYPE_CHECKING:
    from stepdecay.sources.found import Found
    from stepdecay.sources.kind import DocumentKind

KINDS: tuple[DocumentKind[Found], ...] = (
    PYTHON,
    MLX_LM,
)
"""In the order of dialogs; of kinds that are equally sure of a file the first one reads it."""


def kind_of(data: bytes, name: str) -> DocumentKind[Found]:
    """Return the kind that a file is read as.

    >>> kind_of(b"iters: 600", "lora.yaml").title, kind_of(b"", "train.py").title, kind_of(b"", "README").title
    ('mlx-lm configs', 'Python', 'Python')
    """
    return max(KINDS, key=lambda kind: kind.claim(data, name))


def kind_for(name: str) -> DocumentKind[Found]:
    """Return the kind that a file of a name is to be, which isn't there or may be written over."""
    return kind_of(b"", name)


def suffixes() -> tuple[str, ...]:
    """Return how the names of all kinds' files end.

    >>> suffixes()
    ('.py', '.yaml', '.yml', '.json')
    """
    return tuple(dict.fromkeys(suffix for kind in KINDS for form in kind.formats for suffix in form.suffixes))


def listed(words: Sequence[str], last: str = "and") -> str:
    """Write words as a sentence has them.

    >>> listed(["*.py", "*.yaml", "*.json"]), listed(["mlx.optimizers", "mlx-lm"], "or")
    ('*.py, *.yaml and *.json', 'mlx.optimizers or mlx-lm')
    """
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))
