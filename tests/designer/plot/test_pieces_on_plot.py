"""What a plot shows of a schedule's pieces: names, lines between them, seams, and what is after the run."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from designer.look.theme import DARK, LIGHT
from designer.model.pins import pin
from designer.plot.grabbing.grips import Grip
from designer.plot.layers.legend import LegendLayer
from designer.plot.layers.pieces import names
from designer.plot.layers.seam import seam_lines
from designer.plot.picture import Picture
from designer.widgets.glyph import draw_glyph
from stepdecay import CosineDecay, JoinSchedules, LinearSchedule, StepDecay, rates
from stepdecay.chart.labels import END_LABEL, end_label_span
from stepdecay.chart.scale import Scale, Viewport
from stepdecay.numbers.text import rate_text
from tests.designer.helpers.grips import picture_of
from tests.designer.helpers.joins import WARM, axis, plot
from tests.designer.look.test_theme import contrast

__all__ = ["axis", "plot"]

RESTARTS = JoinSchedules([CosineDecay(1e-3, 80)] * 12, [80 * number for number in range(1, 12)])
CONSTANT = LinearSchedule(1e-3, 1e-3, 1)


def named(schedule, updates: int, width: float) -> list[str]:
    return [name.text for name in names(picture_of(schedule, updates, width=width), QFontMetricsF(QFont()))]


def image(plot) -> QImage:
    return plot.canvas.viewport().grab().toImage()


def pixel(picture: QImage, place: QPoint) -> QColor:
    ratio = picture.devicePixelRatio()
    return picture.pixelColor(round(place.x() * ratio), round(place.y() * ratio))


def test_every_piece_is_named_where_there_is_room(qapp):
    three = JoinSchedules([LinearSchedule(0, 1e-3, 300), CONSTANT, StepDecay(1e-3, 0.5, 100)], [300, 600])
    assert named(three, 1000, 1500) == ["linear_schedule", "constant", "step_decay"]


def test_a_name_without_room_is_elided_and_then_left_out(qapp):
    assert named(WARM, 1000, 700)[-1] == "cosine_decay"
    assert named(WARM, 1000, 700)[0].endswith("…")
    assert named(RESTARTS, 1000, 400) == []


@pytest.mark.parametrize("width", [150, 300, 700, 2000])
@pytest.mark.parametrize("updates", [90, 400, 1000, 3000])
def test_names_keep_within_their_pieces_and_off_the_words_at_the_end_of_the_run(qapp, width, updates):
    metrics = QFontMetricsF(QFont())
    picture = picture_of(RESTARTS, updates, width=width)
    label = end_label_span(picture.x_of(updates), metrics.horizontalAdvance(END_LABEL))
    for number, text, left in names(picture, metrics):
        right = left + metrics.horizontalAdvance(text)
        assert picture.span_of(number)[0] < left
        assert right < picture.span_of(number)[1]
        assert right <= label[0] or left >= label[1]
        assert picture.span_of(number)[1] - picture.span_of(number)[0] > 54, "40 pixels, and 7 on each side"


@pytest.mark.parametrize(("width", "is_named"), [(550.0, True), (539.0, False)])
def test_a_name_that_has_more_than_forty_pixels_is_written(qapp, width, is_named):
    whole = picture_of(JoinSchedules([CONSTANT] * 10, range(100, 1000, 100)), 1000)
    picture = Picture(whole.schedule, 3000, Viewport((0.0, 1000.0), whole.viewport.y, width, 500.0), whole.scale)
    assert bool(names(picture, QFontMetricsF(QFont()))) is is_named


@pytest.mark.parametrize(("run_end", "side"), [(100.0, "right"), (101.0, "left")])
def test_the_label_at_the_end_of_the_run_is_left_of_it_where_it_has_more_than_100_pixels(run_end, side):
    left, right = end_label_span(run_end, 50.0)
    assert (right == run_end) == (side == "left")
    assert (left == run_end) == (side == "right")


def test_a_schedule_of_one_piece_is_not_named(plot):
    before = image(plot)
    plot.show(CosineDecay(1e-3, 900, 1e-5))
    plot.document.look(piece=0)
    one = image(plot)
    plot.document.look(piece=None)
    assert image(plot) == one != before


def test_the_selected_piece_stands_out(plot):
    plain = image(plot)
    plot.document.look(piece=1)
    selected = image(plot)
    assert selected != plain
    plot.document.look(piece=None, hovered="schedules[1]")
    assert image(plot) == selected, "and so does one that is pointed at in a list"
    plot.document.look(hovered=None)
    assert image(plot) == plain


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_what_is_after_the_run_is_shaded_and_the_curve_goes_on_there(plot, theme):
    plot.canvas.set_theme(theme)
    plot.document.look(x_range=(0.0, 2000.0))
    picture = image(plot)
    inside, after = pixel(picture, plot.low(850)), pixel(picture, plot.low(1500))
    assert inside == QColor(theme.base)
    assert 3 <= abs(after.lightness() - inside.lightness()) <= 20, "quiet"
    curve = QColor(theme.curve)
    near = [pixel(picture, plot.on(1500, 1e-5) + QPoint(0, dy)) for dy in (-1, 0, 1)]
    assert any(abs(color.blue() - curve.blue()) + abs(color.red() - curve.red()) < 60 for color in near)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_that_can_be_seen_stands_at_every_boundary(plot, theme):
    plot.canvas.set_theme(theme)
    picture, base = image(plot), QColor(theme.base)
    across = [pixel(picture, plot.low(100) + QPoint(dx, 0)) for dx in range(-4, 5)]
    lines = [color for color in across if color != base]
    assert 1 <= len(lines) <= 2
    assert max(contrast(color.name(), theme.base) for color in lines) >= 3


def test_a_seam_lists_the_exact_rates_of_three_updates_on_each_side(qapp):
    picture = picture_of(WARM, 1000)
    lines = seam_lines(picture, Grip("boundaries[0]", piece=1), LIGHT)
    assert [line.text for line in lines] == [f"update {number}" for number in range(98, 104)]
    assert [np.float32(line.value) for line in lines] == rates(WARM, range(97, 103)).tolist()
    assert [line.is_parted for line in lines] == [False, False, False, True, False, False]
    assert lines[3].value == rate_text(float(rates(WARM, 100)))


def test_a_seam_near_the_start_begins_with_the_first_update(qapp):
    early = JoinSchedules([LinearSchedule(0, 1e-3, 1), CosineDecay(1e-3, 900)], [1])
    lines = seam_lines(picture_of(early, 10), Grip("boundaries[0]", piece=1), LIGHT)
    assert [line.text for line in lines] == ["update 1", "update 2", "update 3", "update 4"]
    assert [line.is_parted for line in lines] == [False, True, False, False]


@pytest.mark.parametrize("way", ["pointer", "field", "list"])
def test_a_seam_is_read_where_its_boundary_is_pointed_at_or_edited(plot, way):
    seam = plot.canvas.hints.seam
    assert seam.boundingRect().isNull()
    if way == "pointer":
        plot.mouse.move(plot.low(100))
        assert plot.canvas.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    else:
        plot.document.look(**{"argument" if way == "field" else "hovered": "boundaries[0]"})
    assert plot.canvas.getViewBox().boundingRect().contains(seam.boundingRect())
    assert plot.document.view.focus.crosshair is None, "its reading would cover the seam's"
    plot.mouse.move(plot.low(500))
    plot.document.look(argument=None, hovered=None)
    assert seam.boundingRect().isNull()


def test_while_a_boundary_is_held_its_bubble_reads_the_seam(plot):
    plot.mouse.press(plot.low(100))
    plot.mouse.pull(plot.low(300))
    assert plot.canvas.hints.seam.boundingRect().isNull()
    tall = plot.canvas.hints.bubble.boundingRect().height()
    plot.mouse.release(plot.low(300))
    plot.mouse.press(plot.on(1000, 1e-5))
    assert tall > plot.canvas.hints.bubble.boundingRect().height() * 3
    plot.mouse.release(plot.on(1000, 1e-5))


def test_the_pointer_says_that_a_point_goes_both_ways(plot):
    plot.mouse.move(plot.on(100, 1e-3))
    assert plot.canvas.viewport().cursor().shape() == Qt.CursorShape.SizeAllCursor
    assert plot.document.view.focus.hovered == "schedules[0].end"


def test_field_and_point_light_each_other(plot):
    plain = image(plot)
    for path in ("schedules[0].end", "schedules[0].steps"):
        plot.document.look(hovered=path)
        assert image(plot) != plain
    plot.document.look(hovered=None)
    plot.mouse.press(plot.on(100, 1e-3))
    assert {plot.document.view.focus.argument, plot.document.view.focus.hovered} == {
        "schedules[0].end",
        "schedules[0].steps",
    }
    plot.mouse.release(plot.on(100, 1e-3))
    assert plot.document.view.focus.argument is None


def export(plot) -> QImage:
    size = plot.canvas.size()
    picture = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    plot.canvas.paint_figure(painter, QRect(0, 0, size.width(), size.height()))
    painter.end()
    return picture


def test_the_selected_piece_does_not_stand_out_on_an_exported_picture(plot):
    plain = export(plot)
    plot.document.look(piece=1)
    shown = image(plot)
    assert export(plot) == plain
    assert image(plot) == shown, "the screen stays as it was"


def test_an_exported_picture_has_the_names_and_not_the_handles(plot):
    point, exported = plot.on(100, 1e-3) - QPoint(0, 3), export(plot)
    assert pixel(image(plot), point) == QColor(LIGHT.end)
    assert pixel(exported, point) != QColor(LIGHT.end)
    assert darkest_above(plot, exported) < 150


def darkest_above(plot, picture: QImage) -> int:
    """The lightness of the darkest pixel where the name of the second piece is."""
    top = plot.canvas.mapFromScene(plot.canvas.getViewBox().sceneBoundingRect()).boundingRect().top()
    start = plot.low(100).x()
    places = [QPoint(start + dx, top + dy) for dx in range(6, 80) for dy in range(3, 16)]
    return min(pixel(picture, place).lightness() for place in places)


def test_the_names_are_read_in_both_themes(plot):
    assert darkest_above(plot, image(plot)) < 150
    plot.canvas.set_theme(DARK)
    dark = image(plot)
    dark.invertPixels()
    assert darkest_above(plot, dark) < 150


@pytest.mark.parametrize("log", [False, True])
def test_a_rate_that_misses_zero_on_the_other_side_is_drawn_on_the_floor(log):
    scale = Scale(log, -9.0 if log else 0.0, 3.0)
    assert scale.to_view([-1e-12, 0.0]).tolist() == [scale.floor, scale.floor]


def test_a_run_of_nothing_but_zeros_is_drawn(plot):
    plot.show(LinearSchedule(0, 0, 10))
    (_, _), (low, high) = plot.canvas.viewRange()
    assert low < high
    plot.drag(plot.on(500, 0), plot.on(500, 0) - QPoint(0, 100))
    assert plot.schedule.end > 0


def test_many_very_narrow_pieces_are_drawn_and_held(plot):
    narrow = JoinSchedules([CosineDecay(1e-3, 2)] * 200, [2 * number for number in range(1, 200)])
    plot.show(narrow, 1000)
    for x in range(0, 400, 40):
        plot.mouse.move(plot.on(x, 5e-4))
    plot.canvas.viewport().grab()
    plot.drag(plot.low(398), plot.low(500))
    assert plot.schedule != narrow


def test_a_selected_level_that_is_no_tread_is_marked_along_the_curve(plot):
    plot.document.look(shows_crosshair=False)
    plain = image(plot)
    plot.document.look(level=1)
    marked = image(plot)
    half = float(rates(WARM, 550))
    beside = plot.on(550, half) + QPoint(3, -3)
    assert pixel(marked, beside) != pixel(plain, beside)
    other = plot.on(50, float(rates(WARM, 50))) + QPoint(3, 3)
    assert pixel(marked, other) == pixel(plain, other)


def test_the_legend_of_a_long_join_fits_an_exported_picture(plot):
    plot.show(RESTARTS)
    pin(plot.document)
    with plot.canvas.hints.exchanged_for_legend():
        legends = [item for item in plot.canvas.getViewBox().childItems() if type(item) is LegendLayer]
        box = legends[0].boundingRect()
    assert plot.canvas.getViewBox().boundingRect().contains(box)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_labels_of_every_argument_can_be_read(theme):
    for argument in ("end", "decay_steps", "steps", "boundaries"):
        assert contrast(theme.argument_color(argument).name(), theme.window) >= 4.5
        assert contrast(theme.argument_color(argument).name(), theme.base) >= 4.5


def test_arguments_of_different_meaning_have_different_shapes(qapp):
    def drawn(argument: str) -> QImage:
        picture = QImage(40, 40, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        draw_glyph(painter, argument, QPointF(20, 20), 8)
        painter.end()
        return picture

    shapes = [drawn(name) for name in ("init", "decay_rate", "step_size", "end", "boundaries", "updates")]
    assert all(one != other for one, other in itertools.combinations(shapes, 2))
    assert drawn("steps") == drawn("decay_steps") == drawn("step_size"), "all of them count updates of a piece"
