"""The signs of findings on the plot: at the update concerned, lit with their rows, out of everything else's way."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.plot.grabbing.hit_test import handle_places
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, rates
from tests.designer.helpers.files import trigger
from tests.designer.helpers.findings import row, signs

CUT = Design(CosineDecay(1e-5, 1000, 1e-7), Run(600))


@pytest.fixture
def cut(window):
    window.document.edit("test", CUT)
    window.document.look(argument=None)
    return window


def on_viewport(window, place) -> QPoint:
    plot = window.plot
    return plot.mapFromScene(plot.getViewBox().mapToScene(QPointF(*place)))


def lit(window, code: str) -> bool:
    """Whether a row has another ground than the panel."""
    image = row(window, code).grab().toImage()
    return image.pixelColor(image.width() // 2, 2) != QColor(LIGHT.window)


def exported(window) -> QImage:
    size = window.plot.viewport().size()
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    window.plot.paint_figure(painter, QRect(QPoint(0, 0), size))
    painter.end()
    return image


def test_a_sign_is_at_the_update_that_a_finding_is_about(cut):
    ((x, y),) = signs(cut).values()
    step = cut.plot.getViewBox().mapToView(QPointF(x, y)).x()
    assert step == pytest.approx(599.5, abs=1)
    image = cut.plot.viewport().grab().toImage()
    place = on_viewport(cut, (x, y + 3)) - QPoint(4, 0)
    assert image.pixelColor(place) == QColor(LIGHT.warning)


def test_no_signs_on_a_healthy_schedule_or_out_of_view(cut):
    assert signs(cut)
    cut.document.look(x_range=(0.0, 100.0))
    assert signs(cut) == {}
    cut.document.fit_view()
    cut.document.edit_argument("decay_steps", 599)
    assert signs(cut) == {}


def test_a_pointer_on_a_sign_lights_its_row_and_takes_the_crosshair_away(cut, mouse):
    place = on_viewport(cut, signs(cut)["LR101"])
    mouse.move(place + QPoint(-60, 0))
    assert cut.document.view.focus.crosshair is not None
    assert not lit(cut, "LR101")
    before = cut.plot.viewport().grab().toImage()
    mouse.move(place)
    assert cut.document.view.focus.crosshair is None
    assert cut.document.view.focus.finding == ("LR101", 600)
    assert cut.document.view.overlay.preview is None, "looked at, not yet thought of mending"
    assert lit(cut, "LR101")
    assert cut.plot.viewport().grab().toImage() != before
    mouse.move(place + QPoint(-60, 0))
    assert not lit(cut, "LR101")
    assert cut.document.view.focus.finding is None


def test_a_click_on_a_sign_goes_to_what_mends_it_and_drags_nothing(cut, mouse):
    place = on_viewport(cut, signs(cut)["LR101"])
    mouse.drag(place, place + QPoint(-40, 0))
    assert QApplication.focusWidget() is row(cut, "LR101").fix_button
    assert cut.document.design == CUT


def test_a_row_that_is_pointed_at_lights_its_sign(cut):
    place = on_viewport(cut, signs(cut)["LR101"])
    beside = place + QPoint(-11, 0)
    plain = cut.plot.viewport().grab().toImage().pixelColor(beside)
    trigger(cut, "next_finding")
    assert cut.plot.viewport().grab().toImage().pixelColor(beside) != plain


@pytest.mark.parametrize(("pixels", "is_on_it"), [(10, True), (11, False)])
def test_a_sign_is_pointed_at_within_ten_pixels_of_its_middle(cut, mouse, pixels, is_on_it):
    x, y = signs(cut)["LR101"]
    found = cut.plot.hints.findings.at((x - pixels, y))
    assert (found is not None) is is_on_it


def test_a_sign_is_twenty_pixels_from_the_curve(cut):
    _, y = signs(cut)["LR101"]
    rate = float(rates(CUT.schedule, 599))
    on_curve = cut.plot.getViewBox().mapFromView(QPointF(599.5, rate)).y()
    assert y == pytest.approx(on_curve - 20, abs=1)


def test_signs_keep_clear_of_handles_and_of_each_other(window):
    schedule = JoinSchedules(
        [LinearSchedule(0, 1e-3, 400), CosineDecay(5e-3, 300, 1e-3), CosineDecay(1e-4, 900, 1e-5)], [350, 650]
    )
    window.document.edit("test", Design(schedule, Run(900)))
    places = list(signs(window).values())
    assert len(places) >= 4
    picture = window.plot.hints.findings.stage.picture()
    for number, place in enumerate(places):
        others = [*handle_places(picture).values(), *places[:number]]
        assert min(math.dist(place, other) for other in others) >= 18
        assert 0 <= place[1] <= picture.viewport.height


def test_signs_of_one_update_go_no_farther_than_keeps_them_eighteen_pixels_from_all_else(window):
    unreached = JoinSchedules([LinearSchedule(1e-6, 1e-3, 1000), CosineDecay(1e-3, 9000)], [1000])
    window.document.edit("test", Design(unreached, Run(600)))
    first, second = (signs(window)[code] for code in ("LR105", "LR202"))
    handles = handle_places(window.plot.stage.picture()).values()
    assert 18 <= min(math.dist(second, other) for other in (first, *handles)) < 27, "half as far again is a place more"


def test_while_a_hand_drags_no_sign_is_at_a_wrong_place_and_then_all_is_checked_again(cut, mouse):
    end = cut.plot.getViewBox().viewRange()[1]
    place = mouse.at(600, sum(end) / 2 + (end[1] - end[0]) * 0.3)
    mouse.press(place)
    for x in range(10, 121, 10):
        mouse.pull(place + QPoint(-x, 0))
        assert signs(cut) == {}
    mouse.release(place + QPoint(-120, 0))
    updates = cut.document.design.run.updates
    assert updates < 600
    assert row(cut, "LR101").finding.place.update == updates
    assert cut.plot.getViewBox().mapToView(QPointF(*signs(cut)["LR101"])).x() == pytest.approx(updates, abs=1)


def test_a_hand_that_rests_in_a_drag_sees_what_is_wrong_by_then(cut, mouse, qtbot):
    end = cut.plot.getViewBox().viewRange()[1]
    place = mouse.at(600, sum(end) / 2 + (end[1] - end[0]) * 0.3)
    mouse.press(place)
    mouse.pull(place + QPoint(-120, 0))
    assert row(cut, "LR101").finding.place.update == 600
    updates = cut.document.design.run.updates
    button = row(cut, "LR101").fix_button
    button.click()
    assert cut.document.design.schedule == CUT.schedule, "it said what is no longer so"
    qtbot.waitUntil(lambda: row(cut, "LR101").finding.place.update == updates)
    mouse.release(place + QPoint(-120, 0))


def test_exported_pictures_have_no_signs(cut, mouse):
    place = on_viewport(cut, signs(cut)["LR101"])
    plain = exported(cut)
    assert plain.pixelColor(place + QPoint(-4, 3)) != QColor(LIGHT.warning)
    trigger(cut, "next_finding")
    assert exported(cut) == plain


def test_a_longer_run_that_is_proposed_is_drawn_to_its_end(window):
    before = window.plot.viewport().grab().toImage()
    window.document.look(preview_run=Run(200))
    left, right = window.plot.getViewBox().viewRange()[0]
    assert left < 0
    assert right > 200
    assert window.plot.viewport().grab().toImage() != before
    window.document.look(preview_run=None)
    assert window.plot.viewport().grab().toImage() == before
