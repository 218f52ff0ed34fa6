"""The plot: what it shows, and what a mouse and keys do to it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from designer.look.theme import DARK, LIGHT, apply_theme
from designer.model.document import Design
from stepdecay import Run, StepDecay, rates
from stepdecay.numbers.text import rate_text


def show(window, schedule: StepDecay, updates: int) -> None:
    window.document.edit("test", Design(schedule, Run(updates)))


def near(one: QColor, other: QColor, tolerance: int = 60) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))


def painted(window, place: QPoint, color: str, radius: int = 2) -> bool:
    """Tell whether a colour is painted near a pixel of the plot's viewport."""
    image = window.plot.viewport().grab().toImage()
    scale = image.devicePixelRatio()
    return any(
        near(image.pixelColor(round((place.x() + dx) * scale), round((place.y() + dy) * scale)), QColor(color))
        for dx in range(-radius, radius + 1)
        for dy in range(-radius, radius + 1)
    )


def labels(window, side: str) -> list[str]:
    axis = window.plot.getAxis(side)
    low, high = axis.range
    ticks = axis.tickValues(low, high, axis.width() if side == "bottom" else axis.height())
    return [text for spacing, values in ticks for text in axis.tickStrings(values, 1, spacing)]


@pytest.mark.parametrize("log_scale", [False, True])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_tread_is_painted_at_its_rate(window, mouse, log_scale, theme):
    apply_theme(window, Qt.ColorScheme.Dark if theme.dark else Qt.ColorScheme.Light)
    if log_scale:
        window.menus.actions["log_scale"].trigger()
    treads = rates(window.document.design.schedule, range(5, 100, 10)).astype(float)
    for number, rate in enumerate(np.log10(treads) if log_scale else treads):
        assert painted(window, mouse.at(10 * number + 5, rate), theme.curve)


def test_the_plot_starts_linear_and_fitted_to_the_run(window):
    (x0, x1), (y0, y1) = window.plot.viewRange()
    assert -5 <= x0 <= 0
    assert 100 <= x1 <= 105
    assert y0 <= 0 < 0.1 < y1 < 0.12


def test_the_view_follows_the_run_until_a_person_zooms_and_again_after_fit(window, mouse, type_into):
    type_into("updates", "1000")
    assert 1000 <= window.plot.viewRange()[0][1] <= 1050
    mouse.wheel(mouse.at(500, 0.05), 3)
    zoomed = window.plot.viewRange()[0]
    type_into("updates", "2000")
    assert window.plot.viewRange()[0] == zoomed
    window.menus.actions["fit"].trigger()
    assert 2000 <= window.plot.viewRange()[0][1] <= 2100


def test_the_wheel_zooms_the_updates_about_the_pointer(window, mouse):
    place = mouse.at(20, 0.05)
    before = window.plot.viewRange()
    mouse.wheel(place, 2)
    (x0, x1), y = window.plot.viewRange()
    assert x1 - x0 < 0.8 * (before[0][1] - before[0][0])
    assert y == before[1]
    assert abs(mouse.at(20, 0.05).x() - place.x()) <= 1


def test_the_wheel_with_shift_zooms_the_rates(window, mouse):
    before = window.plot.viewRange()
    mouse.wheel(mouse.at(20, 0.05), 2, Qt.KeyboardModifier.ShiftModifier)
    x, (y0, y1) = window.plot.viewRange()
    assert x == before[0]
    assert y1 - y0 < 0.8 * (before[1][1] - before[1][0])


def test_dragging_the_background_pans_and_a_double_click_fits_again(window, mouse):
    fitted = window.plot.viewRange()
    start = mouse.at(50, 0.02)
    mouse.drag(start, start + QPoint(-100, 0))
    (x0, _), _ = window.plot.viewRange()
    assert x0 > fitted[0][0] + 5
    mouse.double_click(start)
    assert window.plot.viewRange() == fitted


def test_zooming_in_shows_single_updates(window, mouse):
    show(window, StepDecay(0.1, 0.9, 1), 10**12)
    window.document.look(x_range=(0.0, 8.0))
    assert labels(window, "bottom") == [str(number) for number in range(9)]
    for update, rate in enumerate(rates(window.document.design.schedule, range(8)).tolist()):
        assert painted(window, mouse.at(update + 0.5, rate), LIGHT.curve)


@pytest.mark.parametrize("first", [10**12, 10**15, 2**53 - 100])
def test_far_out_in_a_long_run_a_drop_is_painted_at_its_own_update(window, first):
    show(window, StepDecay(0.1, 0.5, first + 12), 2**53 - 1)
    window.document.look(x_range=(float(first), float(first + 24)))
    (x0, x1), (y0, y1) = window.plot.viewRange()
    area = window.plot.mapFromScene(window.plot.getViewBox().sceneBoundingRect()).boundingRect()

    def at(step: int, rate: float) -> QPoint:  # Qt's own transforms are whole pixels off so far out
        x, y = (step - x0) / (x1 - x0), (rate - y0) / (y1 - y0)
        return QPoint(round(area.left() + x * area.width()), round(area.bottom() - y * area.height()))

    assert painted(window, at(first + 12, 0.075), LIGHT.curve)
    assert not painted(window, at(first + 10, 0.075), LIGHT.curve)
    assert not painted(window, at(first + 14, 0.075), LIGHT.curve)


def test_the_crosshair_reads_the_update_under_the_pointer_and_its_exact_rate(window, mouse):
    mouse.move(mouse.at(10.5, 0.05))
    assert window.document.view.focus.crosshair == 10
    window.plot.setFocus()
    QTest.keyClick(window.plot, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "0.089999996"
    assert np.float32(QApplication.clipboard().text()) == rates(window.document.design.schedule, 10)


def test_the_crosshair_goes_when_it_is_switched_off(window, mouse):
    place = mouse.at(34.5, 0.02)
    mouse.move(place)
    assert painted(window, place, LIGHT.muted, 1)
    window.menus.actions["crosshair"].trigger()
    assert not painted(window, place, LIGHT.muted, 1)


def test_arrow_keys_move_the_crosshair_by_updates_and_with_shift_by_levels(window):
    window.plot.setFocus()
    seen = []
    for key, keys in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier),
    ):
        QTest.keyClick(window.plot, key, keys)
        seen.append(window.document.view.focus.crosshair)
    assert seen == [0, 1, 10, 9, 0]


def test_home_fits_the_view(window, mouse):
    fitted = window.plot.viewRange()
    mouse.wheel(mouse.at(20, 0.05), 4)
    QTest.keyClick(window.plot, Qt.Key.Key_Home)
    assert window.plot.viewRange() == fitted


def test_the_end_of_the_run_is_a_line_at_its_updates(window, mouse, type_into):
    type_into("updates", "60")
    place = mouse.at(60, 0.02)
    rows = [place + QPoint(0, dy) for dy in range(-6, 7)]
    assert any(painted(window, row, LIGHT.updates, 1) for row in rows)


def test_a_rate_of_zero_has_its_own_labelled_place_on_the_log_axis(window, mouse):
    show(window, StepDecay(0.1, 0, 10), 30)
    window.menus.actions["log_scale"].trigger()
    assert labels(window, "left")[-1] == "0"
    floor = window.plot.getAxis("left").rate_scale.floor
    assert window.plot.viewRange()[1][0] < floor < -1
    assert painted(window, mouse.at(20, floor), LIGHT.curve)
    assert painted(window, mouse.at(5, -1), LIGHT.curve)


def test_an_infinite_rate_has_its_own_labelled_place(window, mouse):
    show(window, StepDecay(1, 1e10, 10), 100)
    window.menus.actions["log_scale"].trigger()
    assert "inf" in labels(window, "left")
    assert painted(window, mouse.at(80, window.plot.getAxis("left").rate_scale.ceiling), LIGHT.curve)


def test_the_zero_place_is_below_every_rate_of_the_run_however_far_one_zooms(window):
    show(window, StepDecay(0.1, 0.9, 10), 10**12)
    window.menus.actions["log_scale"].trigger()
    assert window.plot.getAxis("left").rate_scale.floor < np.log10(1.5e-45)


def test_the_tick_labels_are_real_numbers_without_si_prefixes_on_rates(window):
    show(window, StepDecay(1e-4, 0.5, 1000), 20_000)
    assert "5e-5" in labels(window, "left")
    assert "20k" in labels(window, "bottom")
    window.menus.actions["log_scale"].trigger()
    assert "1e-5" in labels(window, "left")


@pytest.mark.parametrize("updates", [1, 7, 10**3, 10**6, 10**12, 2**53 - 1])
def test_no_two_ticks_have_the_same_label(window, updates):
    show(window, StepDecay(0.1, 0.5, max(1, updates // 5)), updates)
    for side in ("left", "bottom"):
        assert len(labels(window, side)) == len(set(labels(window, side))) >= 2


@pytest.mark.parametrize("y_range", [(-1.0, -0.99), (-3.0, -2.5), (-9.0, -1.0), (-45.0, 2.0)])
def test_the_log_axis_has_readable_labels_at_every_zoom(window, y_range):
    show(window, StepDecay(0.1, 0.9, 10), 10**5)
    window.document.look(log_scale=True, y_range=y_range)
    found = labels(window, "left")
    assert 2 <= len(found) <= 16
    assert len(found) == len(set(found))


def test_selecting_a_level_marks_its_tread_on_the_plot(window, mouse):
    middle = mouse.at(55, float(rates(window.document.design.schedule, 55)))
    edge = middle + QPoint(0, 4)
    before = window.plot.viewport().grab().toImage().pixelColor(edge)
    window.document.look(level=5)
    after = window.plot.viewport().grab().toImage().pixelColor(edge)
    assert near(before, QColor(LIGHT.base), 20)
    assert not near(after, QColor(LIGHT.base), 20)


def test_the_plot_describes_itself_in_one_sentence_that_is_always_current(window, type_into):
    type_into("step_size", "50")
    assert window.plot.accessibleName()
    last = rate_text(float(rates(window.document.design.schedule, 99)))
    assert window.plot.accessibleDescription() == f"Step decay from 0.1 to {last} in 1 drop over 100 updates."


def test_several_edits_in_one_turn_of_the_event_loop_are_drawn_once(window, qtbot, monkeypatch):
    import designer.plot.stage as stage

    asked = []
    real = stage.outline
    monkeypatch.setattr(stage, "outline", lambda *a: (asked.append(a), real(*a))[1])
    for number in range(1, 6):
        show(window, StepDecay(0.1 * number, 0.9, 10), 100)
    QApplication.processEvents()
    assert len(asked) == 1


def test_zooming_the_updates_leaves_the_rates_following_the_run(window, mouse, type_into):
    mouse.wheel(mouse.at(50, 0.05), 1)
    type_into("init", "5")
    assert window.plot.viewRange()[1][1] > 5
    assert window.plot.viewRange()[0][1] < 100


def test_an_infinite_rate_is_labelled_on_the_linear_axis_too(window):
    show(window, StepDecay(0.1, 2, 10), 2000)
    assert "inf" in labels(window, "left")


def test_selecting_a_level_out_of_view_brings_it_into_view(window):
    window.document.look(x_range=(0.0, 10.0))
    window.document.look(level=7)
    (x0, x1), _ = window.plot.viewRange()
    assert x0 <= 70
    assert x1 >= 80
    assert x1 - x0 == pytest.approx(10)


def test_a_hundred_notches_either_way_lose_neither_the_curve_nor_the_labels(window, mouse):
    middle = mouse.at(50, 0.05)
    for notches in (100, -200):
        for keys in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            for _ in range(abs(notches)):
                mouse.wheel(middle, 1 if notches > 0 else -1, keys)
        for side in ("left", "bottom"):
            assert len(labels(window, side)) == len(set(labels(window, side))) >= 2
    assert window.plot.viewRange()[0][0] >= -100.001


def test_keys_move_the_crosshair_from_what_is_in_view_and_the_view_along(window):
    window.document.look(x_range=(50.0, 54.0))
    window.plot.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(window.plot, Qt.Key.Key_Right)
        seen.append(window.document.view.focus.crosshair)
    assert seen == [50, 51, 52, 53, 54]
    (x0, x1), _ = window.plot.viewRange()
    assert x0 <= 54 < x1


def test_the_readout_stays_in_the_view_when_the_rate_is_out_of_it(window, mouse):
    window.document.look(y_range=(0.0, 0.02))
    mouse.move(mouse.at(5.5, 0.01))
    box = window.plot.hints.crosshair.boundingRect()
    assert window.plot.getViewBox().boundingRect().adjusted(-3, -3, 3, 3).contains(box)
