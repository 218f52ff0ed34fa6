"""The page of keyboard shortcuts."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from designer.commands.help import COMMAND
from tests.designer.helpers.files import trigger

SMALL_SCREEN = 700
"""What a screen of 1280 x 800 leaves between menu bar and dock."""


@pytest.fixture
def page(window):
    """The page, shown."""
    trigger(window, "shortcuts")
    QApplication.processEvents()
    dialog = window.findChild(QDialog)
    yield dialog
    dialog.close()


def texts(page) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


@pytest.mark.parametrize("command", ["Open", "Save", "Save As", "Split", "Pin"])
def test_the_page_lists_the_commands_that_have_keys(page, command):
    assert command in texts(page)


@pytest.mark.parametrize("part", ["boundary", "end point"])
def test_the_page_tells_what_the_command_key_does_to_boundaries_and_end_points(page, part):
    found = texts(page)
    (line,) = (number for number, text in enumerate(found) if text.startswith("Plot: drag") and part in text)
    assert f"{COMMAND} while dragging" in found[line : line + 2] + found[line - 1 : line]


def test_the_page_fits_a_small_screen(page):
    assert page.height() <= SMALL_SCREEN
    assert page.width() <= 1280
