"""The words of SVG that a drawing is written in: colours in light and dark, numbers, texts, lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from stepdecay.chart.colors import DARK, LIGHT

Scheme = Literal["auto", "light", "dark"]
"""Which colours a drawing has; `auto` are those that the page or the system is in (`prefers-color-scheme`)."""

_INKS = {
    "base": ("fill", "base"),
    "text": ("fill", "text"),
    "muted": ("fill", "muted"),
    "shade": ("fill", "text"),
    "grid": ("stroke", "grid"),
    "axis": ("stroke", "border"),
    "mark": ("stroke", "muted"),
    "boundary": ("stroke", "boundaries"),
    "curve": ("stroke", "curve"),
}
"""What is coloured, by what it is for, and with which of the chart's colours."""

_NO_XML = dict.fromkeys((*range(32), *range(55296, 57344), 65534, 65535), "�")
_ESCAPES = _NO_XML | str.maketrans({"\t": " ", "\n": " ", "\r": " ", "&": "&amp;", "<": "&lt;", ">": "&gt;"})


def ink(use: str, scheme: Scheme) -> str:
    """Return the attributes that colour an element; a viewer that knows nothing of schemes shows the light colours.

    >>> ink("curve", "dark"), ink("curve", "auto")
    ('stroke="#56b4e9"', 'stroke="#0072b2" class="lr-curve"')
    """
    attribute, name = _INKS[use]
    color = getattr(DARK if scheme == "dark" else LIGHT, name)
    return f'{attribute}="{color}"' + (f' class="lr-{use}"' if scheme == "auto" else "")


def dark_style() -> str:
    """Return the element that exchanges the colours of `auto` in the dark."""
    rules = "".join(f".lr-{use}{{{attribute}:{getattr(DARK, name)}}}" for use, (attribute, name) in _INKS.items())
    return f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"


def number(value: float) -> str:
    """Write a coordinate with at most two decimals, which no screen can tell from more.

    >>> number(12.0), number(0.125), number(-0.001)
    ('12', '0.12', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def escaped(text: str) -> str:
    r"""Write a text as XML can hold it; what no XML can hold, as a file's name may, becomes a sign for it.

    >>> escaped("a < b & c"), escaped("\x07.py") == "\ufffd.py"
    ('a &lt; b &amp; c', True)
    """
    return text.translate(_ESCAPES)


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a line."""
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def path(x: Iterable[float], y: Iterable[float]) -> str:
    """Return what draws a line through places; a staircase takes a number for each of its lines.

    >>> path([0, 10, 10, 20], [5, 5, 2.5, 1])
    'M0 5H10V2.5L20 1'
    """
    steps, at = [], ("", "")
    for place in zip(map(number, x), map(number, y), strict=True):
        if place[1] == at[1]:
            steps.append(f"H{place[0]}")
        elif place[0] == at[0]:
            steps.append(f"V{place[1]}")
        else:
            steps.append(f"{'L' if steps else 'M'}{place[0]} {place[1]}")
        at = place
    return "".join(steps)


def text_at(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return a text whose baseline is at a place."""
    return f'<text x="{number(x)}" y="{number(y)}"{attributes and " " + attributes}>{escaped(text)}</text>'


def group(attributes: str, elements: Iterable[str]) -> list[str]:
    """Return elements with attributes that they have in common; nothing where there are none."""
    inside = list(elements)
    return [f"<g {attributes}>", *inside, "</g>"] if inside else []


def elided(text: str, characters: int) -> str:
    """Return what of a text fits into so many characters.

    >>> elided("cosine_decay", 6), elided("cosine_decay", 12)
    ('cosin…', 'cosine_decay')
    """
    return text if len(text) <= characters else text[: max(characters - 1, 0)] + "…"
