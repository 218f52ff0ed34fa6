"""One set of colours for each colour scheme, and the one function that puts it on a window."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from designer.look.marks import mark_of
from stepdecay.chart import colors

if TYPE_CHECKING:
    from PySide6.QtGui import QPen

DASHES = ((8.0, 4.0), (2.0, 3.0), (10.0, 3.0, 2.0, 3.0), (16.0, 4.0))
"""What tells pinned curves apart besides their colours: dashes and gaps, in pixels."""


@dataclass(frozen=True)
class Theme:
    """Colours by what they are for. Curve and marks are Okabe-Ito, which colour-blind people can tell apart.

    Those of a chart are the core's. `window` and the plot's `base` are backgrounds; texts have at least 4.5:1 on both,
    lines at least 3:1. `init` to `number` are the colours of arguments' labels and handles, by their marks, `pins`
    those of pinned curves.
    """

    dark: bool
    window: str
    base: str
    field: str
    button: str
    border: str
    text: str
    muted: str
    grid: str
    accent: str
    accent_text: str
    curve: str
    init: str
    decay_rate: str
    step_size: str
    end: str
    boundaries: str
    updates: str
    number: str
    pins: tuple[str, ...]
    mark: str
    cast: str
    logged: str
    train_loss: str
    val_loss: str
    error: str
    warning: str
    code_name: str
    code_number: str
    code_call: str

    def color(self, name: str, alpha: int = 255) -> QColor:
        """Return one of the colours, perhaps translucent."""
        color = QColor(getattr(self, name))
        color.setAlpha(alpha)
        return color

    def argument_color(self, argument: str, alpha: int = 255) -> QColor:
        """Return the colour of an argument's mark, by its MLX name."""
        return self.color(mark_of(argument), alpha)

    def finding_color(self, severity: str, alpha: int = 255) -> QColor:
        """Return the colour of a finding's sign: a note's is as quiet as what only explains."""
        return self.color("muted" if severity == "note" else severity, alpha)

    def pin_pen(self, style: int) -> QPen:
        """Return the pen of a pinned curve: 1 px, and no other style has the same colour and dashes."""
        from PySide6.QtGui import QPen  # not needed for the first paint

        pen = QPen(QColor(self.pins[style % len(self.pins)]), 1)
        pen.setDashPattern(DASHES[(style + style // len(self.pins)) % len(DASHES)])
        return pen

    def palette(self) -> QPalette:
        """Return the widgets' palette."""
        palette = QPalette(self.color("button"), self.color("window"))
        roles = QPalette.ColorRole
        for role, name in {
            roles.WindowText: "text", roles.Text: "text", roles.ButtonText: "text", roles.Base: "field",
            roles.AlternateBase: "window", roles.PlaceholderText: "muted", roles.Highlight: "accent",
            roles.HighlightedText: "accent_text", roles.Link: "accent", roles.ToolTipBase: "button",
            roles.ToolTipText: "text", roles.Accent: "accent", roles.Light: "button", roles.Midlight: "border",
            roles.Mid: "border", roles.Dark: "border", roles.Shadow: "border",
        }.items():  # fmt: skip
            palette.setColor(role, self.color(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text", 100))
        return palette


LIGHT = Theme(
    dark=False,
    window="#f4f4f5", base=colors.LIGHT.base, field="#ffffff", button="#ffffff",
    border=colors.LIGHT.border, text=colors.LIGHT.text, muted=colors.LIGHT.muted,
    grid=colors.LIGHT.grid, accent="#0072b2", accent_text="#ffffff", curve=colors.LIGHT.curve, mark="#d55e00",
    init="#0072b2", decay_rate="#b84a00", step_size="#00785a", updates="#62626b",
    end="#9c4079", boundaries=colors.LIGHT.boundaries, number="#5a4fa3",
    pins=("#d55e00", "#009e73", "#b0568f", "#8a6500"),
    cast="#d55e00", logged="#9c4079", train_loss="#00785a", val_loss="#b84a00",
    error="#b3261e", warning="#a85a00", code_name="#1c1c1f", code_number="#a63f00", code_call="#00618f",
)  # fmt: skip

DARK = Theme(
    dark=True,
    window="#1f1f22", base=colors.DARK.base, field="#2b2b30", button="#35353a",
    border=colors.DARK.border, text=colors.DARK.text, muted=colors.DARK.muted,
    grid=colors.DARK.grid, accent="#2f7fb5", accent_text="#ffffff", curve=colors.DARK.curve, mark="#e69f00",
    init="#56b4e9", decay_rate="#e69f00", step_size="#25b58a", updates="#a3a3ad",
    end="#d98cb8", boundaries=colors.DARK.boundaries, number="#b3a7f0",
    pins=("#e69f00", "#009e73", "#cc79a7", "#f0e442"),
    cast="#e69f00", logged="#e58fc4", train_loss="#25b58a", val_loss="#e69f00",
    error="#ff8a80", warning="#f0b429", code_name="#ececf0", code_number="#f0b429", code_call="#7cc4f0",
)  # fmt: skip


class Themed(Protocol):
    """What can wear a theme."""

    def set_theme(self, theme: Theme) -> None:
        """Take over every colour that the palette doesn't bring."""


def apply_theme(window: Themed, scheme: Qt.ColorScheme) -> None:
    """Put the colours of a scheme on a window, and on the application's palette where the system brings none.

    Args:
        window: The window.
        scheme: Dark or Light; Unknown, which platforms without the notion report, is taken as Light.
    """
    theme = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    QApplication.setPalette(_palette(theme, scheme))
    window.set_theme(theme)


def system_scheme() -> Qt.ColorScheme:
    """Return the colour scheme that the system is in."""
    return QGuiApplication.styleHints().colorScheme()


def _palette(theme: Theme, scheme: Qt.ColorScheme) -> QPalette:
    """Return the theme's palette; where a Mac is in that scheme itself, one that changes nothing of the Mac's own."""
    return QPalette() if sys.platform == "darwin" and scheme == system_scheme() else theme.palette()
