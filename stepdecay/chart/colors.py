"""The colours of a chart, in light and in dark."""

from __future__ import annotations

from typing import NamedTuple

SHADE = 0.055
"""How opaque the tint of the text's colour is that lies over what comes after the run."""

BOUNDARY = 0.706
"""How opaque the lines between pieces are."""


class Colors(NamedTuple):
    """Colours by what they are for, as `#rrggbb`.

    The curve's is of Okabe and Ito's, which colour-blind people can tell apart. Texts have at least 4.5:1 on `base`,
    the curve 3:1.
    """

    base: str
    text: str
    muted: str
    grid: str
    border: str
    curve: str
    boundaries: str


LIGHT = Colors(
    base="#ffffff",
    text="#1c1c1f",
    muted="#62626b",
    grid="#ececef",
    border="#d4d4d8",
    curve="#0072b2",
    boundaries="#7a5c00",
)

DARK = Colors(
    base="#18181a",
    text="#ececf0",
    muted="#a3a3ad",
    grid="#2a2a2e",
    border="#45454c",
    curve="#56b4e9",
    boundaries="#e0d24a",
)
