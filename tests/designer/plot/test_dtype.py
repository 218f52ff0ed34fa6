"""As your gradients see it: the rates after MLX's cast, over the exact ones."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from designer.app import create_window
from designer.look.theme import LIGHT
from designer.model.document import Design
from designer.plot import stage as staging
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, Run, StepDecay, rates
from stepdecay.evaluate.curve import outline
from stepdecay.evaluate.mlx_rates import cast

FALL = CosineDecay(1e-5, 999)
WARM = JoinSchedules([LinearSchedule(0, 1e-5, 100), CosineDecay(1e-5, 899, 1e-7)], [100])


@pytest.fixture
def falling(window):
    """A window with a cosine that float16 loses near its end."""
    window.document.edit("test", Design(FALL, Run(1000)))
    window.document.look(shows_crosshair=False)
    return window


def near(image: QImage, place: QPoint, color: str, reach: int = 2) -> bool:
    """Whether a colour is at a pixel or beside it."""
    scale, wanted = image.devicePixelRatio(), QColor(color)
    center = place * scale
    around = range(-reach, reach + 1)
    return any(
        image.valid(center.x() + dx, center.y() + dy) and image.pixelColor(center.x() + dx, center.y() + dy) == wanted
        for dx in around
        for dy in around
    )


def picture(window) -> QImage:
    QApplication.processEvents()
    return window.plot.viewport().grab().toImage()


def test_the_menu_has_three_dtypes_and_one_of_them_is_on(window):
    names = ("float32", "bfloat16", "float16")
    actions = [window.menus.actions[f"dtype_{name}"] for name in names]
    assert [action.text().replace("&", "") for action in actions] == ["float32 (exact)", "bfloat16", "float16"]
    for name, action in zip(names, actions, strict=True):
        action.trigger()
        assert window.document.view.preferences.dtype == name
        assert [one.isChecked() for one in actions] == [one is action for one in actions]
    actions[2].trigger()
    assert actions[2].isChecked(), "choosing it again doesn't turn it off"
    assert window.document.undo_stack.count() == 0


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_the_cast_treads_are_seen_where_the_exact_ones_are_not(falling, mouse, dtype):
    every = rates(FALL, range(1000))
    step = 900 + int(np.argmax(np.abs(cast(every, dtype) - every)[900:]))
    exact, seen = float(every[step]), float(cast(every, dtype)[step])
    apart = abs(exact - seen)
    falling.document.look(x_range=(step - 3.0, step + 4.0), y_range=(exact - 5 * apart, exact + 5 * apart))
    before = picture(falling)
    assert not near(before, mouse.at(step + 0.5, seen), LIGHT.cast)
    falling.menus.actions[f"dtype_{dtype}"].trigger()
    after = picture(falling)
    assert near(after, mouse.at(step + 0.5, seen), LIGHT.cast)
    assert near(after, mouse.at(step + 0.5, exact), LIGHT.curve), "the exact one is still there"
    falling.menus.actions["dtype_float32"].trigger()
    assert picture(falling) == before


def test_every_step_in_view_is_drawn_at_what_gradients_see(falling):
    falling.document.edit("test", Design(WARM, Run(1000)))
    stage = falling.plot.stage
    looks = itertools.product(("bfloat16", "float16"), (False, True), ((0.0, 60.0), (60.0, 130.0), (930.0, 1000.0)))
    for dtype, log_scale, x_range in looks:
        falling.document.look(dtype=dtype, log_scale=log_scale, x_range=x_range)
        (polygon,) = stage.polylines(WARM, dtype=dtype)
        points = np.array([(point.x(), point.y()) for point in polygon.toList()])
        viewport = stage.viewport()
        steps = np.arange(int(x_range[0]), int(x_range[1]))
        drawn = np.interp(viewport.pixels_x(steps + 0.5), points[:, 0], points[:, 1])
        true = viewport.pixels_y(stage.scale.to_view(cast(rates(WARM, steps), dtype)))
        assert np.abs(drawn - true.clip(-4, viewport.height + 4)).max() <= 0.26, (dtype, log_scale, x_range)


def test_a_rate_that_float16_makes_0_lies_on_the_log_axis_floor_in_view(falling, mouse):
    falling.document.edit("test", Design(CosineDecay(1e-5, 999, 1e-9), Run(1000)))
    falling.document.look(log_scale=True, dtype="float16")
    floor = falling.plot.stage.scale.floor
    (_, _), (low, high) = falling.plot.viewRange()
    assert low < floor < high
    assert near(picture(falling), mouse.at(998.5, floor), LIGHT.cast)


def test_the_crosshair_reads_both(falling, mouse):
    falling.document.look(shows_crosshair=True, dtype="bfloat16")
    mouse.move(mouse.at(500.5, 5e-6))
    crosshair = falling.plot.hints.crosshair
    step = crosshair.step()
    lines = [line.text for line in crosshair.lines(step, float(rates(FALL, step)))]
    assert lines[1] == "4.9962237e-6" or lines[1] == falling.plot.crosshair_text()
    assert lines[2].endswith(" in bfloat16")
    assert float(lines[2].split()[0]) == pytest.approx(float(cast(rates(FALL, step), "bfloat16")), rel=1e-7)


def test_what_is_copied_from_the_crosshair_is_the_exact_rate(falling):
    falling.document.look(shows_crosshair=True, crosshair=500)
    exact = falling.plot.crosshair_text()
    falling.document.look(dtype="float16")
    assert falling.plot.crosshair_text() == exact


def test_the_curves_are_named_where_there_is_more_than_one(falling, mouse):
    def has_sample() -> bool:
        """Whether something of the cast curve's colour is in the upper right corner, where there is no curve."""
        image, corner = picture(falling), mouse.at(1000, 1e-5)
        colors = [image.pixelColor(corner + QPoint(x, y)) for x in range(-250, 0) for y in range(80)]
        return any(color.red() - color.blue() > 60 for color in colors)

    assert not has_sample()
    falling.document.look(dtype="bfloat16")
    assert has_sample()


def test_an_exported_image_has_both_curves_and_their_names(falling, tmp_path):
    def image() -> QImage:
        falling.exporter.ask_path = lambda *asked: (str(tmp_path / "plot.png"), "")
        falling.menus.actions["save_image"].trigger()
        return QImage(str(tmp_path / "plot.png"))

    def count(shown: QImage) -> int:
        wanted = QColor(LIGHT.cast)
        return sum(
            shown.pixelColor(x, y) == wanted for x in range(0, shown.width(), 3) for y in range(0, shown.height(), 3)
        )

    assert count(image()) == 0
    falling.document.look(dtype="float16")
    assert count(image()) > 20


def test_it_comes_back_at_the_next_start(qtbot, own_settings):
    first = create_window()
    qtbot.addWidget(first)
    first.show()
    first.complete()
    first.menus.actions["dtype_float16"].trigger()
    first.close()
    second = create_window()
    qtbot.addWidget(second)
    assert second.document.view.preferences.dtype == "float16"


def test_mlx_is_asked_once_for_both_curves_and_never_to_cast_to_float32(falling, monkeypatch):
    asked: list[str] = []

    def outlining(*view):
        asked.append("outline")
        return outline(*view)

    def casting(line, dtype):
        asked.append(dtype)
        return line

    monkeypatch.setattr(staging, "outline", outlining)
    monkeypatch.setattr(staging, "cast_outline", casting)
    falling.document.edit("test", Design(StepDecay(1e-5, 0.5, 100), Run(1000)))
    picture(falling)
    assert asked == ["outline"]
    falling.document.look(dtype="bfloat16")
    falling.document.edit("test", Design(StepDecay(1e-5, 0.5, 101), Run(1000)))
    picture(falling)
    assert asked == ["outline", "outline", "bfloat16"]
