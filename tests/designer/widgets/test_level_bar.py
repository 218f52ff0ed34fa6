"""The scroll bar over all levels, where one place of it may be thousands of rows."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QStyle

from designer.model.document import Design
from stepdecay import Run, StepDecay
from tests.designer.helpers.levels import TRILLION, LevelsHelper


@pytest.fixture
def hands(window) -> LevelsHelper:
    """The levels of a window with 10^12 of them."""
    hands = LevelsHelper(window)
    hands.show(TRILLION)
    return hands


def test_the_bar_dragged_to_the_bottom_shows_the_very_last_level(hands):
    hands.drag_bar(1)
    assert hands.rows()[-1] == hands.expected(10**12 - 1, 1)[0]


@pytest.mark.parametrize("fraction", [0.25, 0.5, 0.75])
def test_the_bar_dragged_to_a_part_of_its_way_shows_that_part_of_the_levels(hands, fraction):
    hands.drag_bar(fraction)
    assert hands.top() == pytest.approx(fraction * 10**12, abs=10**10)
    rows = hands.rows()
    assert rows == hands.expected(int(rows[0][0]), len(rows))


def test_the_bars_arrows_go_by_one_row_and_its_groove_by_a_screen_of_rows(hands):
    hands.drag_bar(0.5)
    parts, page = QStyle.SubControl, hands.table.viewport().height() // hands.row_height()
    expected, cut_off = hands.first(), hands.place_of(hands.first()).top()
    for part, way in (
        (parts.SC_ScrollBarAddLine, 1),
        (parts.SC_ScrollBarAddLine, 1),
        (parts.SC_ScrollBarSubLine, -1),
        (parts.SC_ScrollBarAddPage, page),
        (parts.SC_ScrollBarSubPage, -page),
    ):
        hands.click_bar(part)
        expected += way
        assert hands.place_of(hands.first()).top() == cut_off
        assert hands.first() == expected, part


def test_the_bar_of_a_short_run_is_proportional_to_the_pixel(hands):
    hands.show(Design(StepDecay(0.1, 0.9, 10), Run(1_000)))
    assert hands.bar.maximum() == 100 * hands.row_height() - hands.table.viewport().height()
    hands.wheel(1)
    assert hands.bar.value() == QApplication.wheelScrollLines() * hands.row_height()


def test_the_bar_is_there_only_while_there_is_something_to_scroll(hands):
    assert hands.bar.isVisible()
    hands.show(Design(StepDecay(0.1, 0.9, 10), Run(50)))
    assert not hands.bar.isVisible()
    hands.window.resize(1100, 430)
    hands.settle()
    assert hands.bar.isVisible() == (5 * hands.row_height() > hands.table.viewport().height())


def test_a_place_chosen_in_the_bars_menu_is_shown(hands):
    hands.bar.triggerAction(hands.bar.SliderAction.SliderToMaximum)
    assert hands.rows()[-1][0] == str(10**12 - 1)
    hands.bar.setValue(0)
    assert hands.top() == 0
