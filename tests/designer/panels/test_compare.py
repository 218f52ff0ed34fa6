"""Comparing: pins on the plot, in the table under it, and beside the crosshair."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionViewItem, QTableView

from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.model.pins import pin, rename_pin, unpin
from designer.panels.compare import ComparePanel
from designer.plot.layers import crosshair
from stepdecay import Run, StepDecay, parse_schedule, rates

FIRST = StepDecay(0.1, 0.9, 10)
SECOND = StepDecay(0.05, 0.5, 20)


def table(window) -> QTableView:
    return window.findChild(QTableView, "compare")


def cells(window) -> list[list[str]]:
    model = table(window).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


@pytest.fixture
def compared(window):
    """A window with FIRST pinned and SECOND in force, over 100 updates."""
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    window.document.edit("test", Design(SECOND, Run(100)))
    QApplication.processEvents()
    return window


def select(window, row: int) -> None:
    view = table(window)
    place = view.visualRect(view.model().index(row, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def pinned_colors(window, place: QPoint, radius: int = 6) -> bool:
    image = window.plot.viewport().grab().toImage()
    wanted = QColor(LIGHT.pins[0]).getRgb()[:3]
    return any(
        all(abs(a - b) < 40 for a, b in zip(image.pixelColor(place + QPoint(x, y)).getRgb()[:3], wanted, strict=True))
        for x in range(-radius, radius + 1)
        for y in (-1, 0, 1)
    )


def test_a_pin_stays_on_the_plot_at_its_rates_while_the_schedule_changes(compared, mouse):
    for update in (5, 35, 95):
        rate = float(rates(FIRST, update))
        assert pinned_colors(compared, mouse.at(update, rate)), update


def test_a_pin_is_no_undo_step(compared):
    assert compared.document.undo_stack.count() == 1


def test_the_legend_names_every_curve_by_its_expression_with_a_sample_of_its_line(compared):
    assert [row[0] for row in cells(compared)] == ["step_decay(0.05, 0.5, 20)", "step_decay(0.1, 0.9, 10)"]
    model = table(compared).model()
    samples = [model.index(row, 0).data(Qt.ItemDataRole.DecorationRole).pixmap(26, 12).toImage() for row in (0, 1)]
    assert samples[0] != samples[1]


def test_the_strip_says_last_rate_drops_mean_and_where_a_tenth_is_reached(compared):
    every = rates(SECOND, range(100)).astype(float)
    assert cells(compared)[0][1:] == [str(np.float32(every[-1])), "4", f"{every.mean():.4g}", "update 81"]
    assert cells(compared)[1][1:] == [
        "0.03874204",
        "9",
        f"{rates(FIRST, range(100)).astype(float).mean():.4g}",
        "never",
    ]


def test_the_strip_follows_the_run(compared, type_into):
    type_into("updates", "10")
    assert [row[2] for row in cells(compared)] == ["0", "0"]


def test_the_panel_is_there_only_while_there_are_pins(compared):
    assert compared.panel(ComparePanel).isVisible()
    compared.menus.actions["unpin_all"].trigger()
    assert not compared.panel(ComparePanel).isVisible()
    assert not compared.menus.actions["unpin_all"].isEnabled()


def test_the_crosshair_reads_all_rates_and_their_ratio_to_the_current_one(compared, mouse, monkeypatch):
    texts = []
    real = crosshair.Line
    monkeypatch.setattr(crosshair, "Line", lambda *parts: (texts.append(parts[0]), real(*parts))[1])
    mouse.move(mouse.at(30.5, 0.02))
    assert texts[-3:] == ["update 31", "0.025", "0.07289999  × 2.92"]


def test_hidden_pins_are_not_drawn_and_come_back(compared, mouse):
    view, place = table(compared), mouse.at(35, float(rates(FIRST, 35)))
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(view.model().index(1, 0))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert not compared.document.view.overlay.pins[0].shown
    assert not pinned_colors(compared, place)
    select(compared, 1)
    assert compared.menus.actions["toggle_pin"].text() == "&Show Pin"
    compared.menus.actions["toggle_pin"].trigger()
    assert pinned_colors(compared, place)


def test_make_current_is_one_undo_step_and_the_pin_stays(compared):
    select(compared, 1)
    compared.menus.actions["make_pin_current"].trigger()
    assert compared.document.design.schedule == FIRST
    assert len(compared.document.view.overlay.pins) == 1
    compared.document.undo_stack.undo()
    assert compared.document.design.schedule == SECOND


def test_a_pin_is_renamed_in_place_and_an_empty_name_is_its_expression_again(compared):
    select(compared, 1)
    for typed, shown in (("the old one", "the old one"), ("", "step_decay(0.1, 0.9, 10)")):
        compared.menus.actions["rename_pin"].trigger()
        editor = table(compared).viewport().findChildren(QLineEdit)[-1]  # the last one may still be there
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
        QTest.keyClicks(editor, typed)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.processEvents()
        assert cells(compared)[1][0] == shown
    assert table(compared).model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "step_decay(0.1, 0.9, 10)"


def test_delete_removes_the_selected_pin_and_selects_the_next(compared):
    pin(compared.document)
    select(compared, 1)
    QTest.keyClick(table(compared), Qt.Key.Key_Delete)
    assert [pin.schedule for pin in compared.document.view.overlay.pins] == [SECOND]
    assert compared.document.view.focus.pin == 0
    QTest.keyClick(table(compared), Qt.Key.Key_Delete)
    assert compared.document.view.overlay.pins == ()
    assert not compared.panel(ComparePanel).isVisible()


def test_the_current_row_can_not_be_removed_or_renamed(compared):
    select(compared, 0)
    for name in ("make_pin_current", "rename_pin", "toggle_pin", "remove_pin"):
        assert not compared.menus.actions[name].isEnabled()
    QTest.keyClick(table(compared), Qt.Key.Key_Delete)
    assert len(cells(compared)) == 2


def test_eight_pins_are_the_most_and_each_has_a_line_of_its_own(window):
    for number in range(8):
        assert window.menus.actions["pin"].isEnabled()
        window.document.edit("test", Design(StepDecay(0.1 + number, 0.9, 10), Run(100)))
        window.menus.actions["pin"].trigger()
    assert not window.menus.actions["pin"].isEnabled()
    pens = [LIGHT.pin_pen(pin.style) for pin in window.document.view.overlay.pins]
    assert len({(pen.color().name(), tuple(pen.dashPattern())) for pen in pens}) == 8
    unpin(window.document, 3)
    window.document.edit("test", Design(StepDecay(99, 0.9, 10), Run(100)))
    window.menus.actions["pin"].trigger()
    assert sorted(pin.style for pin in window.document.view.overlay.pins) == list(range(8))


@pytest.mark.parametrize(("rows", "scrolls"), [(5, False), (6, True)])
def test_five_rows_are_seen_at_once_and_more_scroll(window, rows, scrolls):
    for number in range(rows - 1):
        window.document.edit("test", Design(StepDecay(0.1 + number, 0.9, 10), Run(100)))
        window.menus.actions["pin"].trigger()
    window.document.edit("test", Design(StepDecay(99, 0.9, 10), Run(100)))
    QApplication.processEvents()
    assert table(window).model().rowCount() == rows
    assert (table(window).verticalScrollBar().maximum() > 0) is scrolls


def test_pinning_the_same_schedule_again_only_shows_it(compared):
    pin(compared.document)
    compared.document.look(
        pins=tuple(pin.__class__(pin.schedule, pin.style, "", False) for pin in compared.document.view.overlay.pins)
    )
    compared.menus.actions["pin"].trigger()
    assert [pin.shown for pin in compared.document.view.overlay.pins] == [False, True]


def test_a_pin_costs_one_outline_and_a_drag_none(compared, mouse, monkeypatch):
    from designer.plot import stage

    compared.plot.viewport().grab()
    asked = []
    real = stage.outline
    monkeypatch.setattr(stage, "outline", lambda schedule, *view: (asked.append(schedule), real(schedule, *view))[1])
    place = mouse.at(8, 0.05)
    mouse.press(place)
    for down in (10, 20, 30):
        mouse.pull(place + QPoint(0, down))
        compared.plot.viewport().grab()
    assert FIRST not in asked
    mouse.release(place + QPoint(0, 30))
    compared.document.look(x_range=(0.0, 50.0))
    compared.plot.viewport().grab()
    assert asked.count(FIRST) == 1


def test_an_exported_image_has_the_pins_and_a_legend(compared, tmp_path):
    compared.exporter.ask_path = lambda *asked: (str(tmp_path / "plot.png"), "")
    shown = compared.plot.viewport().grab().toImage()
    compared.menus.actions["save_image"].trigger()
    assert compared.plot.viewport().grab().toImage() == shown, "the screen stays as it was"
    image = QImage(str(tmp_path / "plot.png"))
    view = compared.plot.mapFromScene(compared.plot.getViewBox().sceneBoundingRect()).boundingRect()
    scale = image.width() / compared.plot.width()
    wanted = QColor(LIGHT.pins[0])

    def has_pin(left: float, top: float, right: float, bottom: float) -> bool:
        xs, ys = range(round(left * scale), round(right * scale)), range(round(top * scale), round(bottom * scale))
        return any(image.pixelColor(x, y) == wanted for x in xs for y in ys)

    assert has_pin(view.left(), view.top(), view.center().x(), view.center().y()), "the curve"
    assert has_pin(view.right() - 250, view.top() + 30, view.right(), view.top() + 80), "the legend, where no curve is"


@pytest.mark.parametrize("log_scale", [False, True])
def test_a_fitted_view_holds_every_curve_that_is_shown(compared, log_scale):
    compared.document.edit("test", Design(StepDecay(1e-3, 1, 10), Run(100)))
    compared.document.look(log_scale=log_scale)
    low, high = compared.plot.viewRange()[1]
    assert low < (-3 if log_scale else 1e-3)
    assert high > (-1 if log_scale else 0.1)
    compared.document.look(pin=0)
    compared.menus.actions["toggle_pin"].trigger()
    assert compared.plot.viewRange()[1][1] < (-2 if log_scale else 0.01)


def test_the_row_in_force_stays_selected_after_a_pin_was(compared):
    for row in (1, 0, 1, 0):
        select(compared, row)
        assert [index.row() for index in table(compared).selectionModel().selectedRows()] == [row]


def test_a_name_under_way_is_kept_when_a_command_comes(compared):
    select(compared, 1)
    compared.menus.actions["rename_pin"].trigger()
    editor = table(compared).viewport().findChildren(QLineEdit)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, "base")
    compared.menus.actions["pin"].trigger()
    assert [pin.name for pin in compared.document.view.overlay.pins] == ["base", ""]


def test_removed_pins_can_be_had_back_with_their_names(compared):
    pin(compared.document)
    rename_pin(compared.document, 0, "base")
    restore = compared.menus.actions["restore_pins"]
    assert not restore.isEnabled()
    compared.menus.actions["unpin_all"].trigger()
    restore.trigger()
    assert [(pin.schedule, pin.name) for pin in compared.document.view.overlay.pins] == [(FIRST, "base"), (SECOND, "")]
    assert not restore.isEnabled()


def test_from_right_to_left_the_readout_still_says_rate_times_ratio(compared, mouse):
    def readout():
        mouse.move(mouse.at(30.5, 0.02))
        bubble = compared.plot.hints.crosshair.boundingRect().toRect()
        image = compared.plot.viewport().grab().toImage()
        at = compared.plot.mapFromScene(compared.plot.getViewBox().mapToScene(bubble.topLeft().toPointF()))
        return image.copy(at.x() + 8, at.y(), 190, 60)

    before = readout()
    compared.plot.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert readout() == before


def test_a_pin_whose_whole_powers_wrap_has_figures_that_say_so(window):
    window.document.edit("test", Design(parse_schedule("step_decay(0.1, 2, 10)"), Run(1000)))
    pin(window.document)
    assert cells(window)[1][1:] == ["wraps", "63", "wraps", "wraps"]
