"""Colours: contrast as measured, and every part of the window in them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from designer.look.theme import DARK, LIGHT, apply_theme
from designer.model.pins import MOST_PINS
from designer.panels.code import CodePanel


def luminance(name: str) -> float:
    parts = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in QColor(name).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("background", ["window", "base"])
def test_texts_and_lines_stand_out(theme, background):
    ground = getattr(theme, background)
    for text in ("text", "muted", "error", "warning", "code_name", "code_number", "code_call"):
        assert contrast(getattr(theme, text), ground) >= 4.5, text
    for argument in ("init", "decay_rate", "step_size", "updates"):
        assert contrast(getattr(theme, argument), ground) >= 4.5, argument
    for line in ("curve", "mark", "accent"):
        assert contrast(getattr(theme, line), ground) >= 3, line
    for pin in theme.pins:
        assert contrast(pin, ground) >= 3, pin
    assert contrast(theme.accent_text, theme.accent) >= 4.5 or theme.dark
    assert contrast(theme.accent_text, theme.accent) >= 4


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_no_two_pins_have_the_same_colour_and_dashes(theme):
    pens = [theme.pin_pen(style) for style in range(MOST_PINS)]
    assert len({(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}) == MOST_PINS
    assert all(pen.widthF() == 1 for pen in pens)


def test_the_theme_reaches_plot_fields_and_code(window):
    for scheme, theme in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        apply_theme(window, scheme)
        QApplication.processEvents()
        image = window.grab().toImage()
        scale = image.devicePixelRatio()

        def color_at(widget, image=image, scale=scale):
            place = widget.mapTo(window, widget.rect().bottomRight()) * scale
            return image.pixelColor(place.x() - 3, place.y() - 3).name()

        assert color_at(window.plot) == theme.base
        assert color_at(window.panel(CodePanel)) == theme.window
        assert color_at(window.inspector) == theme.window


def test_a_mac_keeps_its_own_palette_in_its_own_scheme(window, monkeypatch):
    monkeypatch.setattr("designer.look.theme.sys.platform", "darwin")
    monkeypatch.setattr("designer.look.theme.system_scheme", lambda: Qt.ColorScheme.Dark)
    set_palettes = []
    monkeypatch.setattr(QApplication, "setPalette", set_palettes.append)
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        apply_theme(window, scheme)
    own, ours = set_palettes
    assert own.resolveMask() == 0
    assert ours == LIGHT.palette()
